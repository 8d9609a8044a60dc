"""Putting the very PDF that was previewed on a printer, page by page as pictures of 300 dots an inch."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPageLayout, QPainter
from PySide6.QtPrintSupport import QPrintDialog, QPrinter, QPrinterInfo

from ui.widgets.pdf_view import render_page

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

_DPI = 300
_A4_INCHES = 8.27


def has_printer() -> bool:
    """Whether this computer knows a printer."""
    return bool(QPrinterInfo.availablePrinterNames())


def print_pdf(data: bytes, title: str, parent: QWidget | None = None) -> bool:
    """Ask for a printer and print; False where the user turned away."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setDocName(title)
    first, count = render_page(data, 0, 200)
    wide = first.width() > first.height()
    printer.setPageOrientation(QPageLayout.Orientation.Landscape if wide else QPageLayout.Orientation.Portrait)
    dialog = QPrintDialog(printer, parent)
    dialog.setMinMax(1, count)
    if dialog.exec() != QPrintDialog.DialogCode.Accepted:
        return False
    _draw(data, count, printer)
    return True


def _draw(data: bytes, count: int, printer: QPrinter) -> None:
    printer.setFullPage(True)
    start = max(printer.fromPage(), 1)
    end = printer.toPage() or count
    painter = QPainter(printer)
    for page in range(start - 1, min(end, count)):
        if page > start - 1:
            printer.newPage()
        image, _ = render_page(data, page, round(_A4_INCHES * _DPI))
        paper = QRectF(printer.paperRect(QPrinter.Unit.DevicePixel))
        scale = min(paper.width() / image.width(), paper.height() / image.height())
        size = QRectF(0, 0, image.width() * scale, image.height() * scale)
        painter.drawImage(size, image)
    painter.end()
