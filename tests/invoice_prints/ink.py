"""Words with places, put on paper: order, fonts, turning and several forms on a sheet are chosen by chance."""

from __future__ import annotations

import io
import random
import re
from dataclasses import dataclass, field, replace
from importlib.resources import files

import segno
from reportlab.lib.colors import HexColor
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

_LATIN = "Courier"
_RESOURCE = {"kai": "NotoSansSC-Regular.ttf", "hidden": "NotoSansSC-Bold.ttf"}


@dataclass(frozen=True)
class Word:
    """A text that begins (or, `right`, ends) at `x` and stands on `y`, both fractions of the form."""

    x: float
    y: float
    text: str
    role: str = ""
    size: float = 9.0
    right: bool = False
    layer: str = "label"
    turn: float = 0.0


@dataclass
class Sheet:
    """One form in points, with its words and the text of its QR code."""

    width: float
    height: float
    words: list[Word] = field(default_factory=list)
    payload: str = ""
    square: tuple[float, float, float] = (0.035, 0.03, 0.13)
    """Left, top and side of the QR code; the side is a fraction of the height."""

    def put(self, x: float, y: float, text: str, role: str = "", **more: object) -> None:
        """Add a printed value."""
        if text:
            self.words.append(Word(x, y, text, role, layer="value", **more))

    def label(self, x: float, y: float, text: str, **more: object) -> None:
        """Add what is printed on every form of the kind."""
        self.words.append(Word(x, y, text, **more))

    def width_of(self, word: Word, face: str) -> float:
        return _width(word.text, face, word.size * self.height / 397) / self.width


@dataclass(frozen=True)
class Placed:
    """A form on a page: how far from the left and the top edge, and how large."""

    sheet: Sheet
    left: float = 0.0
    top: float = 0.0
    scale: float = 1.0


@dataclass(frozen=True)
class Page:
    """A page in points; `turned`: how its content lies, `rotate`: what /Rotate says."""

    width: float
    height: float
    placed: tuple[Placed, ...]
    turned: int = 0
    rotate: int = 0


@dataclass(frozen=True)
class Fonts:
    """Which fonts are used: `label` and `value` name a face, `order` how the words follow each other."""

    label: str = "song"
    value: str = "song"
    order: str = "labels-first"
    by_character: bool = False
    spaced: bool = False
    """Whether letters are set small and apart, as poor conversions of an OFD do."""


def face(name: str) -> str:
    """Return a registered font: song is not embedded, kai is, hidden has no ToUnicode table."""
    if name in pdfmetrics.getRegisteredFontNames():
        return name
    if name in _RESOURCE:
        pdfmetrics.registerFont(TTFont(name, str(files("resources") / "fonts" / _RESOURCE[name])))
        return name
    if "STSong-Light" not in pdfmetrics.getRegisteredFontNames():
        pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    return "STSong-Light"


def _pieces(text: str, name: str) -> list[tuple[str, str]]:
    """Part Latin from Chinese where the font is Chinese only, as real issuers do."""
    if name != "song":
        return [(text, face(name))]
    made: list[tuple[str, str]] = []
    for c in text:
        font = _LATIN if c.isascii() else face(name)
        if made and made[-1][1] == font:
            made[-1] = (made[-1][0] + c, font)
        else:
            made.append((c, font))
    return made


def _width(text: str, name: str, size: float) -> float:
    return sum(pdfmetrics.stringWidth(part, font, size) for part, font in _pieces(text, name))


def drawn(pages: list[Page], fonts: Fonts, chance: random.Random) -> bytes:
    """Return the PDF."""
    made = io.BytesIO()
    canvas = Canvas(made, pageCompression=0, invariant=1)
    for page in pages:
        # reportlab itself exchanges width and height of a page that /Rotate turns sideways.
        sideways = (page.turned + page.rotate) % 180 == 90
        canvas.setPageSize((page.height, page.width) if sideways else (page.width, page.height))
        if page.rotate:
            canvas.setPageRotation(page.rotate)
        canvas.saveState()
        _turn(canvas, page)
        for placed in page.placed:
            canvas.saveState()
            canvas.translate(placed.left, page.height - placed.top - placed.sheet.height * placed.scale)
            canvas.scale(placed.scale, placed.scale)
            _sheet(canvas, placed.sheet, fonts, chance)
            canvas.restoreState()
        canvas.restoreState()
        canvas.showPage()
    canvas.save()
    return _without_table(made.getvalue()) if "hidden" in (fonts.label, fonts.value) else made.getvalue()


