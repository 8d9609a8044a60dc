"""Thresholds, words and holidays of the look across the ledger: data of the rule pack, each with source and status."""

from __future__ import annotations

import datetime as dt
import functools
import tomllib
from dataclasses import dataclass, field, replace
from decimal import Decimal, InvalidOperation
from importlib import resources
from typing import TYPE_CHECKING, Any

from studio_ledger.errors import InexactMoneyError
from studio_ledger.model.money import Money
from studio_ledger.rules.errors import PolicyError

if TYPE_CHECKING:
    from collections.abc import Mapping

FILE = "suspicions.toml"
STATUSES = frozenset({"seed", "law", "published", "unverified"})


@dataclass(frozen=True, slots=True)
class Threshold:
    """A figure that a detector compares with; `editable` ones may be set by the school."""

    name: str
    value: Decimal
    unit: str
    source: str
    status: str
    title: str = ""
    editable: bool = False


@dataclass(frozen=True, slots=True)
class Unseen:
    """A finding of auditors that the books cannot show: it is checked by a person, or stopped at entry by a rule."""

    kind: str
    title: str
    why: str
    at_entry: bool


@dataclass(frozen=True, slots=True)
class Thresholds:
    """All of a pack. A name that is not there is refused with file, key and reason."""

    figures: Mapping[str, Threshold]
    words: Mapping[str, tuple[str, ...]]
    prices: tuple[tuple[tuple[str, ...], Money], ...]
    posts: tuple[tuple[str, str], ...]
    unseen: tuple[Unseen, ...]
    texts: Mapping[str, tuple[str, str]]
    holidays: Mapping[dt.date, str] = field(default_factory=dict)
    workdays: frozenset[dt.date] = frozenset()

    def number(self, name: str) -> Decimal:
        """Return a figure. Raises: PolicyError."""
        if name not in self.figures:
            raise PolicyError(FILE, f"figures.{name}", "a threshold is missing")
        return self.figures[name].value

    def count(self, name: str) -> int:
        """Return a figure of days, pieces or percent."""
        return int(self.number(name))

    def money(self, name: str) -> Money:
        """Return a figure of yuan."""
        return Money.yuan(self.number(name))

    def list_of(self, name: str) -> tuple[str, ...]:
        """Return a list of words. Raises: PolicyError."""
        if name not in self.words:
            raise PolicyError(FILE, f"words.{name}", "a list is missing")
        return self.words[name]

    def texts_of(self, detector: str) -> tuple[str, str]:
        """Return what a detector rests on and what clears its suspicion. Raises: PolicyError."""
        if detector not in self.texts:
            raise PolicyError(FILE, f"detectors.{detector}", "source and clears are missing")
        return self.texts[detector]

    def is_free(self, day: dt.date) -> bool:
        """Whether a day is a holiday, or a weekend that was not made a working day."""
        return day in self.holidays or (day.weekday() >= 5 and day not in self.workdays)

    def with_own(self, own: Mapping[str, str]) -> Thresholds:
        """Return these with the school's own figures in the place of editable ones; what is no figure is left out."""
        figures = dict(self.figures)
        for name, text in own.items():
            if name in figures and figures[name].editable and text.isascii() and text.isdigit():
                figures[name] = replace(figures[name], value=Decimal(text), source="本校自定", status="published")
        return replace(self, figures=figures)


@functools.cache
def load_thresholds(pack: str = "default") -> Thresholds:
    """Return a rule pack's thresholds. Raises: PolicyError naming file, key and reason."""
    place = resources.files("resources").joinpath("policy", pack, FILE)
    try:
        return read_thresholds(place.read_bytes())
    except OSError as error:
        raise PolicyError(FILE, "", str(error.strerror or error)) from error


