"""A table of rows being typed whose cell under the cursor is always open.

An input method commits Chinese punctuation directly: typed on a closed cell, the first character would be lost.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, Qt, QTimer, Signal
from PySide6.QtWidgets import QAbstractItemView, QApplication, QLineEdit, QTableView, QWidget

from ui.widgets.entry_editors import LineDelegate
from ui.widgets.entry_rows import FIELDS, Col, Index, RowsModel

if TYPE_CHECKING:
    from PySide6.QtGui import QFocusEvent, QHideEvent, QInputMethodEvent, QMouseEvent


class OpenCellTable(QTableView):
    """Opens the editor of whichever cell is reached.

    Signals:
        cell_entered(str): the cursor is in this field (item, quantity, amount, source).
        typed(): a key changed the text of an open editor.
    """

    cell_entered = Signal(str)
    typed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows_model = RowsModel()
        self.delegate = LineDelegate(self)
        self.read_only = False
        self.setModel(self.rows_model)
        self.setItemDelegate(self.delegate)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)

    def go_to(self, row: int, column: Col) -> None:
        """Put the cursor into a cell and open its editor."""
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        index = self.rows_model.index(row, column)
        if index != self.currentIndex():
            self.setCurrentIndex(index)
        self.open_cell(index)

    def next_cell(self) -> None:
        """Go right, then down; after the last cell a row is made."""
        row, columns = self.currentIndex().row(), self.shown_columns()
        place = columns.index(Col(max(0, self.currentIndex().column())))
        if place + 1 < len(columns):
            self.go_to(row, columns[place + 1])
            return
        if row + 1 == self.rows_model.rowCount():
            self.rows_model.insert(row + 1)
        self.go_to(row + 1, columns[0])

    def previous_cell(self) -> None:
        """Go left, then up."""
        row, columns = self.currentIndex().row(), self.shown_columns()
        place = columns.index(Col(max(0, self.currentIndex().column())))
        if place:
            self.go_to(row, columns[place - 1])
        elif row:
            self.go_to(row - 1, columns[-1])

    def shown_columns(self) -> list[Col]:
        """Return the columns that are shown."""
        return [column for column in Col if not self.isColumnHidden(column)]

    def currentChanged(self, current: Index, previous: Index) -> None:  # noqa: N802
        """Write the cell that is left; open the one that is reached."""
        super().currentChanged(current, previous)
        if current.isValid() and (self.hasFocus() or self._editor_has_focus()):
            QTimer.singleShot(0, self, lambda: self.open_cell(self.currentIndex()))

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Coming from another field, go on where the cursor was."""
        super().focusInEvent(event)
        if event.reason() in (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason):
            current = self.currentIndex()
            self.go_to(max(0, current.row()), Col(current.column()) if current.isValid() else Col.ITEM)

    def open_cell(self, index: QModelIndex) -> None:
        """Open the editor of a cell."""
        if self.read_only or not index.isValid():
            return
        if self.delegate.editor is None or self.indexWidget(index) is not self.delegate.editor:
            self.edit(index)
        editor = self.open_editor()
        if isinstance(editor, QLineEdit):
            editor.selectAll()
            editor.textEdited.connect(self.typed, Qt.ConnectionType.UniqueConnection)
        self.cell_entered.emit(FIELDS[Col(index.column())])

    def open_editor(self) -> QWidget | None:
        """The editor while one is open."""
        editor = self.delegate.editor
        try:
            return editor if editor is not None and editor.isVisible() else None
        except RuntimeError:  # Qt has deleted it
            self.delegate.editor = None
            return None

    def _editor_has_focus(self) -> bool:
        editor, focused = self.open_editor(), QApplication.focusWidget()
        return editor is not None and focused is not None and (editor is focused or editor.isAncestorOf(focused))

    def commit_open(self) -> None:
        """Write what stands in the open editor."""
        editor = self.open_editor()
        if editor is not None:
            self.commitData(editor)

    def close_editor(self) -> None:
        """Close the open editor without writing it."""
        editor = self.open_editor()
        if editor is not None:
            self.closeEditor(editor, LineDelegate.EndEditHint.NoHint)
        self.delegate.editor = None

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        """Open the editor first, then let it have the text: nothing that was committed is lost."""
        if self.read_only or not self.currentIndex().isValid():
            return
        if self.open_editor() is None:
            self.open_cell(self.currentIndex())
        if (editor := self.open_editor()) is not None:
            QApplication.sendEvent(editor, event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click on a cell opens it."""
        super().mousePressEvent(event)
        QTimer.singleShot(0, self, lambda: self.open_cell(self.currentIndex()))

    def hideEvent(self, event: QHideEvent) -> None:
        """Write what was typed before the table goes out of sight."""
        self.commit_open()
        self.close_editor()
        super().hideEvent(event)
