"""The schemas of tickets (rai, atr) and of fiscal receipts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from studio_ledger.model.money import Money
from tests.invoice_data.xml_writer import ENCODINGS, Tree, document, figure, written, xbrl

if TYPE_CHECKING:
    from studio_ledger.model.invoice import InvoiceLine
    from tests.invoice_prints.truth import Maker, Truth


def rai(truth: Truth, maker: Maker, business: str = "售") -> bytes:
    """Return the XBRL of a railway ticket."""
    trip = truth.trip
    facts: Tree = [
        ("TypeOfVoucher", "电子发票（铁路电子客票）"),
        ("ETicketNumber", "306712A086012090014302022"),
        ("ElectronicInvoiceRailwayETicketNumber", truth.number),
        ("DateOfIssue", f"{truth.issued_on}"),
        ("IssueParty", ""),
        ("TypeOfBusiness", business),
        ("TrainNumber", trip.carriage),
        ("TravelDate", f"{trip.travelled_on}"),
        ("DepartureStation", trip.origin),
        ("DestinationStation", trip.destination),
        ("SeatLevel", trip.seat),
        ("Carriage", "01车"),
        ("Fare", str(truth.total)),
        ("IdNumber", "1427241988****1627"),
        ("Name", trip.passenger),
        ("TotalAmountExcludingTax", str(truth.amount)),
        ("TaxRate", "0.09"),
        ("TaxAmount", str(truth.tax)),
        ("NameOfPurchaser", truth.buyer.name),
        ("UnifiedSocialCreditCodeOfPurchaser", truth.buyer.tax_id),
        ("NumberOfOriginalInvoice", "22119130671000000048" if business in ("换开", "改签") else ""),
    ]
    return xbrl("rai", facts, truth, maker)


def atr(truth: Truth, maker: Maker) -> bytes:
    """Return the XBRL of a flight itinerary; a second flight goes on from the first one's end."""
    trip, charges = truth.trip, {line.item: line.amount for line in truth.charges}
    legs = [(trip.origin, trip.destination)]
    if maker.often(0.3):
        legs = [(trip.origin, "成都天府"), ("成都天府", trip.destination)]
    facts: Tree = [
        ("PassengerName", trip.passenger),
        ("ValidIdNumber", "384932********1234"),
        ("ElectronicInvoiceAirTransportReceiptNumber", truth.number),
        *(("DetailInformationOfAirTicketTuple", _leg(truth, *leg)) for leg in legs),
        ("Fare", str(charges["票价"])),
        ("FuelSurcharge", str(charges.get("燃油附加费", Money()))),
        ("VatRate", "0.09"),
        ("VatTaxAmount", str(truth.tax)),
        ("CivilAviationDevelopmentFund", str(charges.get("民航发展基金", Money()))),
        ("OtherTaxes", "0.00"),
        ("TotalAmount", str(truth.total)),
        ("ETicketNumber", "7812345678901"),
        ("VerificationCode", truth.check_code),
        ("Insurance", "0.00"),
        ("IssueParty", truth.seller.name),
        ("IssueDate", f"{truth.issued_on}"),
        ("NameOfPurchaser", truth.buyer.name),
        ("UnifiedSocialCreditCodeOfPurchaser", truth.buyer.tax_id),
        ("NameOfSeller", truth.seller.name),
    ]
    return xbrl("atr", facts, truth, maker)


def _leg(truth: Truth, start: str, end: str) -> Tree:
    trip = truth.trip
    return [
        ("DepartureStation", start),
        ("DestinationStation", end),
        ("Carrier", "南航"),
        ("Flight", trip.carriage),
        ("SeatClass", trip.seat),
        ("CarrierDate", f"{trip.travelled_on}"),
        ("DepartureTime", "18:30"),
    ]


def fiscal_xml(truth: Truth, maker: Maker) -> bytes:
    """Return a fiscal receipt as XML."""
    main: Tree = [("EInvoiceName", "非税收入统一票据（电子）"), *_fiscal_heads(truth)]
    main += [
        ("InvoicingParty", [("InvoicingPartyCode", truth.seller.tax_id), ("InvoicingPartyName", truth.seller.name)]),
        ("PayerParty", _payer(truth)),
        ("PayMode", "转账"),
        ("Remark", truth.remark),
    ]
    data: Tree = [("Main", main), ("Details", [("Item", _fiscal_line(line)) for line in truth.charges])]
    header: Tree = [("EInvoiceTag", "CZ-EI-2"), ("EInvoiceID", "32010126000000000001")]
    return document(
        "EInvoice", written([("Header", header), ("EInvoiceData", data)]), "", maker.chance.choice(ENCODINGS)
    )


def efi(truth: Truth, maker: Maker) -> bytes:
    """Return a fiscal receipt as XBRL, with the names of its XML."""
    facts: Tree = [*_fiscal_heads(truth), ("InvoicingPartyCode", truth.seller.tax_id)]
    facts += [("InvoicingPartyName", truth.seller.name), *_payer(truth), ("Remark", truth.remark)]
    facts += [("DetailTuple", _fiscal_line(line)) for line in truth.charges]
    return xbrl("efi", facts, truth, maker)


def _fiscal_heads(truth: Truth) -> Tree:
    return [
        ("EInvoiceCode", truth.code),
        ("EInvoiceNumber", truth.number),
        ("RandomNumber", truth.check_code),
        ("TotalAmount", str(truth.total)),
        ("IssueDate", f"{truth.issued_on:%Y%m%d}"),
        ("IssueTime", "16:42:02"),
    ]


def _payer(truth: Truth) -> Tree:
    """A person's code is an id number, which must not come out again."""
    person = not truth.buyer.tax_id
    return [
        ("PayerPartyType", "1" if person else "2"),
        ("PayerPartyCode", "440301199001010000" if person else truth.buyer.tax_id),
        ("PayerPartyName", truth.buyer.name),
    ]


def _fiscal_line(line: InvoiceLine) -> Tree:
    return [
        ("ItemCode", "103042750"),
        ("ItemName", line.item),
        ("ItemQuantity", figure(line.quantity)),
        ("ItemUnit", line.unit),
        ("ItemStd", figure(line.unit_price)),
        ("ItemAmount", str(line.amount)),
    ]
