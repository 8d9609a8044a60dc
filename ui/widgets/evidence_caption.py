"""Above the picture of evidence: its name, and what can be said of its seals and of the tax bureau's check."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QLabel, QToolButton, QWidget

from ui import theme
from ui.widgets.short_label import ShortLabel

if TYPE_CHECKING:
    from collections.abc import Callable

    from ui.widgets.evidence_words import SealWords

_ICON = 16
_TINTS = {"error": "error_text", "warn": "warn_text", "muted": "muted"}


class SealLine(QWidget):
    """An icon and a sentence about the seals, and whether the bureau's check is recorded; hidden without either."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("sealLine")
        self._icon = QLabel()
        self._icon.setFixedSize(_ICON, _ICON)
        self.words = ShortLabel("sealWords", middle=False)
        self.check = QLabel()
        self.check.setObjectName("sealCheck")
        self.check.setProperty("role", "caption")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        row.addWidget(self._icon)
        row.addWidget(self.words, 1)
        row.addWidget(self.check)
        self.hide()

    def say(self, words: SealWords, check: str) -> None:
        """Show what is said of the seals, and of the check where that is known."""
        theme.set_property(self.words, "role", words.role)
        self.words.say(words.text)
        self.words.setToolTip(words.more)
        self.words.setAccessibleDescription(words.more)
        self.check.setText(check)
        self.check.setVisible(bool(check))
        self._icon.setVisible(bool(words.icon))
        if words.icon:
            theme.set_icon(self._icon, words.icon, _TINTS.get(words.role, "text2"), _ICON)
        self.setVisible(bool(words.text or check))


def picture_button(parent: QWidget, name: str, icon: str, words: str, action: Callable[[], object]) -> QToolButton:
    """Return a button that leaves the cursor where it is."""
    button = QToolButton(parent)
    theme.set_icon(button, icon)
    button.setToolTip(words)
    button.setAccessibleName(words)
    button.setObjectName(f"evidence_{name}")
    button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    button.clicked.connect(action)
    return button


class DropTarget(QLabel):
    """Words in the middle of a dashed frame, as long as there is nothing to look at."""

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.dashed = False
        self.setObjectName("evidenceMessage")
        self.setProperty("role", "caption")
        self.setWordWrap(True)
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setMargin(24)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the frame, then the words."""
        if self.dashed:
            painter = QPainter(self)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(theme.color("input_border"), 1, Qt.PenStyle.DashLine))
            painter.drawRoundedRect(self.rect().adjusted(1, 1, -2, -2), 8, 8)
            painter.end()
        super().paintEvent(event)
