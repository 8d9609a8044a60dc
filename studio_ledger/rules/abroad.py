"""Tells a trip abroad from a mere mention of a place: Hong Kong, Macao and Taiwan count as abroad (因公出国（境）)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from studio_ledger.rules.lexicon import Places

_CLAUSE = re.compile(r"[,;。、()（）!?\u241f]")
_NEAR = 8


def abroad_word(text: str, places: Places, *, trip: bool) -> str:
    """Return the place a text travels to, or an empty text.

    `trip`: the goods are fares, lodging, tours or fees, so that a mere mention counts,
    unless somebody comes from there to us or nobody travels.
    """
    for name in places.safe:
        text = text.replace(name, "")
    return next((word for clause in _CLAUSE.split(text) if (word := _in_clause(clause, places, trip))), "")


def is_abroad(city: str, places: Places) -> bool:
    """Whether a city or country of a trip lies outside the mainland."""
    return any(name in city for name in places.names)


def _in_clause(clause: str, places: Places, trip: bool) -> str:
    for name in places.names:
        place = clause.find(name)
        if place >= 0 and _travels(clause[:place], clause[place + len(name) :], places, trip):
            return name
    return ""


def _travels(before: str, after: str, places: Places, trip: bool) -> bool:
    near = before[-_NEAR:]
    if any(near.endswith(verb) or _within(near, verb, places) for verb in places.departures):
        return True
    if any(word in before + after for word in places.inward):
        return False
    if trip:
        return True
    if any(word in before + after for word in places.themes):
        return False
    if any(word in after[:_NEAR] for word in places.visits):
        return True
    return any(near.endswith(verb) for verb in places.verbs) and any(word in after for word in places.trips)


def _within(near: str, verb: str, places: Places) -> bool:
    _, found, between = near.rpartition(verb)
    return bool(found) and not any(word in between for word in places.inward)
