"""The frame of a small question: a title, words, fields, and two buttons whose right one is a verb."""

from __future__ import annotations

from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from ui.widgets.text import button, label


class CaptionDialog(QDialog):
    """Fill `body`; `accept_button` carries the verb, `reject_button` turns away (Esc)."""

    def __init__(self, title: str, words: str, verb: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setMinimumWidth(420)
        self.heading = label(title, "section")
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
