"""Asks why a budget changes, with every line that gains or loses in sight."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHeaderView, QLabel, QPlainTextEdit, QTableWidget, QTableWidgetItem, QWidget

from studio_ledger.model.money import Money
from ui import theme
from ui.dialogs.form_dialog import FormDialog
from ui.widgets.field import Field


@dataclass(frozen=True, slots=True)
class BudgetChange:
    """One line of a budget before and after."""

    name: str
    before: Money
    after: Money

    @property
    def difference(self) -> Money:
        """What the line gains; negative where it loses."""
        return self.after - self.before


class AdjustmentDialog(FormDialog):
    """Lists the differences against the version in force and asks for a written reason."""

    def __init__(self, changes: tuple[BudgetChange, ...], version: int, parent: QWidget | None = None) -> None:
        super().__init__(parent, width=620)
        self.set_words(self.tr("提交预算调整（第 {0} 版）").format(version), self.tr("提交签字"))
        self._changes = changes
        self.reason = QPlainTextEdit()
        self.reason.setObjectName("reason")
        self.reason.setTabChangesFocus(True)
        self.reason.setFixedHeight(72)
        total = Money.total(change.difference for change in changes)
        told = QLabel(self.tr("与现行预算相比，合计增减 {0} 元").format(_signed(total)))
        self.body.addWidget(self._table())
        self.body.addWidget(told)
        self.body.addWidget(Field(self.tr("调整理由"), self.reason, required=True))
        self.reason.setFocus()

    @classmethod
    def ask(cls, changes: tuple[BudgetChange, ...], version: int, parent: QWidget | None = None) -> str | None:
        """Return the reason, or None where the user turned away."""
        dialog = cls(changes, version, parent)
        return dialog.reason.toPlainText().strip() if dialog.asked() else None

    def problem(self) -> str:
        """A change, and a reason for it."""
        if not self._changes:
            return self.tr("与现行预算没有差异，不需要调整。")
        if not self.reason.toPlainText().strip():
            return self.tr("请写明调整理由，双方签字时会看到。")
        return ""

    def _table(self) -> QTableWidget:
        heads = (self.tr("支出类别 · 来源"), self.tr("现行"), self.tr("调整后"), self.tr("增减"))
        table = QTableWidget(len(self._changes), len(heads))
        table.setObjectName("changes")
        table.setHorizontalHeaderLabels(heads)
        table.verticalHeader().hide()
        table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        table.setSelectionMode(QTableWidget.SelectionMode.NoSelection)
        table.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        table.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        for row, change in enumerate(self._changes):
            cells = (change.name, change.before.grouped, change.after.grouped, _signed(change.difference))
            for column, text in enumerate(cells):
                table.setItem(row, column, _cell(text, numeric=column > 0))
        table.setFixedHeight(min(len(self._changes), 7) * 30 + 36)
        return table


def _cell(text: str, *, numeric: bool) -> QTableWidgetItem:
    item = QTableWidgetItem(text)
    if numeric:
        item.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
    if text.startswith("-"):
        item.setForeground(theme.color("red"))
    return item


def _signed(amount: Money) -> str:
    return f"+{amount.grouped}" if amount > Money() else amount.grouped
