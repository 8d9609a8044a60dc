"""A budget as a grid: eleven categories down, the sources across, and below what may be planned in all."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import Enum
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QFont

from studio_ledger.model.funds import SOURCE_NAMES, BudgetLine, Source
from studio_ledger.model.money import Money
from ui import theme

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from PySide6.QtWidgets import QWidget

_Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
SOURCES = (Source.CITY, Source.DISTRICT, Source.CARRIED_OVER, Source.OTHER)
CATEGORY, FIRST_SOURCE = 0, 1
TOTAL = FIRST_SOURCE + len(SOURCES)
USED, BASIS = TOTAL + 1, TOTAL + 2


class Foot(Enum):
    """The rows below the categories."""

    SUM = "sum"
    FUNDS = "funds"
    REST = "rest"


@dataclass(frozen=True, slots=True)
class GridRow:
    """A category's plan: an amount a source and how it was reckoned."""

    category: str
    amounts: Mapping[Source, Money] = field(default_factory=dict)
    basis: str = ""

    @property
    def total(self) -> Money:
        """All sources together."""
        return Money.total(self.amounts.values())


def rows_of(lines: Sequence[BudgetLine], categories: Sequence[str]) -> tuple[GridRow, ...]:
    """Return a row a category, those without a plan included."""
    found = {category: GridRow(category) for category in categories}
    for line in lines:
        row = found.get(line.category, GridRow(line.category))
        amounts = {**row.amounts, line.source: row.amounts.get(line.source, Money()) + line.amount}
        told = [basis for basis in (row.basis, line.basis) if basis]
        found[line.category] = replace(row, amounts=amounts, basis="；".join(dict.fromkeys(told)))
    return tuple(found.values())


def lines_of(rows: Sequence[GridRow]) -> tuple[BudgetLine, ...]:
    """Return the budget's lines; what is nothing is left out."""
    return tuple(
        BudgetLine(row.category, source, row.amounts[source], row.basis)
        for row in rows
        for source in SOURCES
        if row.amounts.get(source)
    )


