"""数电票: the tax bureau's XML (root EInvoice, no namespace as a rule), and its XBRL twin einv with the same names."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING

from studio_ledger.invoices import values
from studio_ledger.invoices.reading import Reading
from studio_ledger.invoices.xml_lines import LineNames, lines_of
from studio_ledger.invoices.xml_tree import text
from studio_ledger.model.invoice import Trip

if TYPE_CHECKING:
    from collections.abc import Sequence

    from studio_ledger.invoices.xml_tree import Facts
    from studio_ledger.model.invoice import InvoiceLine

_RED_OF = re.compile(r"被红冲蓝字(?:数电)?(?:发)?票号码[:：]?\s*(\d{20})")
_PASSAGE_DATE = re.compile(r"((?:19|20)\d\d)-?(\d\d)-?(\d\d)(?:\d{6,9}|\.0+)?")
_LINE = LineNames(
    item="ItemName",
    specification="SpecMod",
    unit="MeaUnits",
    quantity="Quantity",
    unit_price="UnPrice",
    amount="Amount",
    rate="TaxRate",
    tax="ComTaxAm",
    with_tax="TotaltaxIncludedAmount",
)


def red_of(remark: str) -> str:
    """Return the number of the 数电票 that a red-letter one takes back."""
    match = _RED_OF.search(remark)
    return match.group(1) if match else ""


def read(facts: Facts, source: str) -> Reading:
    """Return what a 数电票 says."""
    reading = Reading(
        source=source,
        kind="digital",
        # Never by the first element called …Number: in a toll, PlateNumber comes first.
        number=facts.code("TaxSupervisionInfo/InvoiceNumber", "Header/EIid", "EIid", "InvoiceNumber"),
        issued_on=facts.day("TaxSupervisionInfo/IssueTime", "BasicInformation/RequestTime", "IssueTime", "RequestTime"),
        buyer_name=facts.text("BuyerInformation/BuyerName", "BuyerName"),
        buyer_id=facts.code("BuyerInformation/BuyerIdNum", "BuyerIdNum"),
        seller_name=facts.text("SellerInformation/SellerName", "SellerName"),
        seller_id=facts.code("SellerInformation/SellerIdNum", "SellerIdNum"),
        amount=facts.sum("不含税金额", "BasicInformation/TotalAmWithoutTax", "TotalAmWithoutTax"),
        tax=facts.sum("税额", "BasicInformation/TotalTaxAm", "TotalTaxAm"),
        total=facts.sum("价税合计", "BasicInformation/TotalTax-includedAmount", "TotalTax-includedAmount"),
        words=values.capitals(facts.text("TotalTax-includedAmountInChinese")),
        remark=facts.text("AdditionalInformation/Remark", "Remark"),
        warnings=facts.doubts,
    )
    reading.exempt = facts.text("TotalTaxAm") in values.EXEMPT
    reading.lines = _lines(facts)
    reading.trip = _journey(facts) or _passage(facts)
    _compare_heads(reading, facts)
    _red(reading, facts)
    return reading


def _lines(facts: Facts) -> list[InvoiceLine]:
    elements = facts.each("IssuItemInformation") or facts.each("IssuItemInformationTuple")
    for element in elements:
        for name in ("Quantity", "UnPrice"):
            for figure in element.iterfind(".//{*}" + name):
                # Some issuers of tolls put the days of passage here.
                if _PASSAGE_DATE.fullmatch((figure.text or "").strip()) and _is_passage(facts, figure.text or ""):
                    figure.text = ""
    return lines_of(facts, elements, _LINE)


def _is_passage(facts: Facts, figure: str) -> bool:
    day = values.date(figure[:10])
    return day is not None and (bool(facts.each("Toll")) or day.year >= 2017)


def _journey(facts: Facts) -> Trip | None:
    """The travellers of a passenger transport invoice; their id numbers are nobody's business and not kept."""
    rows = facts.each("PassengerTransportation")
    if not rows:
        return None
    travellers = dict.fromkeys(name for row in rows if (name := text(row, "Traveler")))
    first = rows[0]
    return Trip(
        passenger="、".join(travellers),
        origin=text(first, "Departure"),
        destination=text(first, "Destination"),
        travelled_on=values.date(text(first, "TravelDate")),
        seat=text(first, "Grade"),
    )


def _passage(facts: Facts) -> Trip | None:
    """The car of a toll and the day it passed."""
    rows: Sequence[object] = facts.each("Toll")
    plate, day = facts.text("PlateNumber"), _passage_day(facts.text("StartDatesOfPassage"))
    return Trip(carriage=plate, travelled_on=day) if rows and (plate or day) else None


def _passage_day(printed: str) -> dt.date | None:
    match = _PASSAGE_DATE.match(printed)
    return values.date("-".join(match.groups())) if match else None


def _compare_heads(reading: Reading, facts: Facts) -> None:
    header = facts.code("Header/EIid", "EIid")
    if header and header != reading.number:
        reading.warn("number.differs", f"发票号码不一致：监管信息为 {reading.number}，文件头为 {header}，请核对原件。")
    asked = values.date(facts.text("BasicInformation/RequestTime", "RequestTime"))
    if asked and reading.issued_on and abs(reading.issued_on - asked) > dt.timedelta(days=1):
        reading.warn("issued_on.differs", f"开票日期 {reading.issued_on} 与申请开票的日期 {asked} 不符，请核对原件。")


def _red(reading: Reading, facts: Facts) -> None:
    label = facts.text("InIssuType/LabelCode")
    if facts.text("WhetherEinvoiceIsRedEinvoice").lower() in ("true", "y", "是", "1"):
        label = "N"
    told = facts.code("RedEInvoice/OriginalInvoiceCode", "RedEInvoice/OriginalInvoiceNumber", "OriginalInvoiceCode")
    remarked = red_of(reading.remark)
    if told and remarked and told != remarked:
        reading.warn("red_of.differs", f"所冲的蓝字发票号码不一致：红字信息为 {told}，备注为 {remarked}，请核对。")
    reading.red_of = told or remarked
    if reading.red_of and reading.red_of == reading.number:
        reading.warn("red_of.self", f"红字发票所冲的号码 {reading.red_of} 是它自己，请核对。")
    negative = reading.total is not None and reading.total.fen < 0
    if label in ("Y", "N") and reading.total is not None and (label == "N") != negative:
        reading.warn("red.differs", f"红蓝字标记为“{label}”，价税合计却为 {reading.total}，请核对。")
