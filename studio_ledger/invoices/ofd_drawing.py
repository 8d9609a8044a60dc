"""An OFD drawn: its pages become pages of a PDF in memory, which pdfium turns into pictures at any size.

Every door is bounded: pages, objects, depth, characters, pixels. What cannot be drawn is left out, for a picture
with a gap is worth more than none; the fields are never read from here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from studio_ledger.invoices.archive import Archive
from studio_ledger.invoices.der import BrokenValueError
from studio_ledger.invoices.ofd_images import Album
from studio_ledger.invoices.ofd_numbers import Matrix, box, joined, length, matrix, moved, path, written
from studio_ledger.invoices.ofd_package import pages_of
from studio_ledger.invoices.ofd_pens import pen_of
from studio_ledger.invoices.ofd_resources import Typeface
from studio_ledger.invoices.ofd_words import Words
from studio_ledger.invoices.pdf_pages import PdfPages
from studio_ledger.invoices.refusal import DAMAGED, RefusedError
from studio_ledger.invoices.ses import ses_signature
from studio_ledger.invoices.xml_file import local
from studio_ledger.invoices.xml_tree import all_named

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from lxml import etree

    from studio_ledger.invoices.ofd_package import OfdPage, Stamp

_POINTS = 72 / 25.4
_MOST_OBJECTS = 20_000
_MOST_OPERATORS = 12_000_000
_DEEPEST = 10
_NOWHERE = (0.0, 0.0, 0.0, 0.0)
_NESTED = 2
"""A seal's picture may be an OFD, and that may be sealed: no deeper."""


def as_pdf(archive: Archive, wanted: range) -> bytes:
    """Return a PDF of those of the pages that are wanted, for drawing only; nothing where there are fewer pages.

    Raises: RefusedError where there is no page to draw.
    """
    pages = PdfPages()
    drawing = _Drawing(archive, pages, 0)
    found = False
    for place, page in enumerate(pages_of(archive)):
        found = True
        if place in wanted:
            width, height = page.area[2] * _POINTS, page.area[3] * _POINTS
            flipped: Matrix = (_POINTS, 0, 0, -_POINTS, -page.area[0] * _POINTS, height + page.area[1] * _POINTS)
            pages.page(width, height, drawing.content(page, flipped))
        if place + 1 >= wanted.stop:
            break
    if not found:
        raise RefusedError(DAMAGED)
    return pages.data() if pages.count else b""


