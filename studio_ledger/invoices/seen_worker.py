"""The child that recognises text on pictures: larger than a reading child, and as locked in."""

from __future__ import annotations

import sys
from functools import cache
from typing import TYPE_CHECKING, Any

from studio_ledger.invoices import read_desk, seen_reader
from studio_ledger.invoices.pictures import Picture
from studio_ledger.invoices.refusal import RefusedError, UnreadableInvoiceError
from studio_ledger.invoices.seen_engine import RapidOcr
from studio_ledger.invoices.worker import serve

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from studio_ledger.invoices.seen_words import Recogniser
    from studio_ledger.invoices.worker import Frame
    from studio_ledger.model.invoice import Invoice

_SIDE = 64


def main(words: Sequence[str], recogniser: Callable[[], Recogniser] = RapidOcr) -> int:
    """Read files until the program says no more."""
    loaded = cache(recogniser)

    def prepare() -> None:
        read_desk.prepare()
        loaded().words(Picture(_SIDE, _SIDE, b"\xff" * (_SIDE * _SIDE * 4)))

    def answers(head: dict[str, Any], data: bytes) -> Iterator[Frame]:
        yield read_desk.told(lambda: _read(data, head["name"], loaded()))

    return serve(words, prepare, answers)


def _read(data: bytes, name: str, recogniser: Recogniser) -> tuple[Invoice, ...]:
    try:
        return seen_reader.read(data, recogniser)
    except RefusedError as refused:
        raise UnreadableInvoiceError(name, refused.reason) from refused


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
