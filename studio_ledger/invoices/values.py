"""Printed texts as values: one place for dates, sums, capitals and tax ids, whichever format they came in.

Nothing here guesses: a text that is not plainly the thing asked for is None or empty.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from decimal import Decimal, InvalidOperation

from studio_ledger.errors import InexactMoneyError
from studio_ledger.model.money import Money

EXEMPT = frozenset({"***", "免税", "不征税", "*"})
"""What stands in the tax or rate column where no tax is due."""

_DATE = re.compile(r"((?:19|20)\d\d)\D{0,4}?(\d{1,2})\D{1,4}?(\d{1,2})(?!\d)|((?:19|20)\d\d)(\d\d)(\d\d)")
_MONEY = re.compile(r"[+-]?\d{1,3}(?:,\d{3})+(?:\.\d+)?|[+-]?\d+(?:\.\d+)?")
_CODE_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_CODE_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
_CAPITAL_DIGITS = {c: i for i, c in enumerate("零壹贰叁肆伍陆柒捌玖")} | {"〇": 0, "贰": 2, "两": 2, "陸": 6}
_CAPITAL_UNITS = {"拾": 10, "佰": 100, "仟": 1000}
_LONGEST_CAPITALS = 60
_CAPITALS = re.compile(
    r"[零〇壹贰叁肆伍陆柒捌玖拾佰仟万亿]+[圆元](?:[零壹贰叁肆伍陆柒捌玖]+[角分])*"
    r"|[壹贰叁肆伍陆柒捌玖]角(?:[零壹贰叁肆伍陆柒捌玖]分)?"
    r"|[壹贰叁肆伍陆柒捌玖]分"
)


_KEPT = "（），：；"
_WITHOUT_KEPT = str.maketrans("", "", _KEPT)


def clean(text: str | None) -> str:
    """Return the text with compatibility forms folded, white space single, control and bidi characters gone."""
    if not text:
        return ""
    if text.isprintable() and unicodedata.is_normalized("NFKC", text.translate(_WITHOUT_KEPT)):
        return " ".join(text.split())
    folded = "".join(_folded(c) for c in text)
    return " ".join("".join(c for c in folded if c.isspace() or unicodedata.category(c)[0] != "C").split())


def _folded(character: str) -> str:
    # Names are printed with full-width brackets: kept. Kangxi radicals and full-width digits are not.
    return character if character in _KEPT else unicodedata.normalize("NFKC", character)


def plain(text: str) -> str:
    """Return the form in which two printings of one name or number are compared."""
    return unicodedata.normalize("NFKC", text).replace(" ", "").upper()


def money(text: str | None) -> Money | None:
    """Read a sum in yuan; extra decimals must be zeros. None for anything else."""
    if not text:
        return None
    bare = unicodedata.normalize("NFKC", text).strip().lstrip("¥￥").strip()
    if not _MONEY.fullmatch(bare):
        return None
    try:
        return Money.yuan(bare.replace(",", ""))
    except InexactMoneyError:
        return None


def number(text: str | None) -> Decimal | None:
    """Read a quantity or a unit price of any precision."""
    if not text:
        return None
    bare = unicodedata.normalize("NFKC", text).strip().replace(",", "")
    try:
        value = Decimal(bare)
    except InvalidOperation:
        return None
    # Spelled out, 1e999 would be a text of a thousand digits.
    return value if value.is_finite() and len(bare) < 32 and -20 < value.adjusted() < 20 else None


def date(text: str | None) -> dt.date | None:
    """Read ``2024年05月28日``, ``2024-05-28 09:52:29``, ``20240528`` or ``2024 05 28``."""
    match = _DATE.search(unicodedata.normalize("NFKC", text or ""))
    if not match:
        return None
    year, month, day = (int(part) for part in match.groups() if part)
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


def rate(text: str | None) -> str:
    """Return a rate as it is printed (``13%``, ``免税``) from ``0.130000``, ``13.00%`` or the print itself."""
    bare = unicodedata.normalize("NFKC", text or "").strip()
    value = number(bare.rstrip("%"))
    if value is None:
        return bare
    percent = (value if bare.endswith("%") else value * 100).normalize()
    return f"{percent:f}%"


def tax_id_holds(tax_id: str) -> bool:
    """Whether the check digit of an 18-character id (GB 32100) holds; other lengths have none to fail."""
    if len(tax_id) != 18:
        return len(tax_id) in (15, 17, 20) and tax_id.isascii() and tax_id.isalnum()
    if any(c not in _CODE_ALPHABET for c in tax_id):
        return False
    found = sum(_CODE_ALPHABET.index(c) * w for c, w in zip(tax_id, _CODE_WEIGHTS, strict=False))
    return _CODE_ALPHABET[-found % 31] == tax_id[17]


def capitals(text: str | None) -> Money | None:
    """Read a sum in Chinese capitals (``壹佰捌拾圆整``, ``（负数）叁佰元整``) out of a text around it."""
    bare = unicodedata.normalize("NFKC", text or "").replace(" ", "").replace("園", "圆").replace("圓", "圆")
    match = _CAPITALS.search(bare)
    # 壹 and a thousand 亿 is a number that Python itself refuses to print.
    if not match or len(match.group()) > _LONGEST_CAPITALS:
        return None
    words = match.group()
    whole, cut, rest = words.partition("圆") if "圆" in words else words.partition("元")
    if not cut:
        whole, rest = "", words
    fen = _whole(whole) * 100
    for digit, unit in re.findall(r"([零壹贰叁肆伍陆柒捌玖])([角分])", rest):
        fen += _CAPITAL_DIGITS[digit] * (10 if unit == "角" else 1)
    return Money(-fen) if "负" in bare else Money(fen)


def _whole(words: str) -> int:
    total = group = digit = 0
    for c in words:
        if c in _CAPITAL_DIGITS:
            digit = _CAPITAL_DIGITS[c]
        elif c in _CAPITAL_UNITS:
            group += (digit or 1) * _CAPITAL_UNITS[c]
            digit = 0
        else:
            # 万 counts what stands since the last unit of four, 亿 all before it: 壹亿零叁万, 壹万亿.
            total = total + (group + digit) * 10_000 if c == "万" else (total + group + digit) * 100_000_000
            group = digit = 0
    return total + group + digit


def exempt_or_money(text: str | None) -> Money | None:
    """Read a tax: ``***`` and 免税 are zero."""
    return Money() if (text or "").strip() in EXEMPT else money(text)
