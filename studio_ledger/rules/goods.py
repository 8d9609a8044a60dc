"""Reads what an expense buys: short name, item text, 19-digit code, purpose and seller, the worst of them first.

The short name between the stars is no stable classifier, so it can show a ban and never clears one.
A title, a topic or a study is not the thing it names: those words are taken out before the rest is read.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from studio_ledger.rules.abroad import abroad_word
from studio_ledger.rules.lexicon import SAFE, GoodsTables, Hit
from studio_ledger.rules.texts import plain, without_titles

if TYPE_CHECKING:
    from collections.abc import Mapping

    from studio_ledger.model.case import Case, ExpenseLine

_ITEM = re.compile(r"^(?P<code>\d{19})?[\s:]*(?:\*(?P<short>[^*]*)\*)?(?P<text>.*)$", re.DOTALL)
_CLAUSE = re.compile(r"[,;。、()（）!?\u241f]|用于|为了|以便|并|及其|参加|组织|开展|举办|购买|采购|支付|缴纳|报销")
_OPENED = re.compile(r"[;。()（）]")
_FIGURES = re.compile(r"[\d.一二三四五六七八九十\-_/+&~()（）,、。:;:年月日第份个\u241f]+")
_TRIP_KINDS = frozenset({"fare", "lodging", "tourism", "attendance", "transport", "coach", "allowance"})
_PRINTED = frozenset({"books", "printing"})
_BAN = "ban."
# Short names that say plainly what a thing is; the others leave it to the text.
_PLAIN_KINDS = {"equipment": "durable", "network_gear": "network_gear", "consumable": "consumable"}


@dataclass(frozen=True, slots=True)
class LineReading:
    """One line as it was understood: `bans` and `tags` with the word that showed each."""

    number: int
    item: str
    short: str
    text: str
    bans: Mapping[str, str] = field(default_factory=dict)
    tags: Mapping[str, str] = field(default_factory=dict)
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

    @property
    def text(self) -> str:
        """Purpose and item texts together."""
        return self.purpose + "".join(line.text for line in self.lines)


def read_expense(case: Case, tables: GoodsTables) -> Reading:
    """Return how the lines, the purpose and the sellers of an expense read."""
    purpose = without_titles(plain(case.expense.purpose))
    hits = _without_topics(tables.lexicon.scan(purpose), purpose, tables.purpose_carriers, tables.openers)
    purpose_bans, purpose_tags = _split(hits)
    lines = tuple(read_line(n, line, tables) for n, line in enumerate(case.expense.lines, start=1))
    trip = any(line.has(*_TRIP_KINDS) for line in lines)
    word = abroad_word(purpose, tables.places, trip=trip)
    if word:
        purpose_bans.setdefault("ban.abroad", word)
    sellers = plain(case.expense.payee.name + "".join(invoice.seller_name for invoice in case.expense.invoices))
    return Reading(lines, purpose, sellers, purpose_bans, purpose_tags)


def read_line(number: int, line: ExpenseLine, tables: GoodsTables) -> LineReading:
    """Return how one line reads: its bans, its kinds, and the words that showed them."""
    found = _ITEM.match(plain(line.item))
    code, short, raw = (found["code"] or "", found["short"] or "", found["text"]) if found else ("", "", line.item)
    text = without_titles(raw)
    kind = tables.kinds.get(short, "")
    hits = tables.lexicon.scan(text)
    title = "\u241f" in text
    if kind == "books" or (not short and title and not any(hit.tags - {SAFE} for hit in hits)):
        bans, tags = _split(tables.titles.scan(text))
        # On printed matter a name is a title; only what says how it was printed is more than that.
        handout = next((word for word in tables.tolerance["handouts"] if word in text), "")
        tags |= {"printing": handout} if handout else {"books": text}
        return LineReading(number, line.item, short, text, bans, tags, titled=True)
    bans, tags = _split(_without_topics(hits, text, tables.line_carriers, ()))
    if tags.keys() & _PRINTED or kind == "printing":
        bans |= {code: word for code, word in _split(tables.titles.scan(text))[0].items() if code not in bans}
    cleared = any(SAFE in hit.tags for hit in hits) or bool(tags)
    _add_short_name(short, code, cleared=cleared, bans=bans, tags=tags, tables=tables)
    if kind in _PLAIN_KINDS and not tags:
        tags[_PLAIN_KINDS[kind]] = short
    if kind == "transport" and not tags.keys() & {"coach", "fare"}:
        tags |= {} if any(word in text for word in tables.places.freight) else {"fare": text or short}
    if kind:
        tags.setdefault(f"short.{kind}", short)
    word = abroad_word(text, tables.places, trip=bool(tags.keys() & _TRIP_KINDS))
    if word:
        bans.setdefault("ban.abroad", word)
    return LineReading(number, line.item, short, text, bans, tags, cleared)


def _add_short_name(
    short: str, code: str, *, cleared: bool, bans: dict[str, str], tags: dict[str, str], tables: GoodsTables
) -> None:
    by_code = next((tag for prefix, tag in tables.codes if code.startswith(prefix)), "")
    for tag in (by_code, tables.hard.get(short, "")):
        if tag.startswith(_BAN):
            bans.setdefault(tag, short or code)
        elif tag:
            tags.setdefault(tag, short or code)
    soft = tables.soft.get(short, "")
    if soft.startswith(_BAN):
        if not cleared and not bans:
            bans[soft] = short
    elif soft:
        tags.setdefault(soft, short)


def _split(hits: list[Hit]) -> tuple[dict[str, str], dict[str, str]]:
    bans: dict[str, str] = {}
    tags: dict[str, str] = {}
    for hit in hits:
        for tag in sorted(hit.tags - {SAFE}):
            (bans if tag.startswith(_BAN) else tags).setdefault(tag, hit.word)
    return bans, tags


def _without_topics(hits: list[Hit], text: str, carriers: tuple[str, ...], openers: tuple[str, ...]) -> list[Hit]:
    """Leave out the bans that only name a topic: before a carrier in their clause, or after an opener."""
    if not any(tag.startswith(_BAN) for hit in hits for tag in hit.tags):
        return hits
    ends = [found.start() for found in _CLAUSE.finditer(text)] + [len(text)]
    opened = [place + len(opener) for opener in openers if (place := text.find(opener)) >= 0]
    kept = []
    for hit in hits:
        end = next(end for end in ends if end >= hit.end)
        topic = any(carrier in text[hit.end : end] for carrier in carriers)
        topic = topic or any(place <= hit.start and not _OPENED.search(text, place, hit.start) for place in opened)
        if hit.strong or not topic or not any(tag.startswith(_BAN) for tag in hit.tags):
            kept.append(hit)
    return kept


def is_vague(line: LineReading, reading: Reading, tables: GoodsTables) -> bool:
    """Whether short name, text, purpose and seller together name no use."""
    names = line.short in tables.vague_names or not line.short
    known = any(word not in tables.vague_texts for word in line.tags.values())
    if not names or known or line.bans or line.titled or (line.cleared and not line.tags):
        return False
    if _substance(line.text, tables) or reading.purpose_tags:
        return False
    return not any(use in reading.purpose or use in reading.sellers for use in tables.uses)


def _substance(text: str, tables: GoodsTables) -> str:
    """What is left of a text when the words that say nothing are taken out."""
    for word in tables.vague_texts:
        text = text.replace(word, "")
    return _FIGURES.sub("", text)
