"""``check``: judges expenses that are in no ledger."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from studio_ledger.commands.console import DONE, FOUND_WRONG, CannotError, add_json, reading, say

if TYPE_CHECKING:
    import argparse

    from studio_ledger.rules.expense_list import RowAnswer
    from studio_ledger.rules.policy import Policy

VERDICTS = {"pass": "通过", "warn": "需说明", "block": "不得报销"}


def add_commands(families: argparse._SubParsersAction[Any]) -> None:
    """Add ``check``."""
    check = families.add_parser(
        "check", help="不用账套，逐条审核支出", description="审核支出案例，每条一行；有不得报销或读不懂的即退出码 1。"
    )
    check.add_argument("cases", nargs="?", metavar="CASES.jsonl|EXPENSES.xlsx", help="每行一个案例，或学校已有的支出表")
    check.add_argument("--template", metavar="OUT.xlsx", help="生成填报用的支出表")
    check.add_argument("--out", metavar="RESULT.xlsx", help="支出表的审核结果另存为表格")
    check.add_argument(
        "--pack", metavar="PACK", default="", help="规则包编号；不写用默认的，写了 --ledger 用账套自己的"
    )
    add_json(check)
    check.set_defaults(run=_check)


def _check(options: argparse.Namespace) -> int:
    if options.template:
        return _template(Path(options.template), _policy(options))
    if not options.cases:
        raise CannotError("请给出案例文件（.jsonl）或支出表（.xlsx），或用 --template 生成支出表。")
    if Path(options.cases).suffix.lower() in {".xlsx", ".xlsm", ".xls"}:
        return _check_list(Path(options.cases), options)
    try:
        text = Path(options.cases).read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise CannotError(f"“{Path(options.cases).name}”不是 UTF-8 文本，读不出案例。") from error
    from studio_ledger.rules import answer_lines  # noqa: PLC0415 - the rule pack is read only when it judges

    policy = _policy(options)
    wrong = False
    # Not splitlines(): U+2028 and the like may stand inside a JSON string.
    for line in answer_lines(text.split("\n"), policy):
        answer = json.loads(line)
        wrong = wrong or answer.get("verdict") not in {"pass", "warn"}
        say(line if options.json else _in_words(answer))
    return FOUND_WRONG if wrong else DONE


def _policy(options: argparse.Namespace) -> Policy:
    """Return the rules to judge by: a ledger's own with its city's papers, else the pack that is named.

    Raises: CannotError where both are given, or no pack has that id.
    """
    from studio_ledger.rules import load_pack  # noqa: PLC0415
    from studio_ledger.rules.packs import pack_names  # noqa: PLC0415

    if options.ledger:
        if options.pack:
            raise CannotError("--ledger 用账套自己的规则包，不能再写 --pack。请只写一个。")
        with reading(options) as workspace:
            return workspace.policy
    known = {name.id: name.title for name in pack_names()}
    if options.pack and options.pack not in known:
        told = "；".join(f"{key}（{title}）" for key, title in known.items())
        raise CannotError(f"没有编号为“{options.pack}”的规则包。可用的有：{told}。")
    return load_pack(options.pack)


def _template(path: Path, policy: Policy) -> int:
    from reports.expense_sheet import write_template  # noqa: PLC0415

    if path.exists():
        raise CannotError(f"“{path.name}”已经存在，不会覆盖。请换一个文件名。")
    write_template(path, policy)
    say(f"已生成支出表模板：{path}")
    return DONE


def _check_list(path: Path, options: argparse.Namespace) -> int:
    """Judge a school's list of expenses: one line an expense, and a workbook with colours where it is asked for."""
    from reports.expense_results import write_results  # noqa: PLC0415
    from reports.expense_sheet import read_list  # noqa: PLC0415
    from studio_ledger.rules.expense_list import judge_list, not_judged  # noqa: PLC0415

    policy = _policy(options)
    rows, columns, facts = read_list(path, policy)
    silent = not_judged(columns, facts)
    answers = list(judge_list(rows, columns, facts, policy))
    if options.out:
        write_results(Path(options.out), rows, columns, answers, silent, policy)
    for answer in answers:
        told = _list_answer(answer, silent)
        say(json.dumps(told, ensure_ascii=False) if options.json else _in_words(told))
    if not options.json:
        titles = "、".join(policy.codes[code].title for code in silent)
        say(f"因缺少相应的列或资料，以下各项没有审核，结论只依据其余各项：{titles}")
    return FOUND_WRONG if any(answer.verdict not in {"pass", "warn"} for answer in answers) else DONE


def _list_answer(answer: RowAnswer, silent: tuple[str, ...]) -> dict[str, Any]:
    told: dict[str, Any] = {"id": answer.name, "rows": list(answer.rows)}
    if answer.error:
        return told | {"error": answer.error}
    findings = [finding.as_json() for finding in answer.findings]
    return told | {"verdict": answer.verdict, "findings": findings, "not_judged": list(silent)}


def _in_words(answer: dict[str, Any]) -> str:
    name = answer.get("id") or "（无编号）"
    if "error" in answer:
        return f"{name}：读不懂：{answer['error']}"
    lines = [f"{name}：{VERDICTS[answer['verdict']]}"]
    lines += [f"    [{VERDICTS[f['severity']]}] {f['message']}（{f['article']}）" for f in answer["findings"]]
    return "\n".join(lines)
