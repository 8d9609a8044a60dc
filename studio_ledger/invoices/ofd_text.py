"""Text of an OFD's pages: characters where they are printed, and the text objects that tags point to."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from studio_ledger.invoices.refusal import HOSTILE, RefusedError
from studio_ledger.invoices.values import clean, plain
from studio_ledger.invoices.words import Glyph
from studio_ledger.invoices.xml_tree import all_named

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from lxml import etree

Area = tuple[float, float, float, float]
_MOST_GLYPHS = 60_000
_MOST_OBJECTS = 20_000
_LONGEST = 5_000
_FARTHEST = 20_000.0
_UPRIGHT = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
_WIDE = "\u2e80"
"""From here on, characters are as wide as they are high."""


_Character = tuple[str, float, float, float, float, float, float]
"""A character in millimetres: x and y of where it begins and ends on its baseline, and of its top."""


class TextObject(NamedTuple):
    """A text object of a content: `quarters` it is turned clockwise."""

    number: str
    text: str
    characters: tuple[_Character, ...]
    quarters: int


class Printed(NamedTuple):
    """A text object on its page: what it says, and where."""

    text: str
    page: int
    characters: tuple[_Character, ...]
    area: Area

    @property
    def edges(self) -> tuple[float, float, float, float]:
        """Left, top, right and bottom in fractions of the page as it is seen: few objects are ever asked."""
        _, x1, y1, x2, y2, x3, y3 = zip(*self.characters, strict=True)
        across, down = (*x1, *x2, *x3), (*y1, *y2, *y3)
        page = self.area
        left, right = (min(across) - page[0]) / page[2], (max(across) - page[0]) / page[2]
        top, bottom = (min(down) - page[1]) / page[3], (max(down) - page[1]) / page[3]
        return _on_page(left), _on_page(top), _on_page(right), _on_page(bottom + 0.005)


@dataclass
class Ink:
    """All text objects of a document, by page and number, and how many more may be looked at."""

    objects: dict[tuple[str, str], Printed] = field(default_factory=dict)
    anywhere: dict[str, Printed] = field(default_factory=dict)
    left: int = _MOST_GLYPHS
    objects_left: int = _MOST_OBJECTS
    is_full: bool = False
    texts: list[str] = field(default_factory=list)
    _whole: str = ""

    def put_on(self, index: int, number: str, objects: Sequence[TextObject], page: Area) -> tuple[list[Glyph], int]:
        """Note the objects of a page; return its glyphs upright, and the quarter turns that made them so."""
        turns = Counter[int]()
        for found in objects:
            if found.characters:
                turns[found.quarters] += len(found.characters)
        turn = -(turns.most_common(1)[0][0] if turns else 0) % 4
        glyphs: list[Glyph] = []
        for found in objects:
            if not found.characters:
                continue
            printed = Printed(found.text, index, found.characters, page)
            self.objects.setdefault((number, found.number), printed)
            self.anywhere.setdefault(found.number, printed)
            self.texts.append(found.text)
            glyphs += _glyphs(found.characters, page, turn)
        return glyphs, turn

    def of(self, page: str, number: str) -> Printed | None:
        """Return the object of that number on that page; without a page, the first of that number."""
        return self.objects.get((page, number)) or (self.anywhere.get(number) if not page else None)

    def says(self, value: str) -> bool:
        """Whether the print holds this text anywhere, however it is broken into objects."""
        return plain(value) in self.whole

    @property
    def whole(self) -> str:
        """All text in the order of the file, compatibility forms folded, without spaces."""
        if not self._whole:
            self._whole = plain("".join(self.texts))
        return self._whole


def box_of(told: str | None) -> Area | None:
    """Return left, top, width and height; None where that is no area."""
    found = numbers_of(told)
    if len(found) != 4 or found[2] <= 0 or found[3] <= 0:
        return None
    return found[0], found[1], found[2], found[3]


def numbers_of(told: str | None) -> list[float]:
    """Return the numbers of a list; none at all where one of them is no number, or not on any paper."""
    if not told:
        return []
    try:
        found = [float(part) for part in told.split()]
    except ValueError:
        return []
    return found if found and _are_sane(found) else []


def _number(told: str | None, otherwise: float) -> float:
    try:
        value = float(told) if told else otherwise
    except ValueError:
        return otherwise
    return value if -_FARTHEST < value < _FARTHEST else otherwise


def _are_sane(found: Sequence[float]) -> bool:
    """Whether all of these fit on paper; NaN, which is neither more nor less than anything, spoils every sum."""
    return all(-_FARTHEST < number < _FARTHEST for number in found)


def text_objects(content: etree._Element, ink: Ink) -> Iterator[TextObject]:
    """Yield the text objects of a content, as long as the document is not endless.

    Raises: RefusedError for a text longer than any value.
    """
    for element in all_named(content, "TextObject"):
        if ink.objects_left <= 0 or ink.left <= 0:
            ink.is_full = True
            return
        ink.objects_left -= 1
        found = _text_object(element)
        if found is not None:
            ink.left -= len(found.characters)
            yield found


def _text_object(element: etree._Element) -> TextObject | None:
    # Some makers give a boundary without width or height, which says all the same where it begins.
    place = numbers_of(element.get("Boundary"))
    if len(place) != 4:
        return None
    size = abs(_number(element.get("Size"), 3.0)) or 3.0
    matrix = numbers_of(element.get("CTM"))
    a, b, c, d, e, f = matrix if len(matrix) == 6 else _UPRIGHT
    e, f = e + place[0], f + place[1]
    said: list[str] = []
    characters: list[_Character] = []
    x, y = 0.0, size
    high_x, high_y = c * size, d * size
    for code in element.iterchildren("{*}TextCode"):
        words = (code.text or "").strip()
        if len(words) > _LONGEST:
            raise RefusedError(HOSTILE)
        said.append(words)
        x, y = _number(code.get("X"), x), _number(code.get("Y"), y)
        rights, downs = steps_of(code.get("DeltaX"), len(words)), steps_of(code.get("DeltaY"), len(words))
        across, down = a * x + c * y + e, b * x + d * y + f
        for i, character in enumerate(words):
            natural = size if character >= _WIDE else size / 2
            right = rights[i] if i < len(rights) else 0.0 if downs and not rights else natural
            low = downs[i] if i < len(downs) else 0.0
            wide = right if 0 < right < natural else natural
            characters.append(
                (character, across, down, across + a * wide, down + b * wide, across - high_x, down - high_y)
            )
            x, y = x + right, y + low
            across, down = across + a * right + c * low, down + b * right + d * low
    quarters = round(math.atan2(b, a) / (math.pi / 2)) % 4 if b or a < 0 else 0
    return TextObject(str(element.get("ID", "")), clean("".join(said)), tuple(characters), quarters)


def steps_of(told: str | None, count: int) -> list[float]:
    """Return the advances: ``g 3 4.2`` stands for three times 4.2, and the last one goes on to the end."""
    if not told:
        return []
    parts, steps = iter(told.split()), list[float]()
    try:
        for part in parts:
            if len(steps) >= count:
                break
            if part == "g":
                times, step = int(next(parts)), float(next(parts))
                steps += [step] * max(0, min(times, count))
            else:
                steps.append(float(part))
    except (ValueError, StopIteration):
        return []
    if not steps or not _are_sane(steps):
        return []
    return steps + steps[-1:] * (count - len(steps)) if len(steps) == 1 else steps


def _on_page(edge: float) -> float:
    return min(1.0, max(0.0, edge))


def _glyphs(characters: Iterable[_Character], page: Area, turn: int) -> list[Glyph]:
    left, above, wide, high = page
    if turn:
        return [_turned(character, page, turn) for character in characters]
    return [
        Glyph(char, (x1 - left) / wide, (x2 - left) / wide, (y3 - above) / high, (y1 - above) / high)
        for char, x1, y1, x2, _, _, y3 in characters
    ]


def _turned(character: _Character, page: Area, turn: int) -> Glyph:
    char, x1, y1, x2, y2, x3, y3 = character
    left, above, wide, high = page
    begin, base = _upright((x1 - left) / wide, (y1 - above) / high, turn)
    end, _ = _upright((x2 - left) / wide, (y2 - above) / high, turn)
    _, top = _upright((x3 - left) / wide, (y3 - above) / high, turn)
    return Glyph(char, begin, end, top, base)


def _upright(x: float, y: float, turn: int) -> tuple[float, float]:
    """Turn a point of the page by quarters clockwise, in fractions."""
    for _ in range(turn):
        x, y = 1 - y, x
    return x, y


def boxes_of(printed: Iterable[Printed]) -> tuple[int, float, float, float, float] | None:
    """Return page, left, top, right and bottom around objects of the first one's page."""
    found = list(printed)
    same = [one for one in found if one.page == found[0].page]
    if not same:
        return None
    lefts, tops, rights, bottoms = zip(*(one.edges for one in same), strict=True)
    return same[0].page, min(lefts), min(tops), max(rights), max(bottoms)
