"""All words the goods classifier reads out of the pack, checked as a whole: file, key and reason for what is wrong."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from studio_ledger.rules.lexicon import NEUTRAL, PLACE, SAFE, Lexicon
from studio_ledger.rules.named import Names
from studio_ledger.rules.texts import plain
from studio_ledger.rules.word_file import WordFile

if TYPE_CHECKING:
    from collections.abc import Mapping

BAN = "ban."
_TITLE_TAGS = ("ban.school_operating", "ban.personal", SAFE)
WORD_FILES = (
    "bans.toml",
    "kinds.toml",
    "goods.toml",
    "neutral.toml",
    "sellers.toml",
    "short_names.toml",
    "places.toml",
)


@dataclass(frozen=True, slots=True, eq=False)
class Places:
    """Places outside the mainland and the words that make a trip of a mention."""

    verbs: tuple[str, ...]
    trips: tuple[str, ...]
    inward: tuple[str, ...]
    themes: tuple[str, ...]
    visits: tuple[str, ...]
    mainland: tuple[str, ...]
    departures: tuple[str, ...]
    freight: tuple[str, ...]
    carriers: tuple[str, ...]
    states: tuple[str, ...]
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Heads:
    """Nouns that turn the words before them into a topic: in a line, in a purpose, and by ban.

    `firm` ones do so even for a strong word; `things` are the kinds of which the last in a phrase decides;
    after a word of one letter only `after` may follow, else it is part of another word.
    """

    line: frozenset[str]
    purpose: frozenset[str]
    firm: frozenset[str]
    openers: tuple[str, ...]
    also: Mapping[str, frozenset[str]]
    never: Mapping[str, frozenset[str]]
    served: frozenset[str]
    kinds: Mapping[str, frozenset[str]]
    things: frozenset[str]
    furnishing: frozenset[str]
    after: tuple[str, ...]
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class GoodsTables:
    """All that the goods classifier reads out of the pack."""

    lexicon: Lexicon
    titles: Lexicon
    sellers: Lexicon
    pupil_marks: tuple[str, ...]
    adult_marks: tuple[str, ...]
    textbooks: tuple[str, ...]
    about: re.Pattern[str]
    heads: Heads
    hard: Mapping[str, str]
    soft: Mapping[str, str]
    kinds: Mapping[str, str]
    names: Names
    vague_names: frozenset[str]
    odd_names: frozenset[str]
    hired: frozenset[str]
    vague_texts: tuple[str, ...]
    open_texts: tuple[str, ...]
    uses: tuple[str, ...]
    codes: tuple[tuple[str, str], ...]
    allowed: Mapping[str, frozenset[str]]
    better: Mapping[str, str]
    tolerance: Mapping[str, tuple[str, ...]]
    meeting: Mapping[str, tuple[str, ...]]
    places: Places
    letters: Mapping[int, int]

    def readable(self, text: str) -> str:
        """Return a text as it is scanned: width folded, no white space, traditional letters simplified."""
        return plain(text).translate(self.letters)


def read_goods(tables: Mapping[str, Mapping[str, Any]]) -> GoodsTables:
    """Return the tables of the word files (name -> content). Raises: PolicyError."""
    files = {name: WordFile(name, tables[name]) for name in WORD_FILES}
    goods, short, places = files["goods.toml"], files["short_names.toml"], files["places.toml"]
    vague, tolerance, titles = short.part("vague"), goods.part("tolerance"), goods.part("titles")
    return GoodsTables(
        lexicon=_lexicon(files),
        titles=_titles(titles, files["neutral.toml"].words("words")),
        sellers=_sellers(files["sellers.toml"]),
        pupil_marks=titles.words("pupil_marks"),
        adult_marks=titles.words("adult_marks"),
        textbooks=titles.words("textbooks"),
        about=re.compile("|".join(titles.patterns("about"))),
        heads=_heads(goods.part("heads")),
        hard=_inverted(short.part("hard")),
        soft=_inverted(short.part("soft")),
        kinds=_inverted(short.part("kind")),
        names=_names(short),
        vague_names=frozenset(vague.words("short_names")),
        odd_names=frozenset(vague.words("odd")),
        hired=frozenset(short.words("hired")),
        vague_texts=_longest_first(vague.words("texts")),
        open_texts=_longest_first((*vague.words("texts"), *vague.words("open"))),
        uses=short.words("uses"),
        codes=_codes(short.part("codes")),
        allowed={kind: frozenset(categories) for kind, categories in goods.part("places").groups().items()},
        better={kind: words[0] for kind, words in goods.part("better").groups().items()},
        tolerance=tolerance.groups(),
        meeting=goods.part("meeting").groups(),
        places=_places(places),
        letters=_letters(files["neutral.toml"]),
    )


def _lexicon(files: Mapping[str, WordFile]) -> Lexicon:
    """Build the one lexicon; a word that is both harmless and banned, or said twice under a tag, is refused."""
    lexicon = Lexicon()
    owners: dict[str, set[str]] = {}
    families = [*files["bans.toml"].parts("family"), *files["kinds.toml"].parts("family")]
    for family in families:
        tag = family.tag()
        for key, strong in (("words", False), ("strong", True)):
            words = family.words(key, optional=True)
            for word in words:
                if not _own(owners, word, tag):
                    raise family.refuse(key, f"{word} stands twice or contradicts another entry")
            lexicon.add(tag, words, strong=strong)
            lexicon.add(f"is.{family.mark()}", words if family.mark() else ())
        lexicon.add(tag, (), family.patterns("patterns"))
        lexicon.add(tag, (), family.patterns("strong_patterns"), strong=True)
    for name, key, tag in (("places.toml", "places", PLACE), ("places.toml", "safe", SAFE)):
        words = files[name].words(key)
        for word in words:
            if not _own(owners, word, tag):
                raise files[name].refuse(key, f"{word} stands twice or contradicts another entry")
        lexicon.add(tag, words)
    heads = files["goods.toml"].part("heads")
    silent = [*files["neutral.toml"].words("words"), *heads.words("line"), *heads.words("purpose")]
    silent += [word for words in heads.part("also").groups().values() for word in words]
    lexicon.add(NEUTRAL, [word for word in silent if not lexicon.tags_of(word)])
    return lexicon


def _letters(file: WordFile) -> dict[int, int]:
    traditional, simplified = "".join(file.words("traditional")), "".join(file.words("simplified"))
    if len(traditional) != len(simplified):
        raise file.refuse("simplified", "as many letters as under traditional are needed")
    return str.maketrans(traditional, simplified)


def _own(owners: dict[str, set[str]], word: str, tag: str) -> bool:
    """Note who bears a word; whether it may: only once under a tag, and a harmless word is not banned as well."""
    tags = owners.setdefault(plain(word).upper(), set())
    banned = any(owner.startswith(BAN) for owner in tags)
    if tag in tags or (SAFE in tags and tag.startswith(BAN)) or (tag == SAFE and banned):
        return False
    tags.add(tag)
    return True


def _titles(section: WordFile, neutral: tuple[str, ...]) -> Lexicon:
    titles = Lexicon()
    titles.add(NEUTRAL, neutral)
    for tag in _TITLE_TAGS:
        titles.add(tag, section.words(tag))
    titles.add("ban.school_operating", (), section.patterns("patterns"))
    return titles


def _sellers(file: WordFile) -> Lexicon:
    sellers = Lexicon()
    for kind in file.parts("seller"):
        sellers.add(kind.tag(), kind.words("words"))
    return sellers


def _heads(section: WordFile) -> Heads:
    return Heads(
        line=_upper(section.words("line")),
        purpose=_upper(section.words("purpose")),
        firm=_upper(section.words("firm")),
        openers=tuple(map(plain, section.words("openers"))),
        also={ban: _upper(words) for ban, words in section.part("also").groups().items()},
        never={ban: _upper(words) for ban, words in section.part("never").groups().items()},
        served=frozenset(section.words("served")),
        kinds={ban: frozenset(tags) for ban, tags in section.part("kinds").groups().items()},
        things=frozenset(section.words("things")),
        furnishing=frozenset(section.words("furnishing")),
        after=section.words("after"),
        names=section.words("names"),
    )


def _upper(words: tuple[str, ...]) -> frozenset[str]:
    return frozenset(plain(word).upper() for word in words)


def _places(file: WordFile) -> Places:
    keys = ("verbs", "trips", "inward", "themes", "visits", "mainland", "departures", "freight", "carriers", "states")
    lists = {key: tuple(map(plain, file.words(key))) for key in keys}
    return Places(names=_longest_first(file.words("places")), **lists)


def _longest_first(words: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(sorted(words, key=len, reverse=True))


def _codes(section: WordFile) -> tuple[tuple[str, str], ...]:
    for prefix, tag in section.table.items():
        if not prefix.isdigit() or not isinstance(tag, str):
            raise section.refuse(prefix, "digits of a tax code and a tag are needed")
    return tuple(sorted(section.table.items(), key=lambda item: -len(item[0])))


def _names(file: WordFile) -> Names:
    """Read the names that tell a thing only under certain short names; the groups are those of `short_groups`."""
    groups = {key: frozenset(map(plain, words)) for key, words in file.part("short_groups").groups().items()}
    names = Names()
    for family in file.parts("under"):
        missing = [group for group in family.words("groups") if group not in groups]
        if missing:
            raise family.refuse("groups", f"{missing[0]} is no key of short_groups")
        shorts = frozenset().union(*(groups[group] for group in family.words("groups")))
        names.add(family.tag(), shorts, family.words("words", optional=True), family.patterns("patterns"))
    return names


def _inverted(section: WordFile) -> dict[str, str]:
    found: dict[str, str] = {}
    for tag, names in section.groups().items():
        for name in map(plain, names):
            if name in found:
                raise section.refuse(tag, f"{name} stands under {found[name]} too")
            found[name] = tag
    return found
