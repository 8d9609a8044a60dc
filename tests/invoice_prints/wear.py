"""What makes two prints of one maker differ: shifts, letters set apart, bold made by printing twice."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.invoice_prints.ink import Sheet
    from tests.invoice_prints.truth import Maker


def worn(sheet: Sheet, maker: Maker) -> None:
    """Shift the whole print a little, shake its labels, print some words twice."""
    chance = maker.chance
    across, down = chance.uniform(-0.008, 0.008), chance.uniform(-0.006, 0.006)
    shake = chance.choice((0.0, 0.0, 0.0015))
    twice = maker.often(0.1)
    made = []
    for word in sheet.words:
        y = word.y + down + (chance.uniform(-shake, shake) if word.layer == "label" else 0.0)
        moved = replace(word, x=word.x + across, y=y)
        made.append(moved)
        if twice and word.layer == "value":
            made.append(replace(moved, x=moved.x + 0.0002))
    sheet.words = made


def beside(sheet: Sheet, maker: Maker) -> None:
    """Add what portals print beside the form."""
    if maker.often(0.3):
        sheet.label(0.984, 0.21, "下载次数：1", size=5)
    if maker.often(0.3):
        sheet.label(
            0.1, 0.985, "发票查验请登录国家税务总局网站：https://inv-veri.chinatax.gov.cn/ 或扫描二维码", size=6
        )
