"""Sums as a clerk types them (``8*45``, ``100-12.5``), read exactly and never by eval."""

from __future__ import annotations

import re
import unicodedata
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

from studio_ledger.errors import InexactMoneyError
from studio_ledger.model.money import Money

_TOKEN = re.compile(r"\d+(?:\.\d*)?|\.\d+|[-+*/()]")
_SPOKEN = str.maketrans({"。": ".", "、": "/", "×": "*", "÷": "/", "—": "-", "–": "-", "−": "-", "x": "*", "X": "*"})
_LEFT_OUT = re.compile(r"[,，¥￥元\s=＝]")
ALLOWED = frozenset("0123456789.+-*/()")


def plain(text: str) -> str:
    """Return typed text as ASCII: full-width signs translated, ¥, commas and blanks left out."""
    return _LEFT_OUT.sub("", unicodedata.normalize("NFKC", text).translate(_SPOKEN))


def evaluate(text: str) -> Money | None:
    """Return the amount of a sum, half a fen rounded up; None of nothing.

    Raises: InexactMoneyError where the text is no sum, divides by zero, or a plain number has more than two decimals.
    """
    source = plain(text)
    if not source:
        return None
    tokens = _TOKEN.findall(source)
    if "".join(tokens) != source:
        raise InexactMoneyError(text)
    try:
        value = _Reader(tokens).whole()
    except (InvalidOperation, ZeroDivisionError, IndexError, ValueError) as error:
        raise InexactMoneyError(text) from error
    if set(source) & set("*/"):
        value = value.quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)
    return Money.yuan(value)


class _Reader:
    """Reads sum := product (± product)*, product := atom (*|/ atom)*, atom := number | ± atom | ( sum )."""

    def __init__(self, tokens: list[str]) -> None:
        self._tokens = [*tokens, ""]
        self._at = 0

    def whole(self) -> Decimal:
        value = self._sum()
        if self._tokens[self._at]:
            raise ValueError(self._tokens[self._at])
        return value

    def _take(self) -> str:
        token = self._tokens[self._at]
        self._at += 1
        return token

    def _sum(self) -> Decimal:
        value = self._product()
        while self._tokens[self._at] in {"+", "-"}:
            value = value + self._product() if self._take() == "+" else value - self._product()
        return value

    def _product(self) -> Decimal:
        value = self._atom()
        while self._tokens[self._at] in {"*", "/"}:
            value = value * self._atom() if self._take() == "*" else value / self._atom()
        return value

    def _atom(self) -> Decimal:
        sign = self._take()
        if sign in {"+", "-"}:
            return self._atom() if sign == "+" else -self._atom()
        if sign != "(":
            return Decimal(sign)
        value = self._sum()
        if self._take() != ")":
            raise ValueError(sign)
        return value
