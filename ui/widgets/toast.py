"""A bar that says what was just done and offers the way back, then goes by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from ui.widgets.text import button, label

if TYPE_CHECKING:
    from collections.abc import Callable

SHOWN_MS = 6000


class Toast(QFrame):
    """Lies over the lower edge of its parent for six seconds."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._below = parent
        self.setObjectName("toast")
        self._action: Callable[[], object] | None = None
        self.text = label("")
        self.act_button = button("", on_click=self._act, name="toastAction")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 8, 12, 8)
        layout.setSpacing(16)
        layout.addWidget(self.text)
        layout.addWidget(self.act_button)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.hide)
        self.hide()

    def say(self, text: str, action_text: str = "", action: Callable[[], object] | None = None) -> None:
        """Show a text, with a button where there is an action."""
        self._action = action
        self.text.setText(text)
        self.setAccessibleName(text)
        self.act_button.setText(action_text)
        self.act_button.setVisible(action is not None)
        self.adjustSize()
        self.place()
        self.show()
        self.raise_()
        self._timer.start(SHOWN_MS)

    def place(self) -> None:
        """Keep to the middle of the lower edge."""
        below = self._below
        self.move((below.width() - self.width()) // 2, below.height() - self.height() - 44)

    def _act(self) -> None:
        self.hide()
        if self._action is not None:
            self._action()
