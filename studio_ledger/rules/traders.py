"""Which trade words of a seller's name count: the last one says what the firm is (丰田|图文, 石化|出版社)."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from studio_ledger.rules.lexicon import Hit, Lexicon

NAME_END = "\u241f"
SURE, AGENCY = "sure", "agency"
# A seller of such a trade is nothing else; one that only spreads culture may still be sure to sell one thing.
_SAFE, _MILD = "safe", "mild"


def trades(sellers: str, words: Lexicon) -> tuple[Hit, ...]:
    """Return the trade words that count in the names of the sellers, which are joined by `NAME_END`."""
    counted: list[Hit] = []
    for name in filter(None, sellers.split(NAME_END)):
        hits = words.scan(name)
        safe = max((hit.start for hit in hits if _SAFE in hit.tags), default=-1)
        mild = max((hit.start for hit in hits if _MILD in hit.tags), default=-1)
        for hit in hits:
            shielded = hit.start < (safe if SURE in hit.tags else max(safe, mild))
            if not shielded and not hit.tags & {_SAFE, _MILD}:
                counted.append(hit)
    return tuple(counted)
