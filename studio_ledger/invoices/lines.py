"""Lines of an invoice: a discount printed as a line of its own belongs to the line above it."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from studio_ledger.invoices.values import plain
from studio_ledger.model.money import Money

if TYPE_CHECKING:
    from collections.abc import Iterable

    from studio_ledger.model.invoice import InvoiceLine

_SHORT_NAME = re.compile(r"\*[^*]+\*")


def netted(lines: Iterable[InvoiceLine]) -> tuple[InvoiceLine, ...]:
    """Return the lines with each discount (of the other sign, same item, no quantity) taken off the line before it."""
    return _netted(lines)[0]


def places_of(lines: Iterable[InvoiceLine]) -> tuple[int, ...]:
    """Return for each printed line which of the netted ones it belongs to, from 1."""
    return _netted(lines)[1]


def _netted(lines: Iterable[InvoiceLine]) -> tuple[tuple[InvoiceLine, ...], tuple[int, ...]]:
    result: list[InvoiceLine] = []
    places: list[int] = []
    for line in lines:
        last = result[-1] if result else None
        if last is not None and _discounts(line, last):
            result[-1] = replace(
                last,
                amount=(last.amount or Money()) + (line.amount or Money()),
                tax=(last.tax or Money()) + (line.tax or Money()) if last.tax is not None else None,
            )
        else:
            result.append(line)
        places.append(len(result))
    return tuple(result), tuple(places)


def _discounts(line: InvoiceLine, last: InvoiceLine) -> bool:
    if line.amount is None or last.amount is None or line.quantity:
        return False
    # On a red-letter invoice the line is negative, and its discount is not.
    against = line.amount < Money() < last.amount or last.amount < Money() < line.amount
    short = _SHORT_NAME.match(line.item)
    # A poor print may part a name differently each time; its short name stays.
    alike = short is not None and last.item.startswith(short.group())
    return against and (alike or plain(line.item) == plain(last.item))
