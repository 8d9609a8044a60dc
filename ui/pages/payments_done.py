"""The tab of what was paid in the year: each payment with its slip, and the way back from one recorded by mistake."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from studio_ledger.model.spending import METHODS, PART_NAMES
from ui.dialogs.undo_payment import UndoPaymentDialog
from ui.pages.run_for import run_for
from ui.widgets.empty_state import EmptyState
from ui.widgets.row_table import Column, RowTable
from ui.widgets.text import button

if TYPE_CHECKING:
    from studio_ledger.queries.spending import PaymentRow
    from ui.desk import Desk


@dataclass(frozen=True, slots=True)
class _Sight:
    rows: tuple[PaymentRow, ...]
    may: bool


class DoneTab(QWidget):
    """The year's payments, newest last."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._may = False
        self.table: RowTable[PaymentRow] = RowTable(self._columns(), sortable=True)
        self.table.setObjectName("paymentTable")
        self.table.setAccessibleName(self.tr("已登记的收付"))
        self.table.current_row_changed.connect(lambda _: self._selected())
        self.empty = EmptyState("receipt-yuan", self.tr("本年还没有登记收付。"))
        self.undo_button = button(self.tr("撤销登记…"), on_click=self.undo, name="undoPayment")
        self.stack = QStackedWidget()
        self.stack.addWidget(self.table)
        self.stack.addWidget(self.empty)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(self.undo_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 8, 0, 0)
        column.addWidget(self.stack, 1)
        column.addLayout(foot)

    def refresh(self) -> None:
        """Read the year's payments."""
        studio, year = self._desk.studio, self._desk.year
        if studio is None:
            return
        workspace, session = self._desk.workspace, self._desk.session

        def read() -> _Sight:
            may = workspace.may(session, "pay", studio.id) and not workspace.read_only
            return _Sight(workspace.payments(studio=studio.id, year=year), may)

        run_for(self, self._desk, read, self._show)

    def _show(self, sight: _Sight) -> None:
        self._may = sight.may
        self.table.set_rows(sight.rows)
        self.stack.setCurrentIndex(0 if sight.rows else 1)
        self._selected()

    def _selected(self) -> None:
        row = self.table.current_row()
        self.undo_button.setVisible(self._may and row is not None and not row.undone)

    def undo(self) -> None:
        """Ask for the reason, and take the chosen payment out."""
        row = self.table.current_row()
        if row is None:
            return
        reason = UndoPaymentDialog.ask(row, self)
        if reason is None:
            return
        workspace, session = self._desk.workspace, self._desk.session

        def done(_: None) -> None:
            self._desk.notifier.payments_changed.emit()
            self._desk.say(self.tr("已撤销这笔收付登记。"))

        run_for(self, self._desk, lambda: workspace.undo_payment(session, row.payment.id, reason), done)

    def _columns(self) -> tuple[Column, ...]:
        return (
            Column(self.tr("日期"), lambda row: row.payment.paid_on, width=92),
            Column(self.tr("凭证号"), lambda row: row.number or self.tr("借款"), width=64),
            Column(self.tr("收款人"), lambda row: row.payment.payee),
            Column(self.tr("款项"), lambda row: PART_NAMES[row.payment.part], width=84),
            Column(self.tr("方式"), lambda row: METHODS.get(row.payment.method, row.payment.method), width=96),
            Column(self.tr("金额"), lambda row: row.payment.amount, numeric=True, width=104),
            Column(self.tr("回单"), lambda row: self.tr("✓") if row.payment.slip else self.tr("—"), width=48),
            Column(self.tr("登记人"), lambda row: row.by, width=72),
            Column(self.tr("状态"), self._state, width=96),
        )

    def _state(self, row: PaymentRow) -> str:
        """Undone, or later than the official card had to be repaid."""
        if row.undone:
            return self.tr("已撤销")
        return self.tr("逾期 {0} 天").format(row.late_days) if row.late_days else ""
