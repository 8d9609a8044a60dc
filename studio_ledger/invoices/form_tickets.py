"""Railway tickets and flight itineraries: printed without a table, so each value is found by its own label."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from studio_ledger.invoices import values
from studio_ledger.model.invoice import InvoiceLine
from studio_ledger.model.money import Money

if TYPE_CHECKING:
    from collections.abc import Sequence

    from studio_ledger.invoices.reading import Reading
    from studio_ledger.invoices.words import Row

_NUMBER = re.compile(r"发票号码[:：]?\s*(\d{15,20})(?!\d)")
_DATE = re.compile(r"(?:开票|填开)日期[:：]?\s*(.{8,16})")
_FARE = re.compile(r"(?:票价|退票费|改签费|差额)[:：]?\s*[¥￥]?\s*(-?[\d,]+\.\d{1,2})")
_BUYER = re.compile(r"购买方名称[:：]?\s*([^\s:：]+?)(?=\s|统一|$)")
_BUYER_ID = re.compile(r"(?:统一社会信用代码|纳税人识别号)\S*?[:：]\s*([0-9A-Z]{15,20})")
_AIR_SELLER = re.compile(r"填开单位[:：]?\s*(\S+?)(?=\s|填开|$)")
_AIR_PARTS = ("票价", "燃油附加费", "", "民航发展基金", "其他税费")
"""The columns before the total; the third is the tax."""
_AIR_SUM = re.compile(r"CNY\s*([\d,]+\.\d\d)(?!\d)")


def read_rail(rows: Sequence[Row], reading: Reading) -> None:
    """Add what a railway ticket prints."""
    _heads(rows, reading)
    if match := _found(_FARE, rows):
        reading.total = values.money(match.group(1))


def read_air(rows: Sequence[Row], reading: Reading) -> None:
    """Add what a flight itinerary prints; its sums stand in one row, the last of them is the total."""
    _heads(rows, reading)
    if match := _found(_AIR_SELLER, rows):
        reading.seller_name = match.group(1)
    reading.amount = reading.tax = None
    reading.lines = []
    told = [sums for row in rows if (sums := _AIR_SUM.findall(row.text))]
    if not told:
        return
    *parts, total = [values.money(text) or Money() for text in max(told, key=len)]
    reading.total = total
    if Money.total(parts) != total:
        reading.warn("total.differs", f"票价、税费之和 {Money.total(parts)} 与合计 {total} 不符，请核对原件。")
    elif len(parts) == len(_AIR_PARTS):
        reading.tax = parts[_AIR_PARTS.index("")]
        charges = zip(_AIR_PARTS, parts, strict=True)
        reading.lines = [InvoiceLine(item, amount=amount) for item, amount in charges if item and amount]


def _heads(rows: Sequence[Row], reading: Reading) -> None:
    for name, pattern in (("number", _NUMBER), ("buyer_name", _BUYER), ("buyer_id", _BUYER_ID)):
        if match := _found(pattern, rows):
            setattr(reading, name, match.group(1))
            reading.weak.discard(name)
    if match := _found(_DATE, rows):
        reading.issued_on = values.date(match.group(1)) or reading.issued_on


def _found(pattern: re.Pattern[str], rows: Sequence[Row]) -> re.Match[str] | None:
    return next((match for row in rows if (match := pattern.search(row.text))), None)
