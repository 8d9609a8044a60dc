"""Typing a budget: each cell opens as it is reached, Enter goes on, a price may be typed as 6*4000."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QPersistentModelIndex, Qt, QTimer
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QAbstractItemView,
    QHeaderView,
    QStyledItemDelegate,
    QTableView,
    QWidget,
)

from studio_ledger.model.money import Money
from ui import theme
from ui.pages.budget_model import BASIS, CATEGORY, FIRST_SOURCE, TOTAL, USED, BudgetModel
from ui.widgets.money_edit import MoneyEdit

if TYPE_CHECKING:
    from collections.abc import Mapping

    from PySide6.QtWidgets import QStyleOptionViewItem

_Index = QModelIndex | QPersistentModelIndex
_Hint = QAbstractItemDelegate.EndEditHint


class BudgetGrid(QTableView):
    """The grid of a budget."""

    def __init__(self, names: Mapping[str, str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("budgetGrid")
        self.setAccessibleName(self.tr("预算表：类别与来源"))
        self.plan = BudgetModel(names, self)
        self.setModel(self.plan)
        money = _MoneyDelegate(self)
        for column in range(FIRST_SOURCE, TOTAL):
            self.setItemDelegateForColumn(column, money)
        self._dress()

    def set_editable(self, editable: bool) -> None:
        """Open every cell as it is reached, or none."""
        triggers = QAbstractItemView.EditTrigger
        self.setEditTriggers(triggers.AllEditTriggers if editable else triggers.NoEditTriggers)

    def closeEditor(self, editor: QWidget, hint: QAbstractItemDelegate.EndEditHint) -> None:  # noqa: N802
        """After Enter go to the next cell that can be typed in; after a click into another row stay there."""
        # Qt gives both the same hint, but after a click another cell is current than the one that was typed in.
        here = self.indexAt(editor.geometry().center()) == self.currentIndex()
        entered = hint == _Hint.SubmitModelCache and here
        super().closeEditor(editor, _Hint.NoHint if entered else hint)
        if entered:
            QTimer.singleShot(0, self.next_cell)

    def next_cell(self) -> None:
        """Go to the next cell that can be typed in: across, then down."""
        index = self.currentIndex()
        cells = len(self.plan.rows) * self.plan.columnCount()
        at = index.row() * self.plan.columnCount() + index.column()
        for place in range(at + 1, cells):
            following = self.plan.index(*divmod(place, self.plan.columnCount()))
            hidden = self.isColumnHidden(following.column())
            if not hidden and self.plan.flags(following) & Qt.ItemFlag.ItemIsEditable:
                self.setCurrentIndex(following)
                return

    def _dress(self) -> None:
        self.setShowGrid(True)
        self.setWordWrap(False)
        self.setTabKeyNavigation(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(30)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        base = theme.px("body")
        for column, width in ((CATEGORY, 196), (TOTAL, 98), (USED, 90)):
            header.resizeSection(column, width * base // theme.BASE_PX)
        for column in range(FIRST_SOURCE, TOTAL):
            header.resizeSection(column, 94 * base // theme.BASE_PX)
        header.setSectionResizeMode(BASIS, QHeaderView.ResizeMode.Stretch)


class _MoneyDelegate(QStyledItemDelegate):
    """Types amounts with the arithmetic and the switched-off input method of every amount field."""

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: _Index) -> QWidget:  # noqa: ARG002
        """Make the field."""
        return MoneyEdit(parent)

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: _Index) -> None:  # noqa: ARG002
        """Fill the whole cell."""
        editor.setGeometry(option.rect)  # type: ignore[attr-defined]

    def setEditorData(self, editor: QWidget, index: _Index) -> None:
        """Show the amount, nothing for none."""
        value = index.data(int(Qt.ItemDataRole.EditRole))
        field = cast("MoneyEdit", editor)
        field.set_money(value if isinstance(value, Money) and value else None)
        field.selectAll()

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: _Index) -> None:
        """Take the amount; what cannot be read changes nothing."""
        field = cast("MoneyEdit", editor)
        field.settle()
        if field.is_readable():
            model.setData(index, field.money(), int(Qt.ItemDataRole.EditRole))
