"""A printed form on a page: its rows, measured in the form's own height, whatever paper it stands on."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from studio_ledger.invoices.words import Glyph, Row, Run, rows_of
from studio_ledger.model.invoice import FieldBox

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

NUMBER = re.compile(r"(?<!原)发\s*票\s*号\s*码\s*[:：]?\s*(\d{20}|\d{8})(?!\d)")
_FORM_ON_A4 = 397 / 842


@dataclass
class Form:
    """The rows of one printed form, and how its fractions become the page's."""

    rows: list[Row]
    page: int
    top: float = 0.0
    height: float = 1.0

    def box(self, name: str, runs: Sequence[Run]) -> FieldBox:
        """Return the box around these runs, in fractions of the page."""
        return FieldBox(
            name,
            self.page,
            max(0.0, min(r.left for r in runs)),
            max(0.0, self.top + self.height * min(r.top for r in runs)),
            min(1.0, max(r.right for r in runs)),
            min(1.0, self.top + self.height * (max(r.bottom for r in runs) + 0.008)),
        )

    def search(self, pattern: re.Pattern[str], above: float = 9.0) -> tuple[re.Match[str], Row] | None:
        """Return the first row that the pattern is found in."""
        for row in self.rows:
            if row.y < above and (match := pattern.search(row.text)):
                return match, row
        return None


def forms_of(glyphs: Sequence[Glyph], size: tuple[float, float], page: int) -> list[Form]:
    """Return the forms on a page: one, or two where an A4 sheet holds two."""
    if size[1] < size[0]:
        return [Form(rows_of(glyphs), page)]
    halves = [_part(glyphs, page, top, top + 0.5) for top in (0.0, 0.5)]
    if all(half.search(NUMBER) for half in halves):
        return halves
    return [_part(glyphs, page, 0.0, 1.0)]


def _part(glyphs: Iterable[Glyph], page: int, top: float, bottom: float) -> Form:
    scaled = [
        Glyph(g.char, g.left, g.right, (g.top - top) / _FORM_ON_A4, (g.bottom - top) / _FORM_ON_A4)
        for g in glyphs
        if top <= g.bottom < bottom
    ]
    return Form(rows_of(scaled, lowest=3.0), page, top, _FORM_ON_A4)
