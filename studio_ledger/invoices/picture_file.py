"""Photos, scans and screenshots: without text recognition only the QR codes are read; people fill in the rest.

Every picture is looked at in several sizes and with its contrast stretched, until codes are found.
"""

from __future__ import annotations

import io
import struct
import warnings
from typing import TYPE_CHECKING

from PIL import Image, ImageOps, ImageSequence, UnidentifiedImageError

from studio_ledger.invoices import jbig2, qr
from studio_ledger.invoices.judge import invoice_of
from studio_ledger.invoices.pdf_file import opened
from studio_ledger.invoices.pictures import GreyPicture
from studio_ledger.invoices.refusal import DAMAGED, RefusedError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from studio_ledger.invoices.reading import Reading
    from studio_ledger.model.invoice import Invoice

NO_CODE = "图片里没有找到发票二维码，请改用 PDF、OFD 或 XML 文件，或手工填写"
TOO_MANY_PIXELS = "图片超过 4000 万像素"
NOT_THIS_PICTURE = "不支持这种图片（支持 JPG、PNG、GIF、BMP、TIFF、WebP），请改用 PDF、OFD 或 XML 文件"
_MOST_PIXELS = 40_000_000
_WORKING_PIXELS = 12_000_000
"""A larger picture is shrunk to this first: a code that a form carries is still a hundred pixels wide."""

_DOUBLED_PIXELS = 4_000_000
_ENLARGED_PIXELS = 1_200_000
_MOST_FRAMES = 20
_KINDS = ("JPEG", "PNG", "GIF", "BMP", "TIFF", "WEBP")
_PNG = b"\x89PNG\r\n\x1a\n"
_BROKEN = (
    *(OSError, ValueError, SyntaxError, EOFError, LookupError, TypeError, ArithmeticError, struct.error),
    Image.DecompressionBombError,
)
"""What Pillow's readers raise over damaged files."""


def read(data: bytes) -> tuple[Invoice, ...]:
    """Return the invoices whose QR codes a picture shows.

    Raises: RefusedError.
    """
    found = code_readings(data)
    if not found:
        raise RefusedError(NO_CODE)
    several = len(found) > 1
    return tuple(invoice_of([code], part if several else None) for part, code in enumerate(found, 1))


def code_readings(data: bytes) -> list[Reading]:
    """Return what the QR codes in a picture say, each invoice once.

    Raises: RefusedError.
    """
    if data.startswith(jbig2.MARK):
        return _of_jbig2(data)
    found: dict[str, Reading] = {}
    image = _opened(data)
    try:
        for frame in ImageSequence.Iterator(image):
            if image.tell() >= _MOST_FRAMES:
                break
            found |= {reading.number: reading for reading in _of_frame(_grey(frame))}
    except _BROKEN as error:
        if not found:
            raise RefusedError(DAMAGED) from error
    return list(found.values())


def png_size(data: bytes) -> tuple[int, int] | None:
    """Return width and height of a PNG; None for anything else."""
    if not data.startswith(_PNG) or len(data) < 33:
        return None
    width, height = struct.unpack(">II", data[16:24])
    return width, height


def pixels(data: bytes) -> int:
    """Return how many pixels a picture has.

    Raises: RefusedError for a damaged one.
    """
    image = _opened(data)
    return image.width * image.height


