"""Asks what the slip of an official card says: whose card, when it was swiped, and until when it must be repaid."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QGridLayout, QLineEdit

from studio_ledger.model.cards import LONGEST_DAYS, CardSwipe, next_repayment
from ui.dialogs.form_dialog import FormDialog
from ui.widgets.date_edit import DateEdit
from ui.widgets.field import Field
from ui.widgets.number_edit import NumberEdit
from ui.widgets.text import label

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from PySide6.QtWidgets import QWidget

    from studio_ledger.queries.spending import DueRow

_TAIL = 4


class CardSwipeDialog(FormDialog):
    """Holder, last four digits, the day of the slip, and the last day; a known card proposes holder and day."""

    def __init__(self, row: DueRow, known: Sequence[CardSwipe], today: dt.date, parent: QWidget | None = None) -> None:
        super().__init__(parent, width=560)
        self._row, self._today = row, today
        self._known = {swipe.tail: swipe for swipe in reversed(known)}
        self._typed_last = row.card is not None
        words = self.tr("第 {0} 号凭证 · {1} · 公务卡待还 {2} 元").format(row.number, row.payee, row.rest.grouped)
        self.set_words(self.tr("登记刷卡"), self.tr("登记"), words)
        self.holder, self.tail = QLineEdit(), NumberEdit(whole=True)
        self.holder.setObjectName("cardHolder")
        self.tail.setObjectName("cardTail")
        self.tail.setMaxLength(_TAIL)
        self.swiped_on, self.repay_by = DateEdit(today=lambda: today), DateEdit(today=lambda: today)
        self.swiped_on.setObjectName("swipedOn")
        self.repay_by.setObjectName("repayBy")
        self._fill(known[0] if known else None)
        self.tail.textEdited.connect(self._card_known)
        self.swiped_on.date_changed.connect(lambda _: self._propose())
        self.repay_by.textEdited.connect(self._last_typed)
        self._lay_out()
        self.holder.setFocus()

    @classmethod
    def ask(
        cls, row: DueRow, known: Sequence[CardSwipe], today: dt.date, parent: QWidget | None = None
    ) -> CardSwipe | None:
        """Return the slip as typed, or None where the user turned away."""
        dialog = cls(row, known, today, parent)
        return dialog.answer() if dialog.asked() else None

    def answer(self) -> CardSwipe:
        """What is typed, once `problem` is empty."""
        return CardSwipe(
            voucher=self._row.voucher,
            holder=self.holder.text().strip(),
            tail=self.tail.text(),
            swiped_on=self.swiped_on.date_value() or self._today,
            repay_by=self.repay_by.date_value() or self._today,
        )

    def problem(self) -> str:
        """What is missing or cannot be."""
        swiped, last = self.swiped_on.date_value(), self.repay_by.date_value()
        if not self.holder.text().strip() or len(self.tail.text()) != _TAIL:
            return self.tr("请填写持卡人和卡号后四位，见刷卡小票。")
        if swiped is None or swiped > self._today:
            return self.tr("请填写刷卡日期，不能晚于今天。")
        if last is None or not self.answer().fits(self._today):
            return self.tr("请按银行账单填写还款到期日：在刷卡之后，最多 {0} 天。").format(LONGEST_DAYS)
        return ""

    def _fill(self, newest: CardSwipe | None) -> None:
        shown = self._row.card or newest
        if shown is not None:
            self.holder.setText(shown.holder)
            self.tail.setText(shown.tail)
        self.swiped_on.set_date(self._row.card.swiped_on if self._row.card else min(self._row.date, self._today))
        if self._row.card is not None:
            self.repay_by.set_date(self._row.card.repay_by)
        else:
            self._propose()

    def _card_known(self) -> None:
        known = self._known.get(self.tail.text())
        if known is not None:
            self.holder.setText(known.holder)
            self._propose()

    def _last_typed(self) -> None:
        self._typed_last = True

    def _propose(self) -> None:
        """A card that was swiped before has its last day on the same day of a month, unless one was typed."""
        known, swiped = self._known.get(self.tail.text()), self.swiped_on.date_value()
        if known is not None and swiped is not None and not self._typed_last:
            self.repay_by.set_date(next_repayment(known, swiped))

    def _lay_out(self) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(10)
        grid.addWidget(Field(self.tr("持卡人(&H)"), self.holder, required=True), 0, 0)
        grid.addWidget(Field(self.tr("卡号后四位(&K)"), self.tail, required=True), 0, 1)
        grid.addWidget(Field(self.tr("刷卡日期(&D)"), self.swiped_on, required=True), 1, 0)
        grid.addWidget(Field(self.tr("还款到期日(&B)"), self.repay_by, required=True), 1, 1)
        self.body.addLayout(grid)
        words = self.tr("到期日见银行账单。逾期的罚息、滞纳金不属于第三条的支出范围，不得列入本项经费。")
        self.body.addWidget(label(words, "caption", wrap=True))
