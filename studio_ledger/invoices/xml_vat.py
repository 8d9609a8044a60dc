"""The old VAT invoice's own XML (the OFD attachment original_invoice.xml), and schemas nobody has described."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from studio_ledger.invoices import values
from studio_ledger.invoices.kinds import kind_of_vat
from studio_ledger.invoices.reading import Reading
from studio_ledger.invoices.xml_tree import all_named, text
from studio_ledger.model.invoice import InvoiceLine

if TYPE_CHECKING:
    from lxml import etree

_RED_OF = re.compile(r"对应正数发票代码[:：]?\s*(\d{10,12})\s*号码[:：]?\s*(\d{8})")


def red_of(remark: str) -> str:
    """Return ``CODE-NUMBER`` of the invoice that an old red-letter invoice takes back."""
    match = _RED_OF.search(remark)
    return f"{match.group(1)}-{match.group(2)}" if match else ""


def read(root: etree._Element, source: str) -> Reading:
    """Return what an ``eInvoice`` of 2019 says."""
    tax = text(root, "TaxTotalAmount")
    reading = Reading(
        source=source,
        number=text(root, "InvoiceNo"),
        code=text(root, "InvoiceCode"),
        issued_on=values.date(text(root, "IssueDate")),
        check_code=text(root, "InvoiceCheckCode").replace(" ", ""),
        buyer_name=text(root, "BuyerName"),
        buyer_id=text(root, "BuyerTaxID").replace(" ", ""),
        seller_name=text(root, "SellerName"),
        seller_id=text(root, "SellerTaxID").replace(" ", ""),
        amount=values.money(text(root, "TaxExclusiveTotalAmount")),
        tax=values.exempt_or_money(tax),
        total=values.money(text(root, "TaxInclusiveTotalAmount")),
        words=values.capitals(text(root, "TaxInclusiveTotalAmountWithWords")),
        exempt=tax in values.EXEMPT,
        lines=[_line(element) for element in all_named(root, "GoodsInfo")],
        remark=text(root, "Note"),
    )
    reading.kind = kind_of_vat(reading.code, [line.item for line in reading.lines])
    reading.red_of = red_of(reading.remark)
    return reading


def _line(element: etree._Element) -> InvoiceLine:
    return InvoiceLine(
        item=text(element, "Item"),
        specification=text(element, "Specification"),
        unit=text(element, "MeasurementDimension"),
        quantity=values.number(text(element, "Quantity")),
        unit_price=values.number(text(element, "Price")),
        amount=values.money(text(element, "Amount")),
        rate=values.rate(text(element, "TaxScheme")),
        tax=values.exempt_or_money(text(element, "TaxAmount")),
    )


def read_unknown(root: etree._Element, source: str) -> Reading:
    """Return the heads of an invoice whose schema is not known, by the names that all schemas share."""
    number = text(root, "EInvoiceNumber", "InvoiceNumber", "InvoiceNo")
    reading = Reading(
        source=source,
        kind="digital" if len(number) == 20 else "other",
        number=number,
        code=text(root, "InvoiceCode"),
        issued_on=values.date(text(root, "IssueDate", "IssueTime")),
        buyer_name=text(root, "BuyerName"),
        buyer_id=text(root, "BuyerTaxpayerIdentificationNumber", "BuyerIdNum", "BuyerTaxID"),
        seller_name=text(root, "SellerName"),
        seller_id=text(root, "SellerTaxpayerIdentificationNumber", "SellerIdNum", "SellerTaxID"),
        amount=values.money(text(root, "TotalAmountExcludingTax", "TotalAmWithoutTax")),
        tax=values.exempt_or_money(text(root, "TotalTaxAmount", "TotalTaxAm")),
        total=values.money(text(root, "AmountInFigures", "TotalTax-includedAmount")),
        words=values.capitals(text(root, "AmountInWords")),
    )
    reading.warn("schema.unknown", "这份 XML 的格式没有公开说明，请逐项核对读到的内容。")
    return reading
