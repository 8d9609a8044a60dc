"""A label for what may be longer than its place, as a file's name or what a seal says."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent


class ShortLabel(QLabel):
    """One line that leaves out what it has no room for; all of it is in the tool tip."""

    def __init__(
        self, name: str, *, middle: bool = True, role: str = "caption", text: str = "", parent: QWidget | None = None
    ) -> None:
        """`middle`: leave out the middle, where the end tells as much as the beginning (a file's name)."""
        super().__init__(parent)
        self._whole = ""
        self._mode = Qt.TextElideMode.ElideMiddle if middle else Qt.TextElideMode.ElideRight
        self.setObjectName(name)
        self.setProperty("role", role)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.say(text)

    def say(self, text: str) -> None:
        """Show this as far as there is room."""
        self._whole = text
        self.setToolTip(text)
        self._fit()

    def whole(self) -> str:
        """All that is said."""
        return self._whole

    def resizeEvent(self, event: QResizeEvent) -> None:
        """More room, more text."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        self.setText(self.fontMetrics().elidedText(self._whole, self._mode, self.width()))
