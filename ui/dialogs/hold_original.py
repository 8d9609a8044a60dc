"""Asks what is recorded of an original that is refused, or sent back to be mended (会计法 art. 14)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QLineEdit, QPlainTextEdit

from studio_ledger.model.original import StopKind
from ui.dialogs.form_dialog import FormDialog
from ui.widgets.date_edit import DateEdit
from ui.widgets.field import Field

if TYPE_CHECKING:
    import datetime as dt

    from PySide6.QtWidgets import QWidget


@dataclass(frozen=True, slots=True)
class Hold:
    """Why, who was told or got it back, and when."""

    reason: str
    told: str
    told_on: dt.date


class HoldDialog(FormDialog):
    """Two different acts with one set of fields; each in its own words."""

    def __init__(self, kind: StopKind, what: str, told: str, today: dt.date, parent: QWidget | None = None) -> None:
        super().__init__(parent, width=520)
        self._today = today
        refused = kind is StopKind.REFUSED
        self.set_words(
            self.tr("拒收原始凭证") if refused else self.tr("退回补正"),
            self.tr("登记拒收") if refused else self.tr("登记退回"),
            self.tr(
                "{0}\n不真实、不合法的原始凭证不予接受，并向单位负责人报告（会计法第十四条）。原件留存，登记后不能报销。"
            ).format(what)
            if refused
            else self.tr(
                "{0}\n记载不准确、不完整的原始凭证予以退回，要求更正、补充（会计法第十四条）。补正后以新的原件报销。"
            ).format(what),
        )
        self.reason = QPlainTextEdit()
        self.reason.setObjectName("holdReason")
        self.reason.setTabChangesFocus(True)
        self.reason.setFixedHeight(72)
        self.told = QLineEdit(told)
        self.told.setObjectName("holdTold")
        self.day = DateEdit(today=lambda: today)
        self.day.setObjectName("holdDay")
        self.day.set_date(today)
        self.body.addWidget(
            Field(self.tr("拒收事由(&R)") if refused else self.tr("需要补正的内容(&R)"), self.reason, required=True)
        )
        self.body.addWidget(
            Field(self.tr("报告的单位负责人(&T)") if refused else self.tr("退给谁(&T)"), self.told, required=True)
        )
        self.body.addWidget(
            Field(self.tr("报告日期(&D)") if refused else self.tr("退回日期(&D)"), self.day, required=True)
        )
        self.reason.setFocus()

    @classmethod
    def ask(cls, kind: StopKind, what: str, told: str, today: dt.date, parent: QWidget | None = None) -> Hold | None:
        """Return what is to be recorded, or None where the user turned away."""
        dialog = cls(kind, what, told, today, parent)
        day = dialog.day.date_value() if dialog.asked() else None
        return None if day is None else Hold(dialog.reason.toPlainText().strip(), dialog.told.text().strip(), day)

    def problem(self) -> str:
        """All three, and no day to come."""
        day = self.day.date_value()
        if not self.reason.toPlainText().strip():
            return self.tr("请写明事由。")
        if not self.told.text().strip():
            return self.tr("请写明向谁报告或退给了谁。")
        if day is None or day > self._today:
            return self.tr("请填不晚于今天的日期，例如 1118 表示本年11月18日。")
        return ""
