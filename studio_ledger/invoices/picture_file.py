"""Photos and screenshots: without a text layer only the QR code is read, and people are told to fill in the rest.

The picture is wrapped into a page of its own so that pdfium decodes it: no further picture library is needed.
"""

from __future__ import annotations

import struct
import zlib
from typing import TYPE_CHECKING

from studio_ledger.invoices import jbig2, qr
from studio_ledger.invoices.judge import invoice_of
from studio_ledger.invoices.pdf_file import opened
from studio_ledger.invoices.refusal import DAMAGED, RefusedError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from studio_ledger.invoices.reading import Reading
    from studio_ledger.model.invoice import Invoice

NO_CODE = "图片里没有找到发票二维码，请改用 PDF、OFD 或 XML 文件，或手工填写"
TOO_MANY_PIXELS = "图片超过 4000 万像素"
NOT_THIS_PICTURE = "不支持这种图片（支持 JPG 和 PNG），请改用 PDF、OFD 或 XML 文件"
_MOST_PIXELS = 40_000_000
_PNG = b"\x89PNG\r\n\x1a\n"
_SCALES = (1.0, 2.0, 0.5)
_WITHOUT_ALPHA = "<< /FunctionType 4 /Domain [{domain}] /Range [{range}] /Length 5 >> stream\n{{pop}}\nendstream"
_CHANNELS = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}


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
    """Return what the QR codes in a picture say.

    Raises: RefusedError.
    """
    with opened(_as_page(data)) as page:
        width = page.size(0)[0]
        for scale in _SCALES:
            if found := qr.readings(qr.decoded(page.grey(0, round(width * scale)))):
                return found
    return []


def png_size(data: bytes) -> tuple[int, int] | None:
    """Return width and height of a PNG; None for anything else."""
    if not data.startswith(_PNG) or len(data) < 33:
        return None
    width, height = struct.unpack(">II", data[16:24])
    return width, height


def pixels(data: bytes) -> int:
    """Return how many pixels a PNG or JPEG has; 0 for anything else.

    Raises: RefusedError for a damaged one.
    """
    width, height = png_size(data) or (_jpeg_size(data)[:2] if data.startswith(b"\xff\xd8") else (0, 0))
    return width * height


def _as_page(data: bytes) -> bytes:
    size = png_size(data)
    if size:
        return _png_page(data, *size)
    if data.startswith(b"\xff\xd8"):
        return _jpeg_page(data)
    if data.startswith(jbig2.MARK):
        return _jbig2_page(data)
    raise RefusedError(NOT_THIS_PICTURE)


def _jbig2_page(data: bytes) -> bytes:
    try:
        page = jbig2.jbig2(data)
    except ValueError as error:
        raise RefusedError(DAMAGED) from error
    entries = "/ColorSpace /DeviceGray /BitsPerComponent 1 /Filter /JBIG2Decode"
    return _page(page.width, page.height, entries, page.segments)


def _jpeg_page(data: bytes) -> bytes:
    width, height, channels = _jpeg_size(data)
    space = {1: "/DeviceGray", 3: "/DeviceRGB", 4: "/DeviceCMYK"}.get(channels)
    if space is None:
        raise RefusedError(NOT_THIS_PICTURE)
    return _page(width, height, f"/ColorSpace {space} /BitsPerComponent 8 /Filter /DCTDecode", data)


def _jpeg_size(data: bytes) -> tuple[int, int, int]:
    """Return width, height and channels from the frame header."""
    at = 2
    while at + 10 <= len(data) and data[at] == 0xFF:
        marker, length = data[at + 1], int.from_bytes(data[at + 2 : at + 4], "big")
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            height, width, channels = struct.unpack(">HHB", data[at + 5 : at + 10])
            return width, height, channels
        at += 2 + length
    raise RefusedError(DAMAGED)


def _png_page(data: bytes, width: int, height: int) -> bytes:
    depth, colour, _, _, interlaced = data[24:29]
    if interlaced or colour not in _CHANNELS:
        raise RefusedError(NOT_THIS_PICTURE)
    if not 0 < width * height <= _MOST_PIXELS:
        raise RefusedError(TOO_MANY_PIXELS)
    chunks = list(_chunks(data))
    packed = b"".join(body for kind, body in chunks if kind == b"IDAT")
    row = 1 + (width * _CHANNELS[colour] * depth + 7) // 8
    unpacking = zlib.decompressobj()
    try:
        if len(unpacking.decompress(packed, row * height + 1)) != row * height:
            raise RefusedError(DAMAGED)
    except zlib.error as error:
        raise RefusedError(DAMAGED) from error
    palette = next((body for kind, body in chunks if kind == b"PLTE"), b"")
    space, further = _png_space(colour, palette)
    entries = (
        f"/ColorSpace {space} /BitsPerComponent {depth} /Filter /FlateDecode /DecodeParms "
        f"<< /Predictor 15 /Colors {_CHANNELS[colour]} /BitsPerComponent {depth} /Columns {width} >>"
    )
    return _page(width, height, entries, packed, further)


def _png_space(colour: int, palette: bytes) -> tuple[str, str]:
    """Return the colour space and the object it needs; the alpha channel is dropped."""
    if colour == 3:
        return f"[/Indexed /DeviceRGB {max(len(palette) // 3 - 1, 0)} <{palette.hex()}>]", ""
    if colour == 4:
        return "[/DeviceN [/G /A] /DeviceGray 6 0 R]", _WITHOUT_ALPHA.format(domain="0 1 0 1", range="0 1")
    if colour == 6:
        domain, values = "0 1 0 1 0 1 0 1", "0 1 0 1 0 1"
        return "[/DeviceN [/R /G /B /A] /DeviceRGB 6 0 R]", _WITHOUT_ALPHA.format(domain=domain, range=values)
    return ("/DeviceGray" if colour == 0 else "/DeviceRGB"), ""


def _chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = 8
    while at + 12 <= len(data):
        length = int.from_bytes(data[at : at + 4], "big")
        yield data[at + 4 : at + 8], data[at + 8 : at + 8 + length]
        at += 12 + length


def _page(width: int, height: int, entries: str, data: bytes, further: str = "") -> bytes:
    """Return a PDF of one page that shows the picture, a point a pixel; pdfium finds objects without an index."""
    if not 0 < width * height <= _MOST_PIXELS:
        raise RefusedError(TOO_MANY_PIXELS)
    drawing = f"{width} 0 0 {height} 0 0 cm /I Do"
    head = (
        "%PDF-1.7\n1 0 obj << /Type /Catalog /Pages 2 0 R >> endobj\n"
        "2 0 obj << /Type /Pages /Kids [3 0 R] /Count 1 >> endobj\n"
        f"3 0 obj << /Type /Page /Parent 2 0 R /MediaBox [0 0 {width} {height}] /Contents 4 0 R "
        "/Resources << /XObject << /I 5 0 R >> >> >> endobj\n"
        f"4 0 obj << /Length {len(drawing)} >> stream\n{drawing}\nendstream endobj\n"
        + (f"6 0 obj {further} endobj\n" if further else "")
        + f"5 0 obj << /Type /XObject /Subtype /Image /Width {width} /Height {height} {entries} "
        f"/Length {len(data)} >> stream\n"
    )
    return head.encode() + data + b"\nendstream endobj\ntrailer << /Root 1 0 R >>\n%%EOF\n"
