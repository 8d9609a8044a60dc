"""The table in the middle of a form: names wrap, figures stand under each other's last digits."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tests.invoice_prints.truth import Maker, Truth

if TYPE_CHECKING:
    from studio_ledger.model.invoice import InvoiceLine
    from studio_ledger.model.money import Money
    from tests.invoice_prints.ink import Sheet


@dataclass(frozen=True)
class Columns:
    """Left edges of the texts, right edges of the figures, the first row, its pitch and the width of a name."""

    name: float
    specification: float
    unit: float
    quantity: float
    price: float
    amount: float
    rate: float
    tax: float
    y: float
    pitch: float
    wide: float


def figure(amount: Money | None) -> str:
    return "" if amount is None else str(amount)


def total_tax(truth: Truth) -> str:
    return "***" if truth.exempt else f"¥{truth.tax}"


def tax_of(line: InvoiceLine) -> str:
    return "***" if line.rate in ("免税", "不征税") else figure(line.tax)


def wrapped(text: str, wide: float, size: float, width: float) -> list[str]:
    """Break a text where a column ends; Latin letters are half as wide."""
    rows, used = [""], 0.0
    for c in text:
        step = size * (0.6 if c.isascii() else 1.0) / width
        if used + step > wide and rows[-1]:
            rows.append("")
            used = 0.0
        rows[-1] += c
        used += step
    return [row.strip() for row in rows]


def put_lines(sheet: Sheet, truth: Truth, at: Columns, maker: Maker, *, toll: bool = False, foot: float = 0.65) -> None:
    """Draw the lines; where they are many, the rows stand closer and the letters are smaller."""
    size = 9.0
    rows = [wrapped(line.item, at.wide, size, sheet.width) for line in truth.printed]
    count = sum(len(parts) for parts in rows)
    pitch = min(at.pitch, (foot - at.y) / count)
    if pitch < at.pitch:
        size = max(4.0, size * pitch / at.pitch)
        rows = [wrapped(line.item, at.wide, size, sheet.width) for line in truth.printed]
        pitch = min(at.pitch, (foot - at.y) / sum(len(parts) for parts in rows))
    y, gap = at.y, maker.chance.choice((0.006, 0.012, 0.02))
    for n, (line, parts) in enumerate(zip(truth.printed, rows, strict=True), 1):
        for i, part in enumerate(parts):
            sheet.put(at.name, y + i * pitch, part, f"line-{n}", size=size)
        if toll:
            day = truth.issued_on.strftime("%Y%m%d")
            for x, text in ((at.specification, "鄂AHG248"), (at.unit, maker.chance.choice(("货车", "客车")))):
                sheet.put(x, y, text, size=size)
            for x in (at.quantity, at.price):
                sheet.put(x, y, day, right=True, size=size)
        else:
            sheet.put(at.specification, y, line.specification, size=size)
            sheet.put(at.unit, y, line.unit, size=min(size, size * 2.5 / max(len(line.unit), 1)))
            for x, number, room in (
                (at.quantity, line.quantity, 0.1),
                (at.price, line.unit_price, at.price - at.quantity),
            ):
                text = "" if number is None else f"{number:f}"
                sheet.put(x, y, text, right=True, size=_fit(text, size, (room - gap) * sheet.width))
        sheet.put(at.amount, y, figure(line.amount), f"line-{n}", right=True, size=size)
        sheet.put(at.rate, y, line.rate, right=True, size=size)
        sheet.put(at.tax, y, tax_of(line), right=True, size=size)
        y += pitch * len(parts)


def _fit(text: str, size: float, room: float) -> float:
    """Figures of many decimals are printed smaller, so that they stay in their column."""
    return min(size, room / max(len(text) * 0.6, 1))
