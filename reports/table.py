"""Ruled tables that break over pages and repeat their head."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reports import fonts, style
from reports.style import MM
from studio_ledger.model.money import Money

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from reports.paper import Paper

Cell = str | int | Money

_PAD = 1.0 * MM
_SMALLEST = 4.5
_LINES = 40


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its title, its width in millimetres, how text stands in it, and the head it shares with others."""

    title: str
    wide_mm: float
    align: style.Align = "left"
    group: str = ""
    shaded: bool = False


@dataclass(frozen=True, slots=True)
class Look:
    """Size of the letters and the least height of a row, both in points."""

    size: float = 8.0
    row: float = 6.4 * MM
    head: bool = True


_Broken = tuple[float, list[str]]


def draw(
    paper: Paper,
    columns: Sequence[Column],
    rows: Iterable[Sequence[Cell]],
    total: Sequence[Cell] | None = None,
    look: Look | None = None,
) -> None:
    """Draw the table from `paper.y` down; numbers never break, they shrink; text breaks into lines."""
    _Table(paper, columns, look or Look()).draw(rows, total)


class _Table:
    def __init__(self, paper: Paper, columns: Sequence[Column], look: Look) -> None:
        self._paper = paper
        self._columns = columns
        self._look = look
        self._edges = [paper.frame.left]
        for column in columns:
            self._edges.append(self._edges[-1] + column.wide_mm * MM)

    def draw(self, rows: Iterable[Sequence[Cell]], total: Sequence[Cell] | None) -> None:
        self._paper.need(self._head_height() + 2 * self._look.row)
        if self._look.head:
            self._head()
        for row in rows:
            self._row(row, bold=False)
        if total is not None:
            self._row(total, bold=True)

    def _titles(self) -> list[_Broken]:
        return [
            fonts.fitted(column.title, column.wide_mm * MM - 2 * _PAD, 2, self._look.size, font=fonts.BOLD)
            for column in self._columns
        ]

    def _head_height(self) -> float:
        lines = max(len(lines) for _, lines in self._titles())
        own = max(self._look.row, lines * self._look.size * 1.25 + 2 * _PAD)
        return own + (self._look.row if any(column.group for column in self._columns) else 0)

    def _head(self) -> None:
        canvas, top, high = self._paper.canvas, self._paper.y, self._head_height()
        canvas.setFillColorRGB(*style.HEAD_FILL)
        canvas.rect(self._edges[0], top - high, self._edges[-1] - self._edges[0], high, stroke=0, fill=1)
        for place, (column, title) in enumerate(zip(self._columns, self._titles(), strict=True)):
            upper = top - self._look.row if column.group else top
            self._box(self._edges[place], self._edges[place + 1], upper, top - high)
            middle = (self._edges[place] + self._edges[place + 1]) / 2
            self._lines(title, middle, upper, upper - (top - high), "centre", bold=True)
        for name, start, end in self._groups():
            self._box(self._edges[start], self._edges[end], top, top - self._look.row)
            middle = (self._edges[start] + self._edges[end]) / 2
            self._lines((self._look.size, [name]), middle, top, self._look.row, "centre", bold=True)
        self._paper.y = top - high

    def _groups(self) -> list[tuple[str, int, int]]:
        groups: list[tuple[str, int, int]] = []
        for place, column in enumerate(self._columns):
            if groups and groups[-1][0] == column.group and groups[-1][2] == place:
                groups[-1] = (column.group, groups[-1][1], place + 1)
            elif column.group:
                groups.append((column.group, place, place + 1))
        return groups

    def _row(self, cells: Sequence[Cell], *, bold: bool) -> None:
        broken = [self._broken(column, cell, bold) for column, cell in zip(self._columns, cells, strict=True)]
        # A reason may run to thousands of characters: a row never grows taller than a page, it goes on below.
        for start in range(0, max(len(lines) for _, lines in broken), _LINES):
            self._strip(cells, [(size, lines[start : start + _LINES]) for size, lines in broken], bold=bold)

    def _strip(self, cells: Sequence[Cell], broken: Sequence[_Broken], *, bold: bool) -> None:
        high = max(self._look.row, max(size * 1.25 * len(lines) for size, lines in broken) + 2 * _PAD)
        if self._paper.need(high) and self._look.head:
            self._head()
        top = self._paper.y
        for place, (column, cell, lines) in enumerate(zip(self._columns, cells, broken, strict=True)):
            left, right = self._edges[place], self._edges[place + 1]
            if column.shaded:
                self._paper.canvas.setFillColorRGB(*style.HEAD_FILL)
                self._paper.canvas.rect(left, top - high, right - left, high, stroke=0, fill=1)
            self._box(left, right, top, top - high)
            align: style.Align = column.align if isinstance(cell, str) else "right"
            x = {"left": left + _PAD, "centre": (left + right) / 2, "right": right - _PAD}[align]
            colour = style.ink_for(cell) if isinstance(cell, Money) else style.INK
            self._lines(lines, x, top, high, align, bold=bold, colour=colour)
        self._paper.y = top - high

    def _broken(self, column: Column, cell: Cell, bold: bool) -> _Broken:
        font, room = fonts.BOLD if bold else fonts.REGULAR, column.wide_mm * MM - 2 * _PAD
        if isinstance(cell, str) and column.align != "right":
            return self._look.size, fonts.wrapped(cell, room, self._look.size, font)
        shown = cell.grouped if isinstance(cell, Money) else str(cell)
        wide = fonts.width(shown, self._look.size, font)
        return max(_SMALLEST, self._look.size * min(1.0, room / max(wide, 0.01))), [shown]

    def _lines(
        self,
        broken: _Broken,
        x: float,
        top: float,
        high: float,
        align: style.Align,
        *,
        bold: bool,
        colour: tuple[float, float, float] = style.INK,
    ) -> None:
        size, lines = broken
        # The middle of Chinese letters lies 0.36 em above the base line.
        y = top - high / 2 + (len(lines) - 1) * size * 0.625 - 0.36 * size
        for line in lines:
            style.text(self._paper.canvas, x, y, line, size, bold=bold, align=align, colour=colour)
            y -= size * 1.25

    def _box(self, left: float, right: float, top: float, bottom: float) -> None:
        self._paper.canvas.setStrokeColorRGB(*style.GRID)
        self._paper.canvas.setLineWidth(0.4)
        self._paper.canvas.rect(left, bottom, right - left, top - bottom, stroke=1, fill=0)
