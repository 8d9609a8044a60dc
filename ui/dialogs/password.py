"""Asks who is at the desk for the password once more, before something is signed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QDialog, QLineEdit

from ui.widgets.caption_dialog import CaptionDialog
from ui.widgets.field import Field

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget


class PasswordDialog(CaptionDialog):
    """One password for one step, or for one batch."""

    def __init__(self, reason: str, person: str, parent: QWidget | None = None) -> None:
        tr = QCoreApplication.translate
        super().__init__(tr("PasswordDialog", "请输入密码"), reason, tr("PasswordDialog", "确认"), parent)
        self.setObjectName("passwordDialog")
        self.password = QLineEdit()
        self.password.setObjectName("password")
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        self.password.textChanged.connect(self._typed)
        self.body.addWidget(Field(self.tr("{0} 的密码").format(person), self.password, required=True))
        self._typed("")
        self.password.setFocus()

    @classmethod
    def ask(cls, reason: str, person: str, parent: QWidget | None = None) -> str | None:
        """Return the password typed, or None."""
        dialog = cls(reason, person, parent)
        accepted = dialog.exec() == QDialog.DialogCode.Accepted
        return dialog.password.text() if accepted else None

    def _typed(self, text: str) -> None:
        self.accept_button.setEnabled(bool(text))
