"""Lets the seller say what a line is for which neither text nor short name nor purpose does."""

from __future__ import annotations

import re
from dataclasses import replace

from studio_ledger.rules.tables import BAN, GoodsTables
from studio_ledger.rules.traders import AGENCY, SURE
from studio_ledger.rules.understood import SAYS_HOW, LineReading, Reading, substance

_TICKETS = ("票", "券", "票款", "入园")
_ADMISSION = re.compile("(?:成人|儿童|优待|半价|全价|家庭|亲子|双人|套|夜场|日场|全日)票$")
# Power sold by somebody who charges cars is no bill of the school's.
_SCHOOL, _VEHICLE, _PERSONAL, _POWER = "ban.school_operating", "ban.vehicle", "ban.personal", "电费"


def at_museum(line: LineReading, reading: Reading, tables: GoodsTables) -> LineReading:
    """A plain ticket is a visit to a museum where purpose or seller names one, and no sightseeing besides."""
    named = any(house in reading.purpose + reading.sellers for house in tables.meeting["museums"])
    if not named or line.text not in tables.meeting["tickets"] or "ban.personal" in reading.purpose_bans:
        return line
    return replace(line, bans={ban: word for ban, word in line.bans.items() if ban != "ban.personal"}, cleared=True)


def with_seller(line: LineReading, reading: Reading, tables: GoodsTables) -> LineReading:
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
    said = line.bans or line.titled or line.tags.keys() - SAYS_HOW or reading.purpose_tags.keys() - SAYS_HOW
    if named or said:
        return line
    hits = list(reading.trades)
    if substance(line.text, tables.open_texts):
        # Who sells but one thing says so whatever the text, if nothing in it is known.
        hits = [hit for hit in hits if SURE in hit.tags and not line.cleared]
    shown = {tag: hit.word for hit in hits for tag in hit.tags if tag not in {SURE, AGENCY}}
    bans = {tag: word for tag, word in shown.items() if tag.startswith(BAN)}
    return replace(line, bans=bans, tags={**line.tags, **{tag: shown[tag] for tag in shown.keys() - bans.keys()}})


def _from_sure_seller(line: LineReading, reading: Reading) -> dict[str, str]:
    """Who sells but one thing sells it here too where only the short name says something (*食品*商品 from a 酒行)."""
    of_text = any(word != line.short for word in line.tags.values())
    if line.bans or line.titled or line.cleared or of_text or reading.purpose_tags.keys() - SAYS_HOW:
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
