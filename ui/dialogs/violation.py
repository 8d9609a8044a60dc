"""Asks for a violation that goes into the register: what, which rule, how much, what must come back and by when."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QGridLayout, QLineEdit, QPlainTextEdit, QWidget

from studio_ledger.model.money import Money
from studio_ledger.model.school_books import FOUND_BY, Violation
from ui.dialogs.form_dialog import FormDialog
from ui.widgets.combo import Combo
from ui.widgets.date_edit import DateEdit
from ui.widgets.field import Field
from ui.widgets.money_edit import MoneyEdit

if TYPE_CHECKING:
    from collections.abc import Mapping

    from studio_ledger.audit.suspicions import Suspicion

_DAYS = 30
"""The usual time for putting a finding right; it can be changed."""
_SEPARATORS = re.compile(r"[\s、，,;；]+")


class ViolationDialog(FormDialog):
    """All fields of an entry; vouchers are named by their numbers."""

    def __init__(
        self,
        studio: str,
        today: dt.date,
        known: Mapping[str, str],
        suspicion: Suspicion | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent, width=620)
        self._studio, self._today, self._known = studio, today, known
        self.set_words(self.tr("登记违规使用经费"), self.tr("登记"))
        self.what = QPlainTextEdit()
        self.what.setObjectName("what")
        self.what.setTabChangesFocus(True)
        self.what.setFixedHeight(64)
        self.rule = QLineEdit(self.tr("经费使用管理办法第五条；财政违法行为处罚处分条例"))
        self.rule.setObjectName("rule")
        self.vouchers = QLineEdit()
        self.vouchers.setObjectName("vouchers")
        self.vouchers.setPlaceholderText(self.tr("例如 2020-0012，多张用空格分开；没有可不填"))
        self.amount, self.claw_back = MoneyEdit(), MoneyEdit()
        self.amount.setObjectName("amount")
        self.claw_back.setObjectName("clawBack")
        self.found_by = Combo(self.tr("发现方"))
        self.found_by.setObjectName("foundBy")
        self.found_by.set_choices(FOUND_BY.items(), "self")
        self.found_on, self.due_on = (DateEdit(today=lambda: today) for _ in range(2))
        self.found_on.setObjectName("foundOn")
        self.due_on.setObjectName("dueOn")
        self.found_on.set_date(today)
        self.due_on.set_date(today + dt.timedelta(days=_DAYS))
        if suspicion is not None:
            self._fill(suspicion)
        self._lay_out()
        self.what.setFocus()

    @classmethod
    def ask(
        cls,
        studio: str,
        today: dt.date,
        known: Mapping[str, str],
        suspicion: Suspicion | None = None,
        parent: QWidget | None = None,
    ) -> Violation | None:
        """Return the entry without an id, or None where the user turned away."""
        dialog = cls(studio, today, known, suspicion, parent)
        return dialog.answer() if dialog.asked() else None

    def answer(self) -> Violation:
        """What is typed, once `problem` is empty."""
        return Violation(
            id="",
            studio=self._studio,
            what=self.what.toPlainText().strip(),
            rule=self.rule.text().strip(),
            amount=self.amount.money() or Money(),
            claw_back=self.claw_back.money() or Money(),
            found_by=str(self.found_by.value()),
            found_on=self.found_on.date_value() or self._today,
            due_on=self.due_on.date_value() or self._today,
            vouchers=tuple(self._known[number] for number in self._numbers() if number in self._known),
        )

    def problem(self) -> str:
        """What is missing or cannot be."""
        found, due = self.found_on.date_value(), self.due_on.date_value()
        unknown = [number for number in self._numbers() if number not in self._known]
        amount, back = self.amount.money(), self.claw_back.money()
        if not self.what.toPlainText().strip() or not self.rule.text().strip():
            return self.tr("请写明违规事实和所依据的条款。")
        if amount is None or back is None or amount < Money() or back < Money():
            return self.tr("请填写违规金额和应追回金额，没有的填 0。")
        if found is None or due is None or found > self._today or due < found:
            return self.tr("发现日期不能晚于今天，整改期限不能早于发现日期。")
        if unknown:
            return self.tr("本工作室没有已入账的凭证 {0}，请核对凭证号。").format("、".join(unknown))
        return ""

    def _numbers(self) -> list[str]:
        return [number for number in _SEPARATORS.split(self.vouchers.text().strip()) if number]

    def _fill(self, suspicion: Suspicion) -> None:
        self.what.setPlainText(suspicion.why)
        ids = {voucher for voucher, _ in suspicion.vouchers}
        self.vouchers.setText(" ".join(number for number, voucher in self._known.items() if voucher in ids))
        self.amount.set_money(suspicion.amount)
        self.claw_back.set_money(suspicion.amount)

    def _lay_out(self) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(10)
        grid.addWidget(Field(self.tr("违规事实"), self.what, required=True), 0, 0, 1, 2)
        grid.addWidget(Field(self.tr("依据条款"), self.rule, required=True), 1, 0, 1, 2)
        grid.addWidget(Field(self.tr("凭证号"), self.vouchers), 2, 0, 1, 2)
        grid.addWidget(Field(self.tr("违规金额（元）"), self.amount, required=True), 3, 0)
        grid.addWidget(Field(self.tr("应追回金额（元）"), self.claw_back, required=True), 3, 1)
        grid.addWidget(Field(self.tr("发现方"), self.found_by, required=True), 4, 0)
        grid.addWidget(Field(self.tr("发现日期"), self.found_on, required=True), 4, 1)
        grid.addWidget(Field(self.tr("整改期限"), self.due_on, required=True), 5, 0)
        self.body.addLayout(grid)