def _opened(data: bytes) -> Image.Image:
    """Open a picture; only its head is looked at yet."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            image = Image.open(io.BytesIO(data), formats=_KINDS)
    except UnidentifiedImageError as error:
        raise RefusedError(NOT_THIS_PICTURE) from error
    except Image.DecompressionBombError as error:
        raise RefusedError(TOO_MANY_PIXELS) from error
    except _BROKEN as error:
        raise RefusedError(DAMAGED) from error
    if not 0 < image.width * image.height <= _MOST_PIXELS:
        raise RefusedError(TOO_MANY_PIXELS)
    if image.width * image.height > _WORKING_PIXELS:
        # A JPEG is decoded at half its size straight away; other kinds are shrunk afterwards.
        image.draft("L", (image.width // 2, image.height // 2))
    return image


def _grey(frame: Image.Image) -> Image.Image:
    """Return a frame in grey and not too large; what is transparent is white."""
    if "A" in frame.getbands() or "transparency" in frame.info:
        frame = frame.convert("RGBA")
        paper = Image.new("RGBA", frame.size, "white")
        frame = Image.alpha_composite(paper, frame)
    grey = frame.convert("L")
    while grey.width * grey.height > _WORKING_PIXELS:
        grey = grey.reduce(2)
    return grey


def _of_frame(grey: Image.Image) -> list[Reading]:
    """Return the codes of a frame: those of its usual sizes together, or of the first harder look that finds any."""
    found = qr.readings(text for look in _usual(grey) for text in qr.decoded(_as_grey(look)))
    if found:
        return found
    harder = (qr.readings(qr.decoded(_as_grey(look))) for look in _harder(grey))
    return next((codes for codes in harder if codes), [])


def _usual(grey: Image.Image) -> Iterator[Image.Image]:
    """A code may be too small for one size and too coarse for another, and one photo may show several."""
    yield grey
    size = grey.width * grey.height
    if size <= _DOUBLED_PIXELS:
        yield _enlarged(grey, 2)
        return
    yield grey.reduce(2)
    if size <= 2 * _DOUBLED_PIXELS:
        yield from (_enlarged(grey.crop(box), 2) for box in _quarters(grey))


def _harder(grey: Image.Image) -> Iterator[Image.Image]:
    if grey.width * grey.height <= _ENLARGED_PIXELS:
        yield _enlarged(grey, 4)
    stretched = ImageOps.autocontrast(grey, cutoff=2)
    yield stretched
    if grey.width * grey.height <= _DOUBLED_PIXELS:
        yield _enlarged(stretched, 2)
    for box in _quarters(grey):
        part = ImageOps.autocontrast(grey.crop(box), cutoff=2)
        yield _enlarged(part, 2) if part.width * part.height <= _DOUBLED_PIXELS else part


def _quarters(grey: Image.Image) -> Iterator[tuple[int, int, int, int]]:
    """Yield overlapping quarters: a shadow on one side spoils the contrast of the whole."""
    wide, high = grey.width * 6 // 10, grey.height * 6 // 10
    for top in (0, grey.height - high):
        for left in (0, grey.width - wide):
            yield left, top, left + wide, top + high


def _enlarged(grey: Image.Image, times: int) -> Image.Image:
    return grey.resize((grey.width * times, grey.height * times), Image.Resampling.BICUBIC)


def _as_grey(image: Image.Image) -> GreyPicture:
    return GreyPicture(image.width, image.height, image.tobytes())


def _of_jbig2(data: bytes) -> list[Reading]:
    """Pillow knows no JBIG2: it is wrapped into a page, which pdfium decodes."""
    try:
        page = jbig2.jbig2(data)
    except ValueError as error:
        raise RefusedError(DAMAGED) from error
    if not 0 < page.width * page.height <= _MOST_PIXELS:
        raise RefusedError(TOO_MANY_PIXELS)
    with opened(_page(page.width, page.height, page.segments)) as pdf:
        for scale in (1.0, 2.0):
            if found := qr.readings(qr.decoded(pdf.grey(0, round(page.width * scale)))):
                return found
    return []


def _page(width: int, height: int, data: bytes) -> bytes:
    """Return a PDF of one page that shows the picture, a point a pixel; pdfium finds objects without an index."""
    drawing = f"{width} 0 0 {height} 0 0 cm /I Do"
    head = (
        "%PDF-1.7\n1 0 obj << /Type /Catalog /Pages 2 0 R >> endobj\n"
        "2 0 obj << /Type /Pages /Kids [3 0 R] /Count 1 >> endobj\n"
        f"3 0 obj << /Type /Page /Parent 2 0 R /MediaBox [0 0 {width} {height}] /Contents 4 0 R "
        "/Resources << /XObject << /I 5 0 R >> >> >> endobj\n"
        f"4 0 obj << /Length {len(drawing)} >> stream\n{drawing}\nendstream endobj\n"
        f"5 0 obj << /Type /XObject /Subtype /Image /Width {width} /Height {height} "
        "/ColorSpace /DeviceGray /BitsPerComponent 1 /Filter /JBIG2Decode "
        f"/Length {len(data)} >> stream\n"
    )
    return head.encode() + data + b"\nendstream endobj\ntrailer << /Root 1 0 R >>\n%%EOF\n"
