"""What a detector is handed: the books with the groupings that several of them need, and the thresholds."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from dataclasses import dataclass, field
from functools import cache, cached_property
from typing import TYPE_CHECKING, TypeVar

from studio_ledger.model.money import Money

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterable, Mapping

    from studio_ledger.audit.thresholds import Thresholds
    from studio_ledger.model.school_books import BookVoucher, SchoolBooks
    from studio_ledger.model.studio import Studio

Item = TypeVar("Item")
Key = TypeVar("Key")

FEES = frozenset({"lecture", "mentor"})
ACTIVITIES = frozenset({"seminar", "conference", "lecture", "field_visit"})
_NAMES = re.compile(r"[、，,;；/]+")


@dataclass(frozen=True, slots=True)
class Hint:
    """What a detector says: a sentence, the vouchers, the figures compared. `studio` and `year` where no voucher is."""

    why: str
    vouchers: tuple[BookVoucher, ...] = ()
    figures: Mapping[str, str] = field(default_factory=dict)
    studio: str = ""
    year: int = 0
    subject: str = ""
    """What tells two hints of one detector apart that name no voucher."""
    amount: Money | None = None


class Look:
    """The books of a school, grouped once for all detectors."""

    def __init__(self, books: SchoolBooks, limits: Thresholds) -> None:
        self.books, self.limits = books, limits

    @property
    def today(self) -> dt.date:
        """The day on which the books are looked at."""
        return self.books.today

    @cached_property
    def live(self) -> tuple[BookVoucher, ...]:
        """Expenses under way or posted, by date."""
        return tuple(sorted((v for v in self.books.vouchers if v.counts), key=lambda v: (v.date, v.number, v.id)))

    @cached_property
    def by_year(self) -> dict[tuple[str, int], list[BookVoucher]]:
        """Live expenses of each studio and year."""
        return group(self.live, lambda v: (v.studio, v.year))

    @cached_property
    def by_payee(self) -> dict[str, list[BookVoucher]]:
        """Live expenses of each payee across all studios, by date."""
        return group(self.live, lambda v: same(v.payee))

    @cached_property
    def fees(self) -> tuple[BookVoucher, ...]:
        """Pay to persons: lectures, mentors, and labour."""
        return tuple(v for v in self.live if v.category in FEES or v.details.lecture or v.details.labour)

    @cached_property
    def trips(self) -> tuple[BookVoucher, ...]:
        """Expenses with a trip's days, or of the category of trips."""
        return tuple(v for v in self.live if v.details.travel is not None or v.category == "field_visit")

    @cached_property
    def studios(self) -> dict[str, Studio]:
        """Studios by id."""
        return {studio.id: studio for studio in self.books.studios}

    @cached_property
    def rosters(self) -> dict[str, frozenset[str]]:
        """Host and members of each studio."""
        return {
            studio.id: frozenset(same(name) for name in (studio.host, *(m.name for m in studio.members)) if name)
            for studio in self.books.studios
        }

    def studio_name(self, studio: str) -> str:
        """A studio's name, or its id where there is no such studio."""
        return self.studios[studio].name if studio in self.studios else studio

    def over(self, studio: str, year: int) -> bool:
        """Whether a year has ended or was closed."""
        return year < self.today.year or (studio, year) in self.books.closed


def group(items: Iterable[Item], key: Callable[[Item], Key]) -> dict[Key, list[Item]]:
    """Return the items by key, in their order."""
    found: dict[Key, list[Item]] = defaultdict(list)
    for item in items:
        found[key(item)].append(item)
    return dict(found)


@cache
def same(text: str) -> str:
    """Return a name as it is compared: width, spaces and case do not matter."""
    return "".join(unicodedata.normalize("NFKC", text).lower().split())


def names_of(payee: str) -> tuple[str, ...]:
    """Return the names on a payee line that may hold several."""
    found: list[str] = []
    for piece in _NAMES.split(payee):
        apart = piece.split()
        # 王 芳 is one name that was spaced out; 何建国 王芳 are two.
        found += apart if all(len(word) > 1 for word in apart) else ["".join(apart)]
    return tuple(same(name) for name in found)


def goods_text(item: str) -> str:
    """Return what stands behind the short name: ``*印刷品*图书`` is 图书."""
    return item.rsplit("*", 1)[-1]


def words_of(voucher: BookVoucher) -> str:
    """Return purpose and items as one text to look for words in."""
    return " ".join([voucher.purpose, *(line.item for line in voucher.lines)])


def first_of(text: str, words: Iterable[str]) -> str:
    """Return the first of the words that the text holds, or an empty text."""
    return next((word for word in words if word in text), "")


def total(vouchers: Iterable[BookVoucher]) -> Money:
    """Return what the vouchers cost together."""
    return Money.total(voucher.amount for voucher in vouchers)


def numbers(vouchers: Iterable[BookVoucher], most: int = 4) -> str:
    """Return the vouchers' numbers for a sentence, the first few of many."""
    names = [voucher.label for voucher in vouchers]
    return "、".join(names[:most]) + (f" 等 {len(names)} 张" if len(names) > most else "")


def percent(part: int, whole: int) -> str:
    """Return a share as people read it."""
    return f"{part * 100 / whole:.1f}%" if whole else "0.0%"
