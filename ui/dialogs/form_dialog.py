"""The shape of every dialog that asks for something: a question, fields, one verb, and what is still missing."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget


class FormDialog(QDialog):
    """A dialog whose button is a verb; it stays open and says what is missing until `problem()` is empty.

    Subclasses add widgets to `body` and override `problem`. It writes nothing: the page that asked does.
    """

    def __init__(self, parent: QWidget | None = None, *, width: int = 460) -> None:
        super().__init__(parent)
        self.setObjectName("formDialog")
        self._width = width
        self.heading = QLabel()
        self.heading.setProperty("role", "section")
        self.heading.setWordWrap(True)
        self.body = QVBoxLayout()
        self.body.setSpacing(12)
        self.complaint = QLabel()
        self.complaint.setObjectName("complaint")
        self.complaint.setProperty("role", "error")
        self.complaint.setWordWrap(True)
        self.complaint.hide()
        self.cancel_button = QPushButton(self.tr("取消"))
        self.cancel_button.setObjectName("cancelButton")
        self.cancel_button.setAutoDefault(False)
        self.ok_button = QPushButton()
        self.ok_button.setObjectName("okButton")
        self.ok_button.setProperty("kind", "primary")
        self.ok_button.setDefault(True)
        self.cancel_button.clicked.connect(self.reject)
        self.ok_button.clicked.connect(self.accept)
        self._build()

    def set_words(self, title: str, verb: str) -> None:
        """Say what is asked and name the button by what it does."""
        self.setWindowTitle(title)
        self.heading.setText(title)
        self.ok_button.setText(verb)

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
        """Show the dialog; True where the user gave an answer."""
        return self.exec() == QDialog.DialogCode.Accepted

    def sizeHint(self) -> QSize:
        """At least as wide as its kind of form reads well."""
        return super().sizeHint().expandedTo(QSize(self._width, 0))

    def _build(self) -> None:
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self.cancel_button)
        buttons.addWidget(self.ok_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(12)
        column.addWidget(self.heading)
        column.addLayout(self.body)
        column.addStretch(1)
        column.addWidget(self.complaint)
        column.addLayout(buttons)


def confirmed(title: str, explanation: str, verb: str, parent: QWidget | None = None) -> bool:
    """Ask before something that cannot be undone; the button is the verb."""
    dialog = FormDialog(parent)
    dialog.set_words(title, verb)
    told = QLabel(explanation)
    told.setWordWrap(True)
    dialog.body.addWidget(told)
    dialog.ok_button.setFocus()
    return dialog.asked()
