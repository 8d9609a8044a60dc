"""The workbook of the old books as cells: texts by heading, and the cells from which nothing can be read safely."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from openpyxl import load_workbook
from openpyxl.utils import get_column_letter
from openpyxl.utils.exceptions import InvalidFileException

from reports.expense_sheet import BadListError, cell_text
from reports.opening_rows import CellProblem

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from openpyxl.worksheet.worksheet import Worksheet

MOST_ROWS: Final = 20_000
_MOST_COLUMNS = 60
_MOST_BYTES = 200_000_000
"""Of the unpacked file: a workbook of the old books has far less."""
_ROUNDED = 10**15
"""From here on Excel keeps a number's first fifteen digits only."""


@dataclass(frozen=True, slots=True)
class SheetCells:
    """A sheet: its headings, its rows by the worksheet's number, and what is wrong with single cells."""

    heads: tuple[str, ...]
    rows: tuple[tuple[int, dict[str, str]], ...]
    problems: dict[int, tuple[CellProblem, ...]] = field(default_factory=dict)
    too_long: bool = False


def read_cells(data: bytes, name: str, ours: Sequence[str]) -> tuple[dict[str, SheetCells], tuple[str, ...]]:
    """Return the sheets by these names, and the names of others that have something in them.

    Raises: BadListError where the file is no workbook, or one of monstrous size.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            if sum(one.file_size for one in packed.infolist()) > _MOST_BYTES:
                raise BadListError(reason="file", file=name)
        # Twice: once for what Excel reckoned, once for where it was to reckon.
        shown, typed = (load_workbook(io.BytesIO(data), data_only=values) for values in (True, False))
    except (InvalidFileException, zipfile.BadZipFile, KeyError, ValueError, OSError, AttributeError) as error:
        raise BadListError(reason="file", file=name) from error
    found = {sheet: _sheet(shown[sheet], typed[sheet]) for sheet in shown.sheetnames if sheet in ours}
    others = tuple(one.title for one in shown.worksheets if one.title not in ours and _filled(one))
    return found, others


def _filled(sheet: Worksheet) -> bool:
    return any(value not in (None, "") for row in sheet.iter_rows(values_only=True) for value in row)


def _sheet(shown: Worksheet, typed: Worksheet) -> SheetCells:
    # Asked for more rows than there are, the library makes them.
    down, across = min(shown.max_row, MOST_ROWS + 1), min(shown.max_column, _MOST_COLUMNS)
    cells = zip(
        shown.iter_rows(max_row=down, max_col=across), typed.iter_rows(max_row=down, max_col=across), strict=False
    )
    heads = tuple(cell_text(cell.value) for cell in next(cells, ((), ()))[0])
    merged = _merged(shown, heads)
    rows, problems = [], {}
    for number, (row, written) in enumerate(cells, 2):
        texts = {head: cell_text(cell.value) for head, cell in zip(heads, row, strict=False) if head}
        wrong = dict(_wrong(heads, row, written)) | merged.get(number, {})
        if any(texts.values()) or wrong:
            rows.append((number, texts))
        if wrong:
            problems[number] = tuple(wrong.values())
    return SheetCells(heads, tuple(rows), problems, too_long=shown.max_row > MOST_ROWS + 1)


def _wrong(
    heads: Sequence[str], row: Sequence[Any], written: Sequence[Any]
) -> Iterator[tuple[str, CellProblem]]:
    for head, cell, typed in zip(heads, row, written, strict=False):
        if not head:
            continue
        value = cell.value
        if value is None and typed.data_type == "f":
            words = f"{head}是公式，文件里没有算出的结果。"
            yield head, CellProblem(head, words, "请在 Excel 里打开并保存一次，或者改填数值。")
        elif cell.data_type == "e":
            yield head, CellProblem(head, f"{head}是错误值 {value}。", "请改填正确的内容。")
        elif isinstance(value, int | float) and not isinstance(value, bool) and abs(value) >= _ROUNDED:
            words = f"{head}超过 15 位却存成了数值，末几位已被 Excel 改成 0。"
            yield head, CellProblem(head, words, "请把单元格设为文本，再重新录入全号。")


def _merged(sheet: Worksheet, heads: Sequence[str]) -> dict[int, dict[str, CellProblem]]:
    found: dict[int, dict[str, CellProblem]] = {}
    for area in sheet.merged_cells.ranges:
        for number in range(max(area.min_row, 2), min(area.max_row, MOST_ROWS) + 1):
            for place in range(area.min_col, min(area.max_col, len(heads)) + 1):
                head = heads[place - 1]
                if head:
                    words = f"{head}在合并单元格 {_area(area)} 里。"
                    problem = CellProblem(head, words, "请取消合并，每一行各填各的。")
                    found.setdefault(number, {})[head] = problem
    return found


def _area(area: Any) -> str:
    first, last = get_column_letter(area.min_col), get_column_letter(area.max_col)
    return f"{first}{area.min_row}:{last}{area.max_row}"
