"""A phone's photo beside a smaller copy of it: upright, three megapixels, quick to show and to print."""

from __future__ import annotations

import io
import struct
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from PIL import Image

MOST_PIXELS: Final = 3_000_000
"""Above this a photo gets a smaller copy; the copy has at most as many."""
_LARGEST: Final = 80_000_000
"""Above this nothing is decoded: such a picture is made to fill the memory, and no phone takes it."""
_QUALITY: Final = 82
_PHOTOS: Final = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")


def smaller_photo(data: bytes) -> bytes | None:
    """Return a JPEG of at most MOST_PIXELS, turned as its EXIF says; None for what is small, no photo, or damaged."""
    if not data.startswith(_PHOTOS):
        return None
    from PIL import Image, UnidentifiedImageError  # noqa: PLC0415 - heavy, and few files are photos

    damaged = (UnidentifiedImageError, OSError, SyntaxError, ValueError, struct.error)
    try:
        with Image.open(io.BytesIO(data), formats=("JPEG", "PNG")) as photo:
            pixels = photo.width * photo.height
            return _copy(photo) if MOST_PIXELS < pixels <= _LARGEST else None
    except (*damaged, Image.DecompressionBombError, Image.DecompressionBombWarning):
        return None


def _copy(photo: Image.Image) -> bytes:
    from PIL import Image, ImageOps  # noqa: PLC0415

    scale = float((MOST_PIXELS / (photo.width * photo.height)) ** 0.5)
    wanted = (max(1, int(photo.width * scale)), max(1, int(photo.height * scale)))
    # A JPEG can be decoded at a half or a quarter of its size, which is most of the work saved.
    photo.draft("RGB", wanted)
    small = ImageOps.exif_transpose(photo.resize(wanted, Image.Resampling.BICUBIC, reducing_gap=2.0))
    if small.mode in {"RGBA", "LA", "PA", "P"}:
        paper = Image.new("RGBA", small.size, "white")
        small = Image.alpha_composite(paper, small.convert("RGBA"))
    written = io.BytesIO()
    small.convert("RGB").save(written, "JPEG", quality=_QUALITY)
    return written.getvalue()