class _Drawing:
    """Draws the pages of one archive, one after the other."""

    def __init__(self, archive: Archive, pages: PdfPages, nested: int) -> None:
        self._archive, self._pages, self._nested = archive, pages, nested
        self._words, self._album = Words(pages), Album(archive)
        self._left, self._operators = _MOST_OBJECTS, _MOST_OPERATORS

    def content(self, page: OfdPage, flipped: Matrix) -> bytes:
        """Return the operators of one page."""
        self._page = page
        parts = [f"q {written(*flipped)} cm"]
        for operator in self._all(page):
            self._operators -= len(operator)
            if self._operators < 0:
                break
            parts.append(operator)
        return "\n".join(parts).encode("latin-1")

    def _all(self, page: OfdPage) -> Iterator[str]:
        for layer in page.layers:
            yield from self._group(layer, str(layer.get("DrawParam", "")), 0)
        for note in page.annotations:
            area = box(note.get("Boundary"))
            if area is not None:
                yield f"q 1 0 0 1 {written(area[0], area[1])} cm"
                yield from self._group(note, "", 0)
                yield "Q"
        for stamp in page.stamps:
            yield from self._stamp(stamp)

    def _group(self, parent: etree._Element, pen: str, depth: int) -> Iterator[str]:
        draw: dict[str, Callable[[etree._Element, str, int], Iterator[str]]] = {
            "TextObject": self._text, "PathObject": self._path, "ImageObject": self._image,
            "CompositeObject": self._composite, "PageBlock": self._group, "Content": self._group,
        }  # fmt: skip
        for element in parent:
            maker = draw.get(local(element))
            self._left -= 1
            if self._left < 0 or depth > _DEEPEST:
                return
            if maker is not None and str(element.get("Visible", "true")).lower() != "false":
                yield from maker(element, pen, depth + 1)

    def _placed(self, element: etree._Element, pen: str, data: str = "") -> Iterator[str]:
        """Begin an object: its place, its clips, its pen."""
        area = box(element.get("Boundary")) or _NOWHERE
        yield f"q 1 0 0 1 {written(area[0], area[1])} cm"
        yield from self._clips(element)
        turned = matrix(element.get("CTM"))
        yield f"{written(*turned)} cm"
        look = pen_of(element, self._page.resources, pen)
        dashed = length(data) if look.dashes and data else 0.0
        if not look.is_plain:
            yield f"/{self._pages.state(look.fill_opacity, look.stroke_opacity, look.blend)} gs"
        yield look.operators(dashed)

    @staticmethod
    def _clips(element: etree._Element) -> Iterator[str]:
        for clip in all_named(element, "Clip"):
            drawn: list[str] = []
            for area in all_named(clip, "Area"):
                outer = matrix(area.get("CTM"))
                for shape in all_named(area, "Path"):
                    place = box(shape.get("Boundary")) or _NOWHERE
                    inner = moved(matrix(shape.get("CTM")), place[0], place[1])
                    data = next((str(e.text or "") for e in all_named(shape, "AbbreviatedData")), "")
                    drawn += path(data, joined(inner, outer))
            if drawn:
                yield "\n".join((*drawn, "W n"))

    def _text(self, element: etree._Element, pen: str, _: int) -> Iterator[str]:
        font = self._page.resources.fonts.get(str(element.get("Font", "")), Typeface())
        filled = str(element.get("Fill", "true")).lower() != "false"
        stroked = str(element.get("Stroke", "false")).lower() == "true"
        if not filled and not stroked:
            return
        yield from self._placed(element, pen)
        yield f"BT {2 if filled and stroked else 0 if filled else 1} Tr"
        yield from self._words.operators(element, font)
        yield "ET Q"

    def _path(self, element: etree._Element, pen: str, _: int) -> Iterator[str]:
        filled = str(element.get("Fill", "false")).lower() == "true"
        stroked = str(element.get("Stroke", "true")).lower() != "false"
        data = next((str(e.text or "") for e in all_named(element, "AbbreviatedData")), "")
        if not data.strip() or not (filled or stroked):
            return
        filled = filled and pen_of(element, self._page.resources, pen).fill is not None
        yield from self._placed(element, pen, data)
        yield from path(data)
        even = "*" if element.get("Rule") == "Even-Odd" else ""
        yield (f"B{even}" if stroked else f"f{even}") if filled else "S" if stroked else "n"
        yield "Q"

    def _image(self, element: etree._Element, pen: str, _: int) -> Iterator[str]:
        location = self._page.resources.media.get(str(element.get("ResourceID", "")), "")
        found = self._album.stream(location) if location else None
        if found is None:
            return
        name = self._pages.picture((id(self._album), location), lambda: found)
        yield from self._placed(element, pen)
        # A picture of PDF stands on its foot; here y goes downwards.
        yield f"1 0 0 -1 0 1 cm /{name} Do Q"

    def _composite(self, element: etree._Element, pen: str, depth: int) -> Iterator[str]:
        unit = self._page.resources.units.get(str(element.get("ResourceID", "")))
        if unit is not None:
            yield from self._placed(element, pen)
            yield from self._group(unit, pen, depth)
            yield "Q"

    def _stamp(self, stamp: Stamp) -> Iterator[str]:
        """Draw the seal's own picture where it was put; on the paper below it shows through."""
        try:
            picture = ses_signature(self._archive.read(stamp.value)).picture
        except (RefusedError, BrokenValueError):
            return
        left, top, width, height = stamp.area
        yield f"q 1 0 0 1 {written(left, top)} cm /{self._pages.state(1, 1, 'Darken')} gs"
        if stamp.shown is not None:
            yield f"{written(*stamp.shown)} re W n"
        if picture.startswith(b"PK"):
            yield from self._nested_seal(picture, width, height)
        elif picture:
            found = self._album.loose(picture)
            if found is not None:
                name = self._pages.picture((id(self._album), stamp.value), lambda: found)
                yield f"{written(width)} 0 0 {written(-height)} 0 {written(height)} cm /{name} Do"
        yield "Q"

    def _nested_seal(self, picture: bytes, width: float, height: float) -> Iterator[str]:
        if self._nested >= _NESTED:
            return
        try:
            archive = Archive(picture)
            page = next(pages_of(archive))
        except (RefusedError, StopIteration):
            return
        inner = _Drawing(archive, self._pages, self._nested + 1)
        fitted = width / page.area[2], height / page.area[3]
        place: Matrix = (fitted[0], 0, 0, fitted[1], -page.area[0] * fitted[0], -page.area[1] * fitted[1])
        yield inner.content(page, place).decode("latin-1")
        yield "Q"
