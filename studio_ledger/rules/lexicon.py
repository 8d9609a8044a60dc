"""The pack's phrases as tables that scan a text quickly: at every place the longest phrase wins."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from studio_ledger.rules.texts import plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

SAFE = "safe"
_PLAIN_GROUPS = {"carriers", "titles", "places", "better", "tolerance", "meeting"}


@dataclass(frozen=True, slots=True)
class Hit:
    """A phrase found at [start, end) and what it says; a strong one holds even as a topic."""

    start: int
    end: int
    word: str
    tags: frozenset[str]
    strong: bool

    def covers(self, other: Hit) -> bool:
        """Whether the other phrase lies inside this longer one."""
        return self.start <= other.start and other.end <= self.end and len(self.word) > len(other.word)

    def shields(self, other: Hit) -> bool:
        """Whether this harmless phrase overlaps the other one and is at least as long."""
        overlap = self.start < other.end and other.start < self.end
        return overlap and len(self.word) >= len(other.word)


class Lexicon:
    """Phrases by their first character, longest first, and a few patterns."""

    def __init__(self) -> None:
        self._entries: dict[str, dict[str, tuple[frozenset[str], bool]]] = {}
        self._patterns: list[tuple[re.Pattern[str], str, bool]] = []
        self._ordered: dict[str, list[str]] = {}

    def add(self, tag: str, words: Iterable[str], patterns: Iterable[str] = (), *, strong: bool = False) -> None:
        """Enter phrases under a tag; one phrase may bear several."""
        for word in map(str.upper, map(plain, words)):
            bucket = self._entries.setdefault(word[0], {})
            tags, was_strong = bucket.get(word, (frozenset[str](), False))
            bucket[word] = (tags | {tag}, strong or was_strong)
        self._patterns += [(re.compile(pattern), tag, strong) for pattern in patterns]
        self._ordered = {first: sorted(bucket, key=len, reverse=True) for first, bucket in self._entries.items()}

    def scan(self, text: str) -> list[Hit]:
        """Return the phrases of a text in order, without those inside a longer or a harmless one."""
        upper = text.upper()
        hits = [hit for place in range(len(upper)) if (hit := self._longest(upper, place))]
        hits = [hit for hit in hits if not any(other.covers(hit) for other in hits)]
        safe = [hit for hit in hits if SAFE in hit.tags]
        safe += [hit for hit in self._matches(upper) if hit.tags == {SAFE}]
        kept = [hit for hit in hits if SAFE in hit.tags or not any(other.shields(hit) for other in safe)]
        patterned = [hit for hit in self._matches(upper) if hit.tags != {SAFE}]
        kept += [hit for hit in patterned if not any(other.start <= hit.start < other.end for other in safe)]
        return sorted(kept, key=lambda hit: hit.start)

    def _longest(self, text: str, place: int) -> Hit | None:
        for word in self._ordered.get(text[place], ()):
            if text.startswith(word, place):
                tags, strong = self._entries[word[0]][word]
                return Hit(place, place + len(word), word, tags, strong)
        return None

    def _matches(self, text: str) -> list[Hit]:
        return [
            Hit(found.start(), found.end(), found.group(), frozenset({tag}), strong)
            for pattern, tag, strong in self._patterns
            for found in pattern.finditer(text)
        ]


@dataclass(frozen=True, slots=True, eq=False)
class Places:
    """Places outside the mainland and the words that make a trip of a mention."""

    names: tuple[str, ...]
    verbs: tuple[str, ...]
    trips: tuple[str, ...]
    inward: tuple[str, ...]
    themes: tuple[str, ...]
    visits: tuple[str, ...]
    safe: tuple[str, ...]
    departures: tuple[str, ...]
    freight: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class GoodsTables:
    """All that the goods classifier reads out of the pack."""

    lexicon: Lexicon
    titles: Lexicon
    pupil_marks: tuple[str, ...]
    textbooks: tuple[str, ...]
    line_carriers: tuple[str, ...]
    purpose_carriers: tuple[str, ...]
    openers: tuple[str, ...]
    hard: Mapping[str, str]
    soft: Mapping[str, str]
    kinds: Mapping[str, str]
    vague_names: frozenset[str]
    vague_texts: tuple[str, ...]
    uses: tuple[str, ...]
    codes: tuple[tuple[str, str], ...]
    allowed: Mapping[str, frozenset[str]]
    better: Mapping[str, str]
    tolerance: Mapping[str, tuple[str, ...]]
    meeting: Mapping[str, tuple[str, ...]]
    places: Places


def read_goods(goods: Mapping[str, Any], short: Mapping[str, Any], places: Mapping[str, Any]) -> GoodsTables:
    """Return the tables of the three files. Raises: KeyError, TypeError, ValueError on a bad one."""
    lexicon = Lexicon()
    for name, group in goods.items():
        if name in _PLAIN_GROUPS:
            continue
        tag = group.get("tag") or (SAFE if name.split(".")[0] == SAFE else name)
        lexicon.add(tag, group.get("words", ()), group.get("patterns", ()), strong=bool(group.get("strong")))
    titles = Lexicon()
    for tag in ("ban.school_operating", "ban.personal", SAFE):
        titles.add(tag, goods["titles"][tag])
    return GoodsTables(
        lexicon=lexicon,
        titles=titles,
        pupil_marks=tuple(goods["titles"]["pupil_marks"]),
        textbooks=tuple(goods["titles"]["textbooks"]),
        line_carriers=tuple(map(plain, goods["carriers"]["line"])),
        purpose_carriers=tuple(map(plain, goods["carriers"]["purpose"])),
        openers=tuple(map(plain, goods["carriers"]["openers"])),
        hard=_inverted(short["hard"]),
        soft=_inverted(short["soft"]),
        kinds=_inverted(short["kind"]),
        vague_names=frozenset(short["vague"]["short_names"]),
        vague_texts=tuple(sorted(short["vague"]["texts"], key=len, reverse=True)),
        uses=tuple(short["uses"]),
        codes=tuple(sorted(short["codes"].items(), key=lambda item: -len(item[0]))),
        allowed={kind: frozenset(categories) for kind, categories in goods["places"].items()},
        better=dict(goods["better"]),
        tolerance={name: tuple(words) for name, words in goods["tolerance"].items()},
        meeting={name: tuple(words) for name, words in goods["meeting"].items()},
        places=_places(places),
    )


def _places(table: Mapping[str, Any]) -> Places:
    return Places(
        names=tuple(sorted(table["places"], key=len, reverse=True)),
        verbs=tuple(map(plain, table["verbs"])),
        trips=tuple(table["trips"]),
        inward=tuple(table["inward"]),
        themes=tuple(table["themes"]),
        visits=tuple(table["visits"]),
        safe=tuple(map(plain, table["safe"])),
        departures=tuple(table["departures"]),
        freight=tuple(table["freight"]),
    )


def _inverted(table: Mapping[str, list[str]]) -> dict[str, str]:
    return {plain(name): tag for tag, names in table.items() for name in names}
