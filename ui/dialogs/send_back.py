"""Asks a signer why a document goes back, with the nine usual reasons one key away."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QListWidget, QPlainTextEdit, QWidget

from ui.dialogs.form_dialog import FormDialog
from ui.widgets.field import Field

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent


@dataclass(frozen=True, slots=True)
class SendBack:
    """Why it goes back, and the password that signs the refusal."""

    reason: str
    password: str


class SendBackDialog(FormDialog):
    """A list of reasons (keys 1 to 9), a text that may be changed, and the password."""

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent, width=480)
        self.set_words(self.tr("退回：{0}").format(title), self.tr("退回"))
        self.reasons = QListWidget()
        self.reasons.setObjectName("reasons")
        self.reasons.setFixedHeight(len(self._usual()) * 32 + 6)
        self.reasons.setAccessibleName(self.tr("常用原因，按数字键 1 至 9 选择"))
        for place, reason in enumerate(self._usual(), 1):
            self.reasons.addItem(f"{place}  {reason}")
        self.reason = QPlainTextEdit()
        self.reason.setObjectName("reason")
        self.reason.setTabChangesFocus(True)
        self.reason.setFixedHeight(64)
        self.password = QLineEdit()
        self.password.setObjectName("password")
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        self.reasons.itemSelectionChanged.connect(self._take)
        self.body.addWidget(Field(self.tr("常用原因（按 1–9）"), self.reasons))
        self.body.addWidget(Field(self.tr("退回原因"), self.reason, required=True))
        self.body.addWidget(Field(self.tr("签字密码"), self.password, required=True))
        self.reasons.setFocus()

    @classmethod
    def ask(cls, title: str, parent: QWidget | None = None) -> SendBack | None:
        """Return reason and password, or None where the user turned away."""
        dialog = cls(title, parent)
        if not dialog.asked():
            return None
        return SendBack(dialog.reason.toPlainText().strip(), dialog.password.text())

    def problem(self) -> str:
        """Both the reason and the password."""
        if not self.reason.toPlainText().strip():
            return self.tr("请选择或写明退回原因，经办人据此修改后重新提交。")
        return "" if self.password.text() else self.tr("请输入签字密码：退回也是一次署名的决定。")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take a usual reason by its number while the list has the keyboard."""
        place = event.key() - Qt.Key.Key_1
        if self.reasons.hasFocus() and 0 <= place < self.reasons.count():
            self.reasons.setCurrentRow(place)
            self.password.setFocus()
            return
        super().keyPressEvent(event)

    def _take(self) -> None:
        # A selection, not the current row: getting the keyboard makes the first row current, and that is no answer.
        if self.reasons.selectedItems():
            self.reason.setPlainText(self._usual()[self.reasons.currentRow()])

    def _usual(self) -> tuple[str, ...]:
        return (
            self.tr("缺少附件（通知、签到表、验收单等）"),
            self.tr("票据内容与用途不符"),
            self.tr("金额与票据不一致"),
            self.tr("支出类别有误"),
            self.tr("发票抬头或税号不是学校"),
            self.tr("票据不清晰，无法核对真实性"),
            self.tr("不属于工作室支出（第三条、第五条）"),
            self.tr("标准或人数需要说明"),
            self.tr("与已报销的票据疑似重复"),
        )
