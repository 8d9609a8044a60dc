"""An original on paper, typed by hand: what is missing or cannot be, field by field, as it is typed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from studio_ledger.invoices import values
from studio_ledger.model.money import Money

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator

    from studio_ledger.model.invoice import Invoice, Party

_NUMBER = re.compile(r"[0-9A-Z]{6,24}")
_CODE = re.compile(r"\d{10}|\d{12}")
_VAT = frozenset({"vat-general", "vat-special"})


@dataclass(frozen=True, slots=True)
class PaperProblem:
    """A field of the form and what is wrong with it; `stops` where it cannot be registered so."""

    field: str
    message: str
    stops: bool = True


def paper_problems(invoice: Invoice, capitals: str, today: dt.date) -> tuple[PaperProblem, ...]:
    """Return what is wrong with an invoice typed from paper; `capitals` is its sum in words, empty where there is none.

    A check digit, a sum or the words that do not fit may be the paper's own fault: then it goes back to be mended.
    """
    parts = (_number(invoice), _day(invoice, today), _parties(invoice), _sums(invoice), _words(invoice, capitals))
    return tuple(problem for part in parts for problem in part)


def _number(invoice: Invoice) -> Iterator[PaperProblem]:
    number = values.plain(invoice.number)
    if not number:
        yield PaperProblem("number", "请填发票号码。")
    elif not _NUMBER.fullmatch(number):
        yield PaperProblem("number", "发票号码应为 6 至 24 位数字或字母，请核对。")
    elif invoice.kind == "digital" and len(number) != 20:
        yield PaperProblem("number", f"数电票号码应为 20 位，现为 {len(number)} 位。")
    elif invoice.kind in _VAT and len(number) != 8:
        yield PaperProblem("number", f"增值税发票号码应为 8 位，现为 {len(number)} 位。")
    if invoice.kind in _VAT and not _CODE.fullmatch(values.plain(invoice.code)):
        yield PaperProblem("code", "增值税发票代码应为 10 位或 12 位数字。")


def _day(invoice: Invoice, today: dt.date) -> Iterator[PaperProblem]:
    if invoice.issued_on is None:
        yield PaperProblem("issued_on", "请填开票日期，例如 1118 表示本年11月18日。")
    elif invoice.issued_on > today:
        yield PaperProblem("issued_on", "开票日期晚于今天，请核对。")


def _parties(invoice: Invoice) -> Iterator[PaperProblem]:
    if not invoice.seller.name:
        yield PaperProblem("seller", "请填销售方名称。")
    yield from _tax_id("buyer_tax_id", "购买方", invoice.buyer)
    yield from _tax_id("seller_tax_id", "销售方", invoice.seller)


def _tax_id(field: str, whose: str, party: Party) -> Iterator[PaperProblem]:
    tax_id = values.plain(party.tax_id)
    if tax_id and not values.tax_id_holds(tax_id):
        words = "校验位不符" if len(tax_id) == 18 else f"位数不对（现为 {len(tax_id)} 位）"
        yield PaperProblem(field, f"{whose}税号{words}，请对照票面核对。", stops=False)


def _sums(invoice: Invoice) -> Iterator[PaperProblem]:
    amount, tax, total = invoice.amount, invoice.tax, invoice.total
    if total is None or total == Money():
        yield PaperProblem("total", "请填价税合计。")
    elif amount is not None and amount + (tax or Money()) != total:
        yield PaperProblem("total", f"金额加税额为 {amount + (tax or Money())}，与价税合计 {total} 不符。", stops=False)
    told = [line.amount for line in invoice.lines if line.amount is not None]
    if told and len(told) == len(invoice.lines) and amount is not None and Money.total(told) != amount:
        yield PaperProblem("lines", f"各行金额之和 {Money.total(told)} 与合计金额 {amount} 不符。", stops=False)
    taxes = [line.tax for line in invoice.lines if line.tax is not None]
    if taxes and tax is not None and Money.total(taxes) != tax:
        yield PaperProblem("lines", f"各行税额之和 {Money.total(taxes)} 与合计税额 {tax} 不符。", stops=False)
    if any(not line.item.strip() for line in invoice.lines):
        yield PaperProblem("lines", "有一行没有填项目名称。")


def _words(invoice: Invoice, capitals: str) -> Iterator[PaperProblem]:
    if not capitals.strip():
        return
    said = values.capitals(capitals)
    if said is None:
        yield PaperProblem("capitals", "大写金额读不出，请照票面填写，例如“壹佰元整”。", stops=False)
    elif invoice.total is not None and said != invoice.total:
        yield PaperProblem("capitals", f"大写金额为 {said}，与价税合计 {invoice.total} 不符。", stops=False)
