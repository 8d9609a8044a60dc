"""One row of the old books at a time: read by its headings, or refused with everything that is wrong in it."""

from __future__ import annotations

import datetime as dt
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from studio_ledger.model.case import money_or_none
from studio_ledger.model.funds import SOURCE_NAMES, BudgetLine, Source
from studio_ledger.model.money import Money
from studio_ledger.model.opening import HistoricIncome, HistoricVoucher, OpeningAsset
from studio_ledger.model.payee import RegisteredPayee, id_number_holds
from studio_ledger.model.studio import Member
from studio_ledger.model.voucher import PAYEE_KINDS
from studio_ledger.rules.expense_list import plain_date, plain_sum
from studio_ledger.workspace.old_books import PayeeFile

if TYPE_CHECKING:
    from collections.abc import Mapping

    from studio_ledger.rules.policy import Policy

_SOURCES = {name: source for source, name in SOURCE_NAMES.items()}
_KINDS = {name: kind for kind, name in PAYEE_KINDS.items()}
_YEARS = range(2000, 2100)
_FEW = 6
"""So many choices are told; longer lists stand in the workbook's notes."""
_NO_DAY = dt.date.min
Read = TypeVar("Read")


@dataclass(frozen=True, slots=True)
class CellProblem:
    """What is wrong in a column of a row, and what to do about it."""

    column: str
    words: str
    advice: str


class BadRowError(Exception):
    """A row that cannot be read; `problems` name every cell that is wrong."""

    def __init__(self, problems: tuple[CellProblem, ...]) -> None:
        super().__init__("".join(problem.words for problem in problems))
        self.problems = problems


class _Cells:
    """The cells of one row; what cannot be read is noted and stands in as something neutral until `sound`."""

    def __init__(self, row: Mapping[str, str], as_of: dt.date) -> None:
        self._row, self._as_of = row, as_of
        self._problems: list[CellProblem] = []

    def sound(self, read: Read) -> Read:
        """Hand on what was read, or refuse the row with all its problems.

        Raises: BadRowError.
        """
        if self._problems:
            raise BadRowError(tuple(self._problems))
        return read

    def text(self, column: str) -> str:
        """A text; may be empty."""
        return self._row[column]

    def digits(self, column: str) -> str:
        """A number of a paper or an account: full-width signs and spaces do not count."""
        return unicodedata.normalize("NFKC", self._row[column]).replace(" ", "")

    def needed(self, column: str) -> str:
        """A text that must stand there."""
        if not self._row[column]:
            self.note(column, f"{column}没有填。", "请填上。")
        return self._row[column]

    def chosen(self, column: str, choices: Mapping[str, Read], neutral: Read, *, empty: Read | None = None) -> Read:
        """One of the choices offered."""
        name = self._row[column]
        if not name and empty is not None:
            return empty
        if name not in choices:
            words = f"{column}“{name}”不在可选范围内。" if name else f"{column}没有填。"
            few = "" if len(choices) > _FEW else f"：{'、'.join(choices)}"
            self.note(column, words, f"请从下拉列表里选{few}。")
            return neutral
        return choices[name]

    def day(self, column: str) -> dt.date:
        """A day up to the last one of the opening."""
        text = self.digits(column)
        if not text:
            self.note(column, f"{column}没有填。", "请填成 2019-05-06。")
            return _NO_DAY
        try:
            day = dt.date.fromisoformat(plain_date(text))
        except ValueError:
            self.note(column, f"{column}“{self._row[column]}”读不出来。", "请写成 2019-05-06，年、月、日都要有。")
            return _NO_DAY
        if day > self._as_of:
            self.note(column, f"{column} {day} 晚于截止日 {self._as_of}。", "请改日期，或删去这一行。")
        return day

    def year(self) -> int:
        """The year of a sum or a budget."""
        text = self.digits("年度").removesuffix("年").removesuffix(".0")
        if not text.isdigit() or int(text) not in _YEARS:
            self.note("年度", f"年度“{self._row['年度']}”读不出来。", "请写成四位数的年份，如 2019。")
            return _YEARS.start
        return int(text)

    def money(self, *, zero: bool = False) -> Money:
        """An amount above zero, or from zero on."""
        text = self._row["金额"]
        amount = money_or_none(plain_sum(unicodedata.normalize("NFKC", text))) if text else None
        if amount is None or amount < Money() or (not zero and not amount):
            words = f"金额“{text}”有误，须{'不小于' if zero else '大于'}零，最多两位小数。" if text else "金额没有填。"
            self.note("金额", words, "请填数字，如 1234.50；退款、冲销请在原支出行里扣减。")
            return Money()
        return amount

    def note(self, column: str, words: str, advice: str) -> None:
        """Note what is wrong with a cell."""
        self._problems.append(CellProblem(column, words, advice))


