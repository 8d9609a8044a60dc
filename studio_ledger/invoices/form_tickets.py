"""Railway tickets, flight itineraries and journeys: each value is found by its own label or its own form."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from studio_ledger.invoices import values
from studio_ledger.invoices.reading import Reading
from studio_ledger.model.invoice import InvoiceLine, Trip
from studio_ledger.model.money import Money

if TYPE_CHECKING:
    from collections.abc import Sequence

    from studio_ledger.invoices.sheet import Form
    from studio_ledger.invoices.words import Row, Run

_NUMBER = re.compile(r"(?<!原)发票号码[:：]?\s*(\d{15,20})(?!\d)")
_FORMER = re.compile(r"原发票号码[:：]?\s*(\d{20})(?!\d)")
_DATE = re.compile(r"(?:开票|填开)日期[:：]?\s*(.{8,16})")
_FARE = re.compile(r"(?<!原)(票价|(?:差额)?退票费|改签费|差额)[:：]?\s*[¥￥]?\s*(-?[\d,]+\.\d{1,2})")
_BUYER = re.compile(r"购买方名称[:：]?\s*([^\s:：][^:：]*?)(?=\s*统一|\s{2}|$)")
"""Two spaces part the runs of a row; a single one belongs to the name."""
_BUYER_ID = re.compile(r"(?:统一社会信用代码|纳税人识别号)\S*?[:：]\s*([0-9A-Z]{15,20})")
_TRAIN = re.compile(r"[GDCKTZYLS]?\d{1,4}")
_STATION = re.compile(r"[\u3400-\u9fff]{2,9}")
_DEPARTURE = re.compile(r"((?:19|20)\d\d)年(\d\d?)月(\d\d?)日")
_HOUR = re.compile(r"\d{1,2}:\d\d\s*开")
_RAIL_SEAT = re.compile(r"(?:商务|特等|优选一等|一等|二等|软|硬)座|(?:高级软|动|软|硬|一等|二等)卧|无座")
_TRAVELLER = re.compile(r"\d{4,10}\*{4}[\dX*]{3,4}\s*([\u3400-\u9fff·]{2,12})")
_AIR_SELLER = re.compile(r"填开单位[:：]?\s*([^\s:：][^:：]*?)(?=\s*填开|\s{2}|$)")
_VERIFIED = re.compile(r"验证码[:：]?\s*(\d{4})(?!\d)")
_AIR_PARTS = ("票价", "燃油附加费", "", "民航发展基金", "其他税费")
"""The columns before the total; the third is the tax."""
_TAXED = ("票价", "燃油附加费")
_AIR_SUM = re.compile(r"CNY\s*([\d,]+\.\d\d)(?!\d)")
_AIR_RATE = re.compile(r"(?<![\d.])(\d{1,2}%)")
_LEG = re.compile(r"^(自|至)\s*[:：]\s*(\S+?)(?:\s+[A-Z]{3}|[A-Z]{3})?$")
_FLIGHT = re.compile(r"(?:[A-Z]{2}|\d[A-Z]|[A-Z]\d)\d{3,4}[A-Z]?")
_ISO_DAY = re.compile(r"(?:19|20)\d\d-\d\d-\d\d")
_JOURNEY = {
    "出行人": "passenger", "出行日期": "travelled_on", "出发地": "origin", "到达地": "destination", "等级": "seat",
}  # fmt: skip


def read_rail(form: Form, source: str) -> Reading:
    """Return what a railway ticket prints; it has no seller, and its trip is its line."""
    reading = Reading(source=source, kind="rail")
    _heads(form, reading)
    notes = []
    if match := _boxed(form, reading, "total", _FARE, 2):
        reading.total = values.money(match.group(2))
        notes += [match.group(1)] if match.group(1) != "票价" else []
    if former := _found(_FORMER, form.rows):
        notes.append(f"原发票号码：{former.group(1)}")
    reading.remark = "；".join(notes)
    trip = _rail_trip(form.rows)
    reading.trip = trip
    if trip.carriage:
        rows = [row for row in form.rows if any(run.text == trip.carriage for run in row.runs)]
        reading.boxes.append(form.box("line-1", rows[0].runs))
    route = f"{trip.origin}-{trip.destination}" if trip.origin and trip.destination else ""
    day = f"{trip.travelled_on}" if trip.travelled_on else ""
    item = " ".join(part for part in (trip.carriage, route, day, trip.seat) if part)
    reading.lines = [InvoiceLine(item)] if trip.carriage else []
    return reading


def _rail_trip(rows: Sequence[Row]) -> Trip:
    origin = destination = train = passenger = seat = ""
    day = None
    for row in rows:
        runs = [run for run in row.runs if run.text != "站"]
        for at, run in enumerate(runs[1:-1], 1):
            if not train and _TRAIN.fullmatch(run.text):
                ends = [_station(r.text) for r in (runs[at - 1], runs[at + 1])]
                if all(ends):
                    train, (origin, destination) = run.text, ends
        leaves = _DEPARTURE.search(row.text)
        if leaves and (_HOUR.search(row.text) or _RAIL_SEAT.search(row.text)) and "开票" not in row.text:
            day = day or values.date(leaves.group())
        found = _RAIL_SEAT.search(row.text)
        seat = seat or (found.group() if found else "")
        named = _TRAVELLER.search(row.text)
        passenger = passenger or (named.group(1) if named else "")
    return Trip(passenger, origin, destination, day, train, seat)


def _station(text: str) -> str:
    bare = text.replace(" ", "")
    bare = bare.removesuffix("站") if len(bare) > 2 else bare
    return bare if _STATION.fullmatch(bare) else ""


def read_air(form: Form, source: str) -> Reading:
    """Return what a flight itinerary prints; its sums stand in one row, the last of them is the total."""
    reading = Reading(source=source, kind="air")
    _heads(form, reading)
    if match := _boxed(form, reading, "seller", _AIR_SELLER, 1):
        reading.seller_name = match.group(1)
    if match := _found(_VERIFIED, form.rows):
        reading.check_code = match.group(1)
    reading.trip = _flights(form.rows)
    _charges(form, reading)
    return reading


def _charges(form: Form, reading: Reading) -> None:
    told = [(row, sums) for row in form.rows if (sums := _AIR_SUM.findall(row.text))]
    if not told:
        return
    row, figures = max(told, key=lambda pair: len(pair[1]))
    *parts, total = [values.money(text) or Money() for text in figures]
    reading.total = total
    reading.boxes.append(form.box("total", row.runs[-1:]))
    if Money.total(parts) != total:
        reading.warn("total.differs", f"票价、税费之和 {Money.total(parts)} 与合计 {total} 不符，请核对原件。")
    elif len(parts) == len(_AIR_PARTS):
        reading.tax = parts[_AIR_PARTS.index("")]
        reading.amount = total - reading.tax
        found = _AIR_RATE.search(row.text)
        rate = found.group(1) if found else ""
        charges = zip(_AIR_PARTS, parts, strict=True)
        for item, amount in charges:
            if item and amount:
                reading.lines.append(InvoiceLine(item, amount=amount, rate=rate if item in _TAXED else ""))
                reading.boxes.append(form.box(f"line-{len(reading.lines)}", row.runs))


def _flights(rows: Sequence[Row]) -> Trip:
    """Join the flights: where it begins, and where each of them goes."""
    passenger = ""
    legs: list[tuple[str, str]] = []
    flights: list[tuple[str, str, str]] = []
    for upper, row in pairwise([*rows[:1], *rows]):
        legs += [(m[1], m[2]) for run in row.runs if run.left < 0.2 and (m := _LEG.match(run.text))]
        if upper.runs and upper.runs[0].text.startswith("旅客姓名") and row.runs[0].left < 0.2:
            passenger = row.runs[0].text
        for at, run in enumerate(row.runs):
            if _FLIGHT.fullmatch(run.text) and (day := _ISO_DAY.search(row.text)):
                seat = row.runs[at + 1].text if at + 1 < len(row.runs) else ""
                flights.append((run.text, seat if re.fullmatch(r"[A-Z]\d?", seat) else "", day.group()))
    return Trip(
        passenger=passenger,
        origin=next((place for way, place in legs if way == "自"), ""),
        destination="、".join(place for way, place in legs if way == "至"),
        travelled_on=values.date(flights[0][2]) if flights else None,
        carriage="、".join(flight for flight, _, _ in flights),
        seat="、".join(dict.fromkeys(seat for _, seat, _ in flights if seat)),
    )


def journey_of(rows: Sequence[Row]) -> Trip | None:
    """Return the first journey in the traveller's table of a 数电票; None where there is no such table."""
    at = next((i for i, row in enumerate(rows) if "出行人" in row.text and "出发地" in row.text), None)
    if at is None or at + 1 >= len(rows):
        return None
    titles = {name: run for run in rows[at].runs if (name := _JOURNEY.get(run.text.replace(" ", "")))}
    found = {name: _under(title, rows[at + 1]) for name, title in titles.items()}
    day = values.date(found.pop("travelled_on", ""))
    return Trip(travelled_on=day, **found)


