"""The first password: chosen by the person alone, for it locks the key that signs in his name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QCheckBox, QDialog, QLineEdit

from ui.widgets.caption_dialog import CaptionDialog
from ui.widgets.field import Field

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

FEWEST_CHARACTERS = 12


class SetPasswordDialog(CaptionDialog):
    """Asks for a new password twice."""

    def __init__(self, person: str, parent: QWidget | None = None) -> None:
        tr = QCoreApplication.translate
        super().__init__(
            tr("SetPasswordDialog", "{0}，请设置密码").format(person),
            tr(
                "SetPasswordDialog",
                "密码只有您自己知道，别人不能查看，也不能重设。忘记密码须由管理员作废原密钥，您再重新登记。",
            ),
            tr("SetPasswordDialog", "设置密码"),
            parent,
        )
        self.setObjectName("setPasswordDialog")
        self.first = self._line("first")
        self.second = self._line("second")
        self.shown = QCheckBox(self.tr("显示密码(&S)"))
        self.shown.toggled.connect(self._show)
        self._first_field = Field(self.tr("新密码(&N)"), self.first, required=True)
        self._second_field = Field(self.tr("再输入一次(&A)"), self.second, required=True)
        self._first_field.set_note(
            self.tr("至少 {0} 个字符。一句自己记得住的话最好，例如四个不相干的词。").format(FEWEST_CHARACTERS)
        )
        for widget in (self._first_field, self._second_field, self.shown):
            self.body.addWidget(widget)
        self._check()
        self.first.setFocus()

    @classmethod
    def ask(cls, person: str, parent: QWidget | None = None) -> str | None:
        """Return the password chosen, or None."""
        dialog = cls(person, parent)
        accepted = dialog.exec() == QDialog.DialogCode.Accepted
        return dialog.first.text() if accepted else None

    def _line(self, name: str) -> QLineEdit:
        line = QLineEdit()
        line.setObjectName(name)
        line.setEchoMode(QLineEdit.EchoMode.Password)
        line.textChanged.connect(self._check)
        return line

    def _show(self, shown: bool) -> None:
        for line in (self.first, self.second):
            line.setEchoMode(QLineEdit.EchoMode.Normal if shown else QLineEdit.EchoMode.Password)

    def _check(self) -> None:
        first, second = self.first.text(), self.second.text()
        missing = FEWEST_CHARACTERS - len(first)
        if first and missing > 0:
            self._first_field.set_note(self.tr("还差 {0} 个字符。").format(missing))
        elif first:
            self._first_field.set_note(self.tr("长度够了。"))
        differs = bool(second) and not first.startswith(second) and first != second
        unequal = differs or len(second) > len(first)
        self._second_field.set_error(self.tr("两次输入不一样，请核对。") if unequal else "")
        self.accept_button.setEnabled(missing <= 0 and first == second)
