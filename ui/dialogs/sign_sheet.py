"""The one sheet before a signature: how many, how much, what was opened, the two questions, and the password."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFormLayout, QFrame, QLabel, QLineEdit, QWidget

from ui.dialogs.form_dialog import FormDialog
from ui.widgets.field import Field

if TYPE_CHECKING:
    from studio_ledger.model.money import Money


@dataclass(frozen=True, slots=True)
class SignSummary:
    """What a batch holds: documents, sum, how many were opened, how many carry a warning, and in which role."""

    count: int
    total: Money
    opened: int
    warned: int
    role: str
    title: str = ""
    """Of the only document, where the batch has one."""


class SignSheet(FormDialog):
    """Confirms a batch with one password."""

    def __init__(self, summary: SignSummary, parent: QWidget | None = None) -> None:
        super().__init__(parent, width=520)
        self._summary = summary
        self.set_words(self.tr("以{0}身份签字").format(summary.role), self.tr("签字 {0} 张").format(summary.count))
        self.password = QLineEdit()
        self.password.setObjectName("password")
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        self.body.addLayout(self._figures())
        self.body.addWidget(self._statement())
        self.body.addWidget(Field(self.tr("签字密码（本批只输一次）"), self.password, required=True))
        self.password.setFocus()

    @classmethod
    def ask(cls, summary: SignSummary, parent: QWidget | None = None) -> str | None:
        """Return the password, or None where the user turned away."""
        dialog = cls(summary, parent)
        return dialog.password.text() if dialog.asked() else None

    def problem(self) -> str:
        """The password; whether it is right, the ledger tells."""
        return "" if self.password.text() else self.tr("请输入签字密码。")

    def _figures(self) -> QFormLayout:
        summary = self._summary
        form = QFormLayout()
        form.setHorizontalSpacing(16)
        form.setVerticalSpacing(6)
        if summary.title:
            form.addRow(self._caption(self.tr("内容")), self._value(summary.title))
        form.addRow(self._caption(self.tr("张数")), self._value(self.tr("{0} 张").format(summary.count)))
        figure = self._value(f"¥{summary.total.grouped}")
        figure.setProperty("role", "figure")
        figure.setObjectName("sheetTotal")
        form.addRow(self._caption(self.tr("合计")), figure)
        form.addRow(self._caption(self.tr("大写")), self._value(summary.total.capitals))
        form.addRow(self._caption(self.tr("已打开查看")), self._opened())
        if summary.warned:
            told = self.tr("{0} 张，已附书面说明").format(summary.warned)
            form.addRow(self._caption(self.tr("带提示")), self._value(told))
        return form

    def _opened(self) -> QLabel:
        summary = self._summary
        label = self._value(self.tr("{0} / {1} 张").format(summary.opened, summary.count))
        label.setObjectName("sheetOpened")
        if summary.opened < summary.count:
            rest = summary.count - summary.opened
            label.setText(self.tr("{0} / {1} 张，有 {2} 张未打开").format(summary.opened, summary.count, rest))
            label.setProperty("role", "warn")
        return label

    def _statement(self) -> QFrame:
        frame = QFrame()
        frame.setObjectName("alert")
        frame.setProperty("kind", "info")
        form = QFormLayout(frame)
        form.setContentsMargins(12, 10, 12, 10)
        words = QLabel(self.tr("本人已核对票据真实性及财务制度符合性（第四条）"))
        words.setProperty("role", "strong")
        words.setWordWrap(True)
        form.addRow(words)
        form.addRow(self.tr("票据真实性："), QLabel(self.tr("是，票据真实、与本次支出相符")))
        form.addRow(self.tr("符合财务制度："), QLabel(self.tr("是，符合经费管理办法和财务制度")))
        return frame

    def _caption(self, text: str) -> QLabel:
        label = QLabel(text)
        label.setProperty("role", "caption")
        return label

    def _value(self, text: str) -> QLabel:
        label = QLabel(text)
        label.setWordWrap(True)
        return label
