"""A drop-down list of values with names; it draws its own arrow, which style sheets get wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QComboBox, QWidget

from ui import theme

if TYPE_CHECKING:
    from collections.abc import Iterable

    from PySide6.QtGui import QPaintEvent, QWheelEvent


class Combo(QComboBox):
    """Chooses one of some values by their names; ``value()`` is what was chosen."""

    def __init__(self, name: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        if name:
            self.setAccessibleName(name)
        self._values: tuple[object, ...] = ()
        self.setMaxVisibleItems(14)

    def set_choices(self, choices: Iterable[tuple[object, str]], chosen: object = None) -> None:
        """Offer (value, text) pairs and choose one, without telling that the choice changed."""
        blocked = self.blockSignals(True)
        self.clear()
        pairs = tuple(choices)
        # Kept here, not as Qt's item data: across the language border an enum turns into a plain text.
        self._values = tuple(value for value, _ in pairs)
        self.addItems([text for _, text in pairs])
        self.set_value(chosen)
        self.blockSignals(blocked)

    def value(self) -> object:
        """Return the value chosen; None where there is none."""
        index = self.currentIndex()
        return self._values[index] if 0 <= index < len(self._values) else None

    def set_value(self, value: object) -> None:
        """Choose a value; the first where it is not offered."""
        place = self._values.index(value) if value in self._values else 0
        self.setCurrentIndex(place if self._values else -1)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the box and our own arrow."""
        super().paintEvent(event)
        painter = QPainter(self)
        self._paint_arrow(painter)
        painter.end()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Never change a value because a page was scrolled."""
        event.ignore()

    def _paint_arrow(self, painter: QPainter) -> None:
        ink = "text2" if self.isEnabled() else "disabled"
        picture = theme.pixmap("chevron-down", ink, 14, self.devicePixelRatioF())
        painter.drawPixmap(self.width() - 21, (self.height() - 14) // 2, picture)
