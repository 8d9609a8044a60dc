"""Asks how money of an advance moved: paid out to the person, or given back by him."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QGridLayout

from studio_ledger.model.money import Money
from studio_ledger.model.spending import METHODS, Part, Payment
from ui.dialogs.form_dialog import FormDialog
from ui.widgets.combo import Combo
from ui.widgets.date_edit import DateEdit
from ui.widgets.field import Field
from ui.widgets.file_row import FileRow
from ui.widgets.money_edit import MoneyEdit

if TYPE_CHECKING:
    import datetime as dt
    from pathlib import Path

    from PySide6.QtWidgets import QWidget

    from studio_ledger.queries.spending import AdvanceRow


@dataclass(frozen=True, slots=True)
class MovedAnswer:
    """The payment as typed, without its slip; the slip's file is not stored yet."""

    payment: Payment
    slip: Path | None


class AdvanceMoneyDialog(FormDialog):
    """Date, method, sum and slip; the sum is what may still go that way."""

    def __init__(self, row: AdvanceRow, today: dt.date, *, back: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent, width=520)
        self._row, self._back = row, back
        self._most = row.outstanding if back else row.advance.amount - row.given + row.back
        title = self.tr("登记退回：{0}") if back else self.tr("登记付出：{0}")
        told = self.tr("未结清 {0} 元") if back else self.tr("已批准未付 {0} 元")
        verb = self.tr("登记退回") if back else self.tr("登记付出")
        self.set_words(title.format(row.advance.person), verb, told.format(self._most.grouped))
        self.amount = MoneyEdit()
        self.amount.setObjectName("movedAmount")
        self.amount.set_money(self._most)
        self.date = DateEdit(today=lambda: today)
        self.date.setObjectName("movedDate")
        self.date.set_date(today)
        self._today = today
        self.method = Combo(self.tr("方式"))
        self.method.setObjectName("movedMethod")
        self.method.set_choices(METHODS.items(), "transfer")
        self.slip = FileRow(self.tr("选择银行回单或收据"))
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(10)
        grid.addWidget(Field(self.tr("金额（元）(&J)"), self.amount, required=True), 0, 0)
        grid.addWidget(Field(self.tr("日期(&D)"), self.date, required=True), 0, 1)
        grid.addWidget(Field(self.tr("方式(&M)"), self.method), 1, 0)
        grid.addWidget(Field(self.tr("回单或收据"), self.slip), 2, 0, 1, 2)
        self.body.addLayout(grid)
        self.amount.setFocus()

    @classmethod
    def ask(cls, row: AdvanceRow, today: dt.date, parent: QWidget | None = None, *, back: bool) -> MovedAnswer | None:
        """Return what moved, or None where the user turned away."""
        dialog = cls(row, today, back=back, parent=parent)
        return dialog.answer() if dialog.asked() else None

    def answer(self) -> MovedAnswer:
        """What is typed, once `problem` is empty; money that comes back is negative."""
        amount = self.amount.money() or Money()
        payment = Payment(
            id="",
            document=self._row.advance.id,
            part=Part.ADVANCE,
            amount=-amount if self._back else amount,
            paid_on=self.date.date_value() or self._today,
            method=str(self.method.value()),
            payee=self._row.advance.person,
        )
        return MovedAnswer(payment, self.slip.path)

    def problem(self) -> str:
        """What is missing or cannot be."""
        amount, date = self.amount.money(), self.date.date_value()
        if amount is None or not Money() < amount <= self._most:
            return self.tr("金额须大于零，不超过 {0} 元。").format(self._most.grouped)
        if date is None or date > self._today:
            return self.tr("请填写日期，不能晚于今天。")
        return ""
