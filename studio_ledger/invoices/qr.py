"""What the QR code of an invoice says.

On real ones it agrees with the print; it proves nothing, because anybody can draw one.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

import zxingcpp

from studio_ledger.invoices import values
from studio_ledger.invoices.reading import Reading
from studio_ledger.model.money import Money

if TYPE_CHECKING:
    from collections.abc import Iterable

    from studio_ledger.invoices.pictures import GreyPicture

_TYPES = {"31": "digital", "32": "digital", "10": "", "20": "vat-special", "01": "vat-special", "04": "vat-general"}
_TYPES |= {"51": "rail", "61": "air"}
_SHENZHEN = "shenzhen.chinatax.gov.cn"


def payload_reading(payload: str) -> Reading | None:
    """Return what one payload says; None where it is no invoice's."""
    if payload.startswith("http"):
        return _shenzhen(payload)
    fields = [field.strip() for field in payload.split(",")]
    if len(fields) < 5 or fields[0] != "01" or not re.fullmatch(r"\d\d", fields[1]):
        return None
    reading = Reading(source="qr", kind=_TYPES.get(fields[1], ""))
    if re.fullmatch(r"\d{20}", fields[2]):
        # The railway's form of 2022 has no field for the code, and its sum is without tax.
        reading.kind, reading.number = "rail", fields[2]
        reading.amount, reading.issued_on = values.money(fields[3]), values.date(fields[4])
        return reading
    if len(fields) < 6:
        return None
    reading.code, reading.number = fields[2], fields[3]
    reading.issued_on = values.date(fields[5])
    if reading.code:
        reading.amount = values.money(fields[4])
        reading.check_code = fields[6] if len(fields) > 6 else ""
    else:
        reading.total = values.money(fields[4])
    return reading if reading.number.isdigit() else None


def _shenzhen(payload: str) -> Reading | None:
    """The block chain invoices of Shenzhen: number, and the total in fen."""
    try:
        address = urlsplit(payload)
    except ValueError:
        return None
    query = parse_qs(address.query)
    number, total = query.get("bill_num", [""])[0], query.get("total_amount", [""])[0]
    if not (address.hostname or "").endswith(_SHENZHEN) or not number.isdigit():
        return None
    known = total.isdigit() and len(total) < 13
    return Reading(source="qr", kind="shenzhen", number=number, total=Money(int(total)) if known else None)


def decoded(picture: GreyPicture) -> list[str]:
    """Return the texts of all QR codes in a picture."""
    pixels = memoryview(picture.grey).cast("B", (picture.height, picture.width))
    found = zxingcpp.read_barcodes(pixels, formats=zxingcpp.BarcodeFormats([zxingcpp.BarcodeFormat.QRCode]))
    return [str(code.text) for code in found if code.text]


def readings(payloads: Iterable[str]) -> list[Reading]:
    """Return what the payloads of invoices among these say, each number once."""
    told = [reading for payload in payloads if (reading := payload_reading(payload))]
    return list({reading.number: reading for reading in told}.values())
