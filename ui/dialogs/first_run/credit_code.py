"""The unified social credit code (统一社会信用代码): its eighteenth sign proves the others (GB 32100-2015)."""

from __future__ import annotations

import unicodedata

_SIGNS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_LENGTH = 18


def clean(text: str) -> str:
    """Return the code in capitals and without blanks."""
    return "".join(unicodedata.normalize("NFKC", text).split()).upper()


def check_sign(first: str) -> str:
    """Return the eighteenth sign that belongs to the first seventeen."""
    total = sum(_SIGNS.index(sign) * pow(3, place, 31) for place, sign in enumerate(first))
    return _SIGNS[(31 - total % 31) % 31]


def problem(text: str) -> str:
    """Return ``length``, ``sign`` or ``check`` for what is wrong; empty for a right code."""
    code = clean(text)
    if len(code) != _LENGTH:
        return "length"
    if any(sign not in _SIGNS for sign in code):
        return "sign"
    return "" if check_sign(code[:-1]) == code[-1] else "check"
