"""The lines being typed: rows that may still be incomplete, and the steps that change them and can be undone."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import IntEnum
from typing import TYPE_CHECKING

from PySide6.QtCore import QAbstractTableModel, QCoreApplication, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QUndoCommand, QUndoStack

from studio_ledger.model.funds import SOURCE_NAMES, Source
from studio_ledger.model.money import Money
from studio_ledger.model.voucher import VoucherLine
from ui import theme

if TYPE_CHECKING:
    from collections.abc import Mapping
    from decimal import Decimal

    from ui.widgets.mark import Mark

Index = QModelIndex | QPersistentModelIndex


class Col(IntEnum):
    """The columns of the grid."""

    ITEM = 0
    QUANTITY = 1
    AMOUNT = 2
    SOURCE = 3


_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
FIELDS = {Col.ITEM: "item", Col.QUANTITY: "quantity", Col.AMOUNT: "amount", Col.SOURCE: "source"}


@dataclass(frozen=True, slots=True)
class EntryRow:
    """One line as far as it is typed."""

    item: str = ""
    quantity: Decimal | None = None
    amount: Money | None = None
    source: Source = Source.CITY

    @property
    def empty(self) -> bool:
        """Whether nothing is typed that is worth keeping."""
        return not self.item.strip() and self.amount is None and self.quantity is None

    @property
    def line(self) -> VoucherLine:
        """The line of the voucher; an amount not typed yet is zero, which the check complains of."""
        return VoucherLine(self.item.strip(), self.amount or Money(), self.source, self.quantity)


class _Change(QUndoCommand):
    """The rows before and after; typing in one cell merges into one step."""

    def __init__(self, model: RowsModel, rows: tuple[EntryRow, ...], text: str) -> None:
        super().__init__(text)
        self._model = model
        self._before = model.rows()
        self._after = rows

    def redo(self) -> None:
        """Show the rows after."""
        self._model.show_rows(self._after)

    def undo(self) -> None:
        """Show the rows before."""
        self._model.show_rows(self._before)


class RowsModel(QAbstractTableModel):
    """The rows of the grid; every change goes through its undo stack.

    Signals:
        rows_changed(): a cell, or the number of rows, changed.
    """

    rows_changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._rows: tuple[EntryRow, ...] = (EntryRow(),)
        self.default_source = Source.CITY
        self.marks: Mapping[tuple[int, Col], Mark] = {}
        """What findings say of cells, by row and column."""
        self.undo_stack = QUndoStack(self)

    def rows(self) -> tuple[EntryRow, ...]:
        """All rows, the empty ones too."""
        return self._rows

    def load(self, rows: tuple[EntryRow, ...]) -> None:
        """Show other rows and forget what could be undone."""
        self.undo_stack.clear()
        self.show_rows(rows)

    def show_rows(self, rows: tuple[EntryRow, ...]) -> None:
        """Show these rows; as few signals as the change allows, so that an open editor stays open."""
        rows = rows or (self.blank(),)
        if len(rows) == len(self._rows):
            self._rows = rows
            self.dataChanged.emit(self.index(0, 0), self.index(len(rows) - 1, len(Col) - 1))
        elif rows[: len(self._rows)] == self._rows:
            self.beginInsertRows(QModelIndex(), len(self._rows), len(rows) - 1)
            self._rows = rows
            self.endInsertRows()
        else:
            self.beginResetModel()
            self._rows = rows
            self.endResetModel()
        self.rows_changed.emit()

    def change(self, rows: tuple[EntryRow, ...], text: str) -> None:
        """Change the rows in one step that can be undone; nothing where nothing differs."""
        if rows != self._rows:
            self.undo_stack.push(_Change(self, rows, text))

    def blank(self) -> EntryRow:
        """An empty row that takes the default source."""
        return EntryRow(source=self.default_source)

    def insert(self, at: int, row: EntryRow | None = None) -> None:
        """Put a row in before this place."""
        self.change((*self._rows[:at], row or self.blank(), *self._rows[at:]), self.tr("插入行"))

    def remove(self, at: int) -> None:
        """Take a row away; the last one leaves an empty row."""
        self.change((self._rows[:at] + self._rows[at + 1 :]) or (self.blank(),), self.tr("删除行"))

    def move(self, at: int, by: int) -> int:
        """Move a row up or down; return where it stands then."""
        to = at + by
        if not 0 <= to < len(self._rows):
            return at
        rows = list(self._rows)
        rows[at], rows[to] = rows[to], rows[at]
        self.change(tuple(rows), self.tr("移动行"))
        return to

    def rowCount(self, parent: Index | None = None) -> int:
        """How many rows there are."""
        return 0 if parent is not None and parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index | None = None) -> int:
        """How many columns there are."""
        return 0 if parent is not None and parent.isValid() else len(Col)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Every cell may be edited."""
        plain = super().flags(index)
        return plain | Qt.ItemFlag.ItemIsEditable if index.isValid() else plain

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = 0) -> object:
        """Headings, and the rows' numbers."""
        if role == Qt.ItemDataRole.TextAlignmentRole and orientation == Qt.Orientation.Horizontal:
            right = section in (Col.QUANTITY, Col.AMOUNT)
            return _RIGHT if right else _LEFT
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        return str(section + 1) if orientation == Qt.Orientation.Vertical else self._headings()[section]

    def _headings(self) -> tuple[str, ...]:
        return self.tr("品名"), self.tr("数量"), self.tr("金额"), self.tr("资金来源")

    def data(self, index: Index, role: int = 0) -> object:
        """A cell's text, value, side and colour."""
        if not index.isValid() or index.row() >= len(self._rows):
            return None
        value = getattr(self._rows[index.row()], FIELDS[Col(index.column())])
        if role == Qt.ItemDataRole.ToolTipRole:
            mark = self.mark_at(index)
            return mark.words if mark else None
        if role in (Qt.ItemDataRole.EditRole, Qt.ItemDataRole.DisplayRole):
            return value if role == Qt.ItemDataRole.EditRole else _shown(value)
        if role == Qt.ItemDataRole.ForegroundRole and isinstance(value, Money) and value < Money():
            return theme.color("red")
        if role == Qt.ItemDataRole.TextAlignmentRole and index.column() in (Col.QUANTITY, Col.AMOUNT):
            return _RIGHT
        return None

    def mark_at(self, index: Index) -> Mark | None:
        """The mark of a cell."""
        return self.marks.get((index.row(), Col(index.column())))

    def setData(self, index: Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Write one cell as a step that can be undone."""
        if not index.isValid() or role != Qt.ItemDataRole.EditRole:
            return False
        row, field = index.row(), FIELDS[Col(index.column())]
        changed: EntryRow = replace(self._rows[row], **{field: value})  # type: ignore[arg-type]
        self.change((*self._rows[:row], changed, *self._rows[row + 1 :]), self.tr("修改"))
        return True


def _shown(value: object) -> str:
    if isinstance(value, Money):
        return value.grouped
    if isinstance(value, Source):
        return QCoreApplication.translate("Source", SOURCE_NAMES[value])
    return "" if value is None else str(value)
