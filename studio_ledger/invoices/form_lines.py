"""The lines of a printed form: a name of up to four rows on the left, figures on the right."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING

from studio_ledger.invoices import values
from studio_ledger.invoices.words import Row, Run
from studio_ledger.model.invoice import InvoiceLine

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_RATE = re.compile(r"\d{1,2}(?:\.\d+)?%|免税|不征税|\*{3}|出口零税率|普通零税率")
_SUM = re.compile(r"-?[\d,]+\.\d{2}")
_NUMBER = re.compile(r"-?\d[\d,]*(?:\.\d+)?")
_GLUED = re.compile(r"(-?[\d,]+\.\d{2})\s*(\d{1,2}(?:\.\d+)?%|免税|不征税|\*{3})")
_TWO_FIGURES = re.compile(r"(-?[\d,]+(?:\.\d+)?)\s+(-?[\d,]+(?:\.\d+)?)")
_ANOTHER_TABLE = re.compile(r"出行人|有效身份证件|运输工具种类|起运地")
"""Titles of a journey's own table, which holds names and id numbers: they are no part of an item."""
_NAME_COLUMN = 0.2
_LISTED_NAME = 0.3
_TAX_COLUMN = 0.86
_PRICE_COLUMN = 0.54


@dataclass
class _Draft:
    """A line while its rows are gathered."""

    item: str
    runs: list[Run]
    specification: str = ""
    unit: str = ""
    figures: list[tuple[str, Run]] = field(default_factory=list)
    amount: str = ""
    rate: str = ""
    tax: str = ""

    def finished(self) -> InvoiceLine:
        """Return the line."""
        quantity, price = self._quantity_and_price()
        return InvoiceLine(
            item=self.item,
            specification=self.specification,
            unit=self.unit,
            quantity=quantity,
            unit_price=price,
            amount=values.money(self.amount),
            rate=values.rate(self.rate) if self.rate else "",
            tax=values.exempt_or_money(self.tax),
        )

    def _quantity_and_price(self) -> tuple[Decimal | None, Decimal | None]:
        """Return both where they make the amount; a lone figure only where its column is beyond doubt."""
        if len(self.figures) == 2:
            quantity, price = (values.number(text) for text, _ in self.figures)
            amount = values.money(self.amount)
            if quantity is None or price is None or amount is None:
                return None, None
            off = abs(quantity * price - amount.decimal)
            return (quantity, price) if off <= max(Decimal("0.02"), abs(amount.decimal) / 100) else (None, None)
        if len(self.figures) != 1:
            return None, None
        text, run = self.figures[0]
        figure = values.number(text)
        return (figure, None) if run.right < _PRICE_COLUMN else (None, figure if run.left > _PRICE_COLUMN else None)


def lines_between(rows: Sequence[Row], top: float, bottom: float) -> Iterator[tuple[InvoiceLine, list[Run]]]:
    """Yield the lines that stand below the column titles and above the sums, each with its runs."""
    unit_column = _unit_column(rows)
    drafts: list[_Draft] = []
    for row in rows:
        if top + 0.008 < row.y < bottom - 0.004:
            if _ANOTHER_TABLE.search(row.text):
                break
            _add(drafts, row, unit_column)
    for draft in drafts:
        if draft.amount or draft.item.startswith("*"):
            yield draft.finished(), draft.runs


def _unit_column(rows: Sequence[Row]) -> float | None:
    """Return where the column of units begins; None for a form with other columns (tolls, buildings, journeys)."""
    titles = next((row for row in rows if "规格型号" in row.text.replace(" ", "")), None)
    if titles is None:
        # Where a font hides every title, it is the plain form of an old invoice.
        return None if any("项目名称" in row.text.replace(" ", "") for row in rows) else 0.385
    unit = next((run for run in titles.runs if run.text.startswith("单") and run.left > 0.25), None)
    return unit.left - 0.02 if unit else 0.38


def _add(drafts: list[_Draft], row: Row, unit_column: float | None) -> None:
    named = row.runs[0] if row.runs[0].left < _NAME_COLUMN else None
    if named and len(row.runs) > 1 and re.fullmatch(r"\d{1,3}", named.text) and row.runs[1].left < _LISTED_NAME:
        named = row.runs[1]  # A sales list counts its lines in a column before the name.
    name = named.text if named else ""
    rest = [piece for run in row.runs if named is None or run.left > named.left for piece in _pieces(run)]
    found = _Draft(name, list(row.runs))
    _sort_out(found, rest, unit_column)
    last = drafts[-1] if drafts else None
    if name.replace(" ", "") in ("小计", "合计", "总计"):
        return
    begins = name.startswith("*") and bool(re.match(r"\*[^*]{1,20}\*", name) or found.amount)
    if last is None or begins or (found.amount and last.amount):
        if name or found.amount:
            drafts.append(found)
        return
    last.item = _joined(last.item, name)
    last.runs += found.runs
    last.specification = _joined(last.specification, found.specification)
    last.unit = last.unit or found.unit
    last.figures += found.figures
    last.amount, last.rate, last.tax = last.amount or found.amount, last.rate or found.rate, last.tax or found.tax


def _joined(first: str, second: str) -> str:
    # Two Latin words that a line break parted need their space back.
    apart = first[-1:].isascii() and first[-1:].isalpha() and second[:1].isascii() and second[:1].isalpha()
    return f"{first} {second}" if apart and first and second and len(first) < 12 else first + second


def _pieces(run: Run) -> Iterator[tuple[str, Run]]:
    """Part columns that stand so close that they came as one run: ``529.2013%``."""
    glued = _GLUED.fullmatch(run.text) or _TWO_FIGURES.fullmatch(run.text)
    if not glued:
        yield run.text, run
        return
    cut = run.left + (run.right - run.left) * len(glued.group(1)) / max(len(run.text), 1)
    yield glued.group(1), Run(glued.group(1), run.left, cut, run.top, run.bottom)
    yield glued.group(2), Run(glued.group(2), cut, run.right, run.top, run.bottom)


def _sort_out(line: _Draft, pieces: list[tuple[str, Run]], unit_column: float | None) -> None:
    if (
        pieces
        and pieces[-1][1].right > _TAX_COLUMN
        and (_SUM.fullmatch(pieces[-1][0]) or pieces[-1][0] in values.EXEMPT)
    ):
        line.tax = pieces.pop()[0]
    rated = next((i for i in range(len(pieces) - 1, -1, -1) if _RATE.fullmatch(pieces[i][0])), None)
    if rated is not None and pieces[rated][1].left > 0.6:
        line.rate = pieces.pop(rated)[0]
    if pieces and _SUM.fullmatch(pieces[-1][0]) and pieces[-1][1].right > 0.62 and (line.tax or line.rate):
        line.amount = pieces.pop()[0]
    if unit_column is None:
        return
    for text, run in pieces:
        if _NUMBER.fullmatch(text) and run.left > unit_column + 0.03:
            line.figures.append((text, run))
        elif run.left < unit_column:
            line.specification = _joined(line.specification, text)
        elif not _NUMBER.fullmatch(text) and run.left < unit_column + 0.12:
            line.unit = _joined(line.unit, text)
