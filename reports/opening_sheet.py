"""期初导入: the workbook in which a school brings its old books along, read back row by row."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from reports.expense_sheet import BadListError
from reports.opening_cells import MOST_ROWS, SheetCells, read_cells
from reports.opening_rows import BadRowError, CellProblem, RowReader
from reports.opening_twice import twice
from studio_ledger.model.funds import Budget, BudgetLine
from studio_ledger.model.opening import Opening
from studio_ledger.workspace.old_books import OldBooks

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Iterator

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
GUIDE, CHOICES, SUMMARY = "填写说明", "选项", "试算结果"
"""Sheets beside them that nobody fills in."""


@dataclass(frozen=True, slots=True)
class RowProblem:
    """What is wrong with a row; `row` is the worksheet's own number, 0 for the whole sheet."""

    sheet: str
    row: int
    words: str
    column: str = ""
    advice: str = ""


@dataclass(frozen=True, slots=True)
class OpeningBook:
    """What was read: complete only where `problems` is empty. `places` maps a sheet to its rows' numbers."""

    books: OldBooks
    problems: tuple[RowProblem, ...] = ()
    places: dict[str, tuple[int, ...]] = field(default_factory=dict)
    sheets: dict[str, SheetCells] = field(default_factory=dict)

    def row_of(self, sheet: str, place: int) -> int:
        """Return the worksheet's row of the place-th row that was read, counted from 1; 0 where there is none."""
        rows = self.places.get(sheet, ())
        return rows[place - 1] if 0 < place <= len(rows) else 0


def read_opening_book(data: bytes, name: str, studio: str, as_of: dt.date, policy: Policy) -> OpeningBook:
    """Read a filled-in template; everything wrong in every row is named, and no bad row is taken.

    Raises: BadListError where the file is no such workbook.
    """
    sheets, others = read_cells(data, name, tuple(SHEETS))
    if not sheets:
        raise BadListError(reason="file", file=name)
    strangers = [
        RowProblem(one, 0, f"不认识的表“{one}”，没有读取。", "", f"表名只能是{'、'.join(SHEETS)}；请改回或删去。")
        for one in others
        if one not in (GUIDE, CHOICES, SUMMARY)
    ]
    return _Reading(sheets, RowReader(policy, as_of), strangers).book(studio, as_of)


class _Reading:
    def __init__(self, sheets: dict[str, SheetCells], reader: RowReader, problems: list[RowProblem]) -> None:
        self._sheets, self._reader, self._problems = sheets, reader, problems
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
        books = OldBooks(opening, budgets, payees, members)
        return OpeningBook(books, in_order(self._problems), self._places, self._sheets)

    def _read(self, name: str, read: Any) -> Iterator[Any]:
        sheet = self._sheets.get(name)
        if sheet is None or not sheet.rows:
            return
        if not self._headed(name, sheet):
            return
        if sheet.too_long:
            words = f"超过 {MOST_ROWS} 行，后面的没有读取。"
            self._problems.append(RowProblem(name, 0, words, "", "请分成几次，先导入较早的年度。"))
        again: dict[int, list[CellProblem]] = {}
        for number, problem in twice(name, sheet.rows):
            again.setdefault(number, []).append(problem)
        taken = []
        for number, row in sheet.rows:
            cells = sheet.problems.get(number, ())
            found = None
            try:
                found = read(row)
            except BadRowError as error:
                known = {one.column for one in cells}
                cells = (*cells, *(one for one in error.problems if one.column not in known))
            cells = (*cells, *again.get(number, ()))
            self._problems += [RowProblem(name, number, one.words, one.column, one.advice) for one in cells]
            if not cells:
                taken.append(number)
                yield found
        self._places[name] = tuple(taken)

    def _headed(self, name: str, sheet: SheetCells) -> bool:
        absent = [head for head in SHEETS[name] if head not in sheet.heads]
        doubled = [head for head in SHEETS[name] if sheet.heads.count(head) > 1]
        if absent:
            words = f"缺少列：{'、'.join(absent)}。"
            self._problems.append(RowProblem(name, 1, words, "", "第 1 行应是表头，请照模板补上，不要合并或改名。"))
        if doubled:
            words = f"表头重复：{'、'.join(doubled)}。"
            self._problems.append(RowProblem(name, 1, words, "", "每个表头只留一列。"))
        return not absent and not doubled


def in_order(problems: Iterable[RowProblem]) -> tuple[RowProblem, ...]:
    """Return problems by sheet and row, as a person goes through the file."""
    places = {sheet: place for place, sheet in enumerate(SHEETS)}
    return tuple(sorted(problems, key=lambda one: (places.get(one.sheet, len(places)), one.row)))
