"""How texts are made comparable before a rule looks at them."""

from __future__ import annotations

import re
import unicodedata

_SPACE = re.compile(r"[\s\u200b-\u200d\u2060\ufeff]+")
_BRACKETS = str.maketrans("〔[【{〈〕]】}〉", "((((()))))")
_QUOTED = re.compile(r"《[^》]*》|“[^”]*”|「[^」]*」|『[^』]*』|‘[^’]*’|\"[^\"]*\"")


def plain(text: str) -> str:
    """Return the text with full width folded and all white space gone."""
    return _SPACE.sub("", unicodedata.normalize("NFKC", text))


def same(text: str) -> str:
    """Return the text as it counts for identity: width, white space, bracket style and letter case do not."""
    return plain(text).translate(_BRACKETS).casefold()


def without_titles(text: str) -> str:
    """Return the text with what stands in quotes or 《》 cut out: a title is not the thing it names."""
    return _QUOTED.sub("\u241f", text)
