"""An expense as it was understood: what each line, the purpose and the sellers say."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from studio_ledger.rules.traders import AGENCY

if TYPE_CHECKING:
    from collections.abc import Mapping

    from studio_ledger.rules.lexicon import Hit
    from studio_ledger.rules.tables import GoodsTables

SAYS_HOW = frozenset({"repair", "education"})
"""Kinds that say how something is done and leave open to what."""

_FIGURES = re.compile(r"[\d.一二三四五六七八九十\-_/+&~()（）,、。:;:年月日第份个\u241f]+")


@dataclass(frozen=True, slots=True)
class LineReading:
    """One line as it was understood: `bans` and `tags` with the word that showed each."""

    number: int
    item: str
    short: str
    text: str
    bans: Mapping[str, str] = field(default_factory=dict)
    tags: Mapping[str, str] = field(default_factory=dict)
    marks: frozenset[str] = frozenset()
    cleared: bool = False
    titled: bool = False

    def has(self, *tags: str) -> bool:
        """Whether one of these tags was found on the line."""
        return any(tag in self.tags for tag in tags)

    def word(self, *tags: str) -> str:
        """The word that showed the first of these tags; the item's text where none did."""
        return next((self.tags[tag] for tag in tags if tag in self.tags), self.text)


@dataclass(frozen=True, slots=True)
class Reading:
    """The whole expense as it was understood; `purpose` is the purpose without titles."""

    lines: tuple[LineReading, ...]
    purpose: str
    sellers: str
    purpose_bans: Mapping[str, str]
    purpose_tags: Mapping[str, str]
    purpose_marks: frozenset[str] = frozenset()
    trades: tuple[Hit, ...] = ()

    @property
    def agency(self) -> bool:
        """Whether a seller is a travel agency."""
        return any(AGENCY in hit.tags for hit in self.trades)

    @property
    def text(self) -> str:
        """Purpose and item texts together."""
        return self.purpose + "".join(line.text for line in self.lines)


def is_vague(line: LineReading, reading: Reading, tables: GoodsTables) -> bool:
    """Whether short name, text, purpose and seller together name no use."""
    odd = line.short in tables.odd_names
    names = odd or line.short in tables.vague_names or not substance(line.short, tables.vague_texts)
    known = any(word not in tables.vague_texts for tag, word in line.tags.items() if tag not in SAYS_HOW)
    if not names or known or line.bans or line.titled or (line.cleared and not line.tags):
        return False
    if (substance(line.text, tables.vague_texts) and not odd) or reading.purpose_tags:
        return False
    return not any(use in reading.purpose or use in reading.sellers for use in tables.uses)


def substance(text: str, empty: tuple[str, ...]) -> str:
    """What is left of a text when the words that say nothing are taken out."""
    for word in empty:
        text = text.replace(word, "")
    return _FIGURES.sub("", text)
