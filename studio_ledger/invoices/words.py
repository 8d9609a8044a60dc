"""Glyphs to rows of runs: drawing order tells nothing, so text is put together by where it stands."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise
from operator import attrgetter
from statistics import median
from typing import TYPE_CHECKING, NamedTuple

from studio_ledger.invoices.values import clean

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_SAME_ROW = 0.008
"""Baselines closer than this (of the form's height) may stand in one row …"""

_DEEPEST_ROW = 0.0095
"""… and where a row spreads over more than this, it is two, parted at its widest gap."""

_RUN_GAP = 0.012
"""Wider gaps (of the form's width, 7 points) part two runs; a glyph's box may be narrower than the glyph."""


_BY_PLACE = attrgetter("bottom", "left")
_BY_LEFT = attrgetter("left")


class Glyph(NamedTuple):
    """A character and its place in fractions of the page; `bottom` is the baseline."""

    char: str
    left: float
    right: float
    top: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Run:
    """Characters that stand together in a row, in fractions of the form."""

    text: str
    left: float
    right: float
    top: float
    bottom: float
    glyphs: tuple[Glyph, ...] = field(default=(), compare=False, repr=False)

    def cut(self, at: int) -> tuple[Run, Run]:
        """Part the run before its glyph number `at`."""
        return _run(self.glyphs[:at]), _run(self.glyphs[at:])


@dataclass(frozen=True, slots=True)
class Row:
    """The runs on one baseline, from left to right."""

    y: float
    runs: tuple[Run, ...]

    @property
    def text(self) -> str:
        """All runs, two spaces apart."""
        return "  ".join(run.text for run in self.runs)

    def between(self, left: float, right: float) -> tuple[Run, ...]:
        """Return the runs that begin in this strip."""
        return tuple(run for run in self.runs if left <= run.left < right)


def rows_of(glyphs: Iterable[Glyph], lowest: float = 1.0) -> list[Row]:
    """Return the rows from the top; what stands outside the paper (below `lowest`) is not printed."""
    rows: list[list[Glyph]] = []
    baseline = 0.0
    for glyph in sorted(glyphs, key=_BY_PLACE):
        char, left, _, _, bottom = glyph
        if char in "\r\n\0" or not 0 <= left <= 1 or not 0 <= bottom <= lowest:
            continue
        if rows and bottom - baseline < _SAME_ROW:
            rows[-1].append(glyph)
        else:
            rows.append([glyph])
        baseline = bottom
    parted = [part for row in rows for part in _parted(row)]
    made = [Row(row[0].bottom, tuple(_runs(sorted(row, key=_BY_LEFT)))) for row in parted]
    return [row for row in made if row.runs]


def _parted(row: Sequence[Glyph]) -> Iterable[Sequence[Glyph]]:
    """Part a row at its widest gap until no part is too deep: a seal beside the form chains rows together."""
    waiting = [row]
    while waiting:
        part = waiting.pop()
        if part[-1].bottom - part[0].bottom <= _DEEPEST_ROW:
            yield part
            continue
        gaps = [b.bottom - a.bottom for a, b in pairwise(part)]
        at = gaps.index(max(gaps)) + 1
        waiting += [part[at:], part[:at]]


def _runs(row: Sequence[Glyph]) -> Iterable[Run]:
    gathered: list[Glyph] = []
    last: Glyph | None = None
    apart = _digit_gap(row)
    for glyph in row:
        if glyph.char.isspace():
            if gathered:
                gathered.append(glyph)
            continue
        if last is not None:
            if glyph.char == last.char and abs(glyph.left - last.left) < 0.0005:
                continue  # Bold made by printing twice.
            gap = glyph.left - (last.right if last.right > last.left else last.left)
            spaced = gathered[-1] is not last
            if gap > _RUN_GAP or (
                not spaced and gap > apart and gap > 0.7 * (last.right - last.left) and _are_digits(last, glyph)
            ):
                yield _run(gathered)
                gathered = []
        gathered.append(glyph)
        last = glyph
    if last is not None:
        yield _run(gathered)


def _are_digits(first: Glyph, second: Glyph) -> bool:
    return first.char.isdigit() and second.char.isdigit()


def _digit_gap(row: Sequence[Glyph]) -> float:
    """Return the gap beyond which two digits are two numbers: a quantity and the price beside it.

    It depends on the row, because a poor conversion sets every digit apart.
    """
    gaps = [b.left - a.right for a, b in pairwise(row) if _are_digits(a, b)]
    return max(0.003, 2 * median(gaps)) if gaps else 0.003


def _run(glyphs: Sequence[Glyph]) -> Run:
    inked = [glyph for glyph in glyphs if not glyph.char.isspace()]
    _, lefts, rights, tops, bottoms = zip(*inked, strict=True)
    return Run(
        clean("".join([glyph.char for glyph in glyphs])),
        lefts[0],
        max(*lefts, *rights),
        min(*tops, *bottoms),
        bottoms[-1],
        tuple(glyphs),
    )
