"""Reads what an expense buys: short name, item text, 19-digit code, purpose and seller, the worst of them first.

The short name between the stars is no stable classifier, so it can show a ban and never clears one.
A title, a topic or a study is not the thing it names: those words are taken out before the rest is read.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from functools import reduce
from typing import TYPE_CHECKING

from studio_ledger.rules.abroad import abroad_word
from studio_ledger.rules.lexicon import PLACE
from studio_ledger.rules.phrases import Found, Phrases
from studio_ledger.rules.tables import BAN, GoodsTables
from studio_ledger.rules.texts import TITLE, titles_of, without_titles
from studio_ledger.rules.traders import AGENCY, NAME_END, SURE, trades

if TYPE_CHECKING:
    from collections.abc import Mapping

    from studio_ledger.model.case import Case, ExpenseLine
    from studio_ledger.rules.lexicon import Hit

_ITEM = re.compile(r"^(?P<code>\d{19})?[\s:]*(?:\*(?P<short>[^*]*)\*)?(?P<text>.*)$", re.DOTALL)
_CHINESE = re.compile("[\u4e00-\u9fff]")
_FIGURES = re.compile(r"[\d.一二三四五六七八九十\-_/+&~()（）,、。:;:年月日第份个\u241f]+")
_ENTERS = re.compile("注册|报名费|参会|参展")
_TRIP_KINDS = frozenset({"fare", "lodging", "tourism", "attendance", "transport", "coach", "allowance"})
_PRINTED = frozenset({"books", "printing"})
# Short names that say plainly what a thing is; the others leave it to the text.
_PLAIN_KINDS = {"equipment": "durable", "network_gear": "network_gear", "consumable": "consumable"}
# A device that is hired for an event is part of the event, as its room is.
_DEVICES = frozenset({"durable", "equipment", "network_gear", "consumable"})
_EATING = frozenset({"food", "water", "catering"})
_NO_PROGRAM = _EATING | {"books", "durable", "equipment", "consumable"}
_NO_STATIONERY = _EATING | {"tourism"}
_SHORT_SAYS = _EATING | {"lodging"}
_TICKETS = ("票", "券", "票款", "入园")
_ADMISSION = re.compile("(?:成人|儿童|优待|半价|全价|家庭|亲子|双人|套|夜场|日场|全日)票$")
_NO_BOOKS = frozenset({"printing", "consumable"})
_PAY = frozenset({"lecture", "mentor", "labour"})
_AWAY = frozenset({"seminar", "conference", "field_visit"})
_PAID = frozenset({"lecture", "mentor"})
_BY_NAME = frozenset({"ban.reception", "ban.vehicle", "ban.abroad"})
_SAYS_HOW = frozenset({"repair", "education"})
# Power sold by somebody who charges cars is no bill of the school's.
_SCHOOL, _VEHICLE, _POWER = "ban.school_operating", "ban.vehicle", "电费"
_PERSONAL = "ban.personal"
# In such lines a word is but the shape or the colour of what stands behind it (水果|便利贴, 手机形|便签).
_SHAPED = {"consumable": frozenset({"consumable"})}


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
    return replace(reading, lines=tuple(_with_seller(_at_museum(x, reading, tables), reading, tables) for x in lines))


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
    if kind in _PRINTED:
        text = reduce(lambda left, title: left.replace(title, TITLE), quoted, text)
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
    if short in tables.hired and tags.keys() & _DEVICES:
        tags = {tag: word for tag, word in tags.items() if tag not in _DEVICES} | {"venue": text}
    _add_names(short, text, read, bans=bans, tags=tags, tables=tables)
    cleared = read.safe or bool(tags.keys() - _SAYS_HOW)
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


def _at_museum(line: LineReading, reading: Reading, tables: GoodsTables) -> LineReading:
    """A plain ticket is a visit to a museum where purpose or seller names one, and no sightseeing besides."""
    named = any(house in reading.purpose + reading.sellers for house in tables.meeting["museums"])
    if not named or line.text not in tables.meeting["tickets"] or "ban.personal" in reading.purpose_bans:
        return line
    return replace(line, bans={ban: word for ban, word in line.bans.items() if ban != "ban.personal"}, cleared=True)


def _with_seller(line: LineReading, reading: Reading, tables: GoodsTables) -> LineReading:
    """Let the seller say what a line is for which neither text nor short name nor purpose does."""
    if _SCHOOL in line.bans and line.text.endswith(_POWER):
        return _power(line, reading)
    if cars := _serves_cars(line, reading):
        return replace(line, bans={ban: word for ban, word in line.bans.items() if ban != _SCHOOL} | {_VEHICLE: cars})
    ticket = line.text.endswith(_TICKETS) and not line.cleared
    if ("tourism" in line.tags or ticket) and not line.bans:
        hits = [hit for hit in reading.trades if "ban.personal" in hit.tags]
        if hits or (not line.tags and _ADMISSION.search(line.text)):
            return replace(line, bans={"ban.personal": hits[0].word if hits else line.text})
    if sure := _from_sure_seller(line, reading):
        return replace(line, bans=sure)
    named = line.short in tables.kinds or line.short in tables.hard or line.short in tables.soft
    said = line.bans or line.titled or line.tags.keys() - _SAYS_HOW or reading.purpose_tags.keys() - _SAYS_HOW
    if named or said:
        return line
    hits = list(reading.trades)
    if _substance(line.text, tables.open_texts):
        # Who sells but one thing says so whatever the text, if nothing in it is known.
        hits = [hit for hit in hits if SURE in hit.tags and not line.cleared]
    shown = {tag: hit.word for hit in hits for tag in hit.tags if tag not in {SURE, AGENCY}}
    bans = {tag: word for tag, word in shown.items() if tag.startswith(BAN)}
    return replace(line, bans=bans, tags={**line.tags, **{tag: shown[tag] for tag in shown.keys() - bans.keys()}})


def _from_sure_seller(line: LineReading, reading: Reading) -> dict[str, str]:
    """Who sells but one thing sells it here too where only the short name says something (*食品*商品 from a 酒行)."""
    of_text = any(word != line.short for word in line.tags.values())
    if line.bans or line.titled or line.cleared or of_text or reading.purpose_tags.keys() - _SAYS_HOW:
        return {}
    return {tag: hit.word for hit in reading.trades if SURE in hit.tags for tag in hit.tags if tag.startswith(BAN)}


def _serves_cars(line: LineReading, reading: Reading) -> str:
    """Who mends, cleans or charges cars and nothing else does so here too (空调清洗, 充电服务费)."""
    if not line.bans or line.bans.keys() - {_SCHOOL, _PERSONAL}:
        return ""
    return next((hit.word for hit in reading.trades if {SURE, _VEHICLE} <= hit.tags), "")


def _power(line: LineReading, reading: Reading) -> LineReading:
    """Power for a car, by text or seller, is no bill of the school's."""
    seller = next((hit.word for hit in reading.trades if _VEHICLE in hit.tags), "")
    charging = line.bans.get(_VEHICLE, seller)
    return replace(line, bans={_VEHICLE: charging}) if charging else line


def is_vague(line: LineReading, reading: Reading, tables: GoodsTables) -> bool:
    """Whether short name, text, purpose and seller together name no use."""
    odd = line.short in tables.odd_names
    names = odd or line.short in tables.vague_names or not _substance(line.short, tables.vague_texts)
    known = any(word not in tables.vague_texts for tag, word in line.tags.items() if tag not in _SAYS_HOW)
    if not names or known or line.bans or line.titled or (line.cleared and not line.tags):
        return False
    if (_substance(line.text, tables.vague_texts) and not odd) or reading.purpose_tags:
        return False
    return not any(use in reading.purpose or use in reading.sellers for use in tables.uses)


def _substance(text: str, empty: tuple[str, ...]) -> str:
    """What is left of a text when the words that say nothing are taken out."""
    for word in empty:
        text = text.replace(word, "")
    return _FIGURES.sub("", text)
