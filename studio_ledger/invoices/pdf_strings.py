"""Strings of a PDF that pdfium does not hand out: written in place, or as objects of their own, packed or not."""

from __future__ import annotations

import re
import zlib

_LARGEST = 1_000_000
_MOST_PACKS = 50
_PACK = re.compile(rb"<<[^<>]{0,300}?/ObjStm[^<>]{0,300}?>>\s*stream\r?\n")
_FIRST = re.compile(rb"/First\s+(\d+)")
_ESCAPES = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f", b"\r": b"", b"\n": b""}


def string_object(data: bytes, number: int) -> bytes:
    """Return the string that is this object.

    Raises: ValueError where there is none.
    """
    place = re.search(rb"(?<!\d)%d\s+\d+\s+obj\s*(?=[(<])" % number, data)
    if place is not None:
        return string(data, place.end())
    for pack in list(_PACK.finditer(data))[:_MOST_PACKS]:
        first = _FIRST.search(pack[0])
        try:
            content = zlib.decompressobj().decompress(data[pack.end() :], _LARGEST)
        except zlib.error:
            continue
        if first is None:
            continue
        start = int(first[1])
        listed = content[:start].split()
        for name, offset in zip(listed[::2], listed[1::2], strict=False):
            if name == b"%d" % number and offset.isdigit():
                return string(content, start + int(offset))
    raise ValueError("no such object")


def string(data: bytes, at: int) -> bytes:
    """Return the string of PDF that begins here.

    Raises: ValueError where it does not end.
    """
    if data[at : at + 1] == b"<":
        end = data.index(b">", at)
        return bytes.fromhex(data[at + 1 : end].decode("ascii", "replace"))
    if data[at : at + 1] != b"(":
        raise ValueError("no string")
    made, depth, at = bytearray(), 1, at + 1
    while depth:
        byte = data[at : at + 1]
        if not byte or len(made) > _LARGEST:
            raise ValueError("string without an end")
        at += 1
        if byte == b"\\":
            octal = re.match(rb"[0-7]{1,3}", data[at : at + 3])
            if octal:
                made.append(int(octal[0], 8) & 0xFF)
                at += octal.end()
            else:
                made += _ESCAPES.get(data[at : at + 1], data[at : at + 1])
                at += 1
            continue
        depth += {b"(": 1, b")": -1}.get(byte, 0)
        made += byte if depth else b""
    return bytes(made)
