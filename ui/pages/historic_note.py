"""A line in the list of vouchers that says how much of the year came from the old books, and leads there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QPushButton, QWidget

from studio_ledger.model.money import Money
from ui.pages.run_for import run_for

if TYPE_CHECKING:
    from studio_ledger.workspace.opening import HistoricRow
    from ui.desk import Desk


class HistoricNote(QPushButton):
    """Hidden in a year without any."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.setObjectName("historicNote")
        self.setProperty("kind", "link")
        self.clicked.connect(lambda: desk.go("settings", tab="opening"))
        self.hide()

    def refresh(self) -> None:
        """Read the year's expenses of the old books."""
        studio, year, workspace = self._desk.studio, self._desk.year, self._desk.workspace
        if studio is not None:
            run_for(self, self._desk, lambda: workspace.historic(studio.id, year), self._show)

    def _show(self, rows: tuple[HistoricRow, ...]) -> None:
        whole = Money.total(row.voucher.amount for row in rows)
        words = self.tr("另有历史导入 {0} 笔 ¥{1}，计入支出，不编本账凭证号 →")
        self.setText(words.format(len(rows), whole.grouped))
        self.setVisible(bool(rows))
