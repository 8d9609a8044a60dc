"""A white, bordered panel that holds what belongs together."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from ui.widgets.text import label


class Card(QFrame):
    """A panel with an optional title. Fill `body`; put small things beside the title into `head`."""

    def __init__(self, title: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.title_label = label(title, "section")
        self.title_label.setVisible(bool(title))
        self.head = QHBoxLayout()
        self.head.addWidget(self.title_label)
        self.head.addStretch(1)
        self.body = QVBoxLayout()
        self.body.setSpacing(8)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(16, 12, 16, 12)
        outer.setSpacing(8 if title else 0)
        outer.addLayout(self.head)
        outer.addLayout(self.body, 1)

    def set_title(self, title: str) -> None:
        """Change the title; empty hides it."""
        self.title_label.setText(title)
        self.title_label.setVisible(bool(title))
