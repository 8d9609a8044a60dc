"""The tab of what is still to be paid or to come in: pick one or many, record once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import uuid4

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QAbstractItemView, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from studio_ledger.model.money import Money
from studio_ledger.model.spending import Payment
from studio_ledger.model.voucher import PAYMENTS
from studio_ledger.queries.cards import debts
from ui.dialogs.card_swipe import CardSwipeDialog
from ui.dialogs.payment import PaymentAnswer, PaymentDialog, moves
from ui.pages.payments_advances import OpenAdvances, open_advances
from ui.pages.run_for import run_for
from ui.widgets.empty_state import EmptyState
from ui.widgets.page_keys import key_actions
from ui.widgets.row_table import Column, RowTable
from ui.widgets.text import button, label

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from studio_ledger.model.cards import CardSwipe
    from studio_ledger.queries.spending import AdvanceRow, DueRow
    from ui.desk import Desk


@dataclass(frozen=True, slots=True)
class _Sight:
    rows: tuple[DueRow, ...]
    tax: Mapping[str, Money]
    account: str
    may: bool
    advances: tuple[AdvanceRow, ...] = ()
    cards: tuple[CardSwipe, ...] = ()


class DueTab(QWidget):
    """Posted vouchers whose money has not wholly moved.

    Signals:
        counted(str): how much waits, in words.
    """

    counted = Signal(str)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._sight = _Sight((), {}, "", may=False)
        self.table: RowTable[DueRow] = RowTable(self._columns(), sortable=True)
        self.table.setObjectName("dueTable")
        self.table.setAccessibleName(self.tr("待收付的凭证"))
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.table.activated_row.connect(lambda _: self.record())
        self.table.selection_changed.connect(self._selected)
        self.empty = EmptyState("circle-check", self.tr("已入账的凭证都已收付。"))
        self.advances = OpenAdvances(desk)
        self.note = label("", "caption", wrap=True, name="dueNote")
        self.card_button = button(self.tr("登记刷卡… F6"), on_click=self.record_swipe, name="recordSwipe")
        self.open_button = button(self.tr("看凭证"), on_click=self.show_voucher, name="dueVoucher")
        self.pay_button = button(self.tr("登记收付 Enter"), "primary", on_click=self.record, name="recordPayment")
        keys = (
            (self.tr("登记收付"), ("Ctrl+Return",), self.record),
            (self.tr("登记公务卡刷卡"), ("F6",), self.record_swipe),
        )
        self.keys = key_actions(self, keys)
        self.stack = QStackedWidget()
        self.stack.addWidget(self.table)
        self.stack.addWidget(self.empty)
        foot = QHBoxLayout()
        foot.addWidget(self.note, 1)
        foot.addWidget(self.card_button)
        foot.addWidget(self.open_button)
        foot.addWidget(self.pay_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 8, 0, 0)
        column.addWidget(self.stack, 1)
        column.addWidget(self.advances)
        column.addLayout(foot)

    def refresh(self) -> None:
        """Read what waits for payment in the studio, whatever the year: a debt does not end with December."""
        studio = self._desk.studio
        if studio is None:
            return
        workspace, session = self._desk.workspace, self._desk.session

        def read() -> _Sight:
            rows = workspace.unpaid(studio.id)
            may = workspace.may(session, "pay", studio.id) and not workspace.read_only
            tax = {row.voucher: workspace.tax_to_remit(row.voucher) for row in rows}
            advances = open_advances(workspace.advances(studio.id))
            return _Sight(rows, tax, studio.bank_account, may, advances, workspace.known_cards(studio.id))

        run_for(self, self._desk, read, self._show)

    def _show(self, sight: _Sight) -> None:
        self._sight = sight
        self.table.set_rows(sight.rows)
        self.stack.setCurrentIndex(0 if sight.rows else 1)
        out = Money.total(row.rest for row in sight.rows if row.rest > Money())
        back = Money.total(row.rest for row in sight.rows if row.rest < Money())
        words = self.tr("待付 ¥{0}").format(out.grouped)
        if back:
            words += self.tr(" · 待收 ¥{0}").format((-back).grouped)
        self.advances.set_rows(sight.advances)
        owed = debts(sight.rows, self._desk.workspace.today()).words()
        cards = self.tr("公务卡 {0}").format(owed) if owed else ""
        told = (words if sight.rows else "", cards, self.advances.words())
        self.counted.emit(" · ".join(one for one in told if one))
        self._selected()

    def _selected(self) -> None:
        chosen = self.table.selected_rows()
        for one in (self.pay_button, self.open_button):
            one.setEnabled(bool(chosen))
        self.pay_button.setVisible(self._sight.may)
        self.open_button.setVisible(len(chosen) <= 1)
        owes_card = len(chosen) == 1 and chosen[0].payment == "official_card" and chosen[0].rest > Money()
        self.card_button.setVisible(self._sight.may and owes_card)
        total = Money.total(row.rest for row in chosen)
        words = self.tr("选中 {0} 张，合计 {1} 元").format(len(chosen), total.grouped)
        self.note.setText(words if len(chosen) > 1 else "")

    def show_voucher(self) -> None:
        """Open the chosen voucher."""
        row = self.table.current_row()
        if row is not None:
            self._desk.go("vouchers", voucher=row.voucher)

    def record_swipe(self) -> None:
        """Record, or correct, what the slip of the chosen voucher's card says."""
        row = self.table.current_row()
        if row is None or not self.card_button.isVisible():
            return
        workspace, session = self._desk.workspace, self._desk.session
        swipe = CardSwipeDialog.ask(row, self._sight.cards, workspace.today(), self)
        if swipe is not None:
            form = uuid4().hex

            def done(_: None) -> None:
                self._desk.notifier.payments_changed.emit()
                self._desk.say(self.tr("已登记刷卡，{0} 前还款。").format(swipe.repay_by))

            run_for(self, self._desk, lambda: workspace.record_swipe(session, swipe, form), done)

    def record(self) -> None:
        """Record that the chosen vouchers' money moved."""
        chosen = self.table.selected_rows()
        if not chosen or not self._sight.may:
            return
        if len({row.rest > Money() for row in chosen}) > 1:
            self._desk.complain(self.tr("应付和应收不能一次登记，请分开选择。"))
            return
        today = self._desk.workspace.today()
        answer = PaymentDialog.ask(chosen, today, self._sight.account, self._sight.tax, self)
        if answer is not None:
            self._record(chosen, answer)

    def _record(self, rows: Sequence[DueRow], answer: PaymentAnswer) -> None:
        workspace, session = self._desk.workspace, self._desk.session
        if answer.amount is None:
            moving = moves(rows, self._sight.tax, answer.part)
        else:
            moving = ((rows[0], answer.part, answer.amount),)
        forms = [uuid4().hex for _ in moving]

        def work() -> None:
            slip = workspace.store_evidence(answer.slip.read_bytes(), answer.slip.name) if answer.slip else ""
            with workspace.batch():
                for form, (row, part, amount) in zip(forms, moving, strict=True):
                    workspace.record_payment(
                        session,
                        Payment(
                            id=form,
                            document=row.voucher,
                            part=part,
                            amount=amount,
                            paid_on=answer.paid_on,
                            method=answer.method,
                            payee=row.payee,
                            account=answer.account,
                            slip=slip,
                            note=answer.note,
                        ),
                    )

        run_for(self, self._desk, work, lambda _: self._recorded(len(moving)), title=self.tr("登记收付"))

    def _recorded(self, count: int) -> None:
        self._desk.notifier.payments_changed.emit()
        self._desk.say(self.tr("已登记 {0} 张凭证的收付。").format(count))

    def _columns(self) -> tuple[Column, ...]:
        return (
            Column(self.tr("凭证号"), lambda row: row.number, width=64),
            Column(self.tr("日期"), lambda row: row.date, width=92),
            Column(self.tr("收款人"), lambda row: row.payee),
            Column(self.tr("报销方式"), lambda row: PAYMENTS.get(row.payment, row.payment), width=84),
            Column(self.tr("还款期限"), self._last_day, width=132),
            Column(self.tr("应收付"), lambda row: row.due, numeric=True, width=104),
            Column(self.tr("已收付"), lambda row: row.paid, numeric=True, width=104),
            Column(self.tr("余额"), lambda row: row.rest, numeric=True, width=104),
        )

    def _last_day(self, row: DueRow) -> str:
        """Until when an official card must be repaid; nothing for what was paid otherwise."""
        if row.payment != "official_card" or row.rest < Money():
            return ""
        if row.card is None:
            return self.tr("未登记刷卡")
        left = row.card.days_left(self._desk.workspace.today())
        words = self.tr("逾期 {0} 天").format(-left) if left < 0 else self.tr("剩 {0} 天").format(left)
        return f"{row.card.repay_by:%m-%d} {words}"
