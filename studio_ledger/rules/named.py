"""Names that tell a thing only under certain short names: 长城 is a wine under 食品 and a wall elsewhere."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from studio_ledger.rules.texts import plain

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

# Several goods on one line: each piece is looked at by itself (怡宝+青岛纯生).
_PIECES = re.compile(r"[+,、/&;和及]")
_NO_SHORT = "-"


@dataclass(frozen=True, slots=True)
class _Family:
    tag: str
    begins: re.Pattern[str] | None
    holds: re.Pattern[str] | None


class Names:
    """Makes, sights and the like by short name; a line without one stands under "-"."""

    def __init__(self) -> None:
        self._families: dict[str, tuple[_Family, ...]] = {}

    def add(self, tag: str, shorts: Iterable[str], words: Collection[str], patterns: Collection[str]) -> None:
        """Enter words that begin a text, and patterns found anywhere in it, under these short names."""
        ready = sorted((plain(word).upper() for word in words), key=len, reverse=True)
        begins = re.compile("|".join(map(re.escape, ready))) if ready else None
        family = _Family(tag, begins, re.compile("|".join(patterns)) if patterns else None)
        for short in shorts:
            self._families[short] = (*self._families.get(short, ()), family)

    def find(self, short: str, text: str, known: Collection[str]) -> dict[str, str]:
        """Return the tags that names in a text show, each with its word.

        A name that begins a piece is passed over where a `known` word stands in it (长城饼干); a pattern holds.
        """
        families = self._families.get(short or _NO_SHORT, ())
        upper, shown = text.upper(), dict[str, str]()
        pieces = [piece for piece in _PIECES.split(upper) if not any(word in piece for word in known)]
        for family in families:
            tries = [family.holds.search(upper)] if family.holds else []
            tries += [family.begins.match(piece) for piece in pieces] if family.begins else []
            found = next(filter(None, tries), None)
            if found:
                shown.setdefault(family.tag, found.group() or text)
        return shown
