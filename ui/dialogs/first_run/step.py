"""What every page of the wizard has: a title, and a word on what is still wrong."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.widgets.text import label


class Step(QWidget):
    """A page of the wizard.

    Signals:
        edited(): something was typed.
    """

    edited = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.heading = ""
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.setSpacing(10)

    def say(self, heading: str, words: str) -> None:
        """Put the title and a word of explanation at the head of the page."""
        self.heading = heading
        self.body.addWidget(label(heading, "title"))
        self.body.addWidget(label(words, "caption", wrap=True))

    def problem(self) -> str:
        """Return what keeps the wizard from going on, and what to do; empty where all is well."""
        return ""

    def warning(self) -> str:
        """Return what is wrong already while typing; empty where nothing is."""
        return ""