def _under(title: Run, row: Row) -> str:
    """Return the text that stands under a title: the run that shares most of its width."""
    near = [run for run in row.runs if run.left < title.right + 0.01 and run.right > title.left - 0.01]
    return min(near, key=lambda run: abs(run.left - title.left)).text if near else ""


def _heads(form: Form, reading: Reading) -> None:
    for name, box, pattern in (
        ("number", "number", _NUMBER), ("buyer_name", "buyer", _BUYER), ("buyer_id", "buyer_id", _BUYER_ID)
    ):  # fmt: skip
        if match := _boxed(form, reading, box, pattern, 1):
            setattr(reading, name, match.group(1))
    if match := _boxed(form, reading, "issued_on", _DATE, 1):
        reading.issued_on = values.date(match.group(1))


def _boxed(form: Form, reading: Reading, name: str, pattern: re.Pattern[str], group: int) -> re.Match[str] | None:
    """Return the first match in the rows, and note where it stands."""
    for row in form.rows:
        if match := pattern.search(row.text):
            start = match.group(group).split()[0]
            runs = [run for run in row.runs if start in run.text] or list(row.runs)
            reading.boxes.append(form.box(name, runs[:1]))
            return match
    return None


def _found(pattern: re.Pattern[str], rows: Sequence[Row]) -> re.Match[str] | None:
    return next((match for row in rows if (match := pattern.search(row.text))), None)
