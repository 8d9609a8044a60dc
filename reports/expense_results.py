"""What came of an expense list, as a workbook: the school's own rows with verdict, colour and reasons beside them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from openpyxl import Workbook
from openpyxl.styles import PatternFill
from openpyxl.utils import get_column_letter

from reports import workbook
from reports.files import write_atomically
from studio_ledger.rules.expense_columns import COLUMNS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from studio_ledger.rules.expense_list import RowAnswer
    from studio_ledger.rules.policy import Policy

_VERDICTS = {
    "pass": ("通过", "FFE3F4E8"),
    "warn": ("需说明", "FFFFF3D6"),
    "block": ("不得报销", "FFFBE0DE"),
    "": ("读不懂", "FFE5E7EB"),
}
_WIDTHS = (10, 10, 46, 46)


def write_results(
    path: Path,
    rows: Sequence[tuple[int, Mapping[str, str]]],
    columns: Sequence[str],
    answers: Sequence[RowAnswer],
    silent: Sequence[str],
    policy: Policy,
) -> None:
    """Write the workbook: a sheet of results, and one of what was not judged and why.

    Raises: OSError.
    """
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "审核结果"
    shown = [column for column in COLUMNS if column.key in columns]
    heads = ["行号", "结论", "问题与办法", "依据", *(column.heading for column in shown)]
    workbook.head_row(sheet, 1, heads)
    by_row = {number: answer for answer in answers for number in answer.rows}
    for place, (number, row) in enumerate(rows, 2):
        _result(sheet, place, number, by_row[number], first=number == by_row[number].rows[0])
        for offset, column in enumerate(shown, len(_WIDTHS) + 1):
            workbook.put(sheet, place, offset, row.get(column.key, ""))
    for place in range(1, len(heads) + 1):
        wide = _WIDTHS[place - 1] if place <= len(_WIDTHS) else max(len(heads[place - 1]) * 2 + 4, 14)
        sheet.column_dimensions[get_column_letter(place)].width = wide
    sheet.freeze_panes = "E2"
    workbook.print_across(sheet)
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(heads))}{len(rows) + 1}"
    _not_judged(book.create_sheet("未审核项目"), silent, policy)
    write_atomically(path, workbook.to_bytes(book))


def _result(sheet: Any, place: int, number: int, answer: RowAnswer, *, first: bool) -> None:
    words, colour = _VERDICTS[answer.verdict]
    reasons = "\n".join(finding.message for finding in answer.findings) or answer.error
    articles = "\n".join(dict.fromkeys(finding.article for finding in answer.findings))
    cells: tuple[int | str, ...] = (number, words, reasons if first else "同上", articles if first else "")
    for column, value in enumerate(cells, 1):
        workbook.put(sheet, place, column, value)
        sheet.cell(place, column).fill = PatternFill("solid", fgColor=colour)
    if first and answer.findings:
        sheet.row_dimensions[place].height = 15 * max(sum(len(f.message) // 22 + 1 for f in answer.findings), 1)


def _not_judged(sheet: Any, silent: Sequence[str], policy: Policy) -> None:
    workbook.head_row(sheet, 1, ("检查", "代码", "缺少的列或资料"))
    for row, code in enumerate(silent, 2):
        needed = [column.heading for column in COLUMNS if code in column.codes]
        workbook.put(sheet, row, 1, policy.codes[code].title)
        workbook.put(sheet, row, 2, code)
        words = "、".join(needed) or "学校、年度预算、到账或结账资料"
        workbook.put(sheet, row, 3, words)
        sheet.row_dimensions[row].height = 15 * (1 + len(words) // 22)
    workbook.print_across(sheet)
    for place, width in enumerate((24, 26, 46), 1):
        sheet.column_dimensions[get_column_letter(place)].width = width
