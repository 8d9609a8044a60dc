"""Which known words of a text count: topics and modifiers fall away, and the head of each phrase decides its kind."""

from __future__ import annotations

import bisect
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from studio_ledger.rules.lexicon import NEUTRAL, PLACE, SAFE, Hit
from studio_ledger.rules.tables import BAN

if TYPE_CHECKING:
    from studio_ledger.rules.tables import Heads

_CLAUSE = re.compile(
    r"[,;。、()（）!?+/\u241f]|用于|为了|以便|并|及其|含|参加|组织|开展|举办|购买|采购|支付|缴纳|报销|及|以及"
)
_NAME_PART = re.compile("[厂村镇乡区城山湖岭河江坑围田湾桥岗塘园场]?(?:第?[一二三四五六])?(?:实验|附属|中心)?")
# 香槟|色, 咖啡|色
_COLOUR = "色"
_STREET = re.compile("(?:路(?![线程上费])|街(?![头上])|大道|花园|新村|广场)")
_THERE = ("赴", "到", "往", "去", "与", "在", "至", "自")
_SCHOOL_NAME = re.compile("[\u4e00-\u9fff]{0,5}?(?:中学|小学|学校|[一二三四]中|附中|[市县](?!场))(?!生)")
_OPENED = re.compile(r"[;。()（）]")
# A firm that one visits (走进比亚迪) sells nothing to the visitor.
_VISITING = ("走进", "参观", "走访", "探访", "参访")
_MARK = "is."
_GIFT = "is.gift"
_FACILITY, _SCHOOL, _VEHICLE, _NEAR = "facility", "ban.school_operating", "ban.vehicle", 2
_PRINTS = frozenset({"printing", "books"})


@dataclass(frozen=True, slots=True)
class Found:
    """What the words of a text say: `bans`, kinds (`tags`) and `marks`, each with the word that showed it."""

    bans: dict[str, str]
    tags: dict[str, str]
    marks: frozenset[str]
    safe: bool


