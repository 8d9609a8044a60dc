"""The frame of a small question: a title, words, fields, and two buttons whose right one is a verb."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from ui.widgets.text import button, label

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent, QShowEvent


class CaptionDialog(QDialog):
    """Fill `body`; `accept_button` carries the verb, `reject_button` turns away (Esc)."""

    def __init__(self, title: str, words: str, verb: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setMinimumWidth(420)
        self.heading = label(title, "section", wrap=True)
        self.words = label(words, "caption", wrap=True)
        self.words.setVisible(bool(words))
        self.body = QVBoxLayout()
        self.body.setSpacing(10)
        self.accept_button = button(verb, "primary", on_click=self.accept, name="acceptButton")
        self.accept_button.setDefault(True)
        self.reject_button = button(self.tr("取消"), on_click=self.reject, name="rejectButton")
        self.reject_button.setAutoDefault(False)
        self.buttons = QHBoxLayout()
        self.buttons.addStretch(1)
        self.buttons.addWidget(self.reject_button)
        self.buttons.addWidget(self.accept_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 16, 20, 16)
        layout.setSpacing(12)
        layout.addWidget(self.heading)
        layout.addWidget(self.words)
        layout.addLayout(self.body, 1)
        layout.addLayout(self.buttons)

    def showEvent(self, event: QShowEvent) -> None:
        """Be as high as the wrapped words need: before they are dressed and laid out nobody knows."""
        super().showEvent(event)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In a narrower frame words take more lines."""
        super().resizeEvent(event)
        self._fit()

    def event(self, event: QEvent) -> bool:
        """Grow with words that came, or became longer."""
        done = super().event(event)
        if event.type() is QEvent.Type.LayoutRequest:
            self._fit()
        return done

    def _fit(self) -> None:
        """Take the height needed, at most the screen's, and stay on the screen while growing."""
        layout = self.layout()
        if layout is None or not self.isVisible():
            return
        layout.activate()
        screen, frame = self.screen().availableGeometry(), self.frameGeometry().height() - self.height()
        wraps = layout.hasHeightForWidth()
        needed = layout.totalHeightForWidth(self.width()) if wraps else layout.totalMinimumSize().height()
        self.setMinimumHeight(min(needed, screen.height() - frame))
        below = self.frameGeometry().bottom() - screen.bottom()
        if below > 0:
            self.move(self.x(), max(screen.top(), self.y() - below))
