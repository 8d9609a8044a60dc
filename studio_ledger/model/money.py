"""Money in whole fen, so that no sum in the ledger can ever be off by a rounding nobody named."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import Self

from studio_ledger.errors import InexactMoneyError

LARGEST_FEN = 10**13
"""A hundred billion yuan: above this an amount is a typing error, and the tables refuse it."""

_DIGITS = "零壹贰叁肆伍陆柒捌玖"
_UNITS = ("", "拾", "佰", "仟")
_GROUPS = ("", "万", "亿", "万亿")
_PLAIN = re.compile(r"[+-]?(\d{1,3}(,\d{3})+|\d+)?(\.\d*)?")


@dataclass(frozen=True, order=True, slots=True)
class Money:
    """An amount of renminbi in whole fen; negative for a reversal or a refund."""

    fen: int = 0

    @classmethod
    def yuan(cls, amount: str | Decimal | int) -> Self:
        """Read an amount in yuan exactly: ``Money.yuan("12.34") == Money(1234)``.

        Raises: InexactMoneyError where the text is no number, holds more than two
        decimals, or lies beyond LARGEST_FEN.
        """
        try:
            fen = Decimal(amount) * 100
        except (InvalidOperation, ValueError, TypeError) as error:
            raise InexactMoneyError(str(amount)) from error
        if not fen.is_finite() or fen != fen.to_integral_value() or abs(fen) > LARGEST_FEN:
            raise InexactMoneyError(str(amount))
        return cls(int(fen))

    @classmethod
    def typed(cls, text: str) -> Self:
        """Read what a person typed: full-width digits, ¥ and thousands commas are understood.

        Raises: InexactMoneyError.
        """
        plain = unicodedata.normalize("NFKC", text).replace("。", ".").strip().lstrip("¥￥").strip()
        if not plain or not _PLAIN.fullmatch(plain) or not any(c.isdigit() for c in plain):
            raise InexactMoneyError(text)
        return cls.yuan(plain.replace(",", ""))

    @classmethod
    def total(cls, amounts: Iterable[Money]) -> Self:
        """Return the sum; zero of nothing."""
        return cls(sum(amount.fen for amount in amounts))

    def __add__(self, other: Money) -> Money:
        return Money(self.fen + other.fen)

    def __sub__(self, other: Money) -> Money:
        return Money(self.fen - other.fen)

    def __neg__(self) -> Money:
        return Money(-self.fen)

    def __bool__(self) -> bool:
        return self.fen != 0

    def __str__(self) -> str:
        """Yuan with two decimals and no separators, as JSON and the contract want it."""
        return f"{'-' if self.fen < 0 else ''}{abs(self.fen) // 100}.{abs(self.fen) % 100:02d}"

    @property
    def grouped(self) -> str:
        """Yuan for people: ``1,234,567.89``."""
        return f"{'-' if self.fen < 0 else ''}{abs(self.fen) // 100:,}.{abs(self.fen) % 100:02d}"

    @property
    def decimal(self) -> Decimal:
        """Yuan as an exact Decimal."""
        return Decimal(self.fen) / 100

    def times(self, factor: Decimal | int) -> Money:
        """Return this amount times a factor, half a fen rounded up (away from zero)."""
        return Money(int((Decimal(self.fen) * factor).quantize(Decimal(1), rounding=ROUND_HALF_UP)))

    @property
    def capitals(self) -> str:
        """The amount in Chinese capitals (大写), as the 会计基础工作规范 art. 52 wants it.

        整 is always written after 元 or 角; a negative amount starts with （负）.
        """
        yuan, rest = divmod(abs(self.fen), 100)
        jiao, cent = divmod(rest, 10)
        text = "(负)人民币" if self.fen < 0 else "人民币"
        if yuan or not rest:
            text += (_integer_capitals(yuan) or "零") + "元"
        if not rest:
            return text + "整"
        if jiao:
            # The official first form writes 零 after 元 where the last digit of yuan is zero.
            text += ("零" if yuan and yuan % 10 == 0 else "") + _DIGITS[jiao] + "角"
        elif yuan:
            text += "零"
        return text + (_DIGITS[cent] + "分" if cent else "整")


def _integer_capitals(yuan: int) -> str:
    groups: list[int] = []
    while yuan:
        yuan, group = divmod(yuan, 10_000)
        groups.append(group)
    text, gap = "", False
    for place in range(len(groups) - 1, -1, -1):
        group = groups[place]
        if not group:
            gap = bool(text)
            continue
        if text and (gap or group < 1000):
            text += "零"
        text += _group_capitals(group) + _GROUPS[place]
        gap = False
    return text


def _group_capitals(group: int) -> str:
    text, gap = "", False
    for place in (3, 2, 1, 0):
        digit = group // 10**place % 10
        if digit:
            text += ("零" if gap and text else "") + _DIGITS[digit] + _UNITS[place]
            gap = False
        else:
            gap = True
    return text
