"""Asks for money that arrived: source, document, days, amount, and the bank's receipt."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QGridLayout, QLabel, QLineEdit, QWidget

from studio_ledger.model.funds import SOURCE_NAMES, Grant, Source
from studio_ledger.model.money import Money
from ui.dialogs.form_dialog import FormDialog
from ui.widgets.combo import Combo
from ui.widgets.date_edit import DateEdit
from ui.widgets.field import Field
from ui.widgets.file_row import FileRow
from ui.widgets.money_edit import MoneyEdit

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class GrantAnswer:
    """The grant as typed and the receipt's file, which is not stored yet."""

    grant: Grant
    receipt: Path | None


class GrantDialog(FormDialog):
    """All fields of a grant; the same document number and amount twice is asked about before it is taken."""

    def __init__(
        self,
        studio: str,
        year: int,
        today: dt.date,
        known: frozenset[tuple[str, Money]] = frozenset(),
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent, width=560)
        self._studio, self._year, self._known = studio, year, known
        self.set_words(self.tr("登记 {0} 年度到账").format(year), self.tr("登记并提交签字"))
        self.source = Combo(self.tr("经费来源"))
        self.source.setObjectName("source")
        self.source.set_choices(((source, SOURCE_NAMES[source]) for source in Source), Source.CITY)
        self.amount = MoneyEdit()
        self.amount.setObjectName("amount")
        self.document = QLineEdit()
        self.document.setObjectName("document")
        self.issued, self.received = (DateEdit(today=lambda: today) for _ in range(2))
        self.issued.setObjectName("issued")
        self.received.setObjectName("received")
        for edit in (self.issued, self.received):
            edit.set_date(today)
        self.note = QLineEdit()
        self.note.setObjectName("note")
        self.receipt = FileRow(self.tr("选择银行回单"))
        self.receipt.setObjectName("grantReceipt")
        self.capitals = QLabel(self.tr("大写：—"))
        self.capitals.setProperty("role", "caption")
        self.amount.money_changed.connect(self._show_capitals)
        self._lay_out()
        self.amount.setFocus()

    @classmethod
    def ask(
        cls,
        studio: str,
        year: int,
        today: dt.date,
        known: frozenset[tuple[str, Money]] = frozenset(),
        parent: QWidget | None = None,
    ) -> GrantAnswer | None:
        """Return the grant, or None where the user turned away."""
        dialog = cls(studio, year, today, known, parent)
        return dialog.answer() if dialog.asked() else None

    def answer(self) -> GrantAnswer:
        """What is typed, once `problem` is empty."""
        grant = Grant(
            id="",
            studio=self._studio,
            year=self._year,
            source=self._chosen_source(),
            amount=self.amount.money() or Money(),
            document_number=self.document.text().strip(),
            issued_on=self.issued.date_value() or dt.date(self._year, 1, 1),
            received_on=self.received.date_value() or dt.date(self._year, 1, 1),
            note=self.note.text().strip(),
        )
        return GrantAnswer(grant, self.receipt.path)

    def problem(self) -> str:
        """What is missing or cannot be."""
        amount, received, issued = self.amount.money(), self.received.date_value(), self.issued.date_value()
        if amount is None or amount <= Money():
            return self.tr("请填写到账金额，须大于零。")
        if issued is None or received is None:
            return self.tr("请填写指标下达日期和到账日期，例如 1118 表示本年11月18日。")
        if received.year != self._year:
            return self.tr("到账日期不在 {0} 年度内。请改日期，或先在右上角换年度。").format(self._year)
        return self._document_problem(amount, issued, received)

    def _chosen_source(self) -> Source:
        return Source(str(self.source.value()))

    def _document_problem(self, amount: Money, issued: dt.date, received: dt.date) -> str:
        number = self.document.text().strip()
        carried = self._chosen_source() is Source.CARRIED_OVER
        if not number and not carried:
            return self.tr("请填写指标文号；上年结转可以不填。")
        if issued > received and not carried:
            return self.tr("到账日期早于指标下达日期，请核对两个日期。")
        if number and (number, amount) in self._known:
            return self.tr("文号 {0}、金额 {1} 的到账已经登记过，请核对是否重复。").format(number, amount.grouped)
        return ""

    def _lay_out(self) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(10)
        grid.addWidget(Field(self.tr("经费来源"), self.source, required=True), 0, 0)
        grid.addWidget(Field(self.tr("到账金额（元）"), self.amount, required=True), 0, 1)
        grid.addWidget(self.capitals, 1, 0, 1, 2)
        grid.addWidget(Field(self.tr("指标文号"), self.document), 2, 0, 1, 2)
        grid.addWidget(Field(self.tr("指标下达日期"), self.issued, required=True), 3, 0)
        grid.addWidget(Field(self.tr("到账日期"), self.received, required=True), 3, 1)
        grid.addWidget(Field(self.tr("备注"), self.note), 4, 0, 1, 2)
        grid.addWidget(Field(self.tr("银行回单（PDF 或图片）"), self.receipt), 5, 0, 1, 2)
        self.body.addLayout(grid)

    def _show_capitals(self, amount: Money | None) -> None:
        self.capitals.setText(self.tr("大写：{0}").format(amount.capitals if amount else "—"))
