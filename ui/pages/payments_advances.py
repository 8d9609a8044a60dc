"""The advances among the open items of 待收付: what is signed and not paid out, and what is still out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from studio_ledger.model.money import Money
from studio_ledger.model.voucher import State
from ui.pages.requests_advances import age_chip
from ui.widgets.row_table import Column, RowTable
from ui.widgets.text import button, label

if TYPE_CHECKING:
    from collections.abc import Sequence

    from studio_ledger.queries.spending import AdvanceRow
    from ui.desk import Desk

_MOST_ROWS = 4
"""Rows in sight; the vouchers above need the room."""


def open_advances(rows: Sequence[AdvanceRow]) -> tuple[AdvanceRow, ...]:
    """Return the signed advances whose money has still to go out, to be settled, or to come back."""
    signed = (row for row in rows if row.state is State.SIGNED and not row.closed)
    return tuple(row for row in signed if row.outstanding or not row.given)


class OpenAdvances(QWidget):
    """A short table under the vouchers; not there where nothing is open. Enter leads to the advance."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.setObjectName("openAdvances")
        self.caption = label("", "section", name="openAdvancesCaption")
        self.go_button = button(self.tr("去办理借款"), on_click=self.open_page, name="goAdvances")
        self.table: RowTable[AdvanceRow] = RowTable(self._columns())
        self.table.setObjectName("openAdvanceTable")
        self.table.setAccessibleName(self.tr("未结的借款"))
        self.table.activated_row.connect(lambda _: self.open_page())
        head = QHBoxLayout()
        head.addWidget(self.caption, 1)
        head.addWidget(self.go_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 4, 0, 4)
        column.addLayout(head)
        column.addWidget(self.table)
        self.hide()

    def set_rows(self, rows: Sequence[AdvanceRow]) -> None:
        """Show these, or nothing."""
        self.table.set_rows(rows)
        height = self.table.verticalHeader().defaultSectionSize()
        lines = min(len(rows), _MOST_ROWS)
        self.table.setFixedHeight(self.table.horizontalHeader().sizeHint().height() + height * lines + 4)
        self.caption.setText(self.words())
        self.setVisible(bool(rows))

    def words(self) -> str:
        """How much is open, in words; empty where nothing is."""
        out = [row for row in self.table.rows() if row.outstanding]
        waiting = [row for row in self.table.rows() if not row.given]
        told = []
        if out:
            sum_ = Money.total(row.outstanding for row in out)
            told.append(self.tr("借款未还清 ¥{0}（{1} 笔）").format(sum_.grouped, len(out)))
        if waiting:
            sum_ = Money.total(row.advance.amount for row in waiting)
            told.append(self.tr("借款待付出 ¥{0}（{1} 笔）").format(sum_.grouped, len(waiting)))
        return " · ".join(told)

    def open_page(self) -> None:
        """Open the advances, where they are paid out, settled and ended."""
        self._desk.go("requests", tab="advances")

    def _columns(self) -> tuple[Column, ...]:
        return (
            Column(self.tr("借款人"), lambda row: row.advance.person, width=84),
            Column(self.tr("用途"), lambda row: row.advance.purpose),
            Column(self.tr("约定归还"), lambda row: row.advance.due_on, width=92),
            Column(self.tr("批准"), lambda row: row.advance.amount, numeric=True, width=104),
            Column(self.tr("待付出"), _to_give, numeric=True, width=104),
            Column(self.tr("未还清"), lambda row: row.outstanding, numeric=True, width=104),
            Column(self.tr("账龄 / 状态"), age_chip, width=132, chip=True),
        )


def _to_give(row: AdvanceRow) -> Money:
    return Money() if row.given else row.advance.amount
