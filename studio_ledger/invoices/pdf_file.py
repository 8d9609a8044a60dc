"""PDF through pdfium: glyphs where they stand, pages as pictures, attachments. Nothing is ever executed.

pdfium is not safe for threads, so every door is behind one lock. Many issuers embed no Chinese font;
pdfium is given the project's own, so that a page looks the same on a machine without any.
"""

from __future__ import annotations

import ctypes
import math
import os
from collections import Counter
from contextlib import contextmanager
from importlib.resources import files
from itertools import combinations
from typing import TYPE_CHECKING, Any

import pypdfium2
from pypdfium2 import raw

from studio_ledger.invoices import paced, pdf_seal
from studio_ledger.invoices.pdfium_lock import PDFIUM
from studio_ledger.invoices.pictures import GreyPicture, Picture
from studio_ledger.invoices.refusal import DAMAGED, ENCRYPTED, TOO_MANY_PAGES, RefusedError
from studio_ledger.invoices.words import Glyph

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from studio_ledger.model.invoice import InvoiceWarning, Seal

MOST_PAGES = 100
_MOST_GLYPHS = 60_000
_MOST_SLANTING = 300
_SEAL_NEAR = 40.0
"""Points; letters of a seal stand closer to each other than this."""
_MOST_PIXELS = 40_000_000
_MOST_OBJECTS = 50_000
_LONGEST_EDGE = 20_000
_MOST_ATTACHED = 5_000_000
_SLANT = 0.06
"""Letters that lean more than this (radians, 3.4 degrees) belong to a seal or a watermark, not to the form."""
_GRID = 1_000_000
_STEP = 100.0
"""Points that are measured once to know how a page is shown."""
_prepared: list[object] = []
"""What pdfium keeps pointers to: must live as long as the process."""


class PdfFile:
    """An open PDF; every page is turned so that its text reads upright, unless it is to stay as it is."""

    def __init__(self, data: bytes, document: Any, *, upright: bool = True) -> None:
        self._data = data
        self._document = document
        self._upright = upright
        self._pages: dict[int, tuple[Any, int]] = {}

    def __len__(self) -> int:
        return len(self._document)

    def glyphs(self, index: int) -> list[Glyph]:
        """Return the upright characters of a page with their places, in fractions of the page."""
        page, turn = self._turned(index)
        text = page.get_textpage()
        try:
            return list(_glyphs(page, text, turn * math.pi / 2))
        finally:
            text.close()

    def mentions(self, index: int, words: str) -> bool:
        """Whether any of these characters is on a page, or no text at all; much faster than its glyphs."""
        text = self._page(index).get_textpage()
        try:
            told = text.get_text_range()
        finally:
            text.close()
        return not told.strip() or any(word in told for word in words)

    def size(self, index: int) -> tuple[float, float]:
        """Return width and height of a page in points, as it is shown."""
        width, height = self._page(index).get_size()
        return float(width), float(height)

    def grey(self, index: int, wide: int) -> GreyPicture:
        """Return a page in grey, `wide` pixels wide (fewer where it is very tall)."""
        scale = self._bounded(index, wide / max(self.size(index)[0], 1.0))
        bitmap = self._page(index).render(scale=scale, grayscale=True, prefer_bgrx=False)
        width, height, stride = bitmap.width, bitmap.height, bitmap.stride
        rows = bytes(bitmap.buffer)
        bitmap.close()
        return GreyPicture(width, height, b"".join(rows[y * stride : y * stride + width] for y in range(height)))

    def is_heavy(self, index: int) -> bool:
        """Whether drawing the page would take seconds: no invoice has that many strokes."""
        return int(raw.FPDFPage_CountObjects(self._page(index))) > _MOST_OBJECTS

    def picture(self, index: int, dpi: int) -> Picture:
        """Return a page in colour."""
        return paced.drawn(self._page(index), self._bounded(index, dpi / 72))

    def seals(self) -> tuple[tuple[Seal, ...], tuple[InvoiceWarning, ...]]:
        """Return the signatures of the file, and what they say against it."""
        return pdf_seal.looked_at(self._data, self._document)

    def attachments(self) -> Iterator[bytes]:
        """Yield the files attached to the PDF."""
        for index in range(min(self._document.count_attachments(), 10)):
            data = bytes(self._document.get_attachment(index).get_data())
            if len(data) <= _MOST_ATTACHED:
                yield data

    def _bounded(self, index: int, scale: float) -> float:
        width, height = self.size(index)
        return min(scale, math.sqrt(_MOST_PIXELS / max(width * height, 1.0)), _LONGEST_EDGE / max(width, height, 1.0))

    def _page(self, index: int) -> Any:
        return self._turned(index)[0]

    def _turned(self, index: int) -> tuple[Any, int]:
        """Return a page, turned so that most of its letters stand upright, and their quarter turns before that."""
        if index not in self._pages:
            page = self._document[index]
            turn = _quarter_turns(page) if self._upright else None
            if turn is not None:
                # pdfium tells angles against the clock's sense, a page turns with it.
                page.set_rotation(-turn % 4 * 90)
            self._pages[index] = (page, turn or 0)
        return self._pages[index]


def _quarter_turns(page: Any) -> int | None:
    """Return how most letters of a page lie; None where there are none."""
    text = page.get_textpage()
    try:
        count = min(raw.FPDFText_CountChars(text), 2000)
        turns = Counter(
            round(raw.FPDFText_GetCharAngle(text, i) / (math.pi / 2)) % 4
            for i in range(count)
            if raw.FPDFText_IsGenerated(text, i) != 1
        )
    finally:
        text.close()
    return turns.most_common(1)[0][0] if turns else None


