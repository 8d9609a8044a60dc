"""Files that were spoiled on the way, or by somebody: bytes changed, the end gone, a value changed in one place."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from decimal import Decimal
from xml.sax.saxutils import escape

from studio_ledger.model.invoice import InvoiceLine
from studio_ledger.model.money import Money
from tests.invoice_prints.truth import Maker, Truth

_WITHOUT_DATA = ("/code.png", "/CustomTags.xml", "/Attachments.xml", "/Document.xml", "Tpls/")


def damaged(data: bytes, chance: random.Random) -> bytes:
    """Return the bytes with a few changed, or with the end gone."""
    if chance.random() < 0.3:
        return data[: chance.randrange(len(data))]
    changed = bytearray(data)
    for _ in range(chance.randint(1, 3)):
        changed[chance.randrange(len(changed))] = chance.randrange(256)
    return bytes(changed)


def swapped(truth: Truth, seed: int) -> Callable[[dict[str, bytes]], None]:
    """Return what changes one value in one of an OFD's files, and leaves it in the others as it was."""
    maker = Maker(seed)

    def change(files: dict[str, bytes]) -> None:
        places = [
            (name, old, new)
            for name, data in files.items()
            if not any(part in f"/{name}" for part in _WITHOUT_DATA)
            for old, new in _values(truth, maker)
            if f">{old}<".encode() in data
        ]
        if places:
            name, old, new = maker.chance.choice(places)
            files[name] = files[name].replace(f">{old}<".encode(), f">{new}<".encode())

    return change


def _values(truth: Truth, maker: Maker) -> Iterator[tuple[str, str]]:
    """Yield each value as it is spelled, and one of its kind that is another."""
    for number in filter(None, (truth.number, truth.code, truth.check_code)):
        yield number, _other_digit(number, maker)
    for party in (truth.buyer, truth.seller):
        yield escape(party.name) or "-", maker.company() + "甲"
        yield party.tax_id or "-", maker.tax_id()
    for total in filter(None, (truth.amount, truth.tax, truth.total)):
        other = Money(total.fen + maker.chance.choice((1, 100, 90_000)))
        yield str(total), str(other)
        yield f"¥{total}", f"¥{other}"
    day = truth.issued_on
    for spelled in ("%Y-%m-%d", "%Y年%m月%d日"):
        yield f"{day:{spelled}}", f"{day.replace(day=day.day % 28 + 1):{spelled}}"
    for line in truth.printed:
        yield from _line_values(line, maker)


def _line_values(line: InvoiceLine, maker: Maker) -> Iterator[tuple[str, str]]:
    yield escape(line.item), f"*日用杂品*{maker.digits(3)}号货物"
    if line.amount:
        yield str(line.amount), str(Money(line.amount.fen + 1000))
    if line.quantity and line.quantity > Decimal(1):
        yield f"{line.quantity:f}", f"{line.quantity + 1:f}"


def _other_digit(number: str, maker: Maker) -> str:
    at = maker.chance.randrange(len(number))
    return number[:at] + ("1" if number[at] != "1" else "2") + number[at + 1 :]
