"""``bench``: times the program's own main paths, each beside the bare engine below it."""

from __future__ import annotations

import shutil
import sqlite3
import statistics
import time
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from studio_ledger.commands.console import DONE, CannotError, add_json, keys_beside, ledger_path, say, say_json

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Iterable

ROUNDS = 5
USUAL_VOUCHERS = 300


@dataclass(frozen=True, slots=True)
class Measure:
    """A path, how long it takes, and how long the engine below it takes for the same."""

    name: str
    title: str
    seconds: float
    bare: float
    engine: str
    slow: float | None = None
    """The time that 95 of 100 rounds stay below, where that many were made."""

    @property
    def ratio(self) -> float:
        """How many times longer than the bare engine."""
        return self.seconds / self.bare if self.bare else 0.0

    def as_json(self) -> dict[str, Any]:
        """The measure for programs, in milliseconds."""
        told = {
            "name": self.name,
            "ms": round(self.seconds * 1000, 2),
            "bare_ms": round(self.bare * 1000, 2),
            "ratio": round(self.ratio, 1),
            "engine": self.engine,
        }
        return told if self.slow is None else told | {"p95_ms": round(self.slow * 1000, 2)}


def add_commands(families: argparse._SubParsersAction[Any]) -> None:
    """Add ``bench``."""
    import argparse  # noqa: PLC0415

    bench = families.add_parser("bench", help="测量主要操作的用时，与底层引擎相比")
    bench.add_argument("--ledger", metavar="FILE", default=argparse.SUPPRESS, help="在此账套的副本上测量")
    bench.add_argument(
        "--vouchers", type=int, default=USUAL_VOUCHERS, metavar="N", help="没有 --ledger 时示例账套的凭证数"
    )
    add_json(bench)
    bench.set_defaults(run=_bench)


def _bench(options: argparse.Namespace) -> int:
    from studio_ledger.commands.demo import make_demo  # noqa: PLC0415 - heavy

    if options.vouchers < 1:
        raise CannotError("--vouchers 须大于 0。")
    with TemporaryDirectory() as folder:
        path = Path(folder) / "bench.studio"
        if options.ledger:
            _copy(ledger_path(options), path)
        else:
            make_demo(path, options.vouchers, 1, 7)
        measures = list(_measures(path))
    if options.json:
        say_json({"measures": [measure.as_json() for measure in measures]})
    else:
        for one in measures:
            slow = "" if one.slow is None else f"（95% 在 {one.slow * 1000:.1f} ms 内）"
            took = f"{one.seconds * 1000:9.1f} ms{slow}，{one.engine} {one.bare * 1000:9.1f} ms，{one.ratio:6.1f} 倍"
            say(f"{one.title}：{took}")
    return DONE


def _copy(source: Path, target: Path) -> None:
    from studio_ledger.storage.engine import examine  # noqa: PLC0415

    examine(source)
    shutil.copy(source, target)
    keys = keys_beside(source)
    if keys is not None:
        shutil.copytree(keys, target.with_name(target.name + ".keys"))


def _measures(path: Path) -> Iterable[Measure]:
    from studio_ledger.commands import bench_reading, bench_window  # noqa: PLC0415

    yield from bench_window.starts()
    if keys_beside(path) is not None:
        yield from bench_window.home(path)
    yield from _ledger_measures(path)
    yield from bench_reading.reading(path.parent)


def _ledger_measures(path: Path) -> Iterable[Measure]:
    from studio_ledger.queries.rows import VoucherFilter  # noqa: PLC0415
    from studio_ledger.workspace import Workspace  # noqa: PLC0415

    workspace = Workspace.open(path, keys_beside(path), window=False)
    try:
        studio = workspace.studios()[0].id
        year = max(workspace.years(studio), key=lambda year: workspace.year_figures(studio, year).spent)
        with closing(sqlite3.connect(path)) as bare:
            listed = (
                "SELECT * FROM document WHERE kind = 'voucher' AND studio = ? AND year = ? AND instr(search, ?) > 0"
            )
            wanted = VoucherFilter(studio=studio, year=year, search="图书", limit=200)
            yield Measure(
                "list_filter",
                "凭证列表筛选",
                typical(lambda: workspace.vouchers(wanted)),
                typical(lambda: bare.execute(listed + " LIMIT 200", (studio, year, "图书")).fetchall()),
                "SQLite",
            )
            posted = "SELECT content FROM document WHERE kind = 'voucher' AND studio = ? AND year = ? AND number > 0"
            yield Measure(
                "annual_statement",
                "年度报告数据",
                typical(lambda: workspace.annual_statement(studio, year)),
                typical(lambda: bare.execute(posted, (studio, year)).fetchall()),
                "SQLite",
            )
        if keys_beside(path) is not None:
            yield from _posting(workspace, path.with_name("bare.sqlite"))
    finally:
        workspace.close()


def _posting(workspace: Any, scratch: Path) -> Iterable[Measure]:
    """Time the posting of fully signed vouchers of a sample ledger, whose passwords are known."""
    from studio_ledger.commands.sample import sample_password  # noqa: PLC0415
    from studio_ledger.errors import LedgerError  # noqa: PLC0415
    from studio_ledger.model.voucher import State  # noqa: PLC0415
    from studio_ledger.queries.rows import VoucherFilter  # noqa: PLC0415

    try:
        finance = workspace.login("wangmin", sample_password("wangmin"))
    except LedgerError:
        return
    signed = [row.id for row in workspace.vouchers(VoucherFilter(states=(State.SIGNED,))).rows]
    for signer, state in (("chenjing", State.SUBMITTED), ("liweidong", State.HOST_SIGNED)):
        session = workspace.login(signer, sample_password(signer))
        waiting = [row.id for row in workspace.vouchers(VoucherFilter(states=(state,))).rows]
        outcomes = workspace.sign(session, waiting, sample_password(signer))
        signed += [outcome.id for outcome in outcomes if outcome.ok and signer == "liweidong"]
    if not signed:
        return
    times = [_took(partial(workspace.post, finance, [voucher])) for voucher in signed]
    with closing(sqlite3.connect(scratch, isolation_level=None)) as bare:
        bare.execute("PRAGMA journal_mode=TRUNCATE")
        bare.execute("PRAGMA synchronous=FULL")
        bare.execute("CREATE TABLE act (seq INTEGER PRIMARY KEY, body BLOB)")
        commit = typical(lambda: bare.execute("INSERT INTO act (body) VALUES (?)", (b"x" * 500,)))
    yield Measure("post", "入账一张已双签凭证", statistics.median(times), commit, "SQLite 提交一行")


def typical(work: Callable[[], object]) -> float:
    """Return the median of some rounds after one that warms up."""
    work()
    return statistics.median(_took(work) for _ in range(ROUNDS))


def _took(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started
