"""How our paper looks: measures, colours, single pieces of text, the mark of a draft and the QR of the log."""

from __future__ import annotations

from typing import Any, Literal

import segno
from reportlab.lib.units import mm

from reports import fonts
from reports.plain import printable
from studio_ledger.model.money import Money

MM: float = float(mm)

INK = (0.0, 0.0, 0.0)
FAINT = (0.38, 0.38, 0.38)
RED = (0.72, 0.07, 0.14)
"""For negative amounts only: in a Chinese ledger red ink takes money back."""
GRID = (0.35, 0.35, 0.35)
HEAD_FILL = (0.93, 0.94, 0.95)
BAR = (0.25, 0.42, 0.60)
WATERMARK = (0.9, 0.9, 0.9)

Align = Literal["left", "centre", "right"]


def text(
    canvas: Any,
    x: float,
    y: float,
    words: str,
    size: float,
    *,
    bold: bool = False,
    align: Align = "left",
    colour: tuple[float, float, float] = INK,
) -> None:
    """Draw one line; x is its left end, its middle or its right end."""
    words = printable(words).replace("\n", " ")
    font = fonts.BOLD if bold else fonts.REGULAR
    if align != "left":
        wide = fonts.width(words, size, font)
        x -= wide / 2 if align == "centre" else wide
    canvas.setFillColorRGB(*colour)
    fonts.put(canvas, x, y, words, size, font=font)


def title(canvas: Any, x: float, y: float, words: str, size: float, *, room: float) -> None:
    """Draw a centred bold title with the double rule that school forms carry."""
    size = min(size, size * room / max(fonts.width(words, size, fonts.BOLD), 1.0))
    text(canvas, x, y, words, size, bold=True, align="centre")
    half = min(fonts.width(words, size, fonts.BOLD) + 12 * MM, room) / 2
    canvas.setStrokeColorRGB(*INK)
    canvas.setLineWidth(1.0)
    canvas.line(x - half, y - 2.6 * MM, x + half, y - 2.6 * MM)
    canvas.setLineWidth(0.5)
    canvas.line(x - half, y - 3.4 * MM, x + half, y - 3.4 * MM)


def ink_for(amount: Money) -> tuple[float, float, float]:
    """Return red for what takes money back."""
    return RED if amount < Money() else INK


def with_sign(amount: Money) -> str:
    """Return the amount as totals print it: ¥ directly before the digits, a minus before both."""
    return f"-¥{(-amount).grouped}" if amount < Money() else f"¥{amount.grouped}"


def watermark(canvas: Any, wide: float, high: float, words: str, size: float) -> None:
    """Draw large light letters across the page, under everything drawn after."""
    canvas.saveState()
    canvas.translate(wide / 2, high / 2)
    canvas.rotate(35)
    text(canvas, 0, -size / 3, words, size, bold=True, align="centre", colour=WATERMARK)
    canvas.restoreState()


def qr(canvas: Any, x: float, y: float, side: float, content: str) -> None:
    """Draw a QR code with its lower left corner at x, y; the caller keeps the space round it free."""
    rows = [bytes(row) for row in segno.make(content, error="m", micro=False).matrix]
    step = side / len(rows)
    path = canvas.beginPath()
    for down, row in enumerate(rows, start=1):
        start = 0
        while (start := row.find(1, start)) >= 0:
            end = row.find(0, start)
            end = len(row) if end < 0 else end
            path.rect(x + start * step, y + side - down * step, (end - start) * step, step)
            start = end
    canvas.setFillColorRGB(*INK)
    canvas.drawPath(path, stroke=0, fill=1)