def read_thresholds(content: bytes) -> Thresholds:
    """Return the thresholds of a file's content. Raises: PolicyError."""
    try:
        table = tomllib.loads(content.decode("utf-8"))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise PolicyError(FILE, "", str(error)) from error
    holidays, workdays = _calendar(_part(table, "holidays"))
    return Thresholds(
        figures={name: _figure(name, entry) for name, entry in _part(table, "figures").items()},
        words={name: _words(f"words.{name}", entry) for name, entry in _part(table, "words").items()},
        prices=tuple(_price(name, entry) for name, entry in _part(table, "prices").items()),
        posts=tuple(_pair(entry) for entry in _words("posts.never_together", _part(table, "posts")["never_together"])),
        unseen=tuple(_unseen(kind, entry) for kind, entry in _part(table, "unseen").items()),
        texts={
            name: (_text(f"detectors.{name}", entry, "source"), _text(f"detectors.{name}", entry, "clears"))
            for name, entry in _part(table, "detectors").items()
        },
        holidays=holidays,
        workdays=workdays,
    )


def _part(table: Mapping[str, Any], key: str) -> dict[str, Any]:
    value = table.get(key)
    if not isinstance(value, dict):
        raise PolicyError(FILE, key, "a table is needed")
    return value


def _text(path: str, entry: Any, key: str) -> str:
    value = entry.get(key) if isinstance(entry, dict) else None
    if not isinstance(value, str) or not value:
        raise PolicyError(FILE, f"{path}.{key}", "a text is needed")
    return value


def _figure(name: str, entry: Any) -> Threshold:
    path = f"figures.{name}"
    status = _text(path, entry, "status")
    if status not in STATUSES:
        raise PolicyError(FILE, f"{path}.status", "one of " + ", ".join(sorted(STATUSES)) + " is needed")
    try:
        value = Decimal(_text(path, entry, "value"))
    except InvalidOperation as error:
        raise PolicyError(FILE, f"{path}.value", "a number is needed") from error
    if not value.is_finite() or value < 0:
        raise PolicyError(FILE, f"{path}.value", "a number of at least zero is needed")
    return Threshold(
        name, value, _text(path, entry, "unit"), _text(path, entry, "source"), status,
        str(entry.get("title", "")), bool(entry.get("editable", False)),
    )  # fmt: skip


def _words(path: str, entry: Any) -> tuple[str, ...]:
    if not isinstance(entry, list) or not entry or not all(isinstance(word, str) and word for word in entry):
        raise PolicyError(FILE, path, "a list of texts is needed")
    return tuple(entry)


def _price(name: str, entry: Any) -> tuple[tuple[str, ...], Money]:
    try:
        limit = Money.yuan(_text(f"prices.{name}", entry, "limit"))
    except InexactMoneyError as error:
        raise PolicyError(FILE, f"prices.{name}.limit", "a sum is needed") from error
    return _words(f"prices.{name}.words", entry.get("words")), limit


def _pair(entry: str) -> tuple[str, str]:
    one, plus, other = entry.partition("+")
    if not plus or not other:
        raise PolicyError(FILE, "posts.never_together", "two roles joined by + are needed")
    return one, other


def _unseen(kind: str, entry: Any) -> Unseen:
    path = f"unseen.{kind}"
    return Unseen(kind, _text(path, entry, "title"), _text(path, entry, "why"), bool(entry.get("at_entry", False)))


def _calendar(table: Mapping[str, Any]) -> tuple[dict[dt.date, str], frozenset[dt.date]]:
    free: dict[dt.date, str] = {}
    work: set[dt.date] = set()
    for year, entry in table.items():
        path = f"holidays.{year}"
        _text(path, entry, "source")
        if _text(path, entry, "status") not in STATUSES:
            raise PolicyError(FILE, f"{path}.status", "an unknown status")
        for spelled in _words(f"{path}.free", entry.get("free")):
            name, _, span = spelled.partition(" ")
            first, _, last = span.partition("~")
            day, end = _day(path, year, first), _day(path, year, last or first)
            while day <= end:
                free[day] = name
                day += dt.timedelta(days=1)
        work |= {_day(path, year, spelled) for spelled in entry.get("work", [])}
    return free, frozenset(work)


def _day(path: str, year: str, spelled: str) -> dt.date:
    try:
        return dt.date.fromisoformat(f"{year}-{spelled}")
    except ValueError as error:
        raise PolicyError(FILE, path, f"{spelled} is no day") from error
