"""期初导入: the workbook in which a school brings its old books along, made here and read back row by row."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from openpyxl import Workbook, load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from reports import workbook
from reports.expense_sheet import BadListError, cell_text
from reports.files import write_atomically
from reports.opening_rows import BadRowError, RowReader
from studio_ledger.model.funds import SOURCE_NAMES, Budget, BudgetLine
from studio_ledger.model.opening import Opening
from studio_ledger.model.voucher import PAYEE_KINDS
from studio_ledger.workspace.old_books import OldBooks

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator
    from pathlib import Path

    from studio_ledger.rules.policy import Policy

SHEETS: Final = {
    "到账": ("年度", "资金来源", "金额", "到账日期", "指标文号"),
    "支出": ("日期", "凭证号", "支出类别", "资金来源", "用途摘要", "收款方", "金额", "发票号码", "发票代码"),
    "收款人": ("姓名", "类型", "职称档次", "工作单位", "开户银行", "身份证号", "银行账号"),
    "成员": ("姓名", "所在学校"),
    "资产": ("资产名称", "卡片号", "金额", "取得日期", "保管人", "存放地点"),
    "预算": ("年度", "支出类别", "资金来源", "金额", "测算依据"),
}
"""Headings by sheet, in their order."""
MOST_ROWS = 20_000
_NOTES = (
    "一、从第2行起填写，一行一笔；没有的表留空，不要改表名和表头。",
    "二、到账、支出只填截止日以前（含当日）的；同一年度同一来源的支出不能超过到账。",
    "三、支出按原凭证一张一行；跨来源的分两行填写，凭证号后加 -1、-2。发票号码填上，以免重复报销。",
    "四、身份证号、银行账号导入后加密保存；导入完成请删除本文件。",
    "五、导入先试算，逐行列出问题；全部改正后一次导入，由主持人和法定代表人双签后生效，列为“历史导入”。",
)


@dataclass(frozen=True, slots=True)
class RowProblem:
    """What is wrong with a row; `row` is the worksheet's own number, 0 for the whole sheet."""

    sheet: str
    row: int
    words: str


@dataclass(frozen=True, slots=True)
class OpeningBook:
    """What was read: complete only where `problems` is empty. `places` maps a sheet to its rows' numbers."""

    books: OldBooks
    problems: tuple[RowProblem, ...] = ()
    places: dict[str, tuple[int, ...]] = field(default_factory=dict)

    def row_of(self, sheet: str, place: int) -> int:
        """Return the worksheet's row of the place-th row that was read, counted from 1; 0 where there is none."""
        rows = self.places.get(sheet, ())
        return rows[place - 1] if 0 < place <= len(rows) else 0


def write_template(path: Path, policy: Policy) -> None:
    """Write an empty workbook with its headings and what may stand under them.

    Raises: OSError.
    """
    book = Workbook()
    guide: Any = book.active
    guide.title = "填写说明"
    lists = (
        ("支出类别", "、".join(category.name for category in policy.categories)),
        ("资金来源", "、".join(SOURCE_NAMES.values())),
        ("收款人类型", "、".join(PAYEE_KINDS.values())),
        ("职称档次", "、".join(policy.lecture_titles.values())),
    )
    workbook.heading(guide, 1, "期初导入模板", 2, 16)
    for row, words in enumerate(_NOTES, 2):
        workbook.put(guide, row, 1, words, boxed=False)
        guide.merge_cells(start_row=row, start_column=1, end_row=row, end_column=2)
    for row, (name, words) in enumerate(lists, len(_NOTES) + 3):
        workbook.put(guide, row, 1, name, bold=True)
        workbook.put(guide, row, 2, words)
        guide.row_dimensions[row].height = 18 * (1 + len(words) // 40)
    guide.column_dimensions["A"].width, guide.column_dimensions["B"].width = 16, 84
    for name, titles in SHEETS.items():
        sheet = book.create_sheet(name)
        workbook.head_row(sheet, 1, titles)
        sheet.freeze_panes = "A2"
        for letter in "ABCDEFGHI"[: len(titles)]:
            sheet.column_dimensions[letter].width = 20
            # Numbers of cards, invoices and accounts are text: Excel would round them.
            for row in range(2, 502):
                sheet[f"{letter}{row}"].number_format = "@"
    write_atomically(path, workbook.to_bytes(book))


def read_opening_book(data: bytes, name: str, studio: str, as_of: dt.date, policy: Policy) -> OpeningBook:
    """Read a filled-in template; every bad row is named, none is taken.

    Raises: BadListError where the file is no such workbook.
    """
    try:
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
    except (InvalidFileException, zipfile.BadZipFile, KeyError, ValueError, OSError) as error:
        raise BadListError(reason="file", file=name) from error
    try:
        tables = {sheet: list(_rows(book, sheet)) for sheet in SHEETS if sheet in book.sheetnames}
    finally:
        book.close()
    if not tables:
        raise BadListError(reason="file", file=name)
    return _Reading(tables, RowReader(policy, as_of)).book(studio, as_of)


def _rows(book: Any, name: str) -> Iterator[tuple[int, dict[str, str]]]:
    cells = book[name].iter_rows(values_only=True, max_row=MOST_ROWS)
    heads = [cell_text(value).strip() for value in next(cells, ())]
    for number, row in enumerate(cells, 2):
        texts = [cell_text(value).strip() for value in row]
        if any(texts):
            yield number, {head: text for head, text in zip(heads, texts, strict=False) if head}


class _Reading:
    def __init__(self, tables: dict[str, list[tuple[int, dict[str, str]]]], reader: RowReader) -> None:
        self._tables, self._reader = tables, reader
        self._problems: list[RowProblem] = []
        self._places: dict[str, tuple[int, ...]] = {}

    def book(self, studio: str, as_of: dt.date) -> OpeningBook:
        reader = self._reader
        opening = Opening(
            "",
            studio,
            as_of,
            tuple(self._read("到账", reader.income)),
            tuple(self._read("支出", reader.voucher)),
            tuple(self._read("资产", reader.asset)),
        )
        lines: dict[int, list[BudgetLine]] = {}
        for year, line in self._read("预算", reader.budget):
            lines.setdefault(year, []).append(line)
        budgets = tuple(Budget("", studio, year, tuple(of_year)) for year, of_year in sorted(lines.items()))
        payees = tuple(self._read("收款人", reader.payee))
        members = tuple(self._read("成员", reader.member))
        return OpeningBook(OldBooks(opening, budgets, payees, members), tuple(self._problems), self._places)

    def _read(self, sheet: str, read: Any) -> Iterator[Any]:
        rows = self._tables.get(sheet, [])
        absent = [head for head in SHEETS[sheet] if rows and head not in rows[0][1]]
        if absent:
            self._problems.append(RowProblem(sheet, 1, f"缺少列：{'、'.join(absent)}。"))
            return
        taken = []
        for number, row in rows:
            try:
                found = read(row)
            except BadRowError as error:
                self._problems.append(RowProblem(sheet, number, error.words))
                continue
            taken.append(number)
            yield found
        self._places[sheet] = tuple(taken)
