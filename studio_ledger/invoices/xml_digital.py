"""数电票 XML of the tax bureau: root EInvoice, no namespace as a rule."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from studio_ledger.invoices import values
from studio_ledger.invoices.reading import Reading
from studio_ledger.invoices.xml_tree import all_named, text
from studio_ledger.model.invoice import InvoiceLine

if TYPE_CHECKING:
    from lxml import etree

_RED_OF = re.compile(r"被红冲蓝字(?:数电)?(?:发)?票号码[:：]?\s*(\d{20})")
_PRINTED_SUMS = (("不含税金额", "TotalAmWithoutTax"), ("税额", "TotalTaxAm"), ("价税合计", "TotalTax-includedAmount"))
_PASSAGE_DATE = re.compile(r"(?:19|20)\d\d-?\d\d-?\d\d")


def read(root: etree._Element, source: str) -> Reading:
    """Return what a 数电票 says."""
    reading = Reading(
        source=source,
        kind="digital",
        # Never by the first element called …Number: in a toll, PlateNumber comes first.
        number=text(root, "TaxSupervisionInfo/InvoiceNumber", "Header/EIid", "EIid"),
        issued_on=values.date(text(root, "TaxSupervisionInfo/IssueTime", "BasicInformation/RequestTime", "IssueTime")),
        buyer_name=text(root, "BuyerInformation/BuyerName"),
        buyer_id=text(root, "BuyerInformation/BuyerIdNum").replace(" ", ""),
        seller_name=text(root, "SellerInformation/SellerName"),
        seller_id=text(root, "SellerInformation/SellerIdNum").replace(" ", ""),
        amount=values.money(text(root, "BasicInformation/TotalAmWithoutTax")),
        total=values.money(text(root, "BasicInformation/TotalTax-includedAmount")),
        words=values.capitals(text(root, "BasicInformation/TotalTax-includedAmountInChinese")),
        lines=[_line(element) for element in all_named(root, "IssuItemInformation")],
        remark=text(root, "AdditionalInformation/Remark", "Remark"),
    )
    tax = text(root, "BasicInformation/TotalTaxAm")
    reading.tax = values.exempt_or_money(tax)
    reading.exempt = tax in values.EXEMPT
    _second_number(reading, root)
    _red(reading, root)
    for name, value in _PRINTED_SUMS:
        printed = text(root, f"BasicInformation/{value}")
        if printed and values.exempt_or_money(printed) is None:
            reading.warn("sum.form", f"{name}“{printed}”不是金额，没有采用。")
    return reading


def _second_number(reading: Reading, root: etree._Element) -> None:
    header = text(root, "Header/EIid")
    if header and header != reading.number:
        reading.warn("number.differs", f"发票号码不一致：监管信息为 {reading.number}，文件头为 {header}，请核对原件。")


def _red(reading: Reading, root: etree._Element) -> None:
    label = text(root, "InIssuType/LabelCode")
    remark = _RED_OF.search(reading.remark)
    reading.red_of = text(root, "RedEInvoice/OriginalInvoiceCode") or (remark.group(1) if remark else "")
    negative = reading.total is not None and reading.total.fen < 0
    if label and reading.total is not None and (label == "N") != negative:
        reading.warn("red.differs", f"红蓝字标记为“{label}”，价税合计却为 {reading.total}，请核对。")


def _line(element: etree._Element) -> InvoiceLine:
    quantity, price = text(element, "Quantity"), text(element, "UnPrice")
    if _PASSAGE_DATE.fullmatch(quantity) or _PASSAGE_DATE.fullmatch(price):
        quantity = price = ""  # Some issuers of tolls put the days of passage here.
    return InvoiceLine(
        item=text(element, "ItemName"),
        specification=text(element, "SpecMod"),
        unit=text(element, "MeaUnits"),
        quantity=values.number(quantity) or None,
        unit_price=values.number(price) or None,
        amount=values.money(text(element, "Amount")),
        rate=values.rate(text(element, "TaxRate")),
        tax=values.exempt_or_money(text(element, "ComTaxAm")),
    )
