"""Tells a trip abroad from a mere mention of a place: Hong Kong, Macao and Taiwan count as abroad (因公出国（境）)."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from studio_ledger.rules.lexicon import Hit
    from studio_ledger.rules.phrases import Phrases
    from studio_ledger.rules.tables import Places

_NEAR = 8
_OPEN = "("


def abroad_word(phrases: Phrases, places: Places, *, trip: bool) -> str:
    """Return the place a text travels to, or an empty text.

    `trip`: the goods are fares, lodging, tours or fees, so that a mere mention counts,
    unless somebody comes from there to us or nobody travels.
    """
    # In a Chinese text only an event or a trip there is written in Latin letters, unless nobody travels.
    latin = not any(word in phrases.text.upper() for word in places.inward)
    for hit in phrases.places:
        if _travels(*_around(hit, phrases), places, trip or (latin and hit.word.isascii())):
            return hit.word
    return ""


def _around(hit: Hit, phrases: Phrases) -> tuple[str, str]:
    """What stands around a place: its phrase, or the whole text where it stands alone in brackets."""
    before, after = phrases.clause(hit)
    return (before, after) if before + after else (phrases.text[: hit.start], phrases.text[hit.end :])


def is_abroad(city: str, places: Places) -> bool:
    """Whether a city or country of a trip lies outside the mainland."""
    return any(name in city for name in places.names)


def _travels(before: str, after: str, places: Places, trip: bool) -> bool:
    near, around = before[-_NEAR:], (before + after).upper()
    if any(near.endswith(verb) or _within(near, verb, places) for verb in places.departures):
        return True
    if any(word in around for word in places.inward):
        return False
    if trip:
        return True
    if any(word in around for word in places.themes):
        return False
    if any(word in after[:_NEAR] for word in places.visits):
        return True
    there = near.endswith((*places.verbs, _OPEN))
    return there and any(word in (around if near.endswith(_OPEN) else after) for word in places.trips)


def _within(near: str, verb: str, places: Places) -> bool:
    _, found, between = near.rpartition(verb)
    return bool(found) and not any(word in between for word in places.inward)
