"""One spelling for every act, so that the bytes that were signed can be compared for ever.

A subset of RFC 8785: keys are sorted ASCII identifiers, text is NFC without control or
direction characters, numbers are integers. There is no float and no null.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Mapping, Sequence
from typing import Any

from studio_ledger.errors import LedgerError

LARGEST_INTEGER = 2**53 - 1
_KEY = re.compile(r"[a-z][a-z0-9_]*", re.ASCII)
_FORBIDDEN = re.compile(
    "[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufeff]"
)


class NotCanonicalError(LedgerError):
    """A value or text that has no canonical spelling, or bytes that are not spelt canonically."""

    code = "log.not_canonical"

    def __init__(self, reason: str) -> None:
        super().__init__(reason=reason)


def clean_text(text: str) -> str:
    """Return text as the log takes it: NFC, without control, direction or surrogate characters."""
    return unicodedata.normalize("NFC", _FORBIDDEN.sub("", text))


def encode(value: Mapping[str, Any]) -> bytes:
    """Spell an object canonically.

    Raises: NotCanonicalError for floats, nulls, foreign keys, or text that clean_text would change.
    """
    _check(value)
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def decode(data: bytes) -> dict[str, Any]:
    """Read canonical bytes.

    Raises: NotCanonicalError where the bytes are not exactly what encode() writes.
    """
    try:
        value = json.loads(data.decode("utf-8"), parse_float=_refuse_number, parse_constant=_refuse_number)
    except (ValueError, RecursionError) as error:
        raise NotCanonicalError(str(error)) from error
    if not isinstance(value, dict):
        raise NotCanonicalError("not an object")
    if encode(value) != data:
        raise NotCanonicalError("spelt otherwise")
    return value


def _refuse_number(text: str) -> object:
    raise NotCanonicalError(f"number {text}")


def _check(value: object) -> None:  # noqa: C901 - one branch a type, and no more types than that
    if isinstance(value, str):
        if clean_text(value) != value:
            raise NotCanonicalError("text holds characters that the log does not take")
    elif isinstance(value, bool):
        return
    elif isinstance(value, int):
        if abs(value) > LARGEST_INTEGER:
            raise NotCanonicalError(f"integer {value}")
    elif isinstance(value, Mapping):
        for key, item in value.items():
            if not isinstance(key, str) or not _KEY.fullmatch(key):
                raise NotCanonicalError(f"key {key!r}")
            _check(item)
    elif isinstance(value, Sequence) and not isinstance(value, bytes):
        for item in value:
            _check(item)
    else:
        raise NotCanonicalError(f"{type(value).__name__} has no canonical spelling")
