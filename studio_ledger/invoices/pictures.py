"""Pictures of pages as plain bytes: what the evidence viewer shows, and what the QR reader looks at."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Picture:
    """A page as it looks: `rgba` holds width * height * 4 bytes, rows from the top, no padding.

    In a bundle `member` is the place of its file among the archive's names and `page` the page of that file, both
    counted from 0; elsewhere they are -1 and 0.
    """

    width: int
    height: int
    rgba: bytes
    member: int = -1
    page: int = 0


@dataclass(frozen=True, slots=True)
class GreyPicture:
    """A page in one byte a pixel, for barcode readers."""

    width: int
    height: int
    grey: bytes
