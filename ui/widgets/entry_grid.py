"""The grid of an expense's lines, driven by the keyboard as clerks know it from 金蝶 and 用友."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QApplication, QHeaderView, QLineEdit, QWidget

from studio_ledger.model.money import Money
from ui.widgets.entry_editors import ENTER
from ui.widgets.entry_rows import FIELDS, Col, EntryRow
from ui.widgets.entry_table import OpenCellTable
from ui.widgets.mark import set_mark
from ui.widgets.money_edit import MoneyEdit

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from PySide6.QtGui import QKeyEvent

    from studio_ledger.model.funds import Source
    from studio_ledger.model.voucher import VoucherLine
    from ui.widgets.mark import Mark

ROW_HEIGHT = 30
HEADER_HEIGHT = 30
ROWS_SEEN = (3, 8)
"""Fewest and most rows shown without a scroll bar of its own."""


class EntryGrid(OpenCellTable):
    """Item, quantity, amount and source of each line.

    Signals:
        lines_changed(): a cell was written, a row came or went.
        left(): Esc was pressed while no editor was open.
    """

    lines_changed = Signal()
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("entryGrid")
        self.setAccessibleName(self.tr("报销明细"))
        self._to_claim: Money | None = None
        self._dress()
        self.rows_model.rows_changed.connect(self._rows_changed)
        self.delegate.key_pressed.connect(self._editor_key)
        self.delegate.copy_above.connect(self._copy_above)
        self._fit_height()

    def _dress(self) -> None:
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(True)
        self.setCornerButtonEnabled(False)
        self.verticalHeader().setDefaultSectionSize(ROW_HEIGHT)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setFixedWidth(30)
        self.verticalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignCenter)
        header = self.horizontalHeader()
        header.setFixedHeight(HEADER_HEIGHT)
        header.setHighlightSections(False)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header.setSectionResizeMode(Col.ITEM, QHeaderView.ResizeMode.Stretch)
        for column, width in ((Col.QUANTITY, 72), (Col.AMOUNT, 116), (Col.SOURCE, 112)):
            self.setColumnWidth(column, width)

    # ---- what is in it -------------------------------------------------------------------

    def lines(self) -> tuple[VoucherLine, ...]:
        """The lines of the voucher; empty rows are left out. An open editor counts as typed."""
        return tuple(row.line for row in self.typed_rows() if not row.empty)

    def typed_rows(self) -> tuple[EntryRow, ...]:
        """All rows as they stand, with what is in the open editor."""
        self.commit_open()
        return self.rows_model.rows()

    def set_lines(self, lines: Sequence[VoucherLine]) -> None:
        """Show these lines; what was there cannot be brought back by undo."""
        self.close_editor()
        self.rows_model.load(
            tuple(EntryRow(line.item, line.quantity, line.amount, line.source) for line in lines)
            or (self.rows_model.blank(),)
        )

    def set_sources(self, sources: Sequence[Source], default: Source) -> None:
        """Offer these sources; the column is shown only where there is a choice."""
        self.delegate.sources = tuple(sources) or (default,)
        self.rows_model.default_source = default
        self.setColumnHidden(Col.SOURCE, len(self.delegate.sources) < 2)
        if all(row.empty for row in self.rows_model.rows()):
            self.rows_model.load((self.rows_model.blank(),))

    def set_to_claim(self, total: Money | None) -> None:
        """Say what the invoices come to; `=` fills what the other lines leave of it."""
        self._to_claim = total

    def set_read_only(self, read_only: bool) -> None:  # a Qt property
        """Let nobody type."""
        self.close_editor()
        self.read_only = read_only

    def set_marks(self, marks: Mapping[tuple[int, Col], Mark]) -> None:
        """Mark these cells and no others, by row and column; what is typed in an open editor stays."""
        if marks == self.rows_model.marks:
            return
        self.rows_model.marks = marks
        editor = self.open_editor()
        if editor is not None:
            set_mark(editor, self.rows_model.mark_at(self.currentIndex()))
        self.viewport().update()

    def row_of_line(self, line: int) -> int:
        """Return the row of a voucher's line, both without empty rows; lines count from 1."""
        filled = [place for place, row in enumerate(self.rows_model.rows()) if not row.empty]
        return filled[line - 1] if 0 < line <= len(filled) else 0

    # ---- keys ----------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The same keys without an editor; Enter opens it, Esc leaves the grid."""
        event.ignore()
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
            event.accept()
            return
        self._grid_key(event)
        if event.isAccepted():
            return
        if event.text() and event.text().isprintable() and self.currentIndex().isValid() and not self.read_only:
            self.open_cell(self.currentIndex())
            if (editor := self.open_editor()) is not None:
                QApplication.sendEvent(editor, event)
            return
        super().keyPressEvent(event)

    def _editor_key(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and not event.modifiers():
            self.close_editor()
            self.setFocus(Qt.FocusReason.OtherFocusReason)
            event.accept()
            return
        self._grid_key(event)

    def _grid_key(self, event: QKeyEvent) -> None:
        modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        control = modifiers == Qt.KeyboardModifier.ControlModifier
        steps = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
        key = Qt.Key(event.key())
        if key in ENTER and modifiers in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier):
            self.previous_cell() if modifiers else self.next_cell()
        elif key in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
            self._tab(key == Qt.Key.Key_Tab)
        elif control and key in _ROW_KEYS:
            getattr(self, _ROW_KEYS[key])()
        elif control and key in steps:
            self._move_row(steps[key])
        elif key in steps and not modifiers and self._may_step():
            self._step(steps[key])
        elif event.text() in ("=", "＝") and self.currentIndex().column() == Col.AMOUNT and self._fill_rest():
            pass
        else:
            return
        event.accept()

    def _tab(self, forward: bool) -> None:
        """Tab walks the cells like Enter, and leaves the grid at its ends."""
        row, column = self.currentIndex().row(), self.currentIndex().column()
        last = row + 1 == self.rows_model.rowCount() and column == self.shown_columns()[-1]
        if (forward and last) or (not forward and row <= 0 and column <= 0):
            self.commit_open()
            self.close_editor()
            self.setFocus(Qt.FocusReason.OtherFocusReason)
            self.focusNextPrevChild(forward)
        elif forward:
            self.next_cell()
        else:
            self.previous_cell()

    def _may_step(self) -> bool:
        return self.currentIndex().column() != Col.SOURCE

    def _step(self, by: int) -> None:
        row = self.currentIndex().row() + by
        if 0 <= row < self.rows_model.rowCount():
            self.go_to(row, Col(self.currentIndex().column()))

    def insert_row(self) -> None:
        """Put an empty row in above this one."""
        self.commit_open()
        row = max(0, self.currentIndex().row())
        self.close_editor()
        self.rows_model.insert(row)
        self.go_to(row, Col.ITEM)

    def delete_row(self) -> None:
        """Take this row away; Ctrl+Z brings it back."""
        row = max(0, self.currentIndex().row())
        self.close_editor()
        self.rows_model.remove(row)
        self.go_to(min(row, self.rows_model.rowCount() - 1), Col.ITEM)

    def copy_row(self) -> None:
        """Put a copy of this row below it."""
        self.commit_open()
        row = max(0, self.currentIndex().row())
        self.close_editor()
        self.rows_model.insert(row + 1, self.rows_model.rows()[row])
        self.go_to(row + 1, Col.ITEM)

    def undo(self) -> None:
        """Take the last step back."""
        self.close_editor()
        self.rows_model.undo_stack.undo()

    def redo(self) -> None:
        """Do again what was taken back."""
        self.close_editor()
        self.rows_model.undo_stack.redo()

    def _move_row(self, by: int) -> None:
        self.commit_open()
        at, column = self.currentIndex().row(), Col(max(0, self.currentIndex().column()))
        self.close_editor()
        self.go_to(self.rows_model.move(at, by), column)

    def _fill_rest(self) -> bool:
        editor = self.open_editor()
        if self._to_claim is None or not isinstance(editor, MoneyEdit):
            return False
        if editor.text() and editor.selectedText() != editor.text():
            return False
        row = self.currentIndex().row()
        others = Money.total(r.amount or Money() for n, r in enumerate(self.rows_model.rows()) if n != row)
        editor.set_money(self._to_claim - others)
        self.commit_open()
        return True

    def _copy_above(self, editor: QLineEdit) -> None:
        row, field = self.currentIndex().row(), FIELDS[Col(self.currentIndex().column())]
        above = getattr(self.rows_model.rows()[row - 1], field) if row > 0 else None
        if isinstance(editor, MoneyEdit):
            editor.set_money(above)
        else:
            editor.setText("" if above is None else f"{above.normalize():f}" if isinstance(above, Decimal) else above)

    # ---- size ----------------------------------------------------------------------------

    def _rows_changed(self) -> None:
        self._fit_height()
        self.lines_changed.emit()

    def _fit_height(self) -> None:
        rows = max(ROWS_SEEN[0], min(ROWS_SEEN[1], self.rows_model.rowCount()))
        self.setFixedHeight(HEADER_HEIGHT + rows * ROW_HEIGHT + 2)



_ROW_KEYS = {
    Qt.Key.Key_I: "insert_row",
    Qt.Key.Key_Delete: "delete_row",
    Qt.Key.Key_D: "copy_row",
    Qt.Key.Key_Z: "undo",
    Qt.Key.Key_Y: "redo",
}
