"""Pictures of pages as plain bytes: what the evidence viewer shows, and what the QR reader looks at."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Picture:
    """A page as it looks: `rgba` holds width * height * 4 bytes, rows from the top, no padding."""

    width: int
    height: int
    rgba: bytes


@dataclass(frozen=True, slots=True)
class GreyPicture:
    """A page in one byte a pixel, for barcode readers."""

    width: int
    height: int
    grey: bytes
