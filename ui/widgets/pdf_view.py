"""Shows a PDF or a picture page by page; paper stays white in every theme."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QRunnable, Qt, QThreadPool, Signal
from PySide6.QtGui import QImage, QPixmap, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from ui import theme
from ui.widgets.text import button, label

if TYPE_CHECKING:
    from pathlib import Path

_STEPS = (0.25, 0.5, 0.75, 1.0, 1.25, 1.5, 2.0, 3.0, 4.0)
_FALLBACK_WIDTH = 640


def render_page(data: bytes, page: int, width: int) -> tuple[QImage, int]:
    """Return a page of a PDF (or a picture) `width` pixels wide, and how many pages there are.

    The image is null where the data is neither a PDF nor a picture.
    """
    if b"%PDF" not in data[:1024]:
        image = QImage.fromData(data)
        smooth = Qt.TransformationMode.SmoothTransformation
        return (image if image.isNull() else image.scaledToWidth(width, smooth)), 0 if image.isNull() else 1
    import pypdfium2  # noqa: PLC0415 - 20 MB that only a page on screen needs

    from studio_ledger.invoices.pdfium_lock import PDFIUM  # noqa: PLC0415 - nothing of the core before the first paint

    with PDFIUM:
        try:
            document = pypdfium2.PdfDocument(data)
        except pypdfium2.PdfiumError:
            return QImage(), 0
        try:
            count = len(document)
            sheet = document[min(page, count - 1)]
            bitmap = sheet.render(scale=width / sheet.get_width(), rev_byteorder=True, prefer_bgrx=True)
            buffer = bytes(bitmap.buffer)
            image = QImage(buffer, bitmap.width, bitmap.height, bitmap.stride, QImage.Format.Format_RGBX8888)
            return image.copy(), count
        finally:
            document.close()


class _Relay(QObject):
    ready = Signal(int, int, QImage, int)


class _Rendering(QRunnable):
    def __init__(self, relay: _Relay, ticket: int, data: bytes, page: int, width: int) -> None:
        super().__init__()
        self._relay = relay
        self._ticket = ticket
        self._data = data
        self._page = page
        self._width = width

    def run(self) -> None:
        """Render on a pool thread."""
        image, count = render_page(self._data, self._page, self._width)
        try:
            self._relay.ready.emit(self._ticket, self._page, image, count)
        except RuntimeError:  # the view was closed meanwhile
            return


class PdfView(QWidget):
    """A page on a sunken ground with a bar: back, on, zoom, fit the width.

    Signals:
        page_changed(int, int): this page of so many is shown, counted from 1.
    """

    page_changed = Signal(int, int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._data = b""
        self._page = 0
        self._count = 0
        self._zoom = 0.0
        self._ticket = 0
        self._relay = _Relay(self)
        self._relay.ready.connect(self._show)
        self.sheet = QLabel()
        self.sheet.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.area = QScrollArea()
        self.area.setObjectName("pdfArea")
        self.area.setWidget(self.sheet)
        self.area.setWidgetResizable(True)
        self.area.setAccessibleName(self.tr("预览"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addLayout(self._bar())
        layout.addWidget(self.area, 1)
        self._tell_place()

    def show_path(self, path: Path) -> None:
        """Show a file."""
        self.show_bytes(path.read_bytes())

    def show_bytes(self, data: bytes, page: int = 0) -> None:
        """Show a PDF or a picture; empty shows nothing."""
        self._data = data
        self._page = page
        self._count = 0
        self.sheet.setPixmap(QPixmap())
        self._tell_place()
        self._render()

    def page(self) -> int:
        """Return the page shown, counted from 0."""
        return self._page

    def turn(self, step: int) -> None:
        """Show the page so many further."""
        page = min(max(self._page + step, 0), max(self._count - 1, 0))
        if page != self._page:
            self._page = page
            self._render()

    def zoom(self, step: int) -> None:
        """Draw larger (1) or smaller (-1); 0 fits the width."""
        if step == 0:
            self._zoom = 0.0
        elif step > 0:
            self._zoom = next((value for value in _STEPS if value > (self._zoom or 1.0)), _STEPS[-1])
        else:
            self._zoom = next((value for value in reversed(_STEPS) if value < (self._zoom or 1.0)), _STEPS[0])
        self._render()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the width anew."""
        super().resizeEvent(event)
        if not self._zoom:
            self._render()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom with Ctrl and the wheel."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoom(1 if event.angleDelta().y() > 0 else -1)
            event.accept()
        else:
            super().wheelEvent(event)

    def _bar(self) -> QHBoxLayout:
        bar = QHBoxLayout()
        self.place = label("", "caption")
        self.back = button("", "quiet", icon="chevron-left", on_click=lambda: self.turn(-1), hint=self.tr("上一页"))
        self.on = button("", "quiet", icon="chevron-right", on_click=lambda: self.turn(1), hint=self.tr("下一页"))
        parts = (
            self.back, self.place, self.on, None,
            button("", "quiet", icon="zoom-out", on_click=lambda: self.zoom(-1), hint=self.tr("缩小")),
            button("", "quiet", icon="zoom-in", on_click=lambda: self.zoom(1), hint=self.tr("放大")),
            button("", "quiet", icon="arrows-maximize", on_click=lambda: self.zoom(0), hint=self.tr("适合宽度")),
        )  # fmt: skip
        for part in parts:
            if part is None:
                bar.addStretch(1)
            else:
                bar.addWidget(part)
        return bar

    def _render(self) -> None:
        if not self._data:
            return
        self._ticket += 1
        room = self.area.viewport().width() - 24
        width = round(_FALLBACK_WIDTH * self._zoom) if self._zoom else max(room, 120)
        width = round(width * self.devicePixelRatioF())
        QThreadPool.globalInstance().start(_Rendering(self._relay, self._ticket, self._data, self._page, width))

    def _show(self, ticket: int, page: int, image: QImage, count: int) -> None:
        if ticket != self._ticket:
            return
        self._count = count
        self._page = page
        if image.isNull():
            self.sheet.setText(self.tr("无法预览这个文件。可以用系统程序打开查看。"))
        else:
            picture = QPixmap.fromImage(image)
            picture.setDevicePixelRatio(self.devicePixelRatioF())
            self.sheet.setPixmap(picture)
        self._tell_place()
        self.page_changed.emit(page + 1, count)

    def _tell_place(self) -> None:
        self.place.setText(self.tr("第 {0} / {1} 页").format(self._page + 1, self._count) if self._count else "")
        self.back.setEnabled(self._page > 0)
        self.on.setEnabled(self._page + 1 < self._count)
        theme.set_property(self.area, "empty", not self._count)
