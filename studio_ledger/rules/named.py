"""Names that tell a thing only under certain short names: 长城 is a wine under 食品 and a wall elsewhere."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from studio_ledger.rules.texts import plain

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

# Several goods on one line: each piece is looked at by itself (怡宝+青岛纯生).
_PIECES = re.compile(r"[+,、/&;和及]")


_NO_SHORT = "-"


class Names:
    """Makes, sights and the like by short name; a line without one stands under "-"."""

    def __init__(self) -> None:
        self._patterns: dict[str, tuple[tuple[str, re.Pattern[str]], ...]] = {}

    def add(self, tag: str, shorts: Iterable[str], words: Collection[str], patterns: Iterable[str]) -> None:
        """Enter words that begin a text, and patterns found anywhere in it, under these short names."""
        begins = "|".join(re.escape(plain(word).upper()) for word in sorted(words, key=len, reverse=True))
        source = "|".join([*([f"^(?:{begins})"] if begins else []), *patterns])
        for short in shorts:
            self._patterns[short] = (*self._patterns.get(short, ()), (tag, re.compile(source)))

    def find(self, short: str, text: str, known: Collection[str]) -> dict[str, str]:
        """Return the tags that names in a text show, each with its word; a piece with a `known` word is passed over."""
        patterns = self._patterns.get(short or _NO_SHORT, ())
        shown: dict[str, str] = {}
        for piece in _PIECES.split(text.upper()) if patterns else ():
            if any(word in piece for word in known):
                continue
            for tag, pattern in patterns:
                found = pattern.search(piece)
                if found:
                    shown.setdefault(tag, found.group() or piece)
        return shown
