"""The shape of every dialog that asks for something: a question, fields, one verb, and what is still missing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QDialog

from ui.widgets.caption_dialog import CaptionDialog
from ui.widgets.text import label

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget


class FormDialog(CaptionDialog):
    """A dialog whose button is a verb; it stays open and says what is missing until `problem()` is empty.

    Subclasses add widgets to `body` and override `problem`. It writes nothing: the page that asked does.
    """

    def __init__(self, parent: QWidget | None = None, *, width: int = 460) -> None:
        super().__init__("", "", "", parent)
        self.setMinimumWidth(width)
        self.complaint = label("", "error", wrap=True, name="complaint")
        self.complaint.hide()
        self.buttons.setSpacing(8)
        layout = self.layout()
        if layout is not None:
            # Between the fields and the buttons, which are the layout's last two items.
            layout.removeItem(self.buttons)
            layout.addWidget(self.complaint)
            layout.addItem(self.buttons)

    def set_words(self, title: str, verb: str, words: str = "") -> None:
        """Say what is asked, name the button by what it does, and explain where a word is needed."""
        self.setWindowTitle(title)
        self.heading.setText(title)
        self.accept_button.setText(verb)
        self.words.setText(words)
        self.words.setVisible(bool(words))

    def problem(self) -> str:
        """What keeps the answer from being complete, as a sentence; empty when all is there."""
        return ""

    def accept(self) -> None:
        """Close with an answer, or say what is missing."""
        problem = self.problem()
        self.complaint.setText(problem)
        self.complaint.setVisible(bool(problem))
        if not problem:
            super().accept()

    def asked(self) -> bool:
        """Show the dialog, which goes once its answer was read; True where the user gave one."""
        answered = self.exec() == QDialog.DialogCode.Accepted
        self.deleteLater()
        return answered


def confirmed(title: str, explanation: str, verb: str, parent: QWidget | None = None) -> bool:
    """Ask before something that cannot be undone; the button is the verb."""
    dialog = FormDialog(parent)
    dialog.set_words(title, verb, explanation)
    dialog.accept_button.setFocus()
    return dialog.asked()
