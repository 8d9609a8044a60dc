"""A printed form on a page: its rows, measured in the form's own height, whatever paper it stands on."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from studio_ledger.invoices.columns import is_title_row
from studio_ledger.invoices.form_sums import is_sum_row, is_total_row
from studio_ledger.invoices.words import Glyph, Row, Run, rows_of
from studio_ledger.model.invoice import FieldBox

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

NUMBER = re.compile(r"(?<!原)发\s*票\s*号\s*码\s*[:：]?\s*(\d{20}|\d{8})(?!\d)")
_SHAPE = 397 / 596
"""Height of a form to its width."""
_TOTAL = 0.722
"""Where the total stands, and below how much of the form the titles of the lines stand above it."""
_FROM_TITLES = 0.322
_APART = 0.6
_ASIDE = 0.05
_SHRUNK = 0.92
_FROM_AMOUNT = 0.046
_SURELY_SHRUNK = 0.88
_FILLED = 0.8
"""How far the rows of a form that is not shrunk lie apart at least."""
_BLUR = 0.03
_INKED = 0.97
"""How much of a form's width its letters take."""


@dataclass(frozen=True)
class Place:
    """Where a form lies on its page, in fractions of the page."""

    left: float = 0.0
    top: float = 0.0
    width: float = 1.0
    height: float = 1.0


@dataclass
class Form:
    """The rows of one printed form, and how its fractions become the page's."""

    rows: list[Row]
    page: int
    place: Place = Place()

    def box(self, name: str, runs: Sequence[Run]) -> FieldBox:
        """Return the box around these runs, in fractions of the page."""
        at = self.place
        return FieldBox(
            name,
            self.page,
            max(0.0, at.left + at.width * min(r.left for r in runs)),
            max(0.0, at.top + at.height * min(r.top for r in runs)),
            min(1.0, at.left + at.width * max(r.right for r in runs)),
            min(1.0, at.top + at.height * (max(r.bottom for r in runs) + 0.008)),
        )

    def search(self, pattern: re.Pattern[str], above: float = 9.0) -> tuple[re.Match[str], Row] | None:
        """Return the first row that the pattern is found in."""
        for row in self.rows:
            if row.y < above and (match := pattern.search(row.text)):
                return match, row
        return None


def forms_of(glyphs: Sequence[Glyph], size: tuple[float, float], page: int) -> list[Form]:
    """Return the forms on a page: one, or as many below each other as there are totals.

    A form is as wide as its page and two thirds as high, unless its titles and its total stand closer together.
    """
    wide = size[1] < size[0]
    whole = Place(height=1.0 if wide else _SHAPE * size[0] / size[1])
    found = _part(glyphs, page, whole, 0.0, 1.0)
    totals: list[float] = []
    for row in found.rows:
        # A remark may spell a sum of its own: no two forms stand that close.
        if is_total_row(row) and (not totals or row.y - totals[-1] > _APART):
            totals.append(row.y)
    if not totals:
        return [found]
    if len(totals) == 1:
        place = _placed(whole, totals[0], _shrinkage(found.rows, totals[0]), glyphs, size)
        return [found] if place == whole else [_part(glyphs, page, place, 0.0, 1.0)]
    tops = [whole.height * (y - _TOTAL) for y in totals]
    edges = [0.0, *(_between(a, b, whole.height) for a, b in pairwise(tops)), 1.0]
    return [
        _part(glyphs, page, Place(top=top, height=whole.height), upper, lower)
        for top, (upper, lower) in zip(tops, pairwise(edges), strict=True)
    ]


def _between(first_top: float, second_top: float, height: float) -> float:
    """Return where one form ends and the next begins: in the middle between foot and head."""
    return (first_top + height + second_top) / 2


def _shrinkage(rows: Sequence[Row], total: float) -> float:
    """Return how much closer than usual the rows of a form stand: from its titles, or else its amount, to its total."""
    titles = [row.y for row in rows if is_title_row(row) and row.y < total]
    if titles:
        return (total - titles[-1]) / _FROM_TITLES
    amounts = [row.y for row in rows if is_sum_row(row) and row.y < total - 0.02]
    shrunk = (total - amounts[-1]) / _FROM_AMOUNT if amounts else 1.0
    fills = rows[-1].y - rows[0].y > _FILLED
    return shrunk if shrunk < _SURELY_SHRUNK and not fills else 1.0


def _placed(whole: Place, total: float, shrunk: float, glyphs: Sequence[Glyph], size: tuple[float, float]) -> Place:
    """Return where the one form of a page lies."""
    if 0.2 < shrunk < _SHRUNK:
        height = whole.height * shrunk
        first, last = min(g.left for g in glyphs), max(g.right for g in glyphs)
        width = min(1.0, max(height * size[1] / (_SHAPE * size[0]), (last - first) / _INKED))
        return Place((first + last - width) / 2, whole.height * total - _TOTAL * height, width, height)
    aside = whole.height * (total - _TOTAL)
    return whole if abs(total - _TOTAL) < _ASIDE or aside < 0 else Place(top=aside, height=whole.height)


def _inside(x: float) -> float:
    """Return a place across the form; its edges are known to a few hundredths only."""
    return min(1.0, max(0.0, x)) if -_BLUR < x < 1 + _BLUR else x


def _part(glyphs: Iterable[Glyph], page: int, place: Place, upper: float, lower: float) -> Form:
    """Return the form at this place out of the glyphs between these heights of the page."""
    if place == Place() and (upper, lower) == (0.0, 1.0):
        return Form(rows_of(glyphs), page)
    scaled = [
        Glyph(
            g.char,
            _inside((g.left - place.left) / place.width),
            (g.right - place.left) / place.width,
            (g.top - place.top) / place.height,
            (g.bottom - place.top) / place.height,
        )
        for g in glyphs
        if upper <= g.bottom < lower
    ]
    return Form(rows_of(scaled, lowest=9.0), page, place)
