"""The list of what waits for a signature: J and K move, Space ticks, Enter signs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QStyledItemDelegate, QTableView

from ui import theme
from ui.pages.signing_model import AMOUNT, DATE, KIND, MARK, TICK, TITLE, SignModel

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent, QResizeEvent, QShowEvent
    from PySide6.QtWidgets import QStyleOptionViewItem, QWidget

    from studio_ledger.queries.rows import SignRow

_Index = QModelIndex | QPersistentModelIndex


class SignList(QTableView):
    """The table: J and K or the arrows move, Space ticks, Enter signs the current row.

    Signals:
        current_changed(object): this SignRow (or None) is looked at now.
        sign_asked(): Enter was pressed.
        tick_refused(object): this row carries a warning and cannot be ticked.
        end_seen(): the last row came into sight.
    """

    current_changed = Signal(object)
    sign_asked = Signal()
    tick_refused = Signal(object)
    end_seen = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("signList")
        self.setAccessibleName(self.tr("待签清单"))
        self.sign_model = SignModel(self)
        self.seen_to_end = False
        self.setModel(self.sign_model)
        self.setItemDelegateForColumn(TICK, _TickDelegate(self))
        self._dress()
        self.selectionModel().currentRowChanged.connect(lambda index: self.current_changed.emit(self._row(index.row())))
        self.verticalScrollBar().valueChanged.connect(self._look_for_end)
        self.clicked.connect(self._clicked)

    def set_rows(self, rows: tuple[SignRow, ...]) -> None:
        """Show other rows, keeping the place."""
        kept = self.current_row()
        place = self.currentIndex().row()
        if {row.id for row in rows} - {row.id for row in self.sign_model.rows}:
            self.seen_to_end = False
        self.sign_model.set_rows(rows)
        found = next((at for at, row in enumerate(rows) if kept and row.id == kept.id), None)
        place = found if found is not None else min(max(place, 0), len(rows) - 1)
        if rows:
            self.setCurrentIndex(self.sign_model.index(place, TITLE))
        else:
            self.current_changed.emit(None)
        self._look_for_end()

    def current_row(self) -> SignRow | None:
        """The row that is looked at."""
        return self._row(self.currentIndex().row())

    def move(self, step: int) -> None:  # type: ignore[override]
        """Look at the row so many places further."""
        place = min(max(self.currentIndex().row() + step, 0), len(self.sign_model.rows) - 1)
        if place >= 0:
            self.setCurrentIndex(self.sign_model.index(place, TITLE))

    def toggle_current(self) -> None:
        """Tick or untick the current row."""
        self._toggle(self.currentIndex().row())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """J, K, Space and Enter."""
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        actions = {
            Qt.Key.Key_J: lambda: self.move(1),
            Qt.Key.Key_K: lambda: self.move(-1),
            Qt.Key.Key_Space: self.toggle_current,
            Qt.Key.Key_Return: self.sign_asked.emit,
            Qt.Key.Key_Enter: self.sign_asked.emit,
        }
        action = actions.get(Qt.Key(event.key())) if plain else None
        if action is None:
            super().keyPressEvent(event)
        else:
            action()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A higher list may show its end."""
        super().resizeEvent(event)
        self._look_for_end()

    def showEvent(self, event: QShowEvent) -> None:
        """A short list shows its end at once."""
        super().showEvent(event)
        self._look_for_end()

    def _row(self, place: int) -> SignRow | None:
        rows = self.sign_model.rows
        return rows[place] if 0 <= place < len(rows) else None

    def _clicked(self, index: QModelIndex) -> None:
        if index.column() == TICK:
            self._toggle(index.row())

    def _toggle(self, place: int) -> None:
        row = self._row(place)
        if row is not None and not self.sign_model.toggle(place):
            self.tick_refused.emit(row)

    def _look_for_end(self) -> None:
        bar = self.verticalScrollBar()
        if not self.seen_to_end and self.isVisible() and self.sign_model.rows and bar.value() >= bar.maximum():
            self.seen_to_end = True
            self.end_seen.emit()

    def _dress(self) -> None:
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setShowGrid(False)
        self.setAlternatingRowColors(True)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(36)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setMinimumSectionSize(30)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        base = theme.px("body")
        for column, width in ((TICK, 34), (KIND, 50), (DATE, 56), (AMOUNT, 92)):
            header.resizeSection(column, width * base // theme.BASE_PX)
        header.setSectionResizeMode(TITLE, QHeaderView.ResizeMode.Stretch)


class _TickDelegate(QStyledItemDelegate):
    """Draws the tick as an icon: a box, a ticked box, or a warning."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """Draw the ground, then the mark."""
        super().paint(painter, option, index)
        mark = index.data(MARK)
        box = QRect(0, 0, 16, 16)
        box.moveCenter(option.rect.center())  # type: ignore[attr-defined]
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if mark == "warned":
            painter.drawPixmap(box, theme.pixmap("alert-triangle", "warn_rule", 16, 2))
        else:
            painter.setPen(theme.color("primary" if mark == "ticked" else "input_border"))
            painter.setBrush(theme.color("primary" if mark == "ticked" else "surface"))
            painter.drawRoundedRect(box, 3, 3)
        if mark == "ticked":
            painter.drawPixmap(box.adjusted(1, 1, -1, -1), theme.pixmap("check", "on_primary", 14, 2))
        painter.restore()
