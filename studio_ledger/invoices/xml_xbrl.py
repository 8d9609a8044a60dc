"""XBRL instances of the 电子凭证会计数据标准 that are VAT invoices (inv); tickets and receipts have own readers."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from studio_ledger.invoices import values
from studio_ledger.invoices.kinds import kind_of_vat
from studio_ledger.invoices.reading import Reading
from studio_ledger.invoices.xml_digital import red_of as digital_red_of
from studio_ledger.invoices.xml_lines import LineNames, lines_of
from studio_ledger.invoices.xml_vat import compare_code_and_date, red_of

if TYPE_CHECKING:
    from studio_ledger.invoices.xml_tree import Facts

_BUYER_ID = (
    "TaxpayerIdentificationNumberUnifiedSocialCreditCodeOfPurchaser",
    "UnifiedSocialCreditCodeOfPurchaser",
)
_SELLER_ID = ("TaxpayerIdentificationNumberUnifiedSocialCreditCodeOfSeller", "UnifiedSocialCreditCodeOfSeller")
_LINE = LineNames(
    item="NameOfTaxableGoodsOrServices",
    specification="Specification",
    unit="UnitOfGoodsOrServices",
    quantity="QuantityOfGoodsOrServices",
    unit_price="UnitPriceOfGoodsOrServices",
    amount="AmountExcludingTax",
    rate="TaxRate",
    tax="TaxAmount",
)


def compare_context(reading: Reading, facts: Facts) -> None:
    """Doubt a number or a date that the instance's own context tells otherwise: issuers name it by both."""
    identifier, unique = facts.code("entity/identifier"), facts.code("UniqueCodeOfInvoice")
    if re.fullmatch(r"\d{20}", identifier) and len(reading.number) == 20 and identifier != reading.number:
        reading.warn("number.differs", f"发票号码不一致：正文为 {reading.number}，上下文为 {identifier}，请核对原件。")
    if unique and reading.code and unique != reading.code + reading.number:
        reading.warn(
            "number.differs", f"发票代码加号码为 {reading.code}{reading.number}，唯一编码却为 {unique}，请核对原件。"
        )
    day = values.date(facts.text("period/instant"))
    if day and reading.issued_on and day != reading.issued_on:
        reading.warn("issued_on.differs", f"开票日期不一致：正文为 {reading.issued_on}，上下文为 {day}，请核对原件。")


def read(facts: Facts, source: str = "xbrl") -> Reading:
    """Return what an ``inv`` instance says."""
    reading = Reading(
        source=source,
        number=facts.code("NumberOfInvoice", "InvoiceNumber", "EInvoiceNumber"),
        code=facts.code("CodeOfInvoice"),
        issued_on=facts.day("DateOfIssue", "IssueDate"),
        check_code=facts.code("IdentifyingCode"),
        buyer_name=facts.text("NameOfPurchaser"),
        buyer_id=facts.code(*_BUYER_ID),
        seller_name=facts.text("NameOfSeller"),
        seller_id=facts.code(*_SELLER_ID),
        amount=facts.sum("不含税金额", "TotalAmountExcludingTax"),
        tax=facts.sum("税额", "TotalTaxAmount"),
        total=facts.sum("价税合计", "TaxIncludedAmountInFigures"),
        words=values.capitals(facts.text("TaxIncludedAmountInWords")),
        exempt=facts.text("TotalTaxAmount") in values.EXEMPT,
        lines=lines_of(facts, facts.each("InformationOfTaxableGoodsOrServicesDetailItemsTuple"), _LINE),
        remark=facts.text("Remarks"),
        warnings=facts.doubts,
    )
    reading.kind = kind_of_vat(reading.code, [line.item for line in reading.lines])
    reading.red_of = red_of(reading.remark) or digital_red_of(reading.remark)
    compare_code_and_date(reading)
    return reading
