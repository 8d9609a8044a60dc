"""The lines of a printed form: a name of up to four rows on the left, figures on the right."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field, replace
from decimal import Decimal
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING

from studio_ledger.invoices import values
from studio_ledger.model.invoice import InvoiceLine

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from studio_ledger.invoices.columns import Columns
    from studio_ledger.invoices.words import Row, Run

_RATE = re.compile(r"\d{1,2}(?:\.\d+)?%|免税|不征税|\*{3}|出口零税率|普通零税率")
_RATE_TAIL = re.compile(r"(-?[\d,]+\.\d{2})(\d{1,2}(?:\.\d+)?%|免税|不征税|\*{3})")
_SUM = re.compile(r"-?[\d,]+\.\d{2}")
_NUMBER = re.compile(r"-?(?:\d[\d,]*)?(?:\.\d+|\d)")
_ANOTHER_TABLE = re.compile(r"出行人|有效身份证件|运输工具种类|起运地")
"""Titles of a journey's own table, which holds names and id numbers: they are no part of an item."""
_SUMMING = ("小计", "合计", "总计")
_LISTED_NAME = 0.3
_WORD_SPACE = 0.02
_FLUSH = 0.003
"""A text that begins this close under the start of its title stands in that column."""


@dataclass
class _Draft:
    """A line while its rows are gathered."""

    item: str
    runs: list[Run]
    specification: str = ""
    unit: str = ""
    figures: dict[str, str] = field(default_factory=dict)
    rate: str = ""

    def finished(self) -> InvoiceLine:
        """Return the line."""
        quantity, price = self._quantity_and_price()
        return InvoiceLine(
            item=self.item,
            specification=self.specification,
            unit=self.unit,
            quantity=quantity,
            unit_price=price,
            amount=values.money(self.figures.get("amount")),
            rate=values.rate(self.rate) if self.rate else "",
            tax=values.exempt_or_money(self.figures.get("tax")),
        )

    def _quantity_and_price(self) -> tuple[Decimal | None, Decimal | None]:
        """Return both where they make the amount, else neither; one alone stands by its column."""
        quantity, price = (values.number(self.figures.get(name)) for name in ("quantity", "price"))
        amount = values.money(self.figures.get("amount"))
        if quantity is None or price is None:
            return quantity, price
        if amount is None:
            return None, None
        off = abs(quantity * price - amount.decimal)
        return (quantity, price) if off <= max(Decimal("0.02"), abs(amount.decimal) / 100) else (None, None)


def lines_between(
    rows: Sequence[Row], top: float, bottom: float, columns: Columns
) -> Iterator[tuple[InvoiceLine, list[Run]]]:
    """Yield the lines that stand below the column titles and above the sums, each with its runs."""
    drafts: list[_Draft] = []
    table = [row for row in rows if top + 0.008 < row.y < bottom - 0.004]
    end = next((i for i, row in enumerate(table) if _ANOTHER_TABLE.search(row.text)), len(table))
    rows_of_pieces = [[piece for run in row.runs for piece in _pieces(run, columns)] for row in table[:end]]
    columns = _settled(rows_of_pieces, columns)
    for row, pieces in zip(table, rows_of_pieces, strict=False):
        wraps = bool(drafts) and drafts[-1].specification and not row.text.startswith("*")
        _add(drafts, row, list(_parted(pieces, columns.flush)) if wraps else pieces, columns)
    for draft in drafts:
        if draft.figures.get("amount") or draft.item.startswith("*"):
            yield draft.finished(), draft.runs


def _parted(pieces: Sequence[Run], edge: float | None) -> Iterator[Run]:
    """Part a wrapped name from a wrapped specification that it touches: one of its letters begins at the edge."""
    for piece in pieces:
        at = next((i for i, g in enumerate(piece.glyphs) if edge is not None and abs(g.left - edge) < _FLUSH), 0)
        behind = "".join(glyph.char for glyph in piece.glyphs[at:])
        yield from piece.cut(at) if at and behind.strip() else (piece,)


def _settled(rows: Sequence[Sequence[Run]], columns: Columns) -> Columns:
    """Return the columns with the edge at which most specifications begin, where at least two share it."""
    lefts = []
    for pieces in rows:
        beside = [p.left for p in pieces if columns.text_from <= p.left < columns.unit_from and not _is_figure(p.text)]
        lefts += beside[:1]
    if not columns.has_specification or not lefts:
        return columns
    edge, times = Counter(round(left, 2) for left in lefts).most_common(1)[0]
    if times < 2 or times * 2 <= len(lefts):
        return columns
    return replace(columns, flush=min(left for left in lefts if round(left, 2) == edge))


