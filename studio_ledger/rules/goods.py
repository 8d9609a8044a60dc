"""Reads what an expense buys: short name, item text, 19-digit code, purpose and seller, the worst of them first.

The short name between the stars is no stable classifier, so it can show a ban and never clears one.
A title, a topic or a study is not the thing it names: those words are taken out before the rest is read.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import reduce
from typing import TYPE_CHECKING

from studio_ledger.rules.abroad import abroad_word
from studio_ledger.rules.lexicon import PLACE
from studio_ledger.rules.phrases import Found, Phrases
from studio_ledger.rules.sold_by import at_museum, with_seller
from studio_ledger.rules.tables import BAN, GoodsTables
from studio_ledger.rules.texts import TITLE, titles_of, without_titles
from studio_ledger.rules.traders import NAME_END, trades
from studio_ledger.rules.understood import SAYS_HOW, LineReading, Reading

if TYPE_CHECKING:
    from collections.abc import Mapping

    from studio_ledger.model.case import Case, ExpenseLine

_ITEM = re.compile(r"^(?P<code>\d{19})?[\s:]*(?:\*(?P<short>[^*]*)\*)?(?P<text>.*)$", re.DOTALL)
_CHINESE = re.compile("[\u4e00-\u9fff]")
_ENTERS = re.compile("注册|报名费|参会|参展")
_TRIP_KINDS = frozenset({"fare", "lodging", "tourism", "attendance", "transport", "coach", "allowance"})
_PRINTED = frozenset({"books", "printing"})
# Short names that say plainly what a thing is; the others leave it to the text.
_PLAIN_KINDS = {"equipment": "durable", "network_gear": "network_gear", "consumable": "consumable"}
_DEVICES = frozenset({"durable", "equipment", "network_gear", "consumable"})
_EATING = frozenset({"food", "water", "catering"})
_NO_PROGRAM = _EATING | {"books", "durable", "equipment", "consumable"}
_NO_STATIONERY = _EATING | {"tourism"}
_SHORT_SAYS = _EATING | {"lodging"}
_NO_BOOKS = frozenset({"printing", "consumable"})
_PAY = frozenset({"lecture", "mentor", "labour"})
_AWAY = frozenset({"seminar", "conference", "field_visit"})
_PAID = frozenset({"lecture", "mentor"})
_BY_NAME = frozenset({"ban.reception", "ban.vehicle", "ban.abroad"})
_SCHOOL = "ban.school_operating"
# In such lines a word is but the shape or the colour of what stands behind it (水果|便利贴, 手机形|便签).
_SHAPED = {"consumable": frozenset({"consumable"})}


def read_expense(case: Case, tables: GoodsTables) -> Reading:
    """Return how the lines, the purpose and the sellers of an expense read."""
    said = tables.readable(case.expense.purpose)
    purpose, quoted = without_titles(said), titles_of(said)
    phrases = Phrases(purpose, tables.lexicon.scan(purpose), tables.heads, line=False)
    lines = tuple(read_line(n, line, tables, quoted) for n, line in enumerate(case.expense.lines, start=1))
    paid = bool(lines) and case.expense.category in _PAID and all(line.has(*_PAY) for line in lines)
    found = phrases.read(topic=paid)
    trip = any(line.has(*_TRIP_KINDS) for line in lines)
    sellers = NAME_END.join([case.expense.payee.name, *(invoice.seller_name for invoice in case.expense.invoices)])
    sellers = tables.readable(sellers)
    word = abroad_word(phrases, tables.places, trip=trip)
    away = case.expense.payee.kind == "organisation" and (trip or case.expense.category in _AWAY)
    if away and not word and not any(inward in purpose for inward in tables.places.inward):
        word = _seller_abroad(sellers, tables, trip=trip)
    if word:
        found.bans.setdefault("ban.abroad", word)
    reading = Reading(lines, purpose, sellers, found.bans, found.tags, found.marks, trades(sellers, tables.sellers))
    return replace(reading, lines=tuple(with_seller(at_museum(x, reading, tables), reading, tables) for x in lines))


def _seller_abroad(sellers: str, tables: GoodsTables, *, trip: bool) -> str:
    """Return what shows that a seller sits abroad: the place its name begins with, or a name without a Chinese letter.

    A firm of the mainland names its own town first; who is paid for a fare may be a railway or an airline from there.
    """
    places = tables.places
    for name in filter(None, sellers.split(NAME_END)):
        hit = next((hit for hit in tables.lexicon.scan(name) if hit.start == 0 and PLACE in hit.tags), None)
        tails = places.mainland[1:] if trip and name.startswith(places.states) else places.mainland
        if hit and not any(tail in name for tail in tails):
            return hit.word
        if trip and not _CHINESE.search(name):
            return name
    abroad = "" if any(town in sellers for town in places.mainland[1:]) else sellers
    return next((name for name in places.carriers if trip and name in abroad), "")


def read_line(number: int, line: ExpenseLine, tables: GoodsTables, quoted: tuple[str, ...] = ()) -> LineReading:
    """Return how one line reads: its bans, its kinds, and the words that showed them.

    `quoted`: the titles in the purpose; a print shop repeats them on its line without the marks.
    """
    found = _ITEM.match(tables.readable(line.item))
    code, short, raw = (found["code"] or "", found["short"] or "", found["text"]) if found else ("", "", line.item)
    text, kind = without_titles(raw), tables.kinds.get(short, "")
    text = reduce(lambda left, title: left.replace(title, TITLE), quoted if kind in _PRINTED else (), text)
    hits, shaped = tables.lexicon.scan(text), _SHAPED.get(kind, frozenset())
    phrases = Phrases(text, hits, tables.heads, line=True, shaped=shaped)
    read = phrases.read()
    printed = kind == "books" and not _is_print(phrases)
    if printed or ((not short or kind == "consumable") and TITLE in text and not read.tags and not read.bans):
        return _read_title(LineReading(number, line.item, short, text, titled=True), tables)
    bans, tags = dict(read.bans), dict(read.tags)
    if tags.keys() & _PRINTED or kind == "printing":
        titles = Phrases(text, tables.titles.scan(text), tables.heads, line=True).read().bans
        bans |= {ban: word for ban, word in titles.items() if ban not in bans}
    if kind == "information":
        # Programs bear the names of fruit, nuts and furniture (荔枝微课, 坚果云, 希沃白板).
        tags = {tag: word for tag, word in tags.items() if tag not in _NO_PROGRAM}
    if kind in _PLAIN_KINDS:
        # Stationery is shaped like a fruit, keyboards and projectors are made by 樱桃 and 坚果.
        tags = {tag: word for tag, word in tags.items() if tag not in _NO_STATIONERY}
    tags = _hired(text, tags) if short in tables.hired else tags
    _add_names(short, text, read, bans=bans, tags=tags, tables=tables)
    cleared = read.safe or bool(tags.keys() - SAYS_HOW)
    _add_short_name(short, code, cleared=cleared, bans=bans, tags=tags, tables=tables)
    if kind in _PLAIN_KINDS and not tags:
        tags[_PLAIN_KINDS[kind]] = short
    if kind == "transport" and not tags.keys() & {"coach", "fare"}:
        tags |= {} if any(word in text for word in tables.places.freight) else {"fare": text or short}
    if kind:
        tags.setdefault(f"short.{kind}", short)
    trip = bool(tags.keys() & _TRIP_KINDS or _ENTERS.search(text))
    word = abroad_word(phrases, tables.places, trip=trip)
    if word:
        bans.setdefault("ban.abroad", word)
    return LineReading(number, line.item, short, text, bans, tags, read.marks, cleared)


def _hired(text: str, tags: Mapping[str, str]) -> dict[str, str]:
    """A device that is hired for an event is part of the event, as its room is."""
    rest = {tag: word for tag, word in tags.items() if tag not in _DEVICES}
    return {**rest, "venue": text} if len(rest) < len(tags) else rest


def _is_print(phrases: Phrases) -> bool:
    """Whether what stands under the short name of books is a plain print or stationery (奖状, 笔记本)."""
    return bool(phrases.whole & _NO_BOOKS)


def _read_title(line: LineReading, tables: GoodsTables) -> LineReading:
    """On printed matter a name is a title; only what says how it was printed is more than that."""
    read = Phrases(line.text, tables.titles.scan(line.text), tables.heads, line=True).read()
    bans = {ban: word for ban, word in read.bans.items() if not _is_about(line.text, word, tables)}
    if any(mark in line.text for mark in tables.adult_marks) and not any(m in line.text for m in tables.pupil_marks):
        bans.pop(_SCHOOL, "")
    handout = next((word for word in tables.tolerance["handouts"] if word in line.text), "")
    return replace(line, bans=bans, tags={"printing": handout} if handout else {"books": line.text})


def _is_about(title: str, word: str, tables: GoodsTables) -> bool:
    """Whether what follows a word of a title makes it a book about the thing (考卷之外)."""
    upper = title.upper()
    return bool(tables.about.match(upper, upper.find(word) + len(word)))


def _add_names(
    short: str, text: str, read: Found, *, bans: dict[str, str], tags: dict[str, str], tables: GoodsTables
) -> None:
    """Add what makes, sights and the like say under this short name where the text says nothing else."""
    for tag, word in tables.names.find(short, text, (*read.tags.values(), *read.bans.values())).items():
        (bans if tag.startswith(BAN) else tags).setdefault(tag, word)


def _add_short_name(
    short: str, code: str, *, cleared: bool, bans: dict[str, str], tags: dict[str, str], tables: GoodsTables
) -> None:
    by_code = next((tag for prefix, tag in tables.codes if code.startswith(prefix)), "")
    for tag in (by_code, tables.hard.get(short, "")):
        if tag.startswith(BAN):
            # The text names the thing more closely than the short name; liquor and fuel are banned by themselves.
            if not bans or tag in _BY_NAME:
                bans.setdefault(tag, short or code)
        elif tag:
            tags.setdefault(tag, short or code)
    soft = tables.soft.get(short, "")
    known = short in tables.hard or short in tables.kinds or short in tables.vague_names
    if short and not soft and not known:
        # A short name that is in no table says by its words what it is (白酒, 卷烟).
        itself = Phrases(short, tables.lexicon.scan(short), tables.heads, line=True).read()
        soft = next(iter(itself.bans), "") or next((tag for tag in itself.tags if tag in _SHORT_SAYS), "")
    if soft.startswith(BAN):
        if not cleared and not bans:
            bans[soft] = short
    elif soft:
        tags.setdefault(soft, short)
