"""One row of the old books at a time: read by its headings, or refused with what is wrong in it."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

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


class BadRowError(Exception):
    """A row that cannot be read; `words` say what is wrong."""

    def __init__(self, words: str) -> None:
        super().__init__(words)
        self.words = words


class RowReader:
    """Reads rows of a pack's categories up to a day."""

    def __init__(self, policy: Policy, as_of: dt.date) -> None:
        self._as_of = as_of
        self._categories = {one.name: one.id for one in policy.categories}
        self._categories |= {f"{one.number} {one.name}": one.id for one in policy.categories}
        self._titles = {name: key for key, name in policy.lecture_titles.items()}

    def income(self, row: Mapping[str, str]) -> HistoricIncome:
        """A sum that arrived."""
        source = _source(row)
        amount, day = _money(row), self._day(row["到账日期"], "到账日期")
        return HistoricIncome(_year(row), source, amount, day, row["指标文号"])

    def voucher(self, row: Mapping[str, str]) -> HistoricVoucher:
        """An expense of the old books."""
        return HistoricVoucher(
            date=self._day(row["日期"], "日期"),
            number=row["凭证号"],
            category=self._category(row),
            source=_source(row),
            purpose=_needed(row, "用途摘要"),
            payee=_needed(row, "收款方"),
            amount=_money(row),
            invoice=row["发票号码"],
            invoice_code=row["发票代码"],
        )

    def asset(self, row: Mapping[str, str]) -> OpeningAsset:
        """A fixed asset."""
        day = self._day(row["取得日期"], "取得日期")
        return OpeningAsset(
            _needed(row, "资产名称"), row["卡片号"], _money(row, zero=True), day, row["保管人"], row["存放地点"]
        )

    def budget(self, row: Mapping[str, str]) -> tuple[int, BudgetLine]:
        """A line of a year's budget."""
        return _year(row), BudgetLine(self._category(row), _source(row), _money(row), row["测算依据"])

    def payee(self, row: Mapping[str, str]) -> PayeeFile:
        """A payee; an ID number is checked by its last sign."""
        kind, title = row["类型"] or PAYEE_KINDS["external_person"], row["职称档次"]
        if kind not in _KINDS:
            raise BadRowError(f"类型“{kind}”不在可选范围内：{'、'.join(_KINDS)}。")
        if title and title not in self._titles:
            raise BadRowError(f"职称档次“{title}”不在可选范围内：{'、'.join(self._titles)}。")
        number = row["身份证号"].replace(" ", "").upper()
        account = row["银行账号"].replace(" ", "")
        if number and not id_number_holds(number):
            raise BadRowError("身份证号不对：应为18位，末位校验码须相符。")
        if account and not (account.isdigit() and 8 <= len(account) <= 30):
            raise BadRowError("银行账号应为8至30位数字。")
        name = _needed(row, "姓名")
        payee = RegisteredPayee("", name, _KINDS[kind], self._titles.get(title, ""), row["工作单位"], row["开户银行"])
        return PayeeFile(payee, number, account)

    def member(self, row: Mapping[str, str]) -> Member:
        """A member of the studio."""
        return Member(_needed(row, "姓名"), row["所在学校"])

    def _category(self, row: Mapping[str, str]) -> str:
        name = row["支出类别"]
        if name not in self._categories:
            raise BadRowError(f"支出类别“{name}”不在第三条的类别之内，请照“填写说明”填写。")
        return self._categories[name]

    def _day(self, text: str, name: str) -> dt.date:
        try:
            day = dt.date.fromisoformat(plain_date(text))
        except ValueError:
            raise BadRowError(f"{name}“{text}”读不出来，请写成 2019-05-06。") from None
        if day > self._as_of:
            raise BadRowError(f"{name} {day} 晚于截止日 {self._as_of}。")
        return day


def _needed(row: Mapping[str, str], name: str) -> str:
    if not row[name]:
        raise BadRowError(f"{name}没有填。")
    return row[name]


def _year(row: Mapping[str, str]) -> int:
    text = row["年度"].removesuffix("年").removesuffix(".0")
    if not text.isdigit() or int(text) not in _YEARS:
        raise BadRowError(f"年度“{row['年度']}”读不出来，请写成 2019。")
    return int(text)


def _source(row: Mapping[str, str]) -> Source:
    name = row["资金来源"]
    if name not in _SOURCES:
        raise BadRowError(f"资金来源“{name}”不在可选范围内：{'、'.join(_SOURCES)}。")
    return _SOURCES[name]


def _money(row: Mapping[str, str], *, zero: bool = False) -> Money:
    amount = money_or_none(plain_sum(row["金额"])) if row["金额"] else None
    if amount is None or amount < Money() or (not zero and not amount):
        raise BadRowError(f"金额“{row['金额']}”有误，须大于零，最多两位小数。")
    return amount