def _add(drafts: list[_Draft], row: Row, pieces: Sequence[Run], columns: Columns) -> None:
    found = _sorted_out(row, pieces, columns)
    if found.item.replace(" ", "") in _SUMMING:
        return
    last = drafts[-1] if drafts else None
    amount = "amount" in found.figures
    begins = found.item.startswith("*") and (amount or bool(re.match(r"\*[^*]{1,20}\*", found.item)))
    if last is None or begins or (amount and "amount" in last.figures):
        if found.item or amount:
            drafts.append(found)
        return
    last.item = _joined(last.item, found.item)
    last.runs += found.runs
    last.specification = _joined(last.specification, found.specification)
    last.unit = _joined(last.unit, found.unit)
    last.figures = found.figures | last.figures
    last.rate = last.rate or found.rate


def _joined(first: str, second: str) -> str:
    # Two Latin words that a line break parted need their space back.
    apart = first[-1:].isascii() and first[-1:].isalpha() and second[:1].isascii() and second[:1].isalpha()
    return f"{first} {second}" if apart and first and second and len(first) < 12 else first + second


def _sorted_out(row: Row, pieces: Sequence[Run], columns: Columns) -> _Draft:
    """Put every piece of a row into its column."""
    found = _Draft("", list(row.runs))
    # A sales list counts its lines in a column before the name.
    if len(pieces) > 1 and re.fullmatch(r"\d{1,3}", pieces[0].text) and pieces[1].left < _LISTED_NAME:
        pieces = pieces[1:]
    name_ends = _name_end(pieces, columns)
    for at, piece in enumerate(pieces):
        figure = columns.of_figure(piece.right) if _is_figure(piece.text) else ""
        if at < name_ends:
            found.item = f"{found.item} {piece.text}".strip()
        elif _RATE.fullmatch(piece.text) and piece.left > 0.6 and not _is_tax(piece, columns):
            found.rate = piece.text
        elif figure:
            found.figures.setdefault(figure, piece.text)
        elif piece.left >= columns.unit_from and "unit" in columns.titles and not _NUMBER.fullmatch(piece.text):
            found.unit = _joined(found.unit, piece.text)
        elif columns.has_specification and piece.left < columns.unit_from:
            found.specification = _joined(found.specification, piece.text)
    if not (_SUM.fullmatch(found.figures.get("amount", "")) and (found.rate or "tax" in found.figures)):
        found.figures.pop("amount", None)
    return found


def _name_end(pieces: Sequence[Run], columns: Columns) -> int:
    """Return how many pieces make the name: a word that stands closer to it than to the next text belongs to it."""
    end = sum(piece.left < columns.text_from for piece in pieces)
    if 0 < end < len(pieces) - 1 and pieces[end + 1].left < columns.unit_from:
        before = pieces[end].left - pieces[end - 1].right
        end += before < min(_WORD_SPACE, pieces[end + 1].left - pieces[end].right)
    return end


def _is_figure(text: str) -> bool:
    return bool(_NUMBER.fullmatch(text)) or text in values.EXEMPT


def _is_tax(piece: Run, columns: Columns) -> bool:
    """Whether ``***`` or 免税 stands in the last column: in the one before, it is the rate."""
    return piece.text in values.EXEMPT and columns.of_figure(piece.right) == "tax" and piece.left > _rate_end(columns)


def _rate_end(columns: Columns) -> float:
    return columns.titles.get("rate", (0.0, 0.84))[1] + 0.02


def _pieces(run: Run, columns: Columns) -> Iterator[Run]:
    """Part columns that stand so close together that they came as one run."""
    at = _column_gap(run, columns)
    while at:
        piece, run = run.cut(at)
        yield piece
        at = _column_gap(run, columns)
    yield run


def _column_gap(run: Run, columns: Columns) -> int:
    """Return the number of the glyph that begins another column; 0 where the run stays whole."""
    glued = _RATE_TAIL.fullmatch(run.text)
    if glued and len(glued.group(1)) < len(run.glyphs):
        return len(glued.group(1))
    if len(run.glyphs) < 2:
        return 0
    gaps = [b.left - max(a.right, a.left) for a, b in pairwise(run.glyphs)]
    usual = max(0.0025, 3 * median(gaps))
    if all(g.char in "0123456789.,-+" for g in run.glyphs):
        widest = max(gaps)
        # Two figures have a gap that no letter spacing makes, or two decimal points.
        doubled = run.text.count(".") > 1 or run.text.rfind("-") > 0
        return gaps.index(widest) + 1 if widest > (0.0 if doubled else usual) else 0
    starts = [columns.titles[name][0] for name in ("specification", "unit", "plate", "place") if name in columns.titles]
    flush_starts = [start for start in starts if start < 0.25]
    least = -0.0005 if flush_starts else usual
    for i, gap in enumerate(gaps, 1):
        if gap <= least:
            continue
        left = run.glyphs[i].left
        if run.glyphs[i].char.isspace() or run.glyphs[i - 1].char.isspace():
            continue
        flush = any(abs(left - start) < _FLUSH for start in flush_starts)
        near = any(-0.04 < left - start < 0.006 for start in starts)
        if (flush and gap > -0.0005) or (near and gap > usual):
            return i
        if gap > usual and run.glyphs[i].char.isdigit() and left > columns.unit_from and i + 1 < len(run.glyphs):
            return i
    return 0
