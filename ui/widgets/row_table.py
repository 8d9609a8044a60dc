"""A table of frozen rows whose columns are data, so that a list is read in one glance."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Any, Generic, TypeVar, cast

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from studio_ledger.model.money import Money
from ui import theme
from ui.widgets.status_chip import CHIP_NAMES, StateDelegate

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from PySide6.QtGui import QKeyEvent

Row = TypeVar("Row")
_Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()

ROW_ROLE = int(Qt.ItemDataRole.UserRole) + 1
"""The row itself."""
VALUE_ROLE = int(Qt.ItemDataRole.UserRole) + 2
"""The cell's value before it became text."""
STATE_ROLE = int(Qt.ItemDataRole.UserRole) + 3
"""The status of a chip column, as text."""
_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
_PADDING = 26
"""Around a cell's text, both sides, in pixels."""
_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)


@dataclass(frozen=True, slots=True)
class Column:
    """A heading and how a row's cell is read; `width` 0 shares what is left."""

    heading: str
    cell: Callable[[Any], object]
    numeric: bool = False
    width: int = 0
    chip: bool = False


def cell_text(value: object) -> str:
    """Return a value as a table shows it."""
    if value is None:
        return ""
    if isinstance(value, Money):
        return value.grouped
    if isinstance(value, dt.datetime):
        return value.astimezone(dt.timezone(dt.timedelta(hours=8))).strftime("%Y-%m-%d %H:%M")
    if isinstance(value, Enum):
        return CHIP_NAMES.get(str(value.value), str(value.value))
    return str(value)


class RowModel(QAbstractTableModel, Generic[Row]):
    """Frozen rows under the columns' headings."""

    def __init__(self, columns: Sequence[Column], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._columns = tuple(columns)
        self._rows: tuple[Row, ...] = ()

    def set_rows(self, rows: Iterable[Row]) -> None:
        """Show other rows."""
        self.beginResetModel()
        self._rows = tuple(rows)
        self.endResetModel()

    @property
    def rows(self) -> tuple[Row, ...]:
        """The rows in the order shown."""
        return self._rows

    def rowCount(self, parent: _Index = _NOWHERE) -> int:
        """How many rows there are."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: _Index = _NOWHERE) -> int:
        """How many columns there are."""
        return 0 if parent.isValid() else len(self._columns)

    def data(self, index: _Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> Any:  # noqa: PLR0911 - one a role
        """Return a cell's text, colour, alignment or value."""
        if not index.isValid() or index.row() >= len(self._rows):
            return None
        row = self._rows[index.row()]
        if role == ROW_ROLE:
            return row
        column = self._columns[index.column()]
        if role == int(Qt.ItemDataRole.TextAlignmentRole):
            return _RIGHT if column.numeric else _LEFT
        value = column.cell(row)
        if role == int(Qt.ItemDataRole.DisplayRole):
            return cell_text(value)
        if role == int(Qt.ItemDataRole.AccessibleTextRole):
            return f"{column.heading}: {self._chip_text(value) if column.chip else cell_text(value)}"
        if role == int(Qt.ItemDataRole.ForegroundRole):
            return theme.color("red") if isinstance(value, Money) and value.fen < 0 else None
        if role == VALUE_ROLE:
            return value
        if role == STATE_ROLE and column.chip:
            return str(value.value if isinstance(value, Enum) else value or "")
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = int(Qt.ItemDataRole.DisplayRole)
    ) -> Any:
        """Return a heading, above its figures where they stand right."""
        if orientation is not Qt.Orientation.Horizontal or section >= len(self._columns):
            return None
        if role == int(Qt.ItemDataRole.DisplayRole):
            return self._columns[section].heading
        if role == int(Qt.ItemDataRole.TextAlignmentRole):
            return _RIGHT if self._columns[section].numeric else _LEFT
        return None

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Order the rows by a column's values."""
        if not 0 <= column < len(self._columns):
            return
        cell = self._columns[column].cell
        self.layoutAboutToBeChanged.emit()
        before, kept = self._rows, self.persistentIndexList()
        places = sorted(range(len(before)), key=lambda at: _order(cell(before[at])))
        if order is Qt.SortOrder.DescendingOrder:
            places.reverse()
        self._rows = tuple(before[at] for at in places)
        moved = {old: new for new, old in enumerate(places)}
        self.changePersistentIndexList(kept, [self.index(moved[at.row()], at.column()) for at in kept])
        self.layoutChanged.emit()

    @staticmethod
    def _chip_text(value: object) -> str:
        return CHIP_NAMES.get(str(value.value if isinstance(value, Enum) else value), str(value))