class Phrases:
    """A text cut into known words and phrases; `line` tells a line's item from a purpose.

    `shaped`: the kinds of goods here whose shape or colour any word before them may be.
    """

    def __init__(
        self, text: str, hits: list[Hit], heads: Heads, *, line: bool, shaped: frozenset[str] = frozenset()
    ) -> None:
        self.text, self._heads, self._line, self._shaped = text, heads, line, shaped
        self._hits = [hit for hit in hits if self._stands_alone(hit)]
        self._ends = self._boundaries()
        self._opened = self._openings()

    @property
    def places(self) -> list[Hit]:
        """The names of places."""
        return [hit for hit in self._hits if PLACE in hit.tags]

    @property
    def whole(self) -> frozenset[str]:
        """The tags of the one word that is the whole text; none where it is more than a word."""
        return next((hit.tags for hit in self._hits if (hit.start, hit.end) == (0, len(self.text))), frozenset())

    def clause(self, hit: Hit) -> tuple[str, str]:
        """Return what stands before and after a word in its phrase."""
        place = bisect.bisect_right(self._ends, hit.start)
        start = self._ends[place - 1] if place else 0
        return self.text[start : hit.start], self.text[hit.end : self._end(hit)]

    def read(self, *, topic: bool = False) -> Found:
        """Return what counts; `topic`: somebody is paid for a talk, so that the words say what about."""
        bans: dict[str, str] = {}
        tags: dict[str, str] = {}
        marks: set[str] = set()
        for hit in self._hits:
            kinds = [tag for tag in sorted(hit.tags) if tag not in {SAFE, NEUTRAL, PLACE}]
            standing = [tag for tag in kinds if not tag.startswith(BAN) or not self._falls_away(hit, tag, topic)]
            if any(tag.startswith(BAN) for tag in kinds) and not any(tag.startswith(BAN) for tag in standing):
                continue
            if _FACILITY in standing:
                standing = [tag for tag in standing if tag != _FACILITY]
                if self._furnished(hit):
                    standing.append(_SCHOOL)
            for tag in standing:
                if tag.startswith(BAN):
                    bans.setdefault(tag, hit.word)
                elif tag.startswith(_MARK):
                    marks.add(tag)
                elif tag not in self._heads.things or self._is_head(hit):
                    tags.setdefault(tag, hit.word)
        return Found(bans, tags, frozenset(marks), any(SAFE in hit.tags for hit in self._hits))

    def _stands_alone(self, hit: Hit) -> bool:
        """Whether a word is no part of a name, nor, with one letter, of a word we do not know."""
        rest = self.text[hit.end :]
        banned = not hit.fixed and any(tag.startswith(BAN) for tag in hit.tags)
        if banned and self._names_a_place(self.text[: hit.start], rest):
            return False
        if (PLACE in hit.tags and _STREET.match(rest)) or (not hit.fixed and rest.startswith(_COLOUR)):
            return False
        if len(hit.word) > 1 or NEUTRAL in hit.tags:
            return True
        return not rest or not ("\u4e00" <= rest[0] <= "\u9fff") or rest.startswith(self._heads.after)

    def _names_a_place(self, before: str, rest: str) -> bool:
        """Whether what stands around a word makes the name of a place or a school of it (白酒|厂小学)."""
        if before.endswith(_THERE) and _SCHOOL_NAME.match(rest):
            return True
        found = _NAME_PART.match(rest)
        behind = rest[found.end() :] if found else rest
        return behind.startswith(self._heads.names) or rest.startswith(self._heads.names)

    def _openings(self) -> list[int]:
        """Return the places behind which only a topic stands: a colon after a title's or a print's name."""
        if self._line:
            prints = [h for h in self._hits if _carries(h, self._heads.line) or h.tags & _PRINTS]
            return [hit.end + 1 for hit in prints if self.text[hit.end : hit.end + 1] == ":"]
        return [self.text.find(opener) + len(opener) for opener in self._heads.openers if opener in self.text]

    def _boundaries(self) -> list[int]:
        inside = [(hit.start, hit.end) for hit in self._hits if len(hit.word) > 1]
        found = [m.start() for m in _CLAUSE.finditer(self.text)]
        cut = [place for place in found if not any(start <= place < end for start, end in inside)]
        return [*cut, len(self.text)]

    def _end(self, hit: Hit) -> int:
        return next(end for end in self._ends if end >= hit.end)

    def _furnished(self, room: Hit) -> bool:
        """Whether a thing for use stands right behind a room of the school, and no topic behind that."""
        end = self._end(room)
        later = [h for h in self._hits if room.end <= h.start and h.end <= end and h.tags - {NEUTRAL, SAFE}]
        if not later or later[0].start - room.end > _NEAR or self._is_topic(room, _SCHOOL):
            return False
        return any(tag.startswith(BAN) or tag in self._heads.furnishing for tag in later[0].tags)

    def _falls_away(self, hit: Hit, ban: str, topic: bool) -> bool:
        if "is.material" in hit.tags and not self._is_head(hit):
            return True
        if ban == _VEHICLE and not self._line and self.text[: hit.start].endswith(_VISITING):
            return True
        return self._is_topic(hit, ban) or (topic and not hit.fixed and ban != "ban.abroad")

    def _is_topic(self, hit: Hit, ban: str) -> bool:
        if hit.fixed:
            return False
        if any(place <= hit.start and not _OPENED.search(self.text, place, hit.start) for place in self._opened):
            return True
        heads = self._heads
        plain = heads.line if self._line else heads.purpose
        carriers = heads.firm if hit.strong else plain | heads.also.get(ban, frozenset())
        carriers -= heads.never.get(ban, frozenset())
        end = self._end(hit)
        later = [other for other in self._hits if other.start >= hit.end and other.end <= end]
        around = [other for other in self._hits if other.start <= hit.start and hit.end <= other.end]
        modified = heads.kinds.get(ban, frozenset())
        if not hit.strong and any(other.tags & modified for other in [*later, *around]):
            return True
        if not hit.strong and ban != _SCHOOL and _GIFT not in hit.tags and any(o.tags & self._shaped for o in later):
            return True
        for place, other in enumerate(later):
            if _carries(other, carriers):
                return ban != "ban.reception" or not any(heads.served & after.tags for after in later[place + 1 :])
        return False

    def _is_head(self, hit: Hit) -> bool:
        """Whether no other thing stands behind this one in its phrase."""
        end = self._end(hit)
        return not any(
            other.start >= hit.end and other.end <= end and other.tags & self._heads.things for other in self._hits
        )


def _carries(hit: Hit, carriers: frozenset[str]) -> bool:
    """Whether a word is such a noun or ends in one; one that says a kind may also hold it (讲座费)."""
    if hit.word in carriers or any(hit.word.endswith(carrier) for carrier in carriers):
        return True
    saying = hit.tags - {NEUTRAL, SAFE}
    return bool(saying) and not hit.fixed and any(carrier in hit.word for carrier in carriers if len(carrier) > 1)
