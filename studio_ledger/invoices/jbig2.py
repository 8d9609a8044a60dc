"""JBIG2 files, as makers of tax software store QR codes, cut to what a PDF holds of them: pdfium decodes it."""

from __future__ import annotations

import struct
from dataclasses import dataclass

MARK = b"\x97JB2\r\n\x1a\n"
_PAGE, _END_OF_PAGE, _END_OF_FILE = 48, 49, 51
_REGIONS = (4, 6, 7, 20, 22, 23, 36, 38, 39, 40, 42, 43)
_MOST_SEGMENTS = 1_000
_MOST_PIXELS = 40_000_000


@dataclass(frozen=True, slots=True)
class Jbig2:
    """A page of JBIG2: its size in pixels, and its segments one after the other."""

    width: int
    height: int
    segments: bytes


def jbig2(data: bytes) -> Jbig2:
    """Cut a .jb2 file.

    Raises: ValueError for a damaged one, or one of more pixels than are drawn.
    """
    if not data.startswith(MARK):
        raise ValueError("not JBIG2")
    flags = data[8]
    at = 9 if flags & 2 else 13
    try:
        heads = _heads(data, at, in_order=bool(flags & 1))
        kept, size = [], (0, 0)
        for kind, head, body in heads:
            if kind == _PAGE:
                size = struct.unpack_from(">II", body)
            if kind in _REGIONS and not _fits(*struct.unpack_from(">II", body)):
                raise ValueError("too large")
            if kind not in (_END_OF_PAGE, _END_OF_FILE):
                kept.append(head + body)
    except (struct.error, IndexError) as error:
        raise ValueError("damaged JBIG2") from error
    if not _fits(*size):
        raise ValueError("no page")
    return Jbig2(*size, b"".join(kept))


def _fits(width: int, height: int) -> bool:
    return 0 < width * height <= _MOST_PIXELS


def _heads(data: bytes, at: int, *, in_order: bool) -> list[tuple[int, bytes, bytes]]:
    """Return kind, header and data of each segment; the headers come all first, or each before its data."""
    found: list[tuple[int, bytes, bytes]] = []
    waiting: list[tuple[int, bytes, int]] = []
    while at < len(data) and len(found) + len(waiting) < _MOST_SEGMENTS:
        kind, end, length = _head(data, at)
        head, at = data[at:end], end
        if in_order:
            found.append((kind, head, data[at : at + length]))
            at += length
        else:
            waiting.append((kind, head, length))
        if kind == _END_OF_FILE:
            break
    for kind, head, length in waiting:
        found.append((kind, head, data[at : at + length]))
        at += length
    return found


def _head(data: bytes, at: int) -> tuple[int, int, int]:
    """Return kind, end and length of data of the segment whose header begins here."""
    number, flags, count = struct.unpack_from(">IBB", data, at)
    place = at + 6
    refers = count >> 5
    if refers == 7:
        refers = struct.unpack_from(">I", data, at + 5)[0] & 0x1FFFFFFF
        place = at + 9 + (refers + 8) // 8
    place += refers * (1 if number <= 256 else 2 if number <= 65536 else 4)
    place += 4 if flags & 0x40 else 1
    length = struct.unpack_from(">I", data, place)[0]
    if length == 0xFFFFFFFF:
        raise ValueError("length not told")
    return flags & 0x3F, place + 4, length
