"""A drop-down list of values with names; it draws its own arrow, which style sheets get wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QComboBox, QStyle, QStyleOptionComboBox, QStylePainter, QWidget

from ui import theme

if TYPE_CHECKING:
    from collections.abc import Iterable

    from PySide6.QtGui import QPainter, QPaintEvent, QWheelEvent

_WIDEST, _ENOUGH = 420, 260
"""No choice asks for more room in pixels, or needs more, however long; the box then leaves out its middle."""


class Combo(QComboBox):
    """Chooses one of some values by their names; ``value()`` is what was chosen."""

    def __init__(self, name: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        if name:
            self.setAccessibleName(name)
        self._values: tuple[object, ...] = ()
        self.setMaxVisibleItems(14)
        self.view().setTextElideMode(Qt.TextElideMode.ElideMiddle)

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

    def sizeHint(self) -> QSize:
        """As wide as the longest choice, within bounds."""
        return super().sizeHint().boundedTo(QSize(_WIDEST, 1 << 16))

    def minimumSizeHint(self) -> QSize:
        """As wide as the longest choice, or wide enough to tell it by its ends."""
        return super().minimumSizeHint().boundedTo(QSize(_ENOUGH, 1 << 16))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - drawn whole
        """Draw the box, the choice as far as there is room, and our own arrow."""
        painter, option = QStylePainter(self), QStyleOptionComboBox()
        self.initStyleOption(option)
        style = self.style()
        room = style.subControlRect(
            QStyle.ComplexControl.CC_ComboBox, option, QStyle.SubControl.SC_ComboBoxEditField, self
        ).width()
        words = self.fontMetrics().elidedText(self.currentText(), Qt.TextElideMode.ElideMiddle, room)
        option.currentText = words  # type: ignore[attr-defined]  # PySide's stubs leave it out
        painter.drawComplexControl(QStyle.ComplexControl.CC_ComboBox, option)
        painter.drawControl(QStyle.ControlElement.CE_ComboBoxLabel, option)
        self._paint_arrow(painter)
        painter.end()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Never change a value because a page was scrolled."""
        event.ignore()

    def _paint_arrow(self, painter: QPainter) -> None:
        ink = "text2" if self.isEnabled() else "disabled"
        picture = theme.pixmap("chevron-down", ink, 14, self.devicePixelRatioF())
        painter.drawPixmap(self.width() - 21, (self.height() - 14) // 2, picture)