def _turn(canvas: Canvas, page: Page) -> None:
    if page.turned == 90:
        canvas.translate(page.height, 0)
    elif page.turned == 180:
        canvas.translate(page.width, page.height)
    elif page.turned == 270:
        canvas.translate(0, page.width)
    canvas.rotate(page.turned)


def _sheet(canvas: Canvas, sheet: Sheet, fonts: Fonts, chance: random.Random) -> None:
    canvas.setStrokeColor(HexColor("#8c3b2a"))
    canvas.rect(sheet.width * 0.02, sheet.height * 0.1, sheet.width * 0.96, sheet.height * 0.69)
    if sheet.payload:
        _code(canvas, sheet)
    words = list(sheet.words)
    if fonts.order == "scrambled":
        chance.shuffle(words)
    elif fonts.order != "natural":
        words.sort(key=lambda word: word.layer == ("label" if fonts.order == "values-first" else "value"))
    # A seal is stamped as a whole, whatever the order of the rest.
    words.sort(key=lambda word: word.layer == "seal")
    for word in words:
        name = fonts.value if word.layer == "value" else fonts.label
        size = word.size * sheet.height / 397
        x = word.x * sheet.width - (_width(word.text, name, size) if word.right else 0)
        _draw(canvas, (x, sheet.height * (1 - word.y)), replace(word, size=size), name, fonts)


def _draw(canvas: Canvas, at: tuple[float, float], word: Word, name: str, fonts: Fonts) -> None:
    canvas.saveState()
    canvas.translate(*at)
    canvas.rotate(word.turn)
    x = 0.0
    for part, font in _pieces(word.text, name):
        canvas.setFont(font, word.size * (0.65 if fonts.spaced else 1.0))
        for text in part if fonts.by_character or fonts.spaced else [part]:
            canvas.drawString(x, 0, text)
            x += pdfmetrics.stringWidth(text, font, word.size)
    canvas.restoreState()


def _code(canvas: Canvas, sheet: Sheet) -> None:
    rows = [list(row) for row in segno.make(sheet.payload, error="m", micro=False).matrix]
    left, top, side = sheet.square
    dot = side * sheet.height / len(rows)
    for y, row in enumerate(rows):
        x = 0
        while x < len(row):
            end = x
            while end < len(row) and row[end]:
                end += 1
            if end > x:
                foot = sheet.height * (1 - top) - (y + 1) * dot
                canvas.rect(sheet.width * left + x * dot, foot, (end - x) * dot, dot, stroke=0, fill=1)
            x = max(end, x + 1)


def _without_table(pdf: bytes) -> bytes:
    """Take away what tells the labels' glyphs' meaning: their codes get names that mean nothing."""
    nameless = b"<< /Type /Encoding /Differences [0 " + b" ".join(b"/g%d" % n for n in range(256)) + b"] >>\n"
    parts = pdf.split(b"endobj")
    tables = {}
    for i, part in enumerate(parts):
        found = re.search(rb"/ToUnicode (\d+) 0 R", part)
        if b"/Flags 262148" in part and b"SC-Bold" in part:
            parts[i] = part.replace(b"/Flags 262148", b"/Flags 262176")
        if found and b"SC-Bold" in part:
            tables[b"\n%s 0 obj" % found[1]] = True
            parts[i] = part.replace(b"/ToUnicode", b"/Encoding ")
    for i, part in enumerate(parts):
        head = next((head for head in tables if head in part), None)
        if head:
            before = part[: part.index(head) + len(head)]
            parts[i] = (before + b"\n" + nameless).ljust(len(part))
    return b"endobj".join(parts)
