"""The picture of every kind of file that has one: PDF, OFD, photos and scans, and the files of a bundle.

An XML has no picture: its form is drawn by the window.
"""

from __future__ import annotations

import io
import time
from dataclasses import replace
from posixpath import basename
from typing import TYPE_CHECKING

from PIL import Image, ImageOps, ImageSequence

from studio_ledger.invoices import ofd_drawing
from studio_ledger.invoices.archive import Archive
from studio_ledger.invoices.contents import Contents, contents_of
from studio_ledger.invoices.ofd_images import FORMATS, MOST_PIXELS, PICTURE_ERRORS
from studio_ledger.invoices.ofd_reader import is_ofd
from studio_ledger.invoices.pdf_file import opened
from studio_ledger.invoices.pictures import Picture
from studio_ledger.invoices.refusal import DAMAGED, HOSTILE, RefusedError

if TYPE_CHECKING:
    from collections.abc import Iterator

MOST_DPI = 600
_LONGEST_INCHES = 16.7
"""A photo has no size on paper: its longer side is drawn as if it had this (2400 points at 144 dpi)."""
_MOST_FILES = 200
_ALL_PIXELS = 120_000_000
_ALL_SECONDS = 6.0
_PICTURED = (Contents.ZIP, Contents.PDF, Contents.PICTURE)
"""Of several forms of one invoice in a bundle the first of these is shown: its boxes are the ones that are read."""


def pictures(data: bytes, dpi: int, pages: range) -> Iterator[Picture]:
    """Yield those pages of a file that are wanted, as far as pixels and seconds reach.

    Raises: RefusedError for a damaged, encrypted or hostile file.
    """
    left, end = _ALL_PIXELS, time.monotonic() + _ALL_SECONDS
    for picture in _of(data, min(max(dpi, 10), MOST_DPI), pages, bundled=False):
        left -= picture.width * picture.height
        if left < 0:
            return
        yield picture
        if time.monotonic() > end:
            return


def _of(data: bytes, dpi: int, pages: range, *, bundled: bool) -> Iterator[Picture]:
    kind = contents_of(data)
    if kind is Contents.PDF:
        yield from _of_pdf(data, dpi, pages)
    elif kind is Contents.PICTURE:
        yield from _of_photo(data, dpi, pages)
    elif kind is Contents.ZIP:
        archive = Archive(data)
        if is_ofd(archive):
            yield from _of_ofd(archive, dpi, pages)
        elif not bundled:
            yield from _of_bundle(archive, dpi, pages)


def _of_pdf(data: bytes, dpi: int, pages: range) -> Iterator[Picture]:
    with opened(data) as pdf:
        for index in range(pages.start, min(pages.stop, len(pdf))):
            yield pdf.picture(index, dpi)


def _of_ofd(archive: Archive, dpi: int, pages: range) -> Iterator[Picture]:
    """An OFD's boxes are told for the page as it stands, so it is not turned."""
    made = ofd_drawing.as_pdf(archive, pages)
    if made:
        with opened(made, upright=False) as pdf:
            for index in range(len(pdf)):
                yield pdf.picture(index, dpi)


def _of_bundle(archive: Archive, dpi: int, pages: range) -> Iterator[Picture]:
    """Show each invoice of a bundle once, whatever forms of it lie there; a damaged form gives way to the next."""
    forms: dict[str, list[tuple[int, int, bytes]]] = {}
    for member, name in enumerate(archive.names[:_MOST_FILES]):
        content = archive.read(name)
        kind = contents_of(content)
        if kind in _PICTURED:
            stem = basename(name.replace("\\", "/")).rpartition(".")[0]
            forms.setdefault(stem, []).append((_PICTURED.index(kind), member, content))
    place = 0
    for found in forms.values():
        for _, member, content in sorted(found, key=lambda form: form[0]):
            try:
                shown = list(_of(content, dpi, range(pages.stop - place), bundled=True))
            except RefusedError:
                continue
            if shown:
                placed = (replace(picture, member=member, page=page) for page, picture in enumerate(shown))
                yield from (picture for index, picture in enumerate(placed, place) if index in pages)
                place += len(shown)
                break
        if place >= pages.stop:
            return


def _of_photo(data: bytes, dpi: int, pages: range) -> Iterator[Picture]:
    """A photo stands upright as the camera tells it; a scan may have several pages, a moving picture shows one."""
    longest = round(_LONGEST_INCHES * dpi)
    try:
        with Image.open(io.BytesIO(data), formats=FORMATS) as image:
            image.draft("RGB", (longest, longest))
            for index, frame in enumerate(ImageSequence.Iterator(image) if image.format == "TIFF" else (image,)):
                if index >= pages.stop:
                    break
                if frame.width * frame.height > MOST_PIXELS:
                    raise RefusedError(HOSTILE)
                if index in pages:
                    yield _picture(frame, longest)
    except PICTURE_ERRORS as error:
        raise RefusedError(DAMAGED) from error


def _picture(frame: Image.Image, longest: int) -> Picture:
    # Smaller first: a telephone's photo with four bytes a point, twice, is more than a reading child may fill.
    shrunk = _shrunk(frame, longest) if frame.mode in _SHRINK_AS_THEY_ARE else frame
    whole = shrunk.convert("RGBA")
    paper = Image.new("RGBA", whole.size, "white")
    paper.alpha_composite(whole)
    paper.thumbnail((longest, longest))
    upright = ImageOps.exif_transpose(_with_exif(paper, frame))
    return Picture(upright.width, upright.height, upright.tobytes())


def _shrunk(frame: Image.Image, longest: int) -> Image.Image:
    share = min(1.0, longest / max(frame.size))
    if share == 1.0:
        return frame
    size = max(1, round(frame.width * share)), max(1, round(frame.height * share))
    return frame.resize(size, Image.Resampling.BICUBIC, reducing_gap=2.0)


def _with_exif(paper: Image.Image, frame: Image.Image) -> Image.Image:
    """Give the camera's word on where up is on to a copy: converting has lost it."""
    paper.getexif()[_ORIENTATION] = frame.getexif().get(_ORIENTATION, 1)
    return paper


_ORIENTATION = 0x0112
_SHRINK_AS_THEY_ARE = ("L", "RGB", "RGBA", "CMYK", "YCbCr")
"""Kinds of points that can be mixed with their neighbours; the others are made RGBA before."""
