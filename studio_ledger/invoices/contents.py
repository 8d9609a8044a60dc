"""What a file is, told by its bytes: portals name files as they like."""

from __future__ import annotations

import re
from enum import Enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

LARGEST_FILE = 50_000_000


class Contents(Enum):
    """What the first bytes show."""

    EMPTY = "empty"
    XML = "xml"
    PDF = "pdf"
    ZIP = "zip"
    WEB_PAGE = "html"
    PICTURE = "picture"
    DAMAGED = "damaged"
    OTHER = "other"


_PICTURES = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF8", b"BM", b"II*\0", b"MM\0*", b"RIFF")
_WEB_PAGE = re.compile(rb"<!doctype\s+html|<html[\s>]", re.IGNORECASE)


_SIGNS: tuple[tuple[Contents, Callable[[bytes, bytes], bool]], ...] = (
    (Contents.EMPTY, lambda data, _: not data.strip(b"\0 \t\r\n\xef\xbb\xbf")),
    (Contents.DAMAGED, lambda _, start: not start),
    (Contents.PDF, lambda data, _: b"%PDF-" in data[:1024]),
    (Contents.ZIP, lambda data, _: data.startswith((b"PK\x03\x04", b"PK\x05\x06"))),
    (Contents.PICTURE, lambda data, _: data.startswith(_PICTURES)),
    (Contents.WEB_PAGE, lambda _, start: _WEB_PAGE.search(start[:1024]) is not None),
    (Contents.XML, lambda data, start: start[:1] == b"<" or data[:2] in (b"\xff\xfe", b"\xfe\xff")),
)


def contents_of(data: bytes) -> Contents:
    """Return what these bytes are."""
    start = data[:2048].lstrip(b"\xef\xbb\xbf \t\r\n\0")
    return next((kind for kind, shows in _SIGNS if shows(data, start)), Contents.OTHER)
