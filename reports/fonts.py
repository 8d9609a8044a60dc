"""Text on paper: the shipped fonts, what one lacks taken from the next, and lines broken the Chinese way.

reportlab sets each string in one font and has no fallback, so a string is cut here into runs by
what each font can show. Its ToUnicode map, too, is right only for the basic plane: mended below,
or a name with 𠮷 could be read on paper but neither searched nor copied.
"""

from __future__ import annotations

import re
import threading
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from reportlab.pdfbase import pdfmetrics, ttfonts

from reports.plain import printable

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

REGULAR = "StudioRegular"
BOLD = "StudioBold"

_SUPPLEMENT = "StudioSupplement"
_FILES = {
    REGULAR: "NotoSansSC-Regular.ttf",
    BOLD: "NotoSansSC-Bold.ttf",
    _SUPPLEMENT: "LXGWWenKai-Supplement.ttf",
}
_MISSING = "〓"
"""The printers' mark for a character that no font at hand can show."""

_MAPPINGS_PER_BLOCK = 100
"""The CMap format's bound on one bfchar block."""

_faces: dict[str, Any] = {}
_registering = threading.Lock()

# A word or number stays whole; a closing mark never starts a line and an opening one never ends it.
_UNBREAKABLE = re.compile(
    r"[（《“‘「【〔(\[]*(?:[A-Za-z0-9.,:/%+_#@*-]+|.)[，。、；：？！）》”’」】〕)\]…％]*", re.DOTALL
)


def width(text: str, size: float, font: str = REGULAR) -> float:
    """Return how wide a line of printable text is, in points."""
    faces = registered()
    return sum(_advance(faces, char, font) for char in text) * size / 1000


def put(canvas: Any, x: float, y: float, text: str, size: float, *, font: str = REGULAR) -> None:
    """Draw one line of printable text with its left end at x and its base line at y."""
    registered()
    for name, run in _runs(text, font):
        canvas.setFont(name, size)
        canvas.drawString(x, y, run)
        x += width(run, size, font)


def wrapped(text: str, room: float, size: float, font: str = REGULAR) -> list[str]:
    """Break text into lines no wider than `room` points; at least one line, perhaps empty."""
    lines: list[str] = []
    for paragraph in printable(text).split("\n"):
        lines += _filled(_UNBREAKABLE.findall(paragraph), room, size, font)
    return lines


def fitted(
    text: str, room: float, lines: int, size: float, *, font: str = REGULAR, smallest: float = 5.0
) -> tuple[float, list[str]]:
    """Return a size and at most `lines` lines: smaller letters first, an ellipsis only as the last resort."""
    while True:
        broken = wrapped(text, room, size, font)
        if len(broken) <= lines:
            return size, broken
        if size - 0.5 < smallest:
            break
        size -= 0.5
    kept = broken[:lines]
    while kept[-1] and width(kept[-1] + "…", size, font) > room:
        kept[-1] = kept[-1][:-1]
    kept[-1] += "…"
    return size, kept


def registered() -> dict[str, Any]:
    """Return the faces, registered at the first call: twenty megabytes are parsed for who prints, not who starts."""
    if len(_faces) == len(_FILES):
        return _faces
    with _registering:
        ttfonts.makeToUnicodeCMap = _to_unicode
        for name, file in _FILES.items():
            if name not in _faces:
                font = ttfonts.TTFont(name, str(files("resources") / "fonts" / file))
                pdfmetrics.registerFont(font)
                _faces[name] = font.face
    return _faces


def _font_for(faces: dict[str, Any], char: str, font: str) -> str:
    code = ord(char)
    for name in (font, _SUPPLEMENT):
        if code in faces[name].charToGlyph:
            return name
    return ""


def _advance(faces: dict[str, Any], char: str, font: str) -> float:
    name = _font_for(faces, char, font)
    if not name:
        name, char = font, _MISSING
    face = faces[name]
    return float(face.charWidths.get(ord(char), face.defaultWidth))


def _runs(text: str, font: str) -> Iterable[tuple[str, str]]:
    faces = registered()
    if all(ord(char) in faces[font].charToGlyph for char in text):
        return [(font, text)] if text else []
    runs: list[tuple[str, str]] = []
    for char in text:
        name = _font_for(faces, char, font)
        shown = char if name else _MISSING
        name = name or font
        if runs and runs[-1][0] == name:
            runs[-1] = (name, runs[-1][1] + shown)
        else:
            runs.append((name, shown))
    return runs


def _filled(words: Sequence[str], room: float, size: float, font: str) -> list[str]:
    lines, line, used = [], "", 0.0
    for word in words:
        wide = width(word, size, font)
        if line and used + wide > room:
            lines.append(line.rstrip())
            line, used = "", 0.0
            if word == " ":
                continue
        if wide <= room:
            line, used = line + word, used + wide
            continue
        # Wider than a whole line, such as a long e-mail address: broken anywhere.
        for char in word:
            step = width(char, size, font)
            if line and used + step > room:
                lines.append(line)
                line, used = "", 0.0
            line, used = line + char, used + step
    return [*lines, line]


def _to_unicode(name: str, subset: Sequence[int]) -> str:
    """Map glyph codes back to text: UTF-16BE, so that planes above the first come out right, in short blocks."""
    pairs = [
        f"<{code:02X}> <{chr(point).encode('utf-16-be').hex().upper()}>" for code, point in enumerate(subset) if point
    ]
    blocks: list[str] = []
    for start in range(0, len(pairs), _MAPPINGS_PER_BLOCK):
        block = pairs[start : start + _MAPPINGS_PER_BLOCK]
        blocks += [f"{len(block)} beginbfchar", *block, "endbfchar"]
    return "\n".join(
        [
            "/CIDInit /ProcSet findresource begin",
            "12 dict begin",
            "begincmap",
            "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def",
            f"/CMapName /{name} def",
            "/CMapType 2 def",
            "1 begincodespacerange",
            "<00> <FF>",
            "endcodespacerange",
            *blocks,
            "endcmap",
            "CMapName currentdict /CMap defineresource pop",
            "end",
            "end",
        ]
    )
