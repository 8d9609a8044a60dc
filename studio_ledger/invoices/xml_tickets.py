"""Tickets told as XBRL: a railway ticket has no seller and no line, a flight has charges that bear no tax."""

from __future__ import annotations

from typing import TYPE_CHECKING

from studio_ledger.invoices import values
from studio_ledger.invoices.reading import Reading
from studio_ledger.invoices.xml_tree import text
from studio_ledger.model.invoice import InvoiceLine, Trip
from studio_ledger.model.money import Money

if TYPE_CHECKING:
    from studio_ledger.invoices.xml_tree import Facts

_CHARGES = (
    ("票价", "Fare"),
    ("燃油附加费", "FuelSurcharge"),
    ("民航发展基金", "CivilAviationDevelopmentFund"),
    ("其他税费", "OtherTaxes"),
)
_TAXED = ("票价", "燃油附加费")
_MOST_FLIGHTS = 20


def read_rail(facts: Facts, source: str) -> Reading:
    """Return what a railway ticket (rai) says; the trip becomes the line."""
    amount, tax = facts.sum("不含税金额", "TotalAmountExcludingTax"), facts.sum("税额", "TaxAmount")
    trip = Trip(
        passenger=facts.text("Name"),
        origin=facts.text("DepartureStation"),
        destination=facts.text("DestinationStation"),
        travelled_on=facts.day("TravelDate"),
        carriage=facts.text("TrainNumber"),
        seat=facts.text("SeatLevel"),
    )
    route = f"{trip.origin}-{trip.destination}" if trip.origin else ""
    item = " ".join(t for t in (trip.carriage, route, facts.text("TravelDate"), trip.seat) if t)
    reading = Reading(
        source=source,
        kind="rail",
        number=facts.code("ElectronicInvoiceRailwayETicketNumber"),
        issued_on=facts.day("DateOfIssue"),
        buyer_name=facts.text("NameOfPurchaser"),
        buyer_id=facts.code("UnifiedSocialCreditCodeOfPurchaser"),
        seller_name=facts.text("IssueParty"),
        seller_id=facts.code("IssuePartyCode"),
        amount=amount,
        tax=tax,
        total=facts.sum("票价", "Fare"),
        lines=[InvoiceLine(item, amount=amount, rate=values.rate(facts.text("TaxRate")), tax=tax)] if item else [],
        remark=_business(facts),
        trip=trip,
        warnings=facts.doubts,
    )
    if reading.total is not None and reading.total < Money():
        reading.red_of = facts.code("NumberOfOriginalInvoice")
    return reading


def _business(facts: Facts) -> str:
    """A refund is positive (its fee), a changed ticket names the one before it: neither is a red letter."""
    business, former = facts.text("TypeOfBusiness"), facts.code("NumberOfOriginalInvoice")
    told = (facts.text("Remarks"), business and f"业务类型：{business}", former and f"原发票号码：{former}")
    return "；".join(part for part in told if part)


def read_air(facts: Facts, source: str) -> Reading:
    """Return what a flight itinerary (atr) says; its amount is all that is charged beside the tax."""
    charges = [(label, facts.sum(label, name) or Money()) for label, name in _CHARGES]
    tax, total = facts.sum("增值税税额", "VatTaxAmount"), facts.sum("合计", "TotalAmount")
    insurance = facts.sum("保险费", "Insurance")
    amount = Money.total(charge for _, charge in charges)
    if insurance and total is not None and amount + insurance + (tax or Money()) == total:
        charges.append(("保险费", insurance))
        amount += insurance
    rate = values.rate(facts.text("VatRate"))
    reading = Reading(
        source=source,
        kind="air",
        number=facts.code("ElectronicInvoiceAirTransportReceiptNumber"),
        issued_on=facts.day("IssueDate", "DateOfIssue"),
        check_code=facts.code("VerificationCode"),
        buyer_name=facts.text("NameOfPurchaser"),
        buyer_id=facts.code("UnifiedSocialCreditCodeOfPurchaser"),
        seller_name=facts.text("NameOfSeller", "IssueParty"),
        seller_id=facts.code("UnifiedSocialCreditCodeOfSeller"),
        amount=amount if amount or total is not None else None,
        tax=tax,
        total=total,
        lines=[
            InvoiceLine(label, amount=charge, rate=rate if label in _TAXED else "")
            for label, charge in charges
            if charge
        ],
        remark=facts.text("Remarks", "Endorsement"),
        trip=_flights(facts),
        warnings=facts.doubts,
    )
    if reading.total is not None and reading.total < Money():
        reading.red_of = facts.code("NumberOfOriginalInvoice", "OriginalInvoiceNumber")
    return reading


def _flights(facts: Facts) -> Trip:
    """Join the flights: where the first one begins, and the last place that is not where it began."""
    rows = facts.each("DetailInformationOfAirTicketTuple") or [facts.root]
    flights = [
        (text(r, "DepartureStation"), text(r, "DestinationStation"), text(r, "Flight"), text(r, "SeatClass", "Class"))
        for r in rows[:_MOST_FLIGHTS]
    ]
    return Trip(
        passenger=facts.text("PassengerName"),
        origin=flights[0][0],
        destination=next((flight[1] for flight in reversed(flights) if flight[1] not in ("", flights[0][0])), ""),
        travelled_on=values.date(text(rows[0], "CarrierDate")),
        carriage="、".join(dict.fromkeys(flight[2] for flight in flights if flight[2])),
        seat="、".join(dict.fromkeys(flight[3] for flight in flights if flight[3])),
    )
