"""Words and figures made ready for paper or a cell, with no library that draws."""

from __future__ import annotations

import datetime as dt
import unicodedata
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from studio_ledger.model.money import Money

# China has kept one time all the year round since 1992; a fixed offset needs no zone table on Windows.
_CHINA = dt.timezone(dt.timedelta(hours=8))


def printable(text: str) -> str:
    """Return the text without what cannot or must not be drawn: controls, lone surrogates, hidden marks.

    Line feeds stay; tabs and other kinds of space become plain spaces. Safe for XML as well.
    """
    if text.isascii() and text.isprintable():
        return text
    return "".join(map(_drawable, text.replace("\r\n", "\n").replace("\r", "\n")))


def _drawable(char: str) -> str:
    if char in "\n\N{IDEOGRAPHIC SPACE}":
        return char
    kind = unicodedata.category(char)
    if kind in {"Zs", "Zl", "Zp"} or char == "\t":
        return " "
    is_selector = "\ufe00" <= char <= "\ufe0f" or "\U000e0100" <= char <= "\U000e01ef"
    is_no_character = ord(char) & 0xFFFE == 0xFFFE
    return "" if kind in {"Cc", "Cf", "Cs"} or is_selector or is_no_character else char


def rate(part: Money, whole: Money) -> Decimal | None:
    """Return part of whole in percent with one decimal, a half rounded up; None where there is no whole."""
    if not whole:
        return None
    return (Decimal(part.fen) * 100 / Decimal(whole.fen)).quantize(Decimal("0.1"), rounding=ROUND_HALF_UP)


def china_time(moment: dt.datetime) -> dt.datetime:
    """Return an instant as the clock on the wall in China shows it; a naive one is taken as that already."""
    return moment.astimezone(_CHINA) if moment.tzinfo else moment


def minute(moment: dt.datetime) -> str:
    """Return an instant as paper prints it: ``2020-12-31 16:05``."""
    return f"{china_time(moment):%Y-%m-%d %H:%M}"


def long_date(day: dt.date) -> str:
    """Return a date as a letter prints it: ``2020年12月31日``."""
    return f"{day.year}年{day.month}月{day.day}日"
