"""Cuts a text into the longest known words, so that a word inside a longer one or across two others is no hit."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from studio_ledger.rules.texts import plain

if TYPE_CHECKING:
    from collections.abc import Iterable

SAFE = "safe"
NEUTRAL = "neutral"
PLACE = "place"
_BAN = "ban."
_ENDINGS = frozenset("费款类等用品的")
# Behind these a place begins, whatever else its last letter might be part of (至澳门|外港).
_TOWARDS = "赴往去到至飞抵访"
_LONG_LATIN = 5
_LATIN = re.compile(r"[A-Z]")


@dataclass(frozen=True, slots=True)
class Hit:
    """A known word at [start, end) and what it says.

    A strong one holds before all but the plainest topics (健身课程); a fixed one, found by a pattern, before all.
    """

    start: int
    end: int
    word: str
    tags: frozenset[str]
    strong: bool
    fixed: bool = False


@dataclass(frozen=True, slots=True)
class _Entry:
    tags: frozenset[str]
    strong: bool
    mild: bool


class Lexicon:
    """Known words with their tags, and a few patterns."""

    def __init__(self) -> None:
        self._entries: dict[str, _Entry] = {}
        self._lengths: dict[str, set[int]] = {}
        self._patterns: list[tuple[re.Pattern[str], str, bool]] = []

    def add(self, tag: str, words: Iterable[str], patterns: Iterable[str] = (), *, strong: bool = False) -> None:
        """Enter words under a tag; one word may bear several. Raises: re.error on a bad pattern."""
        for word in map(str.upper, map(plain, words)):
            known = self._entries.get(word)
            tags = known.tags | {tag} if known else frozenset({tag})
            mild = not any(one.startswith(_BAN) for one in tags)
            self._entries[word] = _Entry(tags, strong or (known is not None and known.strong), mild)
            lengths = self._lengths.setdefault(word[0], set())
            lengths.add(len(word))
        self._patterns += [(re.compile(pattern), tag, strong) for pattern in patterns]

    def tags_of(self, word: str) -> frozenset[str]:
        """Return the tags of a known word; an unknown one has none."""
        known = self._entries.get(plain(word).upper())
        return known.tags if known else frozenset()

    def scan(self, text: str) -> list[Hit]:
        """Return the known words of a text and what its patterns found, in order of place."""
        upper = text.upper()
        words = self._cut(upper)
        matches = self._matches(upper)
        shields = [hit for hit in matches if SAFE in hit.tags]
        kept = [hit for hit in words if not any(s.start < hit.end and hit.start < s.end for s in shields)]
        kept += shields
        kept += [hit for hit in matches if SAFE not in hit.tags and not self._shielded(hit, words, shields)]
        return sorted(kept, key=lambda hit: (hit.start, hit.end))

    @staticmethod
    def _shielded(match: Hit, words: list[Hit], shields: list[Hit]) -> bool:
        """Whether a pattern begins or ends inside a harmless word."""
        harmless = [*shields, *(word for word in words if SAFE in word.tags)]
        return any(h.start <= match.start < h.end or h.start < match.end <= h.end for h in harmless)

    def _cut(self, text: str) -> list[Hit]:
        """Cut so that the squares of the words' lengths sum to the most.

        Of two such cuts the one whose loose letters are but endings (校车|费) wins, then the one with less to say.
        """
        size = len(text)
        best, step = [(0, 0, 0)] * (size + 1), [0] * size
        for place in range(size - 1, -1, -1):
            squares, endings, silent = best[place + 1]
            best[place] = (squares, endings + (text[place] in _ENDINGS), silent)
            for length in self._lengths.get(text[place], ()):
                end = place + length
                entry = self._entries.get(text[place:end]) if end <= size else None
                if entry is None or _splits_latin(text, place, end):
                    continue
                squares, endings, silent = best[end]
                squares += length * length + _arrives(entry, text, place)
                worth = (squares, endings, silent + entry.mild)
                if worth > best[place]:
                    best[place], step[place] = worth, length
        hits, place = [], 0
        while place < size:
            length = step[place]
            if length:
                word = text[place : place + length]
                entry = self._entries[word]
                hits.append(Hit(place, place + length, word, entry.tags, entry.strong))
            place += length or 1
        return hits

    def _matches(self, text: str) -> list[Hit]:
        return [
            Hit(found.start(), found.end(), found.group(), frozenset({tag}), strong, strong)
            for pattern, tag, strong in self._patterns
            for found in pattern.finditer(text)
        ]


def _arrives(entry: _Entry, text: str, place: int) -> bool:
    """Whether a place stands where one is named: at the start, behind a sign or behind a verb of travel."""
    before = text[place - 1 : place]
    return PLACE in entry.tags and (not before.isalpha() or before in _TOWARDS)


def _splits_latin(text: str, start: int, end: int) -> bool:
    """Whether a place cuts a word of Latin letters in two (SPA in SPACE); long ones stand in text without spaces."""
    if end - start >= _LONG_LATIN:
        return False
    before = start > 0 and bool(_LATIN.match(text[start - 1])) and bool(_LATIN.match(text[start]))
    after = end < len(text) and bool(_LATIN.match(text[end])) and bool(_LATIN.match(text[end - 1]))
    return before or after
