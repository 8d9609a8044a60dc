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
        self.setMaxVisibleItems(14)

    def set_choices(self, choices: Iterable[tuple[object, str]], chosen: object = None) -> None:
        """Offer (value, text) pairs and choose one, without telling that the choice changed."""
        blocked = self.blockSignals(True)
        self.clear()
        for value, text in choices:
            self.addItem(text, value)
        self.set_value(chosen)
        self.blockSignals(blocked)

    def value(self) -> object:
        """Return the value chosen; None where there is none."""
        return self.currentData()

    def set_value(self, value: object) -> None:
        """Choose a value; the first where it is not offered."""
        # Not findData: it compares across the language border, where a StrEnum turns into a plain text.
        found = (index for index in range(self.count()) if self.itemData(index) == value)
        self.setCurrentIndex(next(found, 0 if self.count() else -1))

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
