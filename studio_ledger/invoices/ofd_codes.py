"""QR codes among the pictures of an OFD: small squares, as PNG or as JBIG2."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from PIL import Image

from studio_ledger.invoices import jbig2, picture_file, qr
from studio_ledger.invoices.pictures import GreyPicture
from studio_ledger.invoices.refusal import RefusedError

if TYPE_CHECKING:
    from studio_ledger.invoices.archive import Archive
    from studio_ledger.invoices.reading import Reading

_LARGEST_CODE = 700
_LARGEST_FILE = 1_000_000
_MOST_PICTURES = 10


def found(archive: Archive, folder: str, numbers: set[str], *, alone: bool) -> list[Reading]:
    """Return what the QR picture of an invoice says; `alone`: the folder holds no other invoice.

    One code beside one invoice belongs to it, even where it tells another number. Seals say nothing.
    """
    pictures = [name for name in archive.within(folder) if name.lower().endswith((".png", ".jb2"))]
    for name in sorted(pictures, key=archive.size)[:_MOST_PICTURES]:  # Seals and photos are larger than a code.
        try:
            data = archive.read(name)
            codes = _read(data) if _may_be_code(data) else []
        except RefusedError:
            continue
        if codes and (alone or any(code.number in numbers for code in codes)):
            return [code for code in codes if code.number in numbers or (alone and len(codes) == 1)]
    return []


def _may_be_code(data: bytes) -> bool:
    """Whether a picture is a small square."""
    if len(data) > _LARGEST_FILE:
        return False
    if data.startswith(jbig2.MARK):
        try:
            page = jbig2.jbig2(data)
        except ValueError:
            return False
        width, height = page.width, page.height
    else:
        width, height = picture_file.png_size(data) or (0, 1)
    return abs(width - height) <= height // 10 and width <= _LARGEST_CODE


def _read(data: bytes) -> list[Reading]:
    """Look at the picture as it is; where that tells nothing, or cannot be decoded, look again in other sizes."""
    try:
        with Image.open(io.BytesIO(data), formats=("PNG",)) as picture:
            grey = picture.convert("L")
    except (OSError, ValueError, SyntaxError):
        return picture_file.code_readings(data)
    codes = qr.readings(qr.decoded(GreyPicture(grey.width, grey.height, grey.tobytes())))
    return codes or picture_file.code_readings(data)
