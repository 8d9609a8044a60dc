"""How texts are made comparable before a rule looks at them."""

from __future__ import annotations

import re
import unicodedata

_SHORTEST_TITLE = 4
TITLE = "\u241f"
"""Stands where a title stood."""

_SPACE = re.compile(r"[\s\u200b-\u200d\u2060\ufeff]+")
_BRACKETS = str.maketrans("〔[【{〈〕]】}〉", "((((()))))")
_QUOTED = re.compile(r"《[^》]*》|“[^”]*”|「[^」]*」|『[^』]*』|‘[^’]*’|\"[^\"]*\"")


def plain(text: str) -> str:
    """Return the text with full width folded and all white space gone."""
    return _SPACE.sub("", unicodedata.normalize("NFKC", text))


def same(text: str) -> str:
    """Return the text as it counts for identity: width, white space, bracket style and letter case do not."""
    return plain(text).translate(_BRACKETS).casefold()


def titles_of(text: str) -> tuple[str, ...]:
    """Return what stands in quotes or 《》, the longest first; fewer than four letters may be the thing itself."""
    found = {quoted.group()[1:-1] for quoted in _QUOTED.finditer(text)}
    return tuple(sorted((title for title in found if len(title) >= _SHORTEST_TITLE), key=len, reverse=True))


def without_titles(text: str) -> str:
    """Return the text with what stands in quotes or 《》 cut out: a title is not the thing it names."""
    return _QUOTED.sub(TITLE, text)
