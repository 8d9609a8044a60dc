"""Words that were recognised on a picture, as glyphs that the layout rules take: straightened and put into rows.

A recogniser tells a box for each run of text. A photo is tilted and shows the table the form lies on, so the boxes
are turned upright, and the words are spread over the form as a print would be.
"""

from __future__ import annotations

import math
import re
import unicodedata
from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING, Protocol

from studio_ledger.invoices.words import Glyph

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from studio_ledger.invoices.pictures import Picture

_LEAST_SURE = 0.5
_PRINTED = (0.035, 0.055, 0.975, 0.94)
"""Where the outermost words of a printed form stand, in its fractions: left, top, right, bottom."""
_SAME_LINE = 0.55
"""Two words whose middles differ less than this (of a word's height) stand in one row."""
_UPRIGHT = 1.5
_GAP_IN_FIGURE = re.compile(r"(?<=\d[.,]) (?=\d)|(?<=\d) (?=[.,]\d)")


@dataclass(frozen=True, slots=True)
class SeenWord:
    """A run of text on a picture: the middles of its left and right edge in pixels, its height, and how sure it is."""

    text: str
    left: tuple[float, float]
    right: tuple[float, float]
    height: float
    sure: float


class Recogniser(Protocol):
    """Whatever finds text on a picture."""

    def words(self, picture: Picture) -> list[SeenWord]:
        """Return the runs of text in no order."""


@dataclass(frozen=True, slots=True)
class _Box:
    text: str
    left: float
    right: float
    middle: float
    height: float


def glyphs_of(words: Sequence[SeenWord]) -> tuple[list[Glyph], tuple[float, float]]:
    """Return the characters in fractions of the form, and the form's width and height (in any unit)."""
    boxes = _straightened([word for word in words if word.sure >= _LEAST_SURE and word.text.strip()])
    if not boxes:
        return [], (1.0, 1.0)
    left, right = min(box.left for box in boxes), max(box.right for box in boxes)
    top = min(box.middle - box.height / 2 for box in boxes)
    bottom = max(box.middle + box.height / 2 for box in boxes)
    wide, high = max(right - left, 1.0), max(bottom - top, 1.0)
    first, upper, last, lower = _PRINTED
    across, down = (last - first) / wide, (lower - upper) / high
    glyphs = [
        Glyph(
            glyph.char,
            first + (glyph.left - left) * across,
            first + (glyph.right - left) * across,
            upper + (glyph.top - top) * down,
            upper + (glyph.bottom - top) * down,
        )
        for row in _rows(boxes)
        for glyph in _row_glyphs(row)
    ]
    return glyphs, (wide / (last - first), high / (lower - upper))


def _straightened(words: Sequence[SeenWord]) -> list[_Box]:
    """Turn the picture until the long words lie level; what stands upright (the form's edge) is left out."""
    long = [word for word in words if word.right[0] - word.left[0] > 4 * word.height]
    slopes = [math.atan2(w.right[1] - w.left[1], w.right[0] - w.left[0]) for w in long]
    angle = median(slopes) if slopes else 0.0
    cosine, sine = math.cos(-angle), math.sin(-angle)
    boxes = []
    for word in words:
        (x1, y1), (x2, y2) = word.left, word.right
        left, right = x1 * cosine - y1 * sine, x2 * cosine - y2 * sine
        middle = (x1 * sine + y1 * cosine + x2 * sine + y2 * cosine) / 2
        if right > left and word.height < _UPRIGHT * (right - left):
            boxes.append(_Box(word.text, left, right, middle, word.height))
    return boxes


def _rows(boxes: Sequence[_Box]) -> list[list[_Box]]:
    """Return the words of each row: a form's columns are set a little higher or lower than each other."""
    rows: list[list[_Box]] = []
    for box in sorted(boxes, key=lambda box: box.middle):
        if rows:
            level = median(each.middle for each in rows[-1])
            if box.middle - level < _SAME_LINE * min(box.height, median(each.height for each in rows[-1])):
                rows[-1].append(box)
                continue
        rows.append([box])
    return rows


def _row_glyphs(row: Sequence[_Box]) -> Iterator[Glyph]:
    middle, height = median(box.middle for box in row), median(box.height for box in row)
    for box in row:
        text = _GAP_IN_FIGURE.sub("", unicodedata.normalize("NFC", box.text.strip()))
        widths = [2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text]
        step = (box.right - box.left) / sum(widths)
        at = box.left
        for character, width in zip(text, widths, strict=True):
            yield Glyph(character, at, at + width * step, middle - height / 2, middle + height / 2)
            at += width * step
