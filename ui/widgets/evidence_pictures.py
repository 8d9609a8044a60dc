"""Pictures of a file of evidence for the screen: pages of a PDF, or the photo itself."""

from __future__ import annotations

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize, Qt
from PySide6.QtGui import QImage, QImageReader

LONGEST_SIDE = 2400
"""A phone's photo holds far more points than a screen shows; it is read smaller."""
PAGE_DPI = 144
_PHOTOS = {b"png", b"jpeg", b"jpg", b"bmp", b"webp", b"gif", b"tiff"}


def pictures_of(data: bytes, name: str) -> tuple[QImage, ...]:
    """Return the pages as pictures; none where the file has no picture (XML). May run in any thread."""
    photo = _photo(data)
    if photo is not None:
        return (photo,)
    from studio_ledger.invoices.pool import POOL  # noqa: PLC0415 - not at start

    return tuple(
        QImage(p.rgba, p.width, p.height, p.width * 4, QImage.Format.Format_RGBA8888).copy()
        for p in POOL.pictures(data, name, PAGE_DPI)
    )


def _photo(data: bytes) -> QImage | None:
    buffer = QBuffer()
    buffer.setData(QByteArray(data))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer)
    if bytes(reader.format().data()) not in _PHOTOS or not reader.canRead():
        return None
    reader.setAutoTransform(True)
    size = reader.size()
    if max(size.width(), size.height()) > LONGEST_SIDE:
        reader.setScaledSize(size.scaled(QSize(LONGEST_SIDE, LONGEST_SIDE), Qt.AspectRatioMode.KeepAspectRatio))
    image = reader.read()
    return None if image.isNull() else image