def _order(value: object) -> tuple[int, Any]:
    if value is None:
        return 0, 0
    if isinstance(value, Money):
        return 1, value.fen
    if isinstance(value, int | float):
        return 1, value
    return 2, value.isoformat() if isinstance(value, dt.date) else str(value)


class RowTable(QTableView, Generic[Row]):
    """A read-only table of rows; Enter or a double click activates one.

    Signals:
        activated_row(object): this row was chosen.
        current_row_changed(object): this row is current now, or None.
        selection_changed(): other rows are selected.
    """

    activated_row = Signal(object)
    current_row_changed = Signal(object)
    selection_changed = Signal()

    def __init__(self, columns: Sequence[Column], parent: QWidget | None = None, *, sortable: bool = False) -> None:
        super().__init__(parent)
        self.rows_model: RowModel[Row] = RowModel(columns, self)
        self.setModel(self.rows_model)
        self._columns = tuple(columns)
        self._dress(sortable)
        self.setItemDelegate(StateDelegate(STATE_ROLE, self))
        self.doubleClicked.connect(lambda index: self.activated_row.emit(self.row_at(index.row())))
        self.selectionModel().currentRowChanged.connect(self._current_changed)
        self.selectionModel().selectionChanged.connect(lambda *_: self.selection_changed.emit())

    def set_rows(self, rows: Iterable[Row]) -> None:
        """Show other rows; the current row stays where an equal id is still there, else the place does."""
        kept = self.current_row()
        place = self.currentIndex().row()
        self.rows_model.set_rows(rows)
        self._widen()
        header = self.horizontalHeader()
        if self.isSortingEnabled() and header.sortIndicatorSection() < len(self._columns):
            self.rows_model.sort(header.sortIndicatorSection(), header.sortIndicatorOrder())
        found = self._place_of(kept)
        self.set_current(found if found is not None else min(max(place, 0), len(self.rows_model.rows) - 1))

    def rows(self) -> tuple[Row, ...]:
        """Return the rows in the order shown."""
        return self.rows_model.rows

    def row_at(self, place: int) -> Row | None:
        """Return the row at a place, counted from 0; None where there is none."""
        rows = self.rows_model.rows
        return rows[place] if 0 <= place < len(rows) else None

    def current_row(self) -> Row | None:
        """Return the current row."""
        return self.row_at(self.currentIndex().row())

    def selected_rows(self) -> tuple[Row, ...]:
        """Return the selected rows from top to bottom."""
        places = sorted(index.row() for index in self.selectionModel().selectedRows())
        return tuple(self.rows_model.rows[place] for place in places)

    def set_current(self, place: int) -> None:
        """Make a row current and selected."""
        if 0 <= place < len(self.rows_model.rows):
            self.setCurrentIndex(self.rows_model.index(place, 0))
        else:
            self.current_row_changed.emit(None)

    def move_current(self, step: int) -> None:
        """Make the row so many places further current."""
        self.set_current(min(max(self.currentIndex().row() + step, 0), len(self.rows_model.rows) - 1))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter chooses the current row."""
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if plain and event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and self.current_row() is not None:
            self.activated_row.emit(self.current_row())
            return
        super().keyPressEvent(event)

    def _dress(self, sortable: bool) -> None:
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setAlternatingRowColors(True)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setDefaultSectionSize(max(30, theme.px("body") + 17))
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setMinimumSectionSize(40)
        for place, column in enumerate(self._columns):
            if column.width:
                header.resizeSection(place, column.width * theme.px("body") // theme.BASE_PX)
            else:
                header.setSectionResizeMode(place, QHeaderView.ResizeMode.Stretch)
        if sortable:
            header.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
            self.setSortingEnabled(True)

    def _widen(self) -> None:
        """Give large amounts the room that the column's own width has not: half a figure is a wrong one."""
        header, metrics = self.horizontalHeader(), self.fontMetrics()
        for place, column in enumerate(self._columns):
            if column.numeric and column.width:
                texts = (cell_text(column.cell(row)) for row in self.rows_model.rows)
                needed = metrics.horizontalAdvance(max(texts, key=len, default="")) + _PADDING
                if needed > header.sectionSize(place) and not header.isSectionHidden(place):
                    header.resizeSection(place, needed)

    def _place_of(self, row: Row | None) -> int | None:
        wanted = getattr(row, "id", row)
        if row is None:
            return None
        rows = self.rows_model.rows
        return next((place for place, other in enumerate(rows) if getattr(other, "id", other) == wanted), None)

    def _current_changed(self, index: QModelIndex) -> None:
        self.current_row_changed.emit(cast("object", self.row_at(index.row())))
