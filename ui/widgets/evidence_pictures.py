"""Pictures of a file of evidence for the screen. No foreign byte is decoded in this process: a reading child draws."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QImage

if TYPE_CHECKING:
    from studio_ledger.invoices.pictures import Picture

PAGE_DPI = 144

MOST_DPI = 432
"""How sharp a page is drawn when somebody looks at it closely."""
BUNDLE_PLACE = "place"
"""Under this key a picture from a bundle keeps its file's place in there and the page of that: 2/0."""


def pictures_of(data: bytes, name: str) -> tuple[QImage, ...]:
    """Return the pages, or the photo, as pictures; none where the file has no picture (XML). May run in any thread.

    Raises: UnreadableInvoiceError.
    """
    return _drawn(data, name, PAGE_DPI, None)


def page_of(data: bytes, name: str, page: int, dpi: int) -> QImage:
    """Return one page with that many points an inch, at most MOST_DPI; an empty picture where there is no such page.

    Raises: UnreadableInvoiceError.
    """
    return next(iter(_drawn(data, name, min(dpi, MOST_DPI), range(page, page + 1))), QImage())


def _drawn(data: bytes, name: str, dpi: int, pages: range | None) -> tuple[QImage, ...]:
    from studio_ledger.invoices.pool import POOL  # noqa: PLC0415 - not at start

    return tuple(_image(picture) for picture in POOL.pictures(data, name, dpi, pages))


def _image(picture: Picture) -> QImage:
    plain = QImage(
        picture.rgba, picture.width, picture.height, picture.width * 4, QImage.Format.Format_RGBA8888
    ).copy()
    if picture.member >= 0:
        plain.setText(BUNDLE_PLACE, f"{picture.member}/{picture.page}")
    return plain
