"""A column chart of the months, drawn with lines and text so that it stays sharp and searchable."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from reports import style
from reports.style import MM
from studio_ledger.model.money import Money

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reports.paper import Paper
    from studio_ledger.statements.figures import MonthRow

_HIGH = 46 * MM
_AXIS = 17 * MM
_STEPS = 4


def draw(paper: Paper, months: Sequence[MonthRow]) -> None:
    """Draw one column a month with its amount; a month that took money back hangs below the line, in red."""
    paper.need(_HIGH + 8 * MM)
    canvas, frame = paper.canvas, paper.frame
    left, right = frame.left + _AXIS, frame.left + frame.room
    top = paper.y - 6 * MM
    lowest, highest, step = _scale([row.spent.fen for row in months])
    per_fen = (_HIGH - 12 * MM) / (highest - lowest)
    zero = top - highest * per_fen
    style.text(canvas, frame.left, paper.y - 3 * MM, "单位：元", 7, colour=style.FAINT)
    for mark in range(lowest, highest + 1, step):
        y = zero + mark * per_fen
        canvas.setStrokeColorRGB(*(style.GRID if mark == 0 else style.WATERMARK))
        canvas.setLineWidth(0.6 if mark == 0 else 0.4)
        canvas.line(left, y, right, y)
        style.text(canvas, left - 1.5 * MM, y - 2.4, f"{mark // 100:,}", 6.5, align="right", colour=style.FAINT)
    slot = (right - left) / max(len(months), 1)
    for place, row in enumerate(months):
        middle = left + (place + 0.5) * slot
        high = row.spent.fen * per_fen
        negative = row.spent < Money()
        canvas.setFillColorRGB(*(style.RED if negative else style.BAR))
        if row.spent:
            canvas.rect(middle - slot * 0.3, min(zero, zero + high), slot * 0.6, abs(high), stroke=0, fill=1)
            y = zero + high + (-6.5 if negative else 2)
            style.text(canvas, middle, y, row.spent.grouped, 6, align="centre", colour=style.ink_for(row.spent))
        style.text(canvas, middle, zero + lowest * per_fen - 10, f"{row.month}月", 7, align="centre")
    paper.y -= _HIGH + 2 * MM


def _scale(amounts: Sequence[int]) -> tuple[int, int, int]:
    """Return the axis's ends and its step in fen: 1, 2 or 5 times a power of ten, four steps or so."""
    high, low = max([0, *amounts]), min([0, *amounts])
    raw = max((high - low) // _STEPS, 10_000)
    power = 10 ** (len(str(raw)) - 1)
    step = next(int(factor * power) for factor in (1, 2, 5, 10) if factor * power >= Decimal(raw))
    return low // step * step, max(-(-high // step), 1) * step, step
