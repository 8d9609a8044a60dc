"""Asks what the tax bureau's page said of one or several invoices; the program itself never goes there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from studio_ledger.model.original import BUREAU_PAGE, CHECK_NAMES, CheckResult
from ui.dialogs.form_dialog import FormDialog
from ui.widgets.combo import Combo
from ui.widgets.date_edit import DateEdit
from ui.widgets.field import Field
from ui.widgets.text import button, label

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from studio_ledger.model.original import Original

_NAMED = 6


@dataclass(frozen=True, slots=True)
class Checked:
    """Result, day, person and remark."""

    result: CheckResult
    checked_on: dt.date
    checker: str
    note: str


class CheckDialog(FormDialog):
    """One answer for all invoices chosen."""

    def __init__(
        self, originals: Sequence[Original], checker: str, today: dt.date, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent, width=540)
        self._today = today
        self.set_words(
            self.tr("登记查验结果（{0} 张）").format(len(originals)),
            self.tr("登记查验"),
            self.tr("请在税务局网页上查验后，把结果照实登记。本软件不联网。"),
        )
        self.named = label("\n".join(_named(originals)), "", wrap=True, name="checkNamed")
        self.address = QLineEdit(BUREAU_PAGE)
        self.address.setObjectName("bureauPage")
        self.address.setAccessibleName(self.tr("税务局查验网址"))
        self.address.setReadOnly(True)
        self.copy_button = button(self.tr("复制网址(&U)"), icon="copy", on_click=self.copy, name="copyBureauPage")
        self.copy_button.setAutoDefault(False)
        self.found = Combo(self.tr("查验结果"))
        self.found.setObjectName("checkResult")
        self.found.set_choices(CHECK_NAMES.items(), CheckResult.SAME)
        self.day = DateEdit(today=lambda: today)
        self.day.setObjectName("checkDay")
        self.day.set_date(today)
        self.checker = QLineEdit(checker)
        self.checker.setObjectName("checker")
        self.note = QLineEdit()
        self.note.setObjectName("checkNote")
        self._lay_out()
        self.found.setFocus()

    def _lay_out(self) -> None:
        row, pair = QWidget(), QHBoxLayout()
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(self.address, 1)
        line.addWidget(self.copy_button)
        pair.setSpacing(12)
        pair.addWidget(Field(self.tr("查验日期(&D)"), self.day, required=True), 1)
        pair.addWidget(Field(self.tr("查验人(&P)"), self.checker, required=True), 1)
        self.body.addWidget(self.named)
        self.body.addWidget(Field(self.tr("税务局查验网址"), row))
        self.body.addWidget(Field(self.tr("查验结果(&R)"), self.found, required=True))
        self.body.addLayout(pair)
        self.body.addWidget(Field(self.tr("备注(&N)"), self.note))

    @classmethod
    def ask(
        cls, originals: Sequence[Original], checker: str, today: dt.date, parent: QWidget | None = None
    ) -> Checked | None:
        """Return what is to be recorded, or None where the user turned away."""
        dialog = cls(originals, checker, today, parent)
        return dialog.answer() if dialog.asked() else None

    def answer(self) -> Checked:
        """What is chosen, once `problem` is empty."""
        result = CheckResult(str(self.found.value()))
        day = self.day.date_value() or self._today
        return Checked(result, day, self.checker.text().strip(), self.note.text().strip())

    def copy(self) -> None:
        """Put the page's address on the clipboard."""
        QGuiApplication.clipboard().setText(BUREAU_PAGE)

    def problem(self) -> str:
        """A person, and no day to come."""
        day = self.day.date_value()
        if day is None or day > self._today:
            return self.tr("请填不晚于今天的查验日期。")
        return "" if self.checker.text().strip() else self.tr("请填查验人。")


def _named(originals: Sequence[Original]) -> list[str]:
    named = [f"{one.seller}  {one.number}  ¥{one.total.grouped}".strip() for one in originals[:_NAMED]]
    return named + (["……"] if len(originals) > _NAMED else [])
