"""The versions of a year's budget: each with its state, its reason and who signed it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from ui import theme
from ui.widgets.card import Card
from ui.widgets.row_table import Column, RowTable
from ui.widgets.signature_strip import SignatureStrip
from ui.widgets.text import label

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from studio_ledger.queries.rows import BudgetRow


class BudgetVersions(Card):
    """A short list; the chosen version is shown in the grid.

    Signals:
        chosen(object): this BudgetRow is looked at now.
    """

    chosen = Signal(object)

    def __init__(self, titles: Callable[[], tuple[str, str]], parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self.set_title(self.tr("版本"))
        columns = (
            Column(self.tr("版"), lambda row: row.version, width=40),
            Column(self.tr("状态"), lambda row: row.state, width=148, chip=True),
            Column(self.tr("合计"), lambda row: row.budget.total, numeric=True),
        )
        self.table: RowTable[BudgetRow] = RowTable(columns)
        self.table.setObjectName("budgetVersions")
        self.table.setAccessibleName(self.tr("预算版本"))
        self.in_force = label("", "strong", wrap=True)
        self.reason = label("", "caption", wrap=True, name="versionReason")
        self.signatures = SignatureStrip(titles)
        self.table.current_row_changed.connect(self._look_at)
        self.setFixedWidth(312 * theme.px("body") // theme.BASE_PX)
        self.body.addWidget(self.table, 1)
        self.body.addWidget(self.in_force)
        self.body.addWidget(self.reason)
        self.body.addWidget(self.signatures)

    def set_rows(self, rows: tuple[BudgetRow, ...]) -> None:
        """List these versions."""
        self.table.set_rows(rows)
        self._tell(self.table.current_row())

    def choose(self, row: BudgetRow | None) -> None:
        """Look at a version."""
        place = next((at for at, other in enumerate(self.table.rows()) if other == row), -1)
        if place >= 0:
            self.table.set_current(place)

    def current(self) -> BudgetRow | None:
        """The version that is looked at."""
        return self.table.current_row()

    def _look_at(self, row: BudgetRow | None) -> None:
        self._tell(row)
        self.chosen.emit(row)

    def _tell(self, row: BudgetRow | None) -> None:
        self.in_force.setText(self.tr("✓ 现行预算") if row and row.in_force else "")
        self.in_force.setVisible(bool(row and row.in_force))
        self.reason.setText(self.tr("调整理由：{0}").format(row.budget.reason) if row and row.budget.reason else "")
        self.reason.setVisible(bool(row and row.budget.reason))
        self.signatures.setVisible(row is not None)
        if row is not None:
            self.signatures.set_signatures("", "", row.signatures)
        if not self.table.rows():
            self.reason.setText(self.tr("还没有版本。填写左表后提交签字。"))
            self.reason.show()