@contextmanager
def opened(data: bytes, *, upright: bool = True) -> Iterator[PdfFile]:
    """Open a PDF that needs no password.

    Raises: RefusedError.
    """
    with PDFIUM:
        _prepare()
        try:
            document = pypdfium2.PdfDocument(data)
        except pypdfium2.PdfiumError as error:
            reason = ENCRYPTED if "password" in str(error).lower() else DAMAGED
            raise RefusedError(reason) from error
        try:
            if len(document) > MOST_PAGES:
                raise RefusedError(TOO_MANY_PAGES)
            if not len(document):
                raise RefusedError(DAMAGED)
            yield PdfFile(data, document, upright=upright)
        except pypdfium2.PdfiumError as error:
            raise RefusedError(DAMAGED) from error
        finally:
            document.close()


def _prepare() -> None:
    if not _prepared:
        folder = os.fsencode(str(files("resources") / "fonts"))
        paths = (ctypes.POINTER(ctypes.c_char) * 2)(ctypes.cast(ctypes.c_char_p(folder), ctypes.POINTER(ctypes.c_char)))
        config = raw.FPDF_LIBRARY_CONFIG(version=2, m_pUserFontPaths=paths)
        raw.FPDF_DestroyLibrary()
        raw.FPDF_InitLibraryWithConfig(config)
        _prepared.extend((folder, paths, config))


def _glyphs(page: Any, text: Any, upright: float) -> Iterator[Glyph]:
    count = min(raw.FPDFText_CountChars(text), _MOST_GLYPHS)
    drawn = [i for i in range(count) if raw.FPDFText_IsGenerated(text, i) != 1]
    slanting = [i for i in drawn if _slants(text, i, upright)]
    aside = set(slanting)
    seal = [_origin(text, i) for i in slanting[:_MOST_SLANTING]]
    box = raw.FS_RECTF()
    shown = _Shown(page)
    for i in drawn:
        # Where a font hides what its codes mean, they are no letters.
        if i in aside or raw.FPDFText_HasUnicodeMapError(text, i) == 1:
            continue
        x, y = _origin(text, i)
        if seal and _is_of_seal(text, i, (x, y), slanting, seal):
            continue
        raw.FPDFText_GetLooseCharBox(text, i, box)
        left, bottom = shown(x, y)
        corners = shown(box.left, box.top), shown(box.right, box.bottom)
        right = max(corners[0][0], corners[1][0])
        top = min(corners[0][1], corners[1][1])
        code = raw.FPDFText_GetUnicode(text, i)
        # A hyphen at the end of a line comes out as U+0002.
        yield Glyph("-" if code == 2 and raw.FPDFText_IsHyphen(text, i) == 1 else chr(code), left, right, top, bottom)


def _slants(text: Any, index: int, upright: float) -> bool:
    return abs(math.remainder(raw.FPDFText_GetCharAngle(text, index) - upright, math.tau)) > _SLANT


def _origin(text: Any, index: int) -> tuple[float, float]:
    x, y = ctypes.c_double(), ctypes.c_double()
    raw.FPDFText_GetCharOrigin(text, index, x, y)
    return x.value, y.value


def _size(text: Any, index: int) -> float:
    """Return how large a letter is drawn, in points."""
    matrix = raw.FS_MATRIX()
    raw.FPDFText_GetMatrix(text, index, matrix)
    return float(raw.FPDFText_GetFontSize(text, index) * math.hypot(matrix.a, matrix.b))


def _is_of_seal(
    text: Any, index: int, at: tuple[float, float], slanting: Sequence[int], places: Sequence[tuple[float, float]]
) -> bool:
    """Whether an upright letter is the top of a seal: between two slanting ones of its own size, close to both."""
    near = [n for n, place in enumerate(places) if abs(place[0] - at[0]) + abs(place[1] - at[1]) < _SEAL_NEAR]
    if len(near) < 2:
        return False
    size = _size(text, index)
    ways = [
        (places[n][0] - at[0], places[n][1] - at[1])
        for n in near
        if math.dist(places[n], at) < 2 * size and abs(_size(text, slanting[n]) - size) < size / 10
    ]
    return any(a[0] * b[0] + a[1] * b[1] < 0 for a, b in combinations(ways, 2))


class _Shown:
    """How a page's own coordinates become fractions of the page as it is shown; the same for every letter."""

    def __init__(self, page: Any) -> None:
        origin, along, up = (self._told(page, x, y) for x, y in ((0.0, 0.0), (_STEP, 0.0), (0.0, _STEP)))
        self._x, self._y = origin
        self._along = (along[0] - self._x) / _STEP, (along[1] - self._y) / _STEP
        self._up = (up[0] - self._x) / _STEP, (up[1] - self._y) / _STEP

    def __call__(self, x: float, y: float) -> tuple[float, float]:
        return (
            self._x + x * self._along[0] + y * self._up[0],
            self._y + x * self._along[1] + y * self._up[1],
        )

    @staticmethod
    def _told(page: Any, x: float, y: float) -> tuple[float, float]:
        across, down = ctypes.c_int(), ctypes.c_int()
        raw.FPDF_PageToDevice(page, 0, 0, _GRID, _GRID, 0, x, y, across, down)
        return across.value / _GRID, down.value / _GRID
