"""Cells, tables and print set-up of the workbooks; every text is inert and every total is reckoned twice."""

from __future__ import annotations

import datetime as dt
import io
import unicodedata
import zipfile
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.writer.excel import ExcelWriter

from reports.plain import minute, printable
from studio_ledger.model.money import Money

if TYPE_CHECKING:
    from collections.abc import Sequence

    from openpyxl.worksheet.worksheet import Worksheet

    from studio_ledger.statements.figures import StatementHeader

Value = str | int | Decimal | Money | dt.date | None

MONEY_FORMAT = "#,##0.00_ ;[Red]-#,##0.00_ "
COUNT_FORMAT = "0_ "
DATE_FORMAT = "yyyy-mm-dd"
RATE_FORMAT = "0.0%_ ;[Red]-0.0%_ "
AGREES, DIFFERS = "一致", "不一致"

_LONGEST = 32_767
_WIDEST = 46
_FORMULA_STARTS = ("=", "+", "-", "@")
_EPOCH = (1980, 1, 1, 0, 0, 0)
_MM = 1 / 25.4
_FONT = "宋体"
_THIN = Side(style="thin", color="FF808080")
_BOX = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
_HEAD_FILL = PatternFill("solid", fgColor="FFEDEFF2")


@dataclass(frozen=True, slots=True)
class Field:
    """A column; where the statement knows its total, the sum of the cells is checked against it."""

    title: str
    total: Money | int | None = None


def new_book(header: StatementHeader, title: str) -> Workbook:
    """Return a workbook with no sheet yet, dated by the statement and not by the clock."""
    book = Workbook()
    book.remove(book.worksheets[0])
    made = header.made_at.astimezone(dt.UTC).replace(tzinfo=None) if header.made_at.tzinfo else header.made_at
    book.properties.creator = printable(header.school)
    book.properties.title = printable(title)
    book.properties.created = book.properties.modified = made.replace(microsecond=0)
    book.calculation.fullCalcOnLoad = True
    return book


def put(sheet: Worksheet, row: int, column: int, value: Value, *, bold: bool = False, boxed: bool = True) -> None:
    """Put a value into a cell with the format of its kind; text can never become a formula."""
    cell: Any = sheet.cell(row, column)
    cell.font = Font(name=_FONT, size=10, bold=bold)
    cell.alignment = Alignment(vertical="center", wrap_text=isinstance(value, str))
    if boxed:
        cell.border = _BOX
    if isinstance(value, str):
        text = printable(value)[:_LONGEST]
        cell.value = text
        if text:
            # The library takes a leading = for a formula and #N/A for an error: here text is text.
            cell.data_type = "s"
            cell.quotePrefix = text.lstrip().startswith(_FORMULA_STARTS)
    elif isinstance(value, Money):
        cell.value, cell.number_format = value.decimal, MONEY_FORMAT
    elif isinstance(value, Decimal):
        cell.value, cell.number_format = value, RATE_FORMAT
    else:
        cell.value = value
        if isinstance(value, dt.date):
            cell.number_format = DATE_FORMAT
            cell.alignment = Alignment(horizontal="center", vertical="center")
        elif value is not None:
            cell.number_format = COUNT_FORMAT


def formula(sheet: Worksheet, row: int, column: int, expression: str, *, money: bool = True) -> None:
    """Put a formula of our own making into a cell, in bold; never one with a user's text in it."""
    cell: Any = sheet.cell(row, column, f"={expression}")
    cell.font = Font(name=_FONT, size=10, bold=True)
    cell.border = _BOX
    cell.alignment = Alignment(vertical="center")
    cell.number_format = MONEY_FORMAT if money else COUNT_FORMAT


def heading(sheet: Worksheet, row: int, words: str, columns: int, size: int = 14) -> None:
    """Put a title over the first columns."""
    put(sheet, row, 1, words, boxed=False)
    cell: Any = sheet.cell(row, 1)
    cell.font = Font(name=_FONT, size=size, bold=True)
    cell.alignment = Alignment(horizontal="center", vertical="center")
    sheet.merge_cells(start_row=row, start_column=1, end_row=row, end_column=columns)
    sheet.row_dimensions[row].height = size * 2


def head_row(sheet: Worksheet, row: int, titles: Sequence[str], first: int = 1) -> None:
    """Put a row of column titles."""
    for place, title in enumerate(titles):
        put(sheet, row, first + place, title, bold=True)
        cell: Any = sheet.cell(row, first + place)
        cell.fill = _HEAD_FILL
        cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)


def table(
    sheet: Worksheet, top: int, fields: Sequence[Field], rows: Sequence[Sequence[Value]], *, beside: int = 0
) -> int:
    """Put a table whose titles stand in row `top`; return the row of the totals.

    The check block stands from column `beside`, else two columns to the right: each total by
    formula, by our own sum, and whether they agree.
    """
    head_row(sheet, top, [field.title for field in fields])
    first, last = top + 1, top + max(len(rows), 1)
    for down, values in enumerate(rows or [["（无）", *[None] * (len(fields) - 1)]]):
        for place, value in enumerate(values, start=1):
            put(sheet, first + down, place, value)
    checked = [(place, field) for place, field in enumerate(fields, start=1) if field.total is not None]
    if not checked:
        return last
    for place in range(1, len(fields) + 1):
        put(sheet, last + 1, place, "合计" if place == 1 else None, bold=True)
    beside = beside or len(fields) + 2
    head_row(sheet, top, ["核对项", "公式合计", "独立计算", "结果"], beside)
    for down, (place, field) in enumerate(checked, start=1):
        letter = get_column_letter(place)
        money = isinstance(field.total, Money)
        formula(sheet, last + 1, place, f"SUM({letter}{first}:{letter}{last})", money=money)
        put(sheet, top + down, beside, field.title.replace("\n", ""))
        formula(sheet, top + down, beside + 1, f"{letter}{last + 1}", money=money)
        put(sheet, top + down, beside + 2, field.total, bold=True)
        agreement(sheet, top + down, beside + 3, beside + 1, beside + 2)
    return last + 1


