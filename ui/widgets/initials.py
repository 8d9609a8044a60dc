"""Finding Chinese words by the initials of their pinyin, as every accounting program in China allows.

A character may be read in several ways, so each one is kept as the set of its possible initials
and a query matches where every letter fits, anywhere in the word.
"""

from __future__ import annotations

from functools import lru_cache

_SURNAMES = {"单": "s", "仇": "q", "曾": "z", "解": "x", "区": "o", "查": "z", "盖": "g", "朴": "p", "翟": "z"}
"""Readings as a surname that the pinyin table puts last or leaves out."""


@lru_cache(maxsize=20_000)
def initials(text: str) -> tuple[str, ...]:
    """Return for each character the letters its reading may start with; ASCII stands for itself."""
    from pypinyin import Style, pinyin  # noqa: PLC0415 - its tables take a tenth of a second: not at start

    letters: list[str] = []
    for place, character in enumerate(text):
        if character.isascii():
            letters.append(character.lower())
            continue
        readings = pinyin(character, style=Style.FIRST_LETTER, heteronym=True, errors="ignore")
        found = "".join(readings[0]) if readings else character
        letters.append(found + (_SURNAMES.get(character, "") if place == 0 else ""))
    return tuple(letters)


def initials_place(query: str, text: str) -> int:
    """Return where in the text the initials of the query stand, or -1."""
    sets = initials(text)
    for start in range(len(sets) - len(query) + 1):
        if all(letter in sets[start + offset] for offset, letter in enumerate(query)):
            return start
    return -1
