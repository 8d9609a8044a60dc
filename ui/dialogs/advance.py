"""Asks for a 借款: who takes how much along, for what, of which source, and until when."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QGridLayout, QLineEdit

from studio_ledger.model.funds import SOURCE_NAMES, Source
from studio_ledger.model.money import Money
from studio_ledger.model.spending import Advance
from ui.dialogs.form_dialog import FormDialog
from ui.widgets.combo import Combo
from ui.widgets.date_edit import DateEdit
from ui.widgets.field import Field
from ui.widgets.file_row import FileRow
from ui.widgets.money_edit import MoneyEdit
from ui.widgets.text import label

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from PySide6.QtWidgets import QWidget

    from studio_ledger.queries.spending import RequestRow

DUE_DAYS = 30
"""An advance is proposed to be settled within a month."""


@dataclass(frozen=True, slots=True)
class Lending:
    """What the form needs to know: free money by source, and the requests that may stand behind an advance."""

    studio: str
    today: dt.date
    free: Mapping[Source, Money]
    requests: tuple[RequestRow, ...]
    people: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AdvanceAnswer:
    """The advance as typed, and the file of its slip, which is not stored yet."""

    advance: Advance
    slip: Path | None


class AdvanceDialog(FormDialog):
    """All fields of an advance."""

    def __init__(self, lending: Lending, parent: QWidget | None = None) -> None:
        super().__init__(parent, width=600)
        self._lending = lending
        self.set_words(self.tr("借款"), self.tr("提交借款单"))
        self.person = QLineEdit()
        self.person.setObjectName("advancePerson")
        self.person.setMaxLength(40)
        self.purpose = QLineEdit()
        self.purpose.setObjectName("advancePurpose")
        self.purpose.setMaxLength(200)
        self.source = Combo(self.tr("资金来源"))
        self.source.setObjectName("advanceSource")
        free = {source: rest for source, rest in lending.free.items() if rest > Money()}
        self.source.set_choices(
            (source, self.tr("{0}（可用 {1}）").format(SOURCE_NAMES[source], rest.grouped))
            for source, rest in free.items()
        )
        self.amount = MoneyEdit()
        self.amount.setObjectName("advanceAmount")
        self.date, self.due = (DateEdit(today=lambda: lending.today) for _ in range(2))
        self.date.setObjectName("advanceDate")
        self.due.setObjectName("advanceDue")
        self.date.set_date(lending.today)
        self.due.set_date(lending.today + dt.timedelta(days=DUE_DAYS))
        self.request = Combo(self.tr("用款申请"))
        self.request.setObjectName("advanceRequest")
        choices = [("", self.tr("不动用申请"))]
        choices += [
            (row.request.id, self.tr("{0}（余 {1}）").format(row.request.purpose, row.rest.grouped))
            for row in lending.requests
        ]
        self.request.set_choices(choices, "")
        self.slip = FileRow(self.tr("选择借款单"))
        self._lay_out()
        self.person.setFocus()

    @classmethod
    def ask(cls, lending: Lending, parent: QWidget | None = None) -> AdvanceAnswer | None:
        """Return the advance, or None where the user turned away."""
        dialog = cls(lending, parent)
        return dialog.answer() if dialog.asked() else None

    def answer(self) -> AdvanceAnswer:
        """What is typed, once `problem` is empty."""
        today = self._lending.today
        advance = Advance(
            id="",
            studio=self._lending.studio,
            person=self.person.text().strip(),
            purpose=self.purpose.text().strip(),
            source=Source(str(self.source.value())),
            amount=self.amount.money() or Money(),
            date=self.date.date_value() or today,
            due_on=self.due.date_value() or today,
            request=str(self.request.value() or ""),
        )
        return AdvanceAnswer(advance, self.slip.path)

    def problem(self) -> str:
        """What is missing or cannot be."""
        amount = self.amount.money()
        if not self.person.text().strip():
            return self.tr("请填写借款人。")
        if self.source.value() is None:
            return self.tr("没有可以借出的资金：请先登记到账，双签后再借。")
        if amount is None or amount <= Money():
            return self.tr("请填写借款金额，须大于零。")
        free = self._lending.free.get(Source(str(self.source.value())), Money())
        if amount > free:
            return self.tr("这个来源只剩 {0} 元可借。请减少金额或另选来源。").format(free.grouped)
        if not self.purpose.text().strip():
            return self.tr("请写明借款用途。")
        return self._days_problem()

    def _days_problem(self) -> str:
        date, due = self.date.date_value(), self.due.date_value()
        if date is None or due is None or due < date:
            return self.tr("请核对日期：归还日期不能早于借款日期。")
        return ""

    def _lay_out(self) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(10)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        grid.addWidget(Field(self.tr("借款人(&P)"), self.person, required=True), 0, 0)
        grid.addWidget(Field(self.tr("借款金额（元）(&J)"), self.amount, required=True), 0, 1)
        grid.addWidget(Field(self.tr("用途(&Y)"), self.purpose, required=True), 1, 0, 1, 2)
        grid.addWidget(Field(self.tr("资金来源(&S)"), self.source, required=True), 2, 0)
        grid.addWidget(Field(self.tr("用款申请(&R)"), self.request), 2, 1)
        grid.addWidget(Field(self.tr("借款日期(&D)"), self.date, required=True), 3, 0)
        grid.addWidget(Field(self.tr("约定归还日期(&G)"), self.due, required=True), 3, 1)
        grid.addWidget(Field(self.tr("签过字的借款单（PDF 或图片）"), self.slip), 4, 0, 1, 2)
        self.body.addLayout(grid)
        told = self.tr("双方签字后才能付出；回来后以报销凭证核销，多退少补，结清后释放余额。")
        self.body.addWidget(label(told, "caption", wrap=True))
