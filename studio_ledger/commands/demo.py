"""``demo``: a sample ledger like a real studio's years, made by real acts; same seed, same figures."""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from studio_ledger.commands.console import DONE, CannotError, complain, say

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable

    from studio_ledger.commands.sample import SamplePerson

MOST_STUDIOS = 6


@dataclass(frozen=True, slots=True)
class DemoPeople:
    """Who can log in to a sample ledger with what password."""

    people: tuple[SamplePerson, ...]

    @property
    def notice(self) -> str:
        """One sentence that tells a newcomer how to get in."""
        logins = "；".join(f"{person.name}（{person.role}）{person.password}" for person in self.people)
        return f"示例账套的密码：{logins}。全部为虚构数据，请勿用于真实经费。"


def add_commands(families: argparse._SubParsersAction[Any]) -> None:
    """Add ``demo``."""
    demo = families.add_parser("demo", help="生成示例账套（虚构数据）")
    demo.add_argument("file", metavar="FILE")
    demo.add_argument("--vouchers", type=int, default=300, metavar="N", help="已入账凭证数，默认 300")
    demo.add_argument("--studios", type=int, default=1, metavar="S", help=f"工作室数，1 至 {MOST_STUDIOS}，默认 1")
    demo.add_argument("--seed", type=int, default=7, metavar="K", help="同一种子生成同样的账套，默认 7")
    demo.set_defaults(run=_demo)


def _demo(options: argparse.Namespace) -> int:
    path = Path(options.file)
    if options.vouchers < 0 or options.studios not in range(1, MOST_STUDIOS + 1):
        raise CannotError(f"--vouchers 不能小于 0，--studios 须在 1 至 {MOST_STUDIOS} 之间。")
    if path.with_name(path.name + ".keys").exists():
        raise CannotError(f"密钥文件夹“{path.name}.keys”已经存在，不会覆盖。请换一个文件名。")
    made = make_demo(path, options.vouchers, options.studios, options.seed, _tell)
    say(f"示例账套 {path}：已入账 {options.vouchers} 张凭证，{options.studios} 个工作室（全部为虚构数据）")
    for person in made.people:
        say(f"  {person.login:<14}{person.password:<28}{person.name}（{person.role}）")
    return DONE


def _tell(done: int, total: int) -> None:
    if done % 5_000 == 0 or done == total:
        complain(f"已入账 {done}/{total}")


def make_demo(
    path: Path, vouchers: int, studios: int, seed: int, progress: Callable[[int, int], None] | None = None
) -> DemoPeople:
    """Make a sample ledger of so many posted vouchers over 2019–2021, and a few in every other state.

    2019 is closed. The same arguments give the same acts, keys and figures.

    Raises: TargetExistsError, LedgerFileError.
    """
    from studio_ledger.commands.demo_years import SampleYears  # noqa: PLC0415 - heavy
    from studio_ledger.commands.sample import SampleClock, SampleSchool  # noqa: PLC0415

    school = SampleSchool(path, studios, seed, SampleClock(dt.date(2019, 1, 7)))
    try:
        # Not for secrets: a sample must come out the same each time.
        SampleYears(school, random.Random(seed), vouchers, progress).make()  # noqa: S311
    finally:
        school.ledger.close()
    return DemoPeople(school.people)
