"""``check``: judges expenses without a ledger."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from studio_ledger.commands.console import DONE, FOUND_WRONG, CannotError, add_json, say

if TYPE_CHECKING:
    import argparse

VERDICTS = {"pass": "通过", "warn": "需说明", "block": "不得报销"}


def add_commands(families: argparse._SubParsersAction[Any]) -> None:
    """Add ``check``."""
    check = families.add_parser(
        "check", help="不用账套，逐条审核支出", description="审核支出案例，每条一行；有不得报销或读不懂的即退出码 1。"
    )
    check.add_argument("cases", nargs="?", metavar="CASES.jsonl", help="每行一个案例")
    check.add_argument("--template", metavar="OUT.xlsx", help="生成填报用的表格（尚未提供）")
    add_json(check)
    check.set_defaults(run=_check)


def _check(options: argparse.Namespace) -> int:
    if options.template or not options.cases:
        raise CannotError("本版本还不能生成填报表格，请用 check 案例.jsonl 审核。")
    if Path(options.cases).suffix.lower() in {".xlsx", ".xls"}:
        raise CannotError("本版本还不能审核电子表格，请改用每行一个案例的 .jsonl 文件。")
    try:
        text = Path(options.cases).read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise CannotError(f"“{Path(options.cases).name}”不是 UTF-8 文本，读不出案例。") from error
    from studio_ledger.rules import answer_lines  # noqa: PLC0415 - the rule pack is read only when it judges

    wrong = False
    # Not splitlines(): U+2028 and the like may stand inside a JSON string.
    for line in answer_lines(text.split("\n")):
        answer = json.loads(line)
        wrong = wrong or answer.get("verdict") not in {"pass", "warn"}
        say(line if options.json else _in_words(answer))
    return FOUND_WRONG if wrong else DONE


def _in_words(answer: dict[str, Any]) -> str:
    name = answer.get("id") or "（无编号）"
    if "error" in answer:
        return f"{name}：读不懂：{answer['error']}"
    lines = [f"{name}：{VERDICTS[answer['verdict']]}"]
    lines += [f"    [{VERDICTS[f['severity']]}] {f['message']}（{f['article']}）" for f in answer["findings"]]
    return "\n".join(lines)