def pair(sheet: Worksheet, row: int, label: str, words: str, columns: int) -> None:
    """Put a label and, over the columns right of it, its text."""
    put(sheet, row, 1, label, bold=True)
    for column in range(2, columns + 1):
        put(sheet, row, column, words if column == 2 else None)
    sheet.merge_cells(start_row=row, start_column=2, end_row=row, end_column=columns)


def agreement(sheet: Worksheet, row: int, column: int, one: int, other: int) -> None:
    """Put a formula that says whether two cells of the row agree to the fen."""
    x, y = f"{get_column_letter(one)}{row}", f"{get_column_letter(other)}{row}"
    formula(sheet, row, column, f'IF(ROUND({x}-{y},2)=0,"{AGREES}","{DIFFERS}")', money=False)


def finish(
    sheet: Worksheet, header: StatementHeader, columns: int, *, title_row: int = 0, landscape: bool = False
) -> None:
    """Set widths that show all, the print set-up, and the head and foot of the printed pages.

    `columns` are printed: the check block beside them is for the screen. `title_row` stays in sight
    and is repeated on each page.
    """
    _heights(sheet, _widths(sheet))
    sheet.print_area = f"A1:{get_column_letter(columns)}{sheet.max_row}"
    if title_row:
        sheet.freeze_panes = f"A{title_row + 1}"
        sheet.print_title_rows = f"{title_row}:{title_row}"
    sheet.page_setup.paperSize = 9  # A4
    sheet.page_setup.orientation = "landscape" if landscape else "portrait"
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    margins = sheet.page_margins
    margins.left, margins.right, margins.top, margins.bottom = (side * _MM for side in (25, 13, 20, 18))
    margins.header = margins.footer = 8 * _MM
    # An & starts a code in this language of heads and feet; a school's name must not.
    school = printable(header.school).replace("&", "＆").replace("\n", " ")
    head: Any = sheet.oddHeader
    foot: Any = sheet.oddFooter
    head.left.text = school
    head.right.text = f"{header.year}年度" + ("" if header.final else "　未定稿")
    foot.left.text = f"{minute(header.made_at)}　日志链头 {header.head.seq}:{header.head.hash[:16]}"
    foot.right.text = "第 &P 页 / 共 &N 页"


def print_across(sheet: Worksheet, title_row: int = 1) -> None:
    """Print on A4 across, all columns on one page's width; the title row is on every page, 0 where there is none."""
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", sheet.PAPERSIZE_A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    if title_row:
        sheet.print_title_rows = f"{title_row}:{title_row}"


def to_bytes(book: Workbook) -> bytes:
    """Return the workbook as a file; the same cells give the same bytes."""
    buffer = io.BytesIO()
    ExcelWriter(book, _SteadyZip(buffer, "w", zipfile.ZIP_DEFLATED)).save()
    return buffer.getvalue()


class _SteadyZip(zipfile.ZipFile):
    """A zip whose members carry one fixed date."""

    def writestr(self, zinfo_or_arcname: Any, data: Any, *_: Any, **__: Any) -> None:
        info = zipfile.ZipInfo(getattr(zinfo_or_arcname, "filename", zinfo_or_arcname), _EPOCH)
        info.compress_type = zipfile.ZIP_DEFLATED
        super().writestr(info, data)

    def write(self, filename: Any, arcname: Any = None, *_: Any, **__: Any) -> None:
        self.writestr(str(arcname or filename), Path(filename).read_bytes())


def _widths(sheet: Worksheet) -> dict[int, int]:
    """Make each column as wide as its longest text up to a bound, beyond which the text wraps."""
    widths: dict[int, int] = {}
    merged = {(area.min_row, area.min_col) for area in sheet.merged_cells.ranges}
    for row in sheet.iter_rows():
        for column, cell in enumerate(row, start=1):
            wide = widths.setdefault(column, 8)
            if cell.value is not None and (cell.row, cell.column) not in merged:
                longest = max(_measure(line) for line in _shown(cell.value).split("\n"))
                widths[column] = max(wide, min(longest + 2, _WIDEST))
    for column, wide in widths.items():
        sheet.column_dimensions[get_column_letter(column)].width = wide
    return widths


def _heights(sheet: Worksheet, widths: dict[int, int]) -> None:
    """Make each row as high as its wrapped texts need; not every program does that by itself."""
    spans = {(area.min_row, area.min_col): area.max_col for area in sheet.merged_cells.ranges}
    for number, row in enumerate(sheet.iter_rows(), start=1):
        tall = sheet.row_dimensions[number]
        for cell in row:
            if cell.data_type != "s" or not isinstance(cell.value, str):
                continue
            last = spans.get((cell.row, cell.column), cell.column)
            room = sum(widths[column] for column in range(cell.column, last + 1)) - 1
            lines = sum(max(1, -(-_measure(line) // room)) for line in cell.value.split("\n"))
            tall.height = max(tall.height or 18, min(14 * lines + 4, 400))


def _shown(value: Any) -> str:
    if isinstance(value, Decimal):
        return f"{value:,.2f}"
    if isinstance(value, str) and value.startswith("="):
        return "1,000,000.00"
    return str(value)


def _measure(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(char) in "WFA" else 1 for char in text)
