"""The columns of a printed table, found from its titles: names stand left in them, figures end right under them."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from studio_ledger.invoices.words import Glyph, Row

_TITLES = (
    ("货物或应税劳务、服务名称", "item"),
    ("货物(劳务)名称", "item"),
    ("服务名称", "item"),
    ("项目名称", "item"),
    ("建筑服务发生地", "place"),
    ("建筑项目名称", "project"),
    ("产权证书/不动产权证号", "deed"),
    ("面积单位", "unit"),
    ("规格型号", "specification"),
    ("车牌号", "plate"),
    ("类型", "vehicle"),
    ("通行日期起", "from"),
    ("通行日期止", "until"),
    ("单位", "unit"),
    ("数量", "quantity"),
    ("单价", "price"),
    ("金额", "amount"),
    ("税率", "rate"),
    ("税额", "tax"),
)
_TEXTS = ("specification", "unit", "plate", "vehicle", "place", "project", "deed")
_FIGURES = ("from", "until", "quantity", "price", "amount", "tax")
_SHORT_OF_TITLE = 0.03
"""A figure ends under its title or right of it, never further left of the title's end than this."""

_FLUSH_TITLE = 0.25
_CENTRED = 0.055
"""How far a text may begin left of the title that stands centred above it."""


@dataclass(frozen=True)
class Columns:
    """The titles with the left and right edge of each, in the order in which they stand."""

    titles: dict[str, tuple[float, float]] = field(default_factory=dict)
    flush: float | None = None
    """Where the texts beside the names really begin, as several rows show."""

    @cached_property
    def unit_from(self) -> float:
        """Where units begin; where there is no such column, where figures begin."""
        left = self.titles["unit"][0] if "unit" in self.titles else self._first_figure
        return left - 0.02

    @cached_property
    def text_from(self) -> float:
        """Where the column right of the names begins."""
        if self.flush is not None:
            return self.flush - 0.006
        left, name = min(((left, n) for n, (left, _) in self.titles.items() if n in _TEXTS), default=(1.0, ""))
        # The tax bureau's own form sets this title and its texts flush left, all others centre the titles.
        flush = name == "specification" and left < _FLUSH_TITLE
        return min(left - (0.006 if flush else _CENTRED), self._first_figure - _CENTRED)

    @property
    def has_specification(self) -> bool:
        """Whether the texts beside the name are specifications (tolls and buildings have others)."""
        return "specification" in self.titles

    @cached_property
    def _first_figure(self) -> float:
        return min((self.titles[name][0] for name in _FIGURES if name in self.titles), default=0.45)

    def of_figure(self, right: float) -> str:
        """Return the column of a figure that ends here; nothing left of all of them."""
        return next((name for edge, name in self._edges if right > edge - _SHORT_OF_TITLE), "")

    @cached_property
    def _edges(self) -> list[tuple[float, str]]:
        """The right edges of the figures' titles, from the right."""
        return sorted(((self.titles[name][1], name) for name in _FIGURES if name in self.titles), reverse=True)


USUAL = Columns(
    {
        "item": (0.119, 0.165),
        "specification": (0.305, 0.365),
        "unit": (0.407, 0.437),
        "quantity": (0.473, 0.518),
        "price": (0.574, 0.614),
        "amount": (0.689, 0.736),
        "rate": (0.794, 0.824),
        "tax": (0.881, 0.929),
    }
)
"""The old VAT form's, where a font hides every title."""


def columns_of(row: Row | None) -> Columns:
    """Return the columns whose titles stand in a row."""
    if row is None:
        return USUAL
    found = dict(_found([glyph for run in row.runs for glyph in run.glyphs if glyph.char.strip()]))
    if not {"amount", "tax"} <= found.keys():
        return USUAL
    return Columns(dict(sorted(found.items(), key=lambda pair: pair[1][0])))


def _found(glyphs: Sequence[Glyph]) -> Iterator[tuple[str, tuple[float, float]]]:
    text = "".join({"（": "(", "）": ")"}.get(glyph.char, glyph.char) for glyph in glyphs)
    at = 0
    while at < len(text):
        title, name = next(((t, n) for t, n in _TITLES if text.startswith(t, at)), ("", ""))
        if title:
            yield name, (glyphs[at].left, glyphs[at + len(title) - 1].right)
        at += len(title) or 1


def is_title_row(row: Row) -> bool:
    """Whether the titles of a table stand in this row."""
    bare = row.text.replace(" ", "")
    told = sum(title in bare for title in ("规格型号", "项目名称", "税率", "金额", "服务名称", "车牌号", "税额"))
    return told >= 2 and "¥" not in bare
