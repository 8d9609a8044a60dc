"""Pictures inside an OFD, made into what a PDF can hold; what cannot be read is left out of the drawing."""

from __future__ import annotations

import io
import struct
from typing import TYPE_CHECKING

from PIL import Image

from studio_ledger.invoices import jbig2
from studio_ledger.invoices.pdf_pages import packed
from studio_ledger.invoices.refusal import RefusedError

if TYPE_CHECKING:
    from studio_ledger.invoices.archive import Archive

MOST_PIXELS = 40_000_000
_BOMBS = (Image.DecompressionBombError, Image.DecompressionBombWarning)
PICTURE_ERRORS = (
    *(OSError, ValueError, SyntaxError, EOFError, LookupError, TypeError, ArithmeticError, struct.error),
    *_BOMBS,
)
"""What Pillow's readers raise over damaged files."""
FORMATS = ("PNG", "JPEG", "BMP", "GIF", "TIFF", "WEBP")

Stream = tuple[str, bytes, bytes | None]


class Album:
    """Reads pictures until so many pixels were read."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self._left = MOST_PIXELS
        self._known: dict[str, Stream | None] = {}

    def stream(self, location: str) -> Stream | None:
        """Return a picture's dictionary, its stream and its opacities; None where it cannot be read."""
        if location not in self._known:
            try:
                self._known[location] = self.loose(self._archive.read(location))
            except RefusedError:
                self._known[location] = None
        return self._known[location]

    def loose(self, data: bytes) -> Stream | None:
        """The same for a picture that is no file of the archive."""
        if data.startswith(jbig2.MARK):
            return self._jbig2(data)
        try:
            with Image.open(io.BytesIO(data), formats=FORMATS) as image:
                if not self._may(*image.size):
                    return None
                return _jpeg(image, data) if image.format == "JPEG" and image.mode in ("L", "RGB") else _raw(image)
        except PICTURE_ERRORS:
            return None

    def _jbig2(self, data: bytes) -> Stream | None:
        try:
            page = jbig2.jbig2(data)
        except ValueError:
            return None
        if not self._may(page.width, page.height):
            return None
        size = f"/Width {page.width}/Height {page.height}"
        return f"{size}/BitsPerComponent 1/ColorSpace/DeviceGray/Filter/JBIG2Decode", page.segments, None

    def _may(self, width: int, height: int) -> bool:
        self._left -= width * height
        return self._left >= 0 and width > 0 and height > 0


def _jpeg(image: Image.Image, data: bytes) -> Stream:
    """A JPEG is given on as it is: pdfium decodes it."""
    space = "DeviceGray" if image.mode == "L" else "DeviceRGB"
    size = f"/Width {image.width}/Height {image.height}"
    return f"{size}/BitsPerComponent 8/ColorSpace/{space}/Filter/DCTDecode", data, None


def _raw(image: Image.Image) -> Stream:
    size = f"/Width {image.width}/Height {image.height}"
    plain = image.mode in ("1", "L") and "transparency" not in image.info
    whole = image.convert("L" if plain else "RGBA")
    if plain:
        return f"{size}/BitsPerComponent 8/ColorSpace/DeviceGray/Filter/FlateDecode", packed(whole.tobytes()), None
    alpha = whole.getchannel("A")
    least, _ = alpha.getextrema()
    colours = f"{size}/BitsPerComponent 8/ColorSpace/DeviceRGB/Filter/FlateDecode"
    opaque = isinstance(least, int | float) and least >= 255
    return colours, packed(whole.convert("RGB").tobytes()), None if opaque else packed(alpha.tobytes())