class RowReader:
    """Reads rows of a pack's categories up to a day."""

    def __init__(self, policy: Policy, as_of: dt.date) -> None:
        self._as_of = as_of
        self._categories = {one.name: one.id for one in policy.categories}
        self._numbered = {f"{one.number} {one.name}": one.id for one in policy.categories}
        self._titles = {name: key for key, name in policy.lecture_titles.items()}

    def income(self, row: Mapping[str, str]) -> HistoricIncome:
        """A sum that arrived."""
        cells = _Cells(row, self._as_of)
        year, source, amount = cells.year(), _source(cells), cells.money()
        return cells.sound(HistoricIncome(year, source, amount, cells.day("到账日期"), cells.text("指标文号")))

    def voucher(self, row: Mapping[str, str]) -> HistoricVoucher:
        """An expense of the old books."""
        cells = _Cells(row, self._as_of)
        voucher = HistoricVoucher(
            date=cells.day("日期"),
            number=cells.text("凭证号"),
            category=self._category(cells),
            source=_source(cells),
            purpose=cells.needed("用途摘要"),
            payee=cells.needed("收款方"),
            amount=cells.money(),
            invoice=cells.digits("发票号码"),
            invoice_code=cells.digits("发票代码"),
        )
        return cells.sound(voucher)

    def asset(self, row: Mapping[str, str]) -> OpeningAsset:
        """A fixed asset."""
        cells = _Cells(row, self._as_of)
        name, amount, day = cells.needed("资产名称"), cells.money(zero=True), cells.day("取得日期")
        keeper, place = cells.text("保管人"), cells.text("存放地点")
        return cells.sound(OpeningAsset(name, cells.text("卡片号"), amount, day, keeper, place))

    def budget(self, row: Mapping[str, str]) -> tuple[int, BudgetLine]:
        """A line of a year's budget."""
        cells = _Cells(row, self._as_of)
        year, category, source = cells.year(), self._category(cells), _source(cells)
        return cells.sound((year, BudgetLine(category, source, cells.money(), cells.text("测算依据"))))

    def payee(self, row: Mapping[str, str]) -> PayeeFile:
        """A payee; an ID number is checked by its last sign."""
        cells = _Cells(row, self._as_of)
        name = cells.needed("姓名")
        kind = cells.chosen("类型", _KINDS, "", empty="external_person")
        title = cells.chosen("职称档次", self._titles, "", empty="")
        number, account = cells.digits("身份证号").upper(), cells.digits("银行账号")
        if number and not id_number_holds(number):
            cells.note("身份证号", "身份证号不对：应为18位，末位校验码须相符。", "请对照证件改正；单元格格式设为文本。")
        if account and not (account.isdecimal() and 8 <= len(account) <= 30):
            cells.note("银行账号", "银行账号应为8至30位数字。", "请对照银行卡改正；单元格格式设为文本。")
        employer, bank = cells.text("工作单位"), cells.text("开户银行")
        return cells.sound(PayeeFile(RegisteredPayee("", name, kind, title, employer, bank), number, account))

    def member(self, row: Mapping[str, str]) -> Member:
        """A member of the studio."""
        cells = _Cells(row, self._as_of)
        return cells.sound(Member(cells.needed("姓名"), cells.text("所在学校")))

    def _category(self, cells: _Cells) -> str:
        number = self._numbered.get(cells.text("支出类别"))
        return number if number is not None else cells.chosen("支出类别", self._categories, "")


def _source(cells: _Cells) -> Source:
    return cells.chosen("资金来源", _SOURCES, Source.CITY)
