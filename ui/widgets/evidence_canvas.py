"""The picture of one page of evidence: zoom, drag to move, and the fields that were read boxed on it."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QImage, QMouseEvent, QPainter, QPen, QPixmap, QResizeEvent, QTransform, QWheelEvent
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QGraphicsPixmapItem,
    QGraphicsRectItem,
    QGraphicsScene,
    QGraphicsView,
    QWidget,
)

from ui import theme
from ui.widgets.evidence_words import field_name

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from PySide6.QtCore import QPoint

    from studio_ledger.model.invoice import FieldBox

ZOOM_STEP = 1.2
LEAST_ZOOM, MOST_ZOOM = 0.1, 6.0
_SHRUNK = 0.95


class EvidenceCanvas(QGraphicsView):
    """Shows one page, as wide as the view until somebody zooms.

    Signals:
        field_clicked(str): a boxed field was clicked.
        zoomed(float): the scale, 1.0 being one picture point to one screen point.
    """

    field_clicked = Signal(str)
    zoomed = Signal(float)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("evidenceCanvas")
        self.setAccessibleName(self.tr("票据画面"))
        self.setScene(QGraphicsScene(self))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        self.setDragMode(QGraphicsView.DragMode.ScrollHandDrag)
        self.setTransformationAnchor(QGraphicsView.ViewportAnchor.AnchorUnderMouse)
        self.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        self._boxes: list[tuple[str, QGraphicsRectItem]] = []
        self._picture: QGraphicsPixmapItem | None = None
        self._image = QImage()
        self._page = QRectF()
        self._fits = True
        self._pressed: QPoint | None = None
        self._paint_ground()

    def show_page(
        self, image: QImage | None, boxes: Sequence[FieldBox] = (), values: Mapping[str, str] | None = None
    ) -> None:
        """Show this page, or nothing; `values` is what was read of the boxed fields."""
        self.scene().clear()
        self._boxes = []
        self._picture = None
        self._image = QImage()
        self._page = QRectF()
        if image is None or image.isNull():
            self.scene().setSceneRect(QRectF())
            return
        self._image = image
        self._picture = self.scene().addPixmap(QPixmap())
        self._picture.setTransformationMode(Qt.TransformationMode.SmoothTransformation)
        self._page = QRectF(0, 0, image.width(), image.height())
        margin = image.width() / 60
        self.scene().setSceneRect(self._page.adjusted(-margin, -margin, margin, margin))
        for box in boxes:
            self._add_box(box, (values or {}).get(box.field, ""))
        if self._fits:
            self.fit_width()
        self._dress()

    def sharpen(self, image: QImage) -> None:
        """Put the same page, drawn with more points, in the place of the one that is shown."""
        if image.width() > self._image.width():
            self._image = image
            self._dress()

    def _dress(self) -> None:
        """Show the page with as many points as the screen has for it: shrinking while painting makes letters ragged."""
        if self._picture is None:
            return
        wide = math.ceil(self._page.width() * self.scale_shown() * self.devicePixelRatioF())
        smooth = Qt.TransformationMode.SmoothTransformation
        image = self._image.scaledToWidth(max(wide, 1), smooth) if wide < _SHRUNK * self._image.width() else self._image
        self._picture.setPixmap(QPixmap.fromImage(image))
        self._picture.setScale(self._page.width() / image.width())

    def scale_shown(self) -> float:
        """Screen points to one picture point."""
        return self.transform().m11()

    def highlight(self, field: str) -> bool:
        """Box this field strongly and the others faintly, and bring it into sight; return whether it is on the page."""
        found: QGraphicsRectItem | None = None
        for name, item in self._boxes:
            strong = bool(field) and (name == field or name.startswith(f"{field}-"))
            _pen(item, strong=strong)
            found = item if strong and found is None else found
        if found is not None:
            self.ensureVisible(found, 20, 40)
        return found is not None

    def zoom(self, factor: float) -> None:
        """Make the picture larger or smaller by a factor."""
        scale = self.transform().m11() * factor
        if LEAST_ZOOM <= scale <= MOST_ZOOM:
            self._fits = False
            self.scale(factor, factor)
            self._dress()
            self.zoomed.emit(scale)

    def zoom_to(self, scale: float) -> None:
        """Show the picture at this scale."""
        self.zoom(min(max(scale, LEAST_ZOOM), MOST_ZOOM) / self.transform().m11())

    def fit_width(self) -> None:
        """Make the page as wide as the view, and keep it so."""
        self._fits = True
        page, room = self.scene().sceneRect(), self.maximumViewportSize()
        if page.width() <= 0 or room.width() < 10:
            return
        # From the room without scroll bars: one that comes and goes with the scale would resize the view for ever.
        width = room.width() - 2
        if page.height() * width > room.height() * page.width():
            width -= self.verticalScrollBar().sizeHint().width()
        scale = width / page.width()
        if abs(scale - self.transform().m11()) > 1e-9:
            self.setTransform(QTransform.fromScale(scale, scale))
            self._dress()
            self.zoomed.emit(scale)

    def _add_box(self, box: FieldBox, value: str) -> None:
        width, height = self._page.width(), self._page.height()
        area = QRectF(
            box.left * width, box.top * height, (box.right - box.left) * width, (box.bottom - box.top) * height
        )
        item = self.scene().addRect(area.adjusted(-2, -2, 2, 2))
        item.setToolTip("\n".join(filter(None, (field_name(box.field), value))))
        item.setCursor(Qt.CursorShape.PointingHandCursor)
        _pen(item, strong=False)
        self._boxes.append((box.field, item))

    def _paint_ground(self) -> None:
        self.setBackgroundBrush(theme.color("sunken"))

    def changeEvent(self, event: QEvent) -> None:
        """Follow the theme."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.StyleChange):
            self._paint_ground()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the page as wide as the view."""
        super().resizeEvent(event)
        if self._fits:
            self.fit_width()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Ctrl and the wheel zoom."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoom(ZOOM_STEP if event.angleDelta().y() > 0 else 1 / ZOOM_STEP)
            event.accept()
            return
        super().wheelEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Zoom in where it was clicked; when zoomed already, back to the full width."""
        self.zoom(2.0) if self._fits else self.fit_width()
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A press may begin a click or a drag."""
        super().mousePressEvent(event)
        self._pressed = event.position().toPoint() if event.button() == Qt.MouseButton.LeftButton else None

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Tell which boxed field was clicked: where boxes lie in each other, the smallest."""
        super().mouseReleaseEvent(event)
        event.accept()
        pressed, self._pressed = self._pressed, None
        place = event.position().toPoint()
        if pressed is None or (place - pressed).manhattanLength() >= QApplication.startDragDistance():
            return
        point = self.mapToScene(place)
        hit = [
            (item.rect().width() * item.rect().height(), name)
            for name, item in self._boxes
            if item.rect().contains(point)
        ]
        if hit:
            self.field_clicked.emit(min(hit)[1])


def _pen(item: QGraphicsRectItem, *, strong: bool) -> None:
    """The box lies on white paper, so its colours do not follow the theme."""
    line = QColor("#2F7DD1") if strong else QColor(47, 125, 209, 90)
    pen = QPen(line, 2 if strong else 1)
    pen.setCosmetic(True)
    item.setPen(pen)
    item.setBrush(QColor(47, 125, 209, 46) if strong else Qt.GlobalColor.transparent)
    item.setZValue(2 if strong else 1)
