"""The documents that wait for a signature, each with a tick; what carries a warning is never ticked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal

from studio_ledger.model.clock import SHANGHAI
from studio_ledger.model.money import Money
from ui import theme

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QColor
    from PySide6.QtWidgets import QWidget

    from studio_ledger.queries.rows import SignRow

_Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
TICK, KIND, DATE, TITLE, AMOUNT = range(5)
"""The columns."""
MARK = int(Qt.ItemDataRole.UserRole) + 1
"""What the tick column shows: ticked, plain or warned."""


class SignModel(QAbstractTableModel):
    """Rows with a tick each.

    Signals:
        ticks_changed(): another set of rows is ticked.
    """

    ticks_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows: tuple[SignRow, ...] = ()
        self._ticked: set[tuple[str, str]] = set()
        self._known: set[tuple[str, str]] = set()
        self._heads = (self.tr("签"), self.tr("类型"), self.tr("日期"), self.tr("摘要"), self.tr("金额"))
        self._readers: dict[int, Callable[[SignRow, int], object]] = {
            int(Qt.ItemDataRole.DisplayRole): self._text,
            int(Qt.ItemDataRole.TextAlignmentRole): lambda _, column: _aligned(right=column == AMOUNT),
            int(Qt.ItemDataRole.ForegroundRole): self._ink,
            int(Qt.ItemDataRole.ToolTipRole): self._hint,
            int(Qt.ItemDataRole.AccessibleTextRole): self._spoken,
            MARK: self._mark,
        }
        self._kinds = {
            "voucher": self.tr("凭证"), "grant": self.tr("到账"), "budget": self.tr("预算"), "close": self.tr("年结"),
            "paper": self.tr("标准"), "request": self.tr("申请"), "advance": self.tr("借款"),
            "request_rules": self.tr("办法"), "opening": self.tr("期初"),
        }  # fmt: skip

    def set_rows(self, rows: tuple[SignRow, ...]) -> None:
        """Show other rows; a row seen for the first time (or changed since) is ticked unless it carries a warning."""
        self.beginResetModel()
        self.rows = rows
        keys = {_key(row) for row in rows}
        fresh = {_key(row) for row in rows if not is_warned(row)} - self._known
        self._ticked = (self._ticked & keys) | fresh
        self._known = keys
        self.endResetModel()
        self.ticks_changed.emit()

    def ticked(self) -> tuple[SignRow, ...]:
        """The ticked rows in their order."""
        return tuple(row for row in self.rows if _key(row) in self._ticked)

    def toggle(self, place: int) -> bool:
        """Tick or untick a row; False where it carries a warning and must be signed by itself."""
        row = self.rows[place]
        if is_warned(row):
            return False
        self._ticked ^= {_key(row)}
        self.dataChanged.emit(self.index(place, TICK), self.index(place, TICK))
        self.ticks_changed.emit()
        return True

    def rowCount(self, parent: _Index = _NOWHERE) -> int:
        """How many documents wait."""
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: _Index = _NOWHERE) -> int:
        """Tick, kind, day, title, amount."""
        return 0 if parent.isValid() else len(self._heads)

    def data(self, index: _Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> Any:
        """A cell's text, colour or mark."""
        if not index.isValid() or index.row() >= len(self.rows):
            return None
        reader = self._readers.get(role)
        return reader(self.rows[index.row()], index.column()) if reader else None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = int(Qt.ItemDataRole.DisplayRole)
    ) -> Any:
        """The columns' names."""
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == int(Qt.ItemDataRole.DisplayRole):
            return self._heads[section]
        return _aligned(right=section == AMOUNT) if role == int(Qt.ItemDataRole.TextAlignmentRole) else None

    def _text(self, row: SignRow, column: int) -> str:
        texts = {
            KIND: self._kinds.get(row.kind, row.kind),
            DATE: f"{row.date:%m-%d}",
            TITLE: row.title,
            AMOUNT: row.amount.grouped if row.amount else "",
        }
        return texts.get(column, "")

    def _ink(self, row: SignRow, column: int) -> QColor | None:
        return theme.color("red") if column == AMOUNT and row.amount < Money() else None

    def _hint(self, row: SignRow, _: int) -> str:
        since = f"{row.waiting_since.astimezone(SHANGHAI):%Y-%m-%d %H:%M}"
        return self.tr("{0}（等待自 {1}）").format(row.title, since)

    def _mark(self, row: SignRow, column: int) -> str | None:
        if column != TICK:
            return None
        return "warned" if is_warned(row) else ("ticked" if _key(row) in self._ticked else "plain")

    def _spoken(self, row: SignRow, column: int) -> str:
        if column != TICK:
            return f"{self._heads[column]}: {self._text(row, column)}"
        if is_warned(row):
            return self.tr("有提示，需打开逐张签")
        return self.tr("已勾选") if _key(row) in self._ticked else self.tr("未勾选")


def is_warned(row: SignRow) -> bool:
    """Whether a check complains of the document, so that it must be opened and signed by itself."""
    return row.verdict not in {"pass", ""}


def _key(row: SignRow) -> tuple[str, str]:
    """A document in one wording: an edit makes it another one."""
    return row.id, row.content_hash


def _aligned(*, right: bool) -> int:
    side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
    return int(side | Qt.AlignmentFlag.AlignVCenter)
