"""What a reading child answers is believed in nothing: its shape, its types and its sizes are looked at here.

A child may have been taken over by the file that it read. What it can do at worst is to tell an invoice wrongly,
as the file itself could.
"""

from __future__ import annotations

import math
import types
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from decimal import Decimal, InvalidOperation
from functools import cache
from typing import Any, Union, get_args, get_origin, get_type_hints
from unicodedata import category

from studio_ledger.errors import LedgerError
from studio_ledger.invoices.frames import BrokenFrameError
from studio_ledger.invoices.spelling import read_stored_invoice
from studio_ledger.model.invoice import Invoice
from studio_ledger.model.money import Money

MOST_INVOICES = 500
MOST_PICTURES = 20
LONGEST_TEXT = 20_000
LONGEST_REASON = 500
_MOST_ITEMS = 20_000
_LARGEST_NUMBER = 10**15
_DEEPEST = 8
_LARGEST_SIDE = 40_000
_MOST_PIXELS = 40_000_000


def invoices_of(told: object) -> tuple[Invoice, ...]:
    """Return the invoices in a child's answer.

    Raises: BrokenFrameError for anything that no reader of ours would say.
    """
    if not isinstance(told, list) or not 0 < len(told) <= MOST_INVOICES:
        raise BrokenFrameError
    return tuple(_invoice(each) for each in told)


def text_of(told: object) -> str:
    """Return a text that may be shown: bounded, and without lone surrogates or control characters.

    Raises: BrokenFrameError.
    """
    if not isinstance(told, str) or not 0 < len(told) <= LONGEST_REASON:
        raise BrokenFrameError
    return _plain(told)


def size_of(told: object, body: bytes) -> tuple[int, int]:
    """Return width and height of a picture whose bytes are there in full.

    Raises: BrokenFrameError.
    """
    match told:
        case [int(width), int(height)] if 0 < width <= _LARGEST_SIDE and 0 < height <= _LARGEST_SIDE:
            if width * height <= _MOST_PIXELS and len(body) == width * height * 4:
                return width, height
    raise BrokenFrameError


def place_of(told: object) -> tuple[int, int]:
    """Return where in a bundle a picture comes from: the place of its file, and the page of that.

    Raises: BrokenFrameError.
    """
    match told:
        case [int(member), int(page)] if -1 <= member <= _MOST_ITEMS and 0 <= page <= _MOST_ITEMS:
            return member, page
    raise BrokenFrameError


def _invoice(told: object) -> Invoice:
    if not isinstance(told, dict):
        raise BrokenFrameError
    try:
        invoice = read_stored_invoice(_tamed(told, _DEEPEST))
    except (AttributeError, InvalidOperation, KeyError, LedgerError, OverflowError, TypeError, ValueError) as error:
        raise BrokenFrameError from error
    if not _is_of(invoice, Invoice):
        raise BrokenFrameError
    return invoice


def _tamed(told: Any, deep: int) -> Any:
    """Return the same with plain texts.

    Raises: BrokenFrameError where it is too long, too deep or too large.
    """
    match told:
        case None | bool():
            return told
        case str() if len(told) <= LONGEST_TEXT:
            return _plain(told)
        case int() | float() if math.isfinite(told) and abs(told) <= _LARGEST_NUMBER:
            return told
        case list() if deep and len(told) <= _MOST_ITEMS:
            return [_tamed(each, deep - 1) for each in told]
        case dict() if deep and len(told) <= _MOST_ITEMS:
            return {_tamed(key, 0): _tamed(each, deep - 1) for key, each in told.items()}
    raise BrokenFrameError


def _plain(text: str) -> str:
    """Drop what is not seen: control characters, direction marks, halves of characters."""
    if text.isprintable():
        return text
    return "".join(c for c in text if c.isprintable() or c in "\n\t" or category(c) not in ("Cc", "Cf", "Cs"))


def _is_of(value: Any, hint: Any) -> bool:
    """Whether a value is what an annotation of the vocabulary promises, all the way down."""
    origin = get_origin(hint)
    if origin in (Union, types.UnionType):
        return any(_is_of(value, each) for each in get_args(hint))
    if origin is tuple:
        return isinstance(value, tuple) and all(_is_of(each, get_args(hint)[0]) for each in value)
    if origin is Mapping:
        return isinstance(value, Mapping) and all(isinstance(word, str) for pair in value.items() for word in pair)
    if hint is float:
        return type(value) in (int, float)
    return type(value) is hint and _holds(value, hint)


def _holds(value: Any, kind: type) -> bool:
    if isinstance(value, Decimal):
        return value.is_finite() and -30 < value.adjusted() < 30 and len(value.as_tuple().digits) < 60
    if isinstance(value, Money):
        return type(value.fen) is int
    return not is_dataclass(kind) or all(_is_of(getattr(value, name), hint) for name, hint in _hints(kind))


@cache
def _hints(kind: type) -> tuple[tuple[str, Any], ...]:
    hints = get_type_hints(kind)
    return tuple((each.name, hints[each.name]) for each in fields(kind))
