"""Pages put together: an invoice may run over several, end in a list of goods, or stand beside others."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from studio_ledger.model.money import Money

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from studio_ledger.invoices.reading import Reading
    from studio_ledger.model.invoice import FieldBox, InvoiceLine

_ON_LAST_PAGE = ("amount", "tax", "total", "words", "issued_on", "buyer_name", "seller_name", "buyer_id", "seller_id")


@dataclass
class _Group:
    """The readings of one invoice, and what its list of goods holds so far."""

    readings: list[Reading]
    listed: list[InvoiceLine] = field(default_factory=list)
    boxes: list[FieldBox] = field(default_factory=list)


class Pages:
    """The invoices of a file, page by page."""

    def __init__(self) -> None:
        self._groups: list[_Group] = []

    def add(self, found: Sequence[list[Reading]]) -> None:
        """Add what a page shows: one with the same number, or with none, continues the invoice before it."""
        for readings in found:
            page = readings[0]
            same = next((g for g in self._groups if page.number and g.readings[0].number == page.number), None)
            if same is not None and not _refers_to_list(same.readings[0]):
                _continue(same.readings[0], page)
            elif same is not None or (self._groups and not page.number):
                _list(same or self._groups[-1], page)
            else:
                self._groups.append(_Group(readings))

    def invoices(self) -> list[list[Reading]]:
        """Return the readings of each invoice; a list takes the place of the line that refers to it."""
        for group in self._groups:
            _take_list(group)
        return [group.readings for group in self._groups]


def _continue(whole: Reading, page: Reading) -> None:
    """Add a further page of the form: more lines, and on the last one the sums."""
    whole.boxes += _renumbered(page.boxes, len(whole.lines))
    whole.lines += page.lines
    for name in _ON_LAST_PAGE:
        if not getattr(whole, name) and getattr(page, name):
            setattr(whole, name, getattr(page, name))


def _list(group: _Group, page: Reading) -> None:
    group.boxes += _renumbered((box for box in page.boxes if box.field.startswith("line-")), len(group.listed))
    group.listed += page.lines


def _take_list(group: _Group) -> None:
    whole = group.readings[0]
    amounts = [line.amount for line in group.listed if line.amount is not None]
    if not amounts or not _refers_to_list(whole):
        return
    if Money.total(amounts) == whole.amount:
        whole.lines = group.listed
        whole.boxes = [box for box in whole.boxes if not box.field.startswith("line-")] + group.boxes
    else:
        whole.warn("list.differs", f"清单各行金额之和 {Money.total(amounts)} 与发票金额 {whole.amount} 不符，请核对。")


def _renumbered(boxes: Iterable[FieldBox], offset: int) -> list[FieldBox]:
    """Count the boxes of lines on from the pages before."""
    return [
        replace(box, field=f"line-{int(box.field[5:]) + offset}") if box.field.startswith("line-") else box
        for box in boxes
    ]


def _refers_to_list(reading: Reading) -> bool:
    return len(reading.lines) == 1 and "清单" in reading.lines[0].item
