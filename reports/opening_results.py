"""What came of a trial of the old books: the school's own sheets again, its bad rows coloured, the reasons beside them.

The file can be mended and chosen again as it is: rows keep their places, and the added columns are not read.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from openpyxl import Workbook
from openpyxl.styles import PatternFill
from openpyxl.utils import get_column_letter

from reports import workbook
from reports.files import write_atomically
from reports.opening_sheet import SHEETS, SUMMARY

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from reports.opening_cells import SheetCells
    from reports.opening_sheet import RowProblem

_GOOD, _BAD = PatternFill("solid", fgColor="FFE3F4E8"), PatternFill("solid", fgColor="FFFBE0DE")
_WORST = PatternFill("solid", fgColor="FFF3A9A4")
"""For the very cell that is wrong."""
_ADDED = ("试算", "问题", "怎么改")


def write_results(path: Path, sheets: Mapping[str, SheetCells], problems: Sequence[RowProblem]) -> None:
    """Write the workbook: a sheet of all problems, then the sheets as they were.

    Raises: OSError.
    """
    book = Workbook()
    _summary(book.worksheets[0], problems)
    for name, cells in sheets.items():
        found = [one for one in problems if one.sheet == name]
        _sheet(book.create_sheet(name), cells, found)
    write_atomically(path, workbook.to_bytes(book))


def _summary(sheet: Any, problems: Sequence[RowProblem]) -> None:
    sheet.title = SUMMARY
    workbook.head_row(sheet, 1, ("表", "行", "列", "问题", "怎么改"))
    for row, one in enumerate(problems, 2):
        for column, value in enumerate((one.sheet, one.row or None, one.column, one.words, one.advice), 1):
            workbook.put(sheet, row, column, value)
    if not problems:
        workbook.put(sheet, 2, 1, "全部通过，没有问题。")
    for letter, wide in zip("ABCDE", (12, 8, 14, 52, 60), strict=True):
        sheet.column_dimensions[letter].width = wide
    sheet.freeze_panes = "A2"
    workbook.print_across(sheet)


def _sheet(sheet: Any, cells: SheetCells, problems: Sequence[RowProblem]) -> None:
    heads = tuple(head for head in cells.heads if head and head not in _ADDED)
    workbook.head_row(sheet, 1, (*heads, *_ADDED))
    workbook.print_across(sheet)
    by_row: dict[int, list[RowProblem]] = {}
    for one in problems:
        by_row.setdefault(one.row, []).append(one)
    for number, row in cells.rows:
        found = by_row.get(number, ())
        bad = {one.column for one in found}
        for column, head in enumerate(heads, 1):
            workbook.put(sheet, number, column, row.get(head, ""))
            if found:
                sheet.cell(number, column).fill = _WORST if head in bad else _BAD
        told = (
            "有问题" if found else "可导入",
            "\n".join(one.words for one in found),
            "\n".join(one.advice for one in found),
        )
        for column, words in enumerate(told, len(heads) + 1):
            workbook.put(sheet, number, column, words)
            sheet.cell(number, column).fill = _BAD if found else _GOOD
        sheet.row_dimensions[number].height = 18 * max(1, sum(1 + len(one.advice) // 24 for one in found))
    for place in range(1, len(heads) + len(_ADDED) + 1):
        added = place - len(heads)
        wide = 18 if added < 1 else (10, 46, 46)[added - 1]
        sheet.column_dimensions[get_column_letter(place)].width = wide
        if added < 1 and SHEETS.get(sheet.title):
            sheet.column_dimensions[get_column_letter(place)].number_format = "@"
    sheet.freeze_panes = "A2"
