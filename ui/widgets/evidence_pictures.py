"""Pictures of a file of evidence for the screen. No foreign byte is decoded in this process: a reading child draws."""

from __future__ import annotations

from PySide6.QtGui import QImage

PAGE_DPI = 144


def pictures_of(data: bytes, name: str) -> tuple[QImage, ...]:
    """Return the pages, or the photo, as pictures; none where the file has no picture (XML). May run in any thread.

    Raises: UnreadableInvoiceError.
    """
    from studio_ledger.invoices.pool import POOL  # noqa: PLC0415 - not at start

    return tuple(
        QImage(p.rgba, p.width, p.height, p.width * 4, QImage.Format.Format_RGBA8888).copy()
        for p in POOL.pictures(data, name, PAGE_DPI)
    )
