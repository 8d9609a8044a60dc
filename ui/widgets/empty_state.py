"""What an empty list says: why it is empty and what to do next."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from ui import theme
from ui.widgets.text import button, label


class EmptyState(QWidget):
    """An icon, a sentence, and perhaps a button.

    Signals:
        clicked(): the button was pressed.
    """

    clicked = Signal()

    def __init__(self, icon: str, text: str, button_text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.picture = QLabel()
        theme.set_icon(self.picture, icon, "input_border", 40)
        self.picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.text = label(text, "caption", wrap=True)
        self.text.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.button = button(button_text, on_click=self.clicked.emit)
        self.button.setVisible(bool(button_text))
        layout = QVBoxLayout(self)
        layout.setSpacing(12)
        layout.addStretch(1)
        layout.addWidget(self.picture)
        layout.addWidget(self.text)
        layout.addWidget(self.button, 0, Qt.AlignmentFlag.AlignCenter)
        layout.addStretch(2)

    def set_text(self, text: str) -> None:
        """Say something else."""
        self.text.setText(text)
