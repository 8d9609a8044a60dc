"""Reads a PDF back as text, sizes and fonts; a page's text without its line breaks."""

from pathlib import Path

import pypdfium2 as pdfium
import zxingcpp
from pypdfium2 import raw

POINTS_PER_MM = 72 / 25.4


def page_texts(path: Path) -> list[str]:
    with pdfium.PdfDocument(path) as document:
        return [_text(page) for page in document]


def _text(page: pdfium.PdfPage) -> str:
    text = page.get_textpage()
    return "".join(text.get_text_bounded().split())


def sizes_mm(path: Path) -> list[tuple[int, int]]:
    with pdfium.PdfDocument(path) as document:
        return [(round(p.get_width() / POINTS_PER_MM), round(p.get_height() / POINTS_PER_MM)) for p in document]


def fonts_embedded(path: Path) -> set[bool]:
    """Whether each font of the document is embedded: those of its texts, and none of reportlab's own beside."""
    found = {b"/Helvetica" not in path.read_bytes()}
    with pdfium.PdfDocument(path) as document:
        for page in document:
            for piece in page.get_objects(filter=[raw.FPDF_PAGEOBJ_TEXT]):
                found.add(bool(raw.FPDFFont_GetIsEmbedded(raw.FPDFTextObj_GetFont(piece.raw))))
    return found


def qr_codes(path: Path, page: int = 0, dots_per_inch: int = 200) -> set[str]:
    with pdfium.PdfDocument(path) as document:
        bitmap = document[page].render(scale=dots_per_inch / 72, grayscale=True)
        pixels = memoryview(bytes(bitmap.buffer)).cast("B", (bitmap.height, bitmap.stride))
        return {code.text for code in zxingcpp.read_barcodes(pixels)}
