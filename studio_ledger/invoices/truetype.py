"""What drawing needs of a TrueType file: which glyph shows a character, and how wide it is.

The file itself goes to pdfium as it is; a table that lies here makes at most a wrong glyph.
"""

from __future__ import annotations

import struct
from bisect import bisect_right
from functools import cache
from importlib.resources import files

_PLAIN = (b"\0\1\0\0", b"true")
_OPEN = b"OTTO"
_UNICODE_TABLES = ((3, 10), (0, 6), (0, 4), (3, 1), (0, 3), (0, 2), (0, 1), (0, 0))
_MOST_GROUPS = 100_000


class Face:
    """One font file; a face without a character table answers 0 (no glyph) for every character."""

    def __init__(self, data: bytes) -> None:
        """Look at the tables.

        Raises: ValueError where this is no font that pdfium takes as TrueType or OpenType.
        """
        self.data = data
        self.is_open_type = data[:4] == _OPEN
        if data[:4] not in _PLAIN and not self.is_open_type:
            raise ValueError("not a font")
        try:
            self._tables = _directory(data)
            self._units = struct.unpack_from(">H", data, self._tables["head"][0] + 18)[0] or 1000
            self._glyphs = struct.unpack_from(">H", data, self._tables["maxp"][0] + 4)[0]
            self._starts, self._groups = _characters(data, self._tables)
        except (struct.error, KeyError) as error:
            raise ValueError("damaged font") from error

    def glyph(self, character: str) -> int:
        """Return the glyph of a character; 0 where there is none."""
        code = ord(character)
        place = bisect_right(self._starts, code) - 1
        if place < 0:
            return 0
        start, end, glyph = self._groups[place]
        return glyph + code - start if code <= end else 0

    def holds(self, glyph: int) -> bool:
        """Whether there is a glyph of that number, the empty one aside."""
        return 0 < glyph < int(self._glyphs)

    def advance(self, glyph: int) -> float:
        """Return how far the pen moves after a glyph, in parts of the font's size."""
        try:
            count = struct.unpack_from(">H", self.data, self._tables["hhea"][0] + 34)[0]
            place = self._tables["hmtx"][0] + 4 * min(glyph, max(count, 1) - 1)
            return float(struct.unpack_from(">H", self.data, place)[0] / self._units)
        except (struct.error, KeyError):
            return 1.0


@cache
def shipped(file: str) -> Face:
    """Return one of the project's own fonts; read once, for who draws."""
    return Face((files("resources") / "fonts" / file).read_bytes())


def _directory(data: bytes) -> dict[str, tuple[int, int]]:
    count = struct.unpack_from(">H", data, 4)[0]
    entries = (struct.unpack_from(">4sIII", data, 12 + 16 * place) for place in range(count))
    return {tag.decode("latin-1"): (start, length) for tag, _, start, length in entries}


def _characters(data: bytes, tables: dict[str, tuple[int, int]]) -> tuple[list[int], list[tuple[int, int, int]]]:
    """Return runs (first character, last, glyph of the first) in order."""
    if "cmap" not in tables:
        return [], []
    base = tables["cmap"][0]
    count = struct.unpack_from(">H", data, base + 2)[0]
    kept = {}
    for place in range(count):
        platform, encoding, start = struct.unpack_from(">HHI", data, base + 4 + 8 * place)
        kept[platform, encoding] = base + start
    for wanted in _UNICODE_TABLES:
        if wanted in kept:
            form = struct.unpack_from(">H", data, kept[wanted])[0]
            if form in (4, 12):
                groups = sorted((_long if form == 12 else _short)(data, kept[wanted]))
                return [group[0] for group in groups], groups
    return [], []


def _long(data: bytes, base: int) -> list[tuple[int, int, int]]:
    count = min(struct.unpack_from(">I", data, base + 12)[0], _MOST_GROUPS)
    return [struct.unpack_from(">III", data, base + 16 + 12 * place) for place in range(count)]


def _short(data: bytes, base: int) -> list[tuple[int, int, int]]:
    double = struct.unpack_from(">H", data, base + 6)[0]
    count = double // 2
    ends = struct.unpack_from(f">{count}H", data, base + 14)
    starts = struct.unpack_from(f">{count}H", data, base + 16 + double)
    deltas = struct.unpack_from(f">{count}H", data, base + 16 + 2 * double)
    offsets_at = base + 16 + 3 * double
    offsets = struct.unpack_from(f">{count}H", data, offsets_at)
    groups: list[tuple[int, int, int]] = []
    for place in range(count):
        start, end, delta, offset = starts[place], ends[place], deltas[place], offsets[place]
        for code in range(start, min(end, 0xFFFE) + 1):
            glyph = code
            if offset:
                at = offsets_at + 2 * place + offset + 2 * (code - start)
                glyph = struct.unpack_from(">H", data, at)[0] if at + 2 <= len(data) else 0
            shown = (glyph + delta) & 0xFFFF if glyph or not offset else 0
            if shown:
                groups.append((code, code, shown))
        if len(groups) > _MOST_GROUPS:
            break
    return groups