class BudgetModel(QAbstractTableModel):
    """The grid; amounts and bases can be typed while `editable`.

    Signals:
        edited(): a cell was changed by hand.
    """

    edited = Signal()

    def __init__(self, names: Mapping[str, str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._names = names
        self.rows: tuple[GridRow, ...] = rows_of((), tuple(names))
        self.editable = False
        self._funds: Mapping[Source, Money] = {}
        self._used: Mapping[str, Money] = {}
        self._before: Mapping[tuple[str, Source], Money] = {}
        heads = [self.tr("支出类别"), *(SOURCE_NAMES[source] for source in SOURCES)]
        self._heads = (*heads, self.tr("小计"), self.tr("已用"), self.tr("测算依据"))
        self._feet = {Foot.SUM: self.tr("合计"), Foot.FUNDS: self.tr("可用资金"), Foot.REST: self.tr("余额")}

    def show_plan(
        self, rows: tuple[GridRow, ...], before: Mapping[tuple[str, Source], Money], *, editable: bool
    ) -> None:
        """Show a plan; `before` is what is in force, against which changes are marked."""
        self.beginResetModel()
        self.rows, self._before, self.editable = rows, before, editable
        self.endResetModel()

    def show_funds(self, funds: Mapping[Source, Money], used: Mapping[str, Money]) -> None:
        """Show what each source will have, and what each category has used."""
        self._funds, self._used = funds, used
        self.dataChanged.emit(self.index(0, 0), self.index(self.rowCount() - 1, BASIS))

    def sum_of(self, source: Source | None = None) -> Money:
        """The plan's sum out of a source, or in all."""
        rows = self.rows
        return Money.total(row.total if source is None else row.amounts.get(source, Money()) for row in rows)

    def funds_of(self, source: Source | None = None) -> Money:
        """What may be planned out of a source, or in all."""
        return Money.total(self._funds.values()) if source is None else self._funds.get(source, Money())

    def is_amount(self, index: _Index) -> bool:
        """Whether an amount may be typed here."""
        return index.row() < len(self.rows) and FIRST_SOURCE <= index.column() < TOTAL

    def rowCount(self, parent: _Index = _NOWHERE) -> int:
        """Categories and the rows below."""
        return 0 if parent.isValid() else len(self.rows) + len(Foot)

    def columnCount(self, parent: _Index = _NOWHERE) -> int:
        """Category, sources, total, used, basis."""
        return 0 if parent.isValid() else len(self._heads)

    def flags(self, index: _Index) -> Qt.ItemFlag:
        """Amounts and bases can be typed while the plan is open."""
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        usual = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        typed = self.is_amount(index) or (index.column() == BASIS and index.row() < len(self.rows))
        return usual | Qt.ItemFlag.ItemIsEditable if self.editable and typed else usual

    def data(self, index: _Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> Any:
        """A cell's text, type and colour."""
        if not index.isValid():
            return None
        place, column = index.row(), index.column()
        if role == int(Qt.ItemDataRole.TextAlignmentRole):
            return _aligned(right=FIRST_SOURCE <= column <= USED)
        if role == int(Qt.ItemDataRole.FontRole):
            return _bold() if place >= len(self.rows) or column == TOTAL else None
        value = self._value(place, column)
        if role == int(Qt.ItemDataRole.EditRole):
            return value
        if role == int(Qt.ItemDataRole.DisplayRole):
            return self._text(value, place)
        return self._ink(value, place, column) if role == int(Qt.ItemDataRole.ForegroundRole) else None

    def setData(self, index: _Index, value: Any, role: int = int(Qt.ItemDataRole.EditRole)) -> bool:
        """Take a typed amount or basis."""
        if role != int(Qt.ItemDataRole.EditRole) or index.row() >= len(self.rows):
            return False
        row = self.rows[index.row()]
        if self.is_amount(index):
            source = SOURCES[index.column() - FIRST_SOURCE]
            new = replace(row, amounts={**row.amounts, source: value or Money()})
        else:
            new = replace(row, basis=str(value).strip())
        if new != row:
            self.rows = (*self.rows[: index.row()], new, *self.rows[index.row() + 1 :])
            self.dataChanged.emit(self.index(0, 0), self.index(self.rowCount() - 1, BASIS))
            self.edited.emit()
        return True

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = int(Qt.ItemDataRole.DisplayRole)
    ) -> Any:
        """The columns' names."""
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == int(Qt.ItemDataRole.DisplayRole):
            return self._heads[section]
        right = FIRST_SOURCE <= section <= USED
        return _aligned(right=right) if role == int(Qt.ItemDataRole.TextAlignmentRole) else None

    def _value(self, place: int, column: int) -> object:
        if place >= len(self.rows):
            return self._foot(list(Foot)[place - len(self.rows)], column)
        row = self.rows[place]
        if column == CATEGORY:
            return f"{place + 1:02d}  {self._names.get(row.category, row.category)}"
        if column == TOTAL:
            return row.total
        if column == USED:
            return self._used.get(row.category, Money())
        return row.basis if column == BASIS else row.amounts.get(SOURCES[column - FIRST_SOURCE], Money())

    def _foot(self, foot: Foot, column: int) -> object:
        if column == CATEGORY:
            return self._feet[foot]
        if column == USED:
            return Money.total(self._used.values()) if foot is Foot.SUM else ""
        if column > TOTAL:
            return ""
        source = None if column == TOTAL else SOURCES[column - FIRST_SOURCE]
        planned, funds = self.sum_of(source), self.funds_of(source)
        return {Foot.SUM: planned, Foot.FUNDS: funds, Foot.REST: funds - planned}[foot]

    def _text(self, value: object, place: int) -> str:
        if isinstance(value, Money):
            return value.grouped if value or place >= len(self.rows) else ""
        return str(value)

    def _ink(self, value: object, place: int, column: int) -> object:
        if isinstance(value, Money) and value < Money():
            return theme.color("red")
        if place < len(self.rows) and FIRST_SOURCE <= column < TOTAL and self._before:
            row, source = self.rows[place], SOURCES[column - FIRST_SOURCE]
            changed = self._before.get((row.category, source), Money()) != value
            return theme.color("link") if changed else None
        return theme.color("muted") if column == USED else None


def _bold() -> QFont:
    font = QFont()
    font.setPixelSize(theme.px("body"))
    font.setWeight(QFont.Weight.DemiBold)
    return font


def _aligned(*, right: bool) -> int:
    side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
    return int(side | Qt.AlignmentFlag.AlignVCenter)
