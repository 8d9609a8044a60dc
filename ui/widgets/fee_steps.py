"""Keys on a list of fees: Esc gives up a cell's edit, Ctrl+Z and Ctrl+Y go through the steps, Ctrl+V takes a block."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence

from ui.widgets.fee_paste import Pasted, pasted

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from ui.widgets.fee_cells import FeeCells
    from ui.widgets.fee_grid import FeeGrid
    from ui.widgets.fee_row import FeeRow

Rows = tuple["FeeCells", ...]


class FeeSteps(QObject):
    """One step is a cell's edit, a row that came or went, or a block that was pasted."""

    def __init__(self, grid: FeeGrid) -> None:
        super().__init__(grid)
        self._grid = grid
        self._done: list[Rows] = [()]
        self._undone: list[Rows] = []

    def forget(self) -> None:
        """Begin anew with what stands there."""
        self._done, self._undone = [self._rows()], []

    def watch(self, row: FeeRow) -> None:
        """Look at the keys in the cells of this row."""
        for widget in row.inputs().values():
            widget.installEventFilter(self)

    def settle(self) -> None:
        """Whatever was typed since the last step is a step of its own."""
        now = self._rows()
        if now != self._done[-1]:
            self._done.append(now)
            self._undone.clear()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take Esc, undo, redo and the paste of a block; leave the rest to the cell."""
        if event.type() == QEvent.Type.FocusIn:
            self.settle()
        elif event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and self._ours(event):
            event.accept()
            return True
        elif event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._key(watched, event)
        return super().eventFilter(watched, event)

    def _ours(self, event: QKeyEvent) -> bool:
        given_up = event.key() == Qt.Key.Key_Escape and self._rows() != self._done[-1]
        return given_up or event.matches(QKeySequence.StandardKey.Undo) or event.matches(QKeySequence.StandardKey.Redo)

    def _key(self, watched: QObject, event: QKeyEvent) -> bool:
        if event.key() == Qt.Key.Key_Escape and not event.modifiers():
            return self._give_up()
        if event.matches(QKeySequence.StandardKey.Undo):
            self._undo()
            return True
        if event.matches(QKeySequence.StandardKey.Redo):
            self._redo()
            return True
        if event.matches(QKeySequence.StandardKey.Paste):
            return self._paste(watched)
        return False

    def _give_up(self) -> bool:
        if self._rows() == self._done[-1] or self._grid.choosing():
            return False
        self._show(self._done[-1])
        return True

    def _undo(self) -> None:
        self.settle()
        if len(self._done) > 1:
            self._undone.append(self._done.pop())
            self._show(self._done[-1])

    def _redo(self) -> None:
        if self._undone:
            self._done.append(self._undone.pop())
            self._show(self._done[-1])

    def _paste(self, watched: QObject) -> bool:
        place = self._place(watched)
        if place is None:
            return False
        number, field = place
        fields = [name for name, widget in self._grid.rows[number].inputs().items() if widget.isVisibleTo(self._grid)]
        block: Pasted | None = pasted(QGuiApplication.clipboard().text(), fields, field)
        if block is None:
            return False
        self.settle()
        self._grid.take_block(number, block.rows)
        self.settle()
        return True

    def _show(self, rows: Rows) -> None:
        focus = self._grid.focusWidget()
        place = self._place(focus)
        self._grid.show_cells(rows)
        if place is not None and self._grid.rows:
            row = self._grid.rows[min(place[0], len(self._grid.rows) - 1)]
            row.inputs()[place[1]].setFocus(Qt.FocusReason.TabFocusReason)

    def _place(self, widget: QObject | QWidget | None) -> tuple[int, str] | None:
        for number, row in enumerate(self._grid.rows):
            for field, one in row.inputs().items():
                if one is widget:
                    return number, field
        return None

    def _rows(self) -> Rows:
        return tuple(row.cells() for row in self._grid.rows)
