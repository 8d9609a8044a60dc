"""Text of an OFD as operators of PDF: every character stands where the file puts it, in a font that has it."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from studio_ledger.invoices.ofd_numbers import number, numbers, steps, written
from studio_ledger.invoices.truetype import shipped
from studio_ledger.invoices.xml_tree import all_named

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml import etree

    from studio_ledger.invoices.ofd_resources import Typeface
    from studio_ledger.invoices.pdf_pages import PdfPages
    from studio_ledger.invoices.truetype import Face

REGULAR, BOLD, SUPPLEMENT = "NotoSansSC-Regular.ttf", "NotoSansSC-Bold.ttf", "LXGWWenKai-Supplement.ttf"
MOST_CHARACTERS = 20_000
_BOLD_FROM = 600
_LATIN = {"courier": "Courier", "times": "Times-Roman", "arial": "Helvetica", "helvetica": "Helvetica"}
_WIDTHS = {"Courier": 0.6, "Times-Roman": 0.5, "Helvetica": 0.556}
_SLANT = 0.2
_NARROWEST = 0.4


class Words:
    """Writes text objects into pages that share fonts."""

    def __init__(self, pages: PdfPages) -> None:
        self._pages = pages
        self._left = MOST_CHARACTERS

    def operators(self, element: etree._Element, font: Typeface) -> Iterator[str]:
        """Yield the operators of one text object, in millimetres from its corner, y downwards."""
        size = number(element.get("Size"), 3.0)
        bold = font.bold or number(element.get("Weight"), 400) >= _BOLD_FROM
        wide = number(element.get("HScale"), 1.0) or 1.0
        slant = _SLANT if font.italic or str(element.get("Italic", "")).lower() == "true" else 0.0
        turned = str(element.get("CharDirection", "0")).strip()
        glyphs = _own_glyphs(element) if font.face is not None else {}
        x, y, place = 0.0, size, 0
        for code in all_named(element, "TextCode"):
            words = _characters(code)[: self._left]
            self._left -= len(words)
            x, y = number(code.get("X"), x), number(code.get("Y"), y)
            across = steps(code.get("DeltaX"), len(words))
            down = steps(code.get("DeltaY"), len(words))
            for index, character in enumerate(words):
                name, shown, natural = self._letter(character, font, bold=bold, own=glyphs.get(place + index, 0))
                step = across[index] if index < len(across) else 0.0
                told = step or (across[-1] if across and index == len(across) else 0.0)
                drawn = wide * _squeeze(natural * size * wide, told, character)
                yield f"/{name} 1 Tf {_standing(size, drawn, slant, turned)} {written(x, y)} Tm {shown} Tj"
                if index < len(across):
                    x += step
                elif index >= len(down):
                    x += _usual(character) * size * wide
                y += down[index] if index < len(down) else 0.0
            place += len(words)

    def _letter(self, character: str, font: Typeface, *, bold: bool, own: int) -> tuple[str, str, float]:
        """Return font, glyph and natural width of a character; what nothing can show is left white."""
        if font.face is not None:
            glyph = own if font.face.holds(own) else font.face.glyph(character)
            if glyph:
                return self._of(font.face, glyph)
        latin = next((base for known, base in _LATIN.items() if known in font.name.lower()), "")
        if latin and (" " < character <= "~" or character == "¥"):
            name = {"Times-Roman": "Times-Bold"}.get(latin, f"{latin}-Bold") if bold else latin
            return self._pages.base_font(name), f"<{character.encode('cp1252').hex()}>", _WIDTHS[latin]
        for face in (shipped(BOLD if bold else REGULAR), shipped(SUPPLEMENT)):
            if glyph := face.glyph(character):
                return self._of(face, glyph)
        return self._pages.base_font("Helvetica"), "<20>", 1.0

    def _of(self, face: Face, glyph: int) -> tuple[str, str, float]:
        return self._pages.face(face), f"<{glyph:04x}>", face.advance(glyph)


def _characters(code: etree._Element) -> str:
    """Return the text; white space is text unless line ends show that the file was laid out for people."""
    words = "".join(str(part) for part in code.itertext())
    return words.strip() if "\n" in words or "\r" in words else words


def _own_glyphs(element: etree._Element) -> dict[int, int]:
    """Return the glyphs that the file names itself, by the place of their character."""
    found: dict[int, int] = {}
    for change in all_named(element, "CGTransform"):
        start, count = int(number(change.get("CodePosition"), 0)), int(number(change.get("CodeCount"), 1))
        glyphs = [int(glyph) for told in all_named(change, "Glyphs") for glyph in numbers(str(told.text or ""))]
        found |= {start + index: glyph for index, glyph in enumerate(glyphs[: max(count, 0)])}
    return found


def _usual(character: str) -> float:
    return 1.0 if unicodedata.east_asian_width(character) in "WF" else 0.5


def _squeeze(natural: float, step: float, character: str) -> float:
    """Return how much narrower a letter is drawn where the next one stands closer than it is wide."""
    if step <= 0 or natural <= step or _usual(character) == 1.0:
        return 1.0
    return max(step / natural, _NARROWEST)


def _standing(size: float, wide: float, slant: float, turned: str) -> str:
    """Return the first four numbers of a letter's matrix, y downwards."""
    a, b, c, d = size * wide, 0.0, size * slant, -size
    if turned == "90":
        a, b, c, d = 0.0, size * wide, size, 0.0
    elif turned == "180":
        a, d = -a, -d
    elif turned == "270":
        a, b, c, d = 0.0, -size * wide, -size, 0.0
    return written(a, b, c, d)
