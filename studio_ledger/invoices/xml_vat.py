"""The old VAT invoice's own XML (the OFD attachment original_invoice.xml), and schemas nobody has described."""

from __future__ import annotations

import base64
import re
from typing import TYPE_CHECKING

from studio_ledger.invoices import values
from studio_ledger.invoices.kinds import kind_of_vat
from studio_ledger.invoices.reading import Reading
from studio_ledger.invoices.refusal import RefusedError
from studio_ledger.invoices.xml_lines import LineNames, lines_of

if TYPE_CHECKING:
    from studio_ledger.invoices.xml_tree import Facts

_RED_OF = re.compile(r"对应正数发票代码[:：]?\s*(\d{10,12})\s*(?:发票)?号码[:：]?\s*(\d{8})")
_YEAR_IN_CODE = re.compile(r"[01]\d{4}(\d\d)\d{5}")
_PNG = b"\x89PNG"
_LARGEST_CODE = 1_000
_LINE = LineNames(
    item="Item",
    specification="Specification",
    unit="MeasurementDimension",
    quantity="Quantity",
    unit_price="Price",
    amount="Amount",
    rate="TaxScheme",
    tax="TaxAmount",
)


def red_of(remark: str) -> str:
    """Return ``CODE-NUMBER`` of the invoice that an old red-letter invoice takes back."""
    match = _RED_OF.search(remark)
    return f"{match.group(1)}-{match.group(2)}" if match else ""


def read(facts: Facts, source: str) -> Reading:
    """Return what an ``eInvoice`` of 2019 says."""
    reading = Reading(
        source=source,
        number=facts.code("InvoiceNo"),
        code=facts.code("InvoiceCode"),
        issued_on=facts.day("IssueDate"),
        check_code=facts.code("InvoiceCheckCode"),
        buyer_name=facts.text("BuyerName"),
        buyer_id=facts.code("BuyerTaxID"),
        seller_name=facts.text("SellerName"),
        seller_id=facts.code("SellerTaxID"),
        amount=facts.sum("不含税金额", "TaxExclusiveTotalAmount"),
        tax=facts.sum("税额", "TaxTotalAmount"),
        total=facts.sum("价税合计", "TaxInclusiveTotalAmount"),
        words=values.capitals(facts.text("TaxInclusiveTotalAmountWithWords")),
        exempt=facts.text("TaxTotalAmount") in values.EXEMPT,
        lines=lines_of(facts, facts.each("GoodsInfo"), _LINE),
        remark=facts.text("Note"),
        warnings=facts.doubts,
    )
    reading.kind = kind_of_vat(reading.code, [line.item for line in reading.lines])
    reading.red_of = red_of(reading.remark)
    compare_code_and_date(reading)
    return reading


def graph_codes(facts: Facts) -> list[Reading]:
    """Return what the QR code says that some XML carry as text, or as a picture in base64."""
    from studio_ledger.invoices import picture_file, qr  # noqa: PLC0415 - heavy, and few XML have one

    for element in facts.each("GraphCode"):
        payload = "".join(str(t) for t in element.itertext()).strip()
        try:
            picture = base64.b64decode(payload, validate=False) if len(payload) > 200 else b""
            if max(picture_file.png_size(picture) or (0, 0)) > _LARGEST_CODE:
                continue
            found = picture_file.code_readings(picture) if picture.startswith(_PNG) else qr.readings([payload[:500]])
        except (ValueError, RefusedError):
            continue
        if found:
            return found
    return []


def compare_code_and_date(reading: Reading) -> None:
    """The sixth and seventh digit of a code of twelve are the year it was handed out: no invoice is older."""
    match = _YEAR_IN_CODE.fullmatch(reading.code)
    if match and reading.issued_on and reading.issued_on.year % 100 < int(match.group(1)):
        reading.warn("issued_on.year", f"发票代码“{reading.code}”的年份晚于开票日期 {reading.issued_on}，请核对。")


def read_unknown(facts: Facts, source: str) -> Reading:
    """Return the heads of an invoice whose schema is not known, by the names that all schemas share."""
    number = facts.code("EInvoiceNumber", "InvoiceNumber", "InvoiceNo")
    reading = Reading(
        source=source,
        kind="digital" if len(number) == 20 else "other",
        number=number,
        code=facts.code("InvoiceCode"),
        issued_on=facts.day("IssueDate", "IssueTime"),
        buyer_name=facts.text("BuyerName"),
        buyer_id=facts.code("BuyerTaxpayerIdentificationNumber", "BuyerIdNum", "BuyerTaxID"),
        seller_name=facts.text("SellerName"),
        seller_id=facts.code("SellerTaxpayerIdentificationNumber", "SellerIdNum", "SellerTaxID"),
        amount=facts.sum("不含税金额", "TotalAmountExcludingTax", "TotalAmWithoutTax"),
        tax=facts.sum("税额", "TotalTaxAmount", "TotalTaxAm"),
        total=facts.sum("价税合计", "AmountInFigures", "TotalTax-includedAmount", "TaxIncludedAmountInFigures"),
        words=values.capitals(facts.text("AmountInWords", "TaxIncludedAmountInWords")),
        remark=facts.text("Remark", "Remarks", "Note"),
        warnings=facts.doubts,
    )
    reading.warn("schema.unknown", "这份 XML 的格式没有公开说明，请逐项核对读到的内容。")
    return reading
