"""Asks why something is undone: a reversal, a void, a revoked key. The answer is kept in the log for good."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QLabel, QPlainTextEdit, QWidget

from ui.dialogs.form_dialog import FormDialog
from ui.widgets.field import Field


class ReasonDialog(FormDialog):
    """Asks for one written reason and says what will happen."""

    def __init__(self, title: str, explanation: str, verb: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.set_words(title, verb)
        told = QLabel(explanation)
        told.setWordWrap(True)
        self.reason = QPlainTextEdit()
        self.reason.setObjectName("reason")
        self.reason.setTabChangesFocus(True)
        self.reason.setFixedHeight(84)
        self.body.addWidget(told)
        self.body.addWidget(Field(self.tr("原因"), self.reason, required=True))
        self.reason.setFocus()

    @classmethod
    def ask(cls, title: str, explanation: str, verb: str, parent: QWidget | None = None) -> str | None:
        """Return the reason, or None where the user turned away."""
        dialog = cls(title, explanation, verb, parent)
        return dialog.text() if dialog.asked() else None

    def text(self) -> str:
        """The reason as typed, without blanks around it."""
        return self.reason.toPlainText().strip()

    def problem(self) -> str:
        """A reason of at least two characters."""
        return "" if len(self.text()) >= 2 else self.tr("请写明原因：它会留在账套记录中，供双方签字人和审计查看。")


def ask_reversal(number: str, amount: str, parent: QWidget | None = None) -> str | None:
    """Ask why a posted voucher is reversed; None where the user turned away."""
    told = QCoreApplication.translate(
        "ReasonDialog",
        "将生成一张 ¥{0} 的红字凭证，摘要写明“注销”原凭证；"
        "双方签字并入账后，原金额退回预算。原凭证不改动。",
    )
    title = QCoreApplication.translate("ReasonDialog", "红字冲销 {0} 号凭证")
    verb = QCoreApplication.translate("ReasonDialog", "提交红字凭证")
    return ReasonDialog.ask(title.format(number), told.format(amount), verb, parent)
