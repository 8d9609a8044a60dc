"""财政电子票据: a receipt for fees, without tax. As XML it has the root name of a 数电票, and other content."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from studio_ledger.invoices import values
from studio_ledger.invoices.reading import Reading
from studio_ledger.invoices.xml_lines import LineNames, lines_of
from studio_ledger.model.money import Money

if TYPE_CHECKING:
    from lxml import etree

    from studio_ledger.invoices.xml_tree import Facts

_PERSON = "1"
_ORGANISATION_CODES = (15, 18, 20)
_LINE = LineNames(
    item="ItemName",
    specification="ItemSpecification",
    unit="ItemUnit",
    quantity="ItemQuantity",
    unit_price="ItemStd",
    amount="ItemAmount",
)
_NUMBER = re.compile(r"\d{6,20}")
_SUM_IN_NAME = re.compile(r"(Total)?Amount|AmountInFigures", re.IGNORECASE)


def read(facts: Facts, source: str) -> Reading:
    """Return what a fiscal receipt says."""
    total = facts.sum("合计金额", "Main/TotalAmount", "TotalAmount")
    reading = Reading(
        source=source,
        kind="fiscal",
        number=facts.code("Main/EInvoiceNumber", "EInvoiceNumber"),
        code=facts.code("Main/EInvoiceCode", "EInvoiceCode"),
        issued_on=facts.day("Main/IssueDate", "IssueDate"),
        check_code=facts.code("Main/RandomNumber", "RandomNumber"),
        buyer_name=facts.text("PayerParty/PayerPartyName", "PayerPartyName"),
        buyer_id=_payer_id(facts),
        seller_name=facts.text("InvoicingParty/InvoicingPartyName", "InvoicingPartyName"),
        seller_id=_organisation(facts.code("InvoicingParty/InvoicingPartyCode", "InvoicingPartyCode")),
        amount=total,
        tax=None if total is None else Money(),
        total=total,
        words=values.capitals(facts.text("TotalAmountCapital", "TotalAmountInWords", "TotalAmountWords")),
        lines=lines_of(facts, _items(facts), _LINE),
        remark=facts.text("Main/Remark", "Remark"),
        warnings=facts.doubts,
    )
    if reading.number and not _NUMBER.fullmatch(reading.number):
        reading.warn("number.form", f"票据号码“{reading.number}”不是数字，请核对原件。")
    _red(reading, facts)
    return reading


def _items(facts: Facts) -> list[etree._Element]:
    """Return the items: each element that holds an item's name, whatever the list is called."""
    return [parent for name in facts.each("ItemName") if (parent := name.getparent()) is not None]


def _payer_id(facts: Facts) -> str:
    """The code of a payer; a person's is an id number, which is nobody's business here."""
    if facts.text("PayerParty/PayerPartyType", "PayerPartyType") == _PERSON:
        return ""
    return _organisation(facts.code("PayerParty/PayerPartyCode", "PayerPartyCode"))


def _organisation(code: str) -> str:
    """Only a code that can be a tax id: many fill in a number of their own."""
    return code if len(code) in _ORGANISATION_CODES else ""


def _red(reading: Reading, facts: Facts) -> None:
    code = facts.code("RelatedInvoiceCode", "RelatedEInvoiceCode")
    number = facts.code("RelatedInvoiceNumber", "RelatedEInvoiceNumber")
    if number and reading.total is not None and reading.total < Money():
        reading.red_of = f"{code}-{number}" if code else number


def read_guessed(facts: Facts, source: str) -> Reading:
    """Return the heads of a fiscal XBRL instance (efi, ntrev), whose names are not public, by what names must say."""

    def named(*words: str) -> str:
        return facts.named(lambda name: all(word in name.lower() for word in words))

    total = values.money(facts.named(lambda name: bool(_SUM_IN_NAME.fullmatch(name))) or named("total", "amount"))
    reading = Reading(
        source=source,
        kind="fiscal",
        number=named("number", "of", "bill") or named("number", "of", "voucher") or named("number"),
        code=named("code", "bill") or named("code", "voucher"),
        issued_on=values.date(named("date", "issu") or named("date")),
        buyer_name=named("name", "payer"),
        seller_name=named("name", "payee") or named("name", "invoicing") or named("name", "issu"),
        amount=total,
        tax=None if total is None else Money(),
        total=total,
        warnings=facts.doubts,
    )
    reading.warn("schema.unknown", "这份财政票据的 XBRL 元素名没有公开说明，请逐项核对读到的内容。")
    return reading
