"""``suspicions``: what is worth a question across the whole ledger, with the school's answers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from studio_ledger.commands.console import DONE, FOUND_WRONG, add_json, reading, say, say_json

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator, Sequence

    from studio_ledger.workspace.audit import AskedSuspicion


def add_commands(families: argparse._SubParsersAction[Any]) -> None:
    """Add ``suspicions``."""
    suspicions = families.add_parser("suspicions", help="查找疑点，列出依据、凭证和学校的答复")
    suspicions.add_argument("--studio", metavar="ID")
    suspicions.add_argument("--year", type=int, metavar="Y")
    add_json(suspicions)
    suspicions.set_defaults(run=_suspicions)


def _suspicions(options: argparse.Namespace) -> int:
    with reading(options) as workspace:
        if options.studio:
            workspace.studio(options.studio)
        found = workspace.suspicions(options.studio or "", options.year or 0)
        if options.json:
            say_json([suspicion_json(one) for one in found])
        else:
            names = {studio.id: studio.name for studio in workspace.studios()}
            for line in _words(found, names):
                say(line)
    return FOUND_WRONG if any(not one.answers for one in found) else DONE


def suspicion_json(asked: AskedSuspicion) -> dict[str, Any]:
    """Return a suspicion in the form of the contract; `answer` is empty while nobody has answered."""
    one = asked.suspicion
    return {
        "kind": one.kind,
        "why": one.why,
        "vouchers": [voucher for voucher, _ in one.vouchers],
        "figures": dict(one.figures),
        "answer": asked.answer,
        "id": one.id,
        "name": one.name,
        "title": one.title,
        "severity": one.weight.word,
        "studio": one.studio,
        "year": one.year,
        "amount": str(one.amount),
        "numbers": [number for _, number in one.vouchers],
        "clears": one.clears,
        "source": one.source,
        "answers": [{"text": said.text, "by": said.person, "at": said.at.isoformat()} for said in asked.answers],
    }


def _words(found: Sequence[AskedSuspicion], names: dict[str, str]) -> Iterator[str]:
    from studio_ledger.audit.suspicions import WEIGHT_NAMES  # noqa: PLC0415 - heavy

    for asked in found:
        one = asked.suspicion
        place = names.get(one.studio, one.studio)
        yield f"【{WEIGHT_NAMES[one.weight]}】{one.kind} {one.title}　{place}　{one.year} 年"
        yield f"    {one.why}"
        figures = "，".join(f"{name} {value}" for name, value in one.figures.items())
        yield f"    数据：{figures}　依据：{one.source}"
        yield f"    {'答复：' + asked.answer if asked.answers else '未答复。可消除：' + one.clears}"
    open_ = sum(not asked.answers for asked in found)
    yield f"疑点 {len(found)} 条，未答复 {open_} 条。疑点不是结论，须由学校说明或补证。"
