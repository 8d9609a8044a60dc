"""XBRL instances of the 电子凭证会计数据标准: invoices (inv, einv …) and railway tickets (rai)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from studio_ledger.invoices import values
from studio_ledger.invoices.kinds import kind_of_vat
from studio_ledger.invoices.reading import Reading
from studio_ledger.invoices.refusal import NOT_AN_INVOICE, RefusedError
from studio_ledger.invoices.xml_tree import all_named, text
from studio_ledger.model.invoice import InvoiceLine

if TYPE_CHECKING:
    from lxml import etree


def read(root: etree._Element, source: str = "xbrl") -> Reading:
    """Return what an XBRL instance says.

    Raises: RefusedError for one that is no invoice (a bank receipt, say).
    """
    if text(root, "ElectronicInvoiceRailwayETicketNumber", "TrainNumber"):
        return _ticket(root, source)
    if text(root, "NumberOfInvoice", "InvoiceNumber", "EInvoiceNumber"):
        return _invoice(root, source)
    raise RefusedError(NOT_AN_INVOICE)


def _invoice(root: etree._Element, source: str) -> Reading:
    tax = text(root, "TotalTaxAmount")
    reading = Reading(
        source=source,
        number=text(root, "NumberOfInvoice", "InvoiceNumber", "EInvoiceNumber"),
        code=text(root, "CodeOfInvoice"),
        issued_on=values.date(text(root, "DateOfIssue", "IssueDate")),
        check_code=text(root, "IdentifyingCode").replace(" ", ""),
        buyer_name=text(root, "NameOfPurchaser"),
        buyer_id=text(
            root,
            "TaxpayerIdentificationNumberUnifiedSocialCreditCodeOfPurchaser",
            "UnifiedSocialCreditCodeOfPurchaser",
        ),
        seller_name=text(root, "NameOfSeller"),
        seller_id=text(
            root, "TaxpayerIdentificationNumberUnifiedSocialCreditCodeOfSeller", "UnifiedSocialCreditCodeOfSeller"
        ),
        amount=values.money(text(root, "TotalAmountExcludingTax")),
        tax=values.exempt_or_money(tax),
        total=values.money(text(root, "TaxIncludedAmountInFigures")),
        words=values.capitals(text(root, "TaxIncludedAmountInWords")),
        exempt=tax in values.EXEMPT,
        lines=[_line(element) for element in all_named(root, "InformationOfTaxableGoodsOrServicesDetailItemsTuple")],
        remark=text(root, "Remarks"),
    )
    reading.kind = kind_of_vat(reading.code, [line.item for line in reading.lines])
    return reading


def _line(element: etree._Element) -> InvoiceLine:
    return InvoiceLine(
        item=text(element, "NameOfTaxableGoodsOrServices"),
        specification=text(element, "Specification"),
        unit=text(element, "UnitOfGoodsOrServices"),
        quantity=values.number(text(element, "QuantityOfGoodsOrServices")),
        unit_price=values.number(text(element, "UnitPriceOfGoodsOrServices")),
        amount=values.money(text(element, "AmountExcludingTax")),
        rate=values.rate(text(element, "TaxRate")),
        tax=values.exempt_or_money(text(element, "TaxAmount")),
    )


def _ticket(root: etree._Element, source: str) -> Reading:
    """A railway ticket has a buyer and a trip, but no seller and no line: the trip becomes the line."""
    amount, tax = values.money(text(root, "TotalAmountExcludingTax")), values.money(text(root, "TaxAmount"))
    trip = [text(root, name) for name in ("TrainNumber", "DepartureStation", "DestinationStation", "TravelDate")]
    train, start, end, day = trip
    item = " ".join(t for t in (train, f"{start}-{end}" if start else "", day, text(root, "SeatLevel")) if t)
    business = text(root, "TypeOfBusiness")
    return Reading(
        source=source,
        kind="rail",
        number=text(root, "ElectronicInvoiceRailwayETicketNumber"),
        issued_on=values.date(text(root, "DateOfIssue")),
        buyer_name=text(root, "NameOfPurchaser"),
        buyer_id=text(root, "UnifiedSocialCreditCodeOfPurchaser"),
        amount=amount,
        tax=tax,
        total=values.money(text(root, "Fare")),
        lines=[InvoiceLine(item, amount=amount, rate=values.rate(text(root, "TaxRate")), tax=tax)] if item else [],
        # A refund ticket is positive (the fee), so the business type is kept where people see it.
        remark=f"业务类型：{business}" if business else "",
    )
