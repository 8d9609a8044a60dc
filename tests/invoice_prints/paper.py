"""What lies over a form, and what it lies on: seals, watermarks, A4 sheets, turned and further pages."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING

from tests.invoice_prints.ink import Page, Placed, Sheet

if TYPE_CHECKING:
    from tests.invoice_prints.truth import Maker, Truth

_A4 = (595.28, 841.89)


def sealed(sheet: Sheet, truth: Truth) -> None:
    """Stamp the seller's seal: its name along an arc, its id upright in the middle, over the foot of the form."""
    text = truth.seller.name + "发票专用章"
    for i, c in enumerate(text):
        angle = math.radians(200 - 220 * i / len(text))
        x, y = 0.8 + 0.06 * math.cos(angle), 0.84 - 0.07 * math.sin(angle)
        sheet.label(x, y, c, size=6, turn=math.degrees(angle) - 90, layer="seal")
    sheet.label(0.765, 0.84, truth.seller.tax_id, size=5, layer="seal")
    sheet.label(0.775, 0.875, "发票专用章", size=6, layer="seal")


def marked(sheet: Sheet, maker: Maker) -> None:
    """Lay a slanting watermark over the whole form."""
    text = maker.chance.choice(("仅供内部使用", "样张 2024-01-01", "已下载 12345678"))
    for x in (0.1, 0.4, 0.7):
        for y in (0.3, 0.6, 0.9):
            sheet.label(x, y, text, size=14, turn=30)


def pages_of(sheets: list[Sheet], maker: Maker) -> list[Page]:
    """Lay the forms on paper: each on its own page, on A4, two on a sheet, turned."""
    roll = maker.chance.random()
    first = sheets[0]
    wide = first.width > first.height
    if wide and roll < 0.12:
        return [_on_a4(sheet) for sheet in sheets]
    if wide and roll < 0.2:
        return [Page(sheet.width * 2.77, sheet.height * 2.77, (Placed(sheet, scale=2.77),)) for sheet in sheets]
    if wide and roll < 0.24:
        return [_with_margins(sheet) for sheet in sheets]
    made = [Page(sheet.width, sheet.height, (Placed(sheet),)) for sheet in sheets]
    if roll < 0.4:
        turn, rotate = maker.chance.choice(
            ((0, 90), (0, 180), (0, 270), (90, 0), (180, 0), (270, 0), (90, 90), (270, 270))
        )
        made = [replace(page, turned=turn, rotate=rotate) for page in made]
    return made


def plain(sheet: Sheet) -> list[Page]:
    """Lay a form on paper of its own size."""
    return [Page(sheet.width, sheet.height, (Placed(sheet),))]


def two_up(sheets: list[Sheet]) -> list[Page]:
    """Lay two forms on one A4 sheet."""
    upper, lower = (_A4[0] / sheet.width for sheet in sheets)
    return [Page(*_A4, (Placed(sheets[0], 0, 0, upper), Placed(sheets[1], 0, _A4[1] / 2 + 5, lower)))]


def _on_a4(sheet: Sheet) -> Page:
    return Page(*_A4, (Placed(sheet, 0, 0, _A4[0] / sheet.width),))


def _with_margins(sheet: Sheet) -> Page:
    """Lay a form small into the middle of A4 across."""
    scale = _A4[1] * 0.8 / sheet.width
    left, top = _A4[1] * 0.1, (_A4[0] - sheet.height * scale) / 2
    return Page(_A4[1], _A4[0], (Placed(sheet, left, top, scale),))
