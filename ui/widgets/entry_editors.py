"""The editors of the grid's cells, and the keys that work inside them."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QAbstractItemModel, QEvent, QObject, QRect, Qt, Signal
from PySide6.QtGui import QInputMethodEvent, QKeyEvent, QPainter
from PySide6.QtWidgets import QLineEdit, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from studio_ledger.model.funds import SOURCE_NAMES, Source
from ui import theme
from ui.widgets.combo import Combo
from ui.widgets.entry_rows import Col, Index, RowsModel
from ui.widgets.mark import set_mark
from ui.widgets.money_edit import MoneyEdit
from ui.widgets.number_edit import NumberEdit

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

EDGE = 4
"""Width of the edge of a marked cell, as of a marked field."""
ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
COPY_ABOVE = frozenset({"..", "。。", "．．", ".。", "。."})
"""Two full stops as typed in any mode of the input method: take the cell above."""


class LineDelegate(QStyledItemDelegate):
    """Makes and reads the editors; hands the grid's own keys on before Qt takes them.

    Signals:
        key_pressed(QKeyEvent): a key inside an editor; whoever takes it accepts the event.
        copy_above(QLineEdit): two full stops were typed.
    """

    key_pressed = Signal(object)
    copy_above = Signal(object)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.sources: tuple[Source, ...] = tuple(Source)
        self.editor: QWidget | None = None
        self._preedit = ""
        self._commit_text: Callable[[], None] | None = None

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:  # noqa: ARG002
        """Open the editor that fits the column."""
        column = Col(index.column())
        editor = self._make(column, parent, _model(index).rows()[index.row()].source)
        editor.setObjectName(f"cell{column.name.title()}")
        editor.setAccessibleName(str(index.model().headerData(index.column(), Qt.Orientation.Horizontal)))
        editor.setProperty("cell", True)
        set_mark(editor, _model(index).mark_at(index))
        self.editor, self._preedit = editor, ""
        return editor

    def _make(self, column: Col, parent: QWidget, standing: Source) -> QWidget:
        if column is Col.SOURCE:
            # A line may stand on money that the year shown does not offer any more: opening it must not move it.
            return source_box(parent, dict.fromkeys((*self.sources, standing)))
        makers: Mapping[Col, Callable[[QWidget], QLineEdit]] = {Col.QUANTITY: NumberEdit, Col.AMOUNT: MoneyEdit}
        editor = makers.get(column, QLineEdit)(parent)
        editor.setFrame(False)
        editor.textChanged.connect(lambda text: self._typed(editor, text))
        return editor

    def _typed(self, editor: QLineEdit, text: str) -> None:
        if text in COPY_ABOVE:
            self.copy_above.emit(editor)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw the cell, and the edge of its mark."""
        super().paint(painter, option, index)
        mark = _model(index).mark_at(index)
        if mark is not None:
            cell: QRect = option.rect  # type: ignore[attr-defined]
            edge = QRect(cell.left(), cell.top(), EDGE, cell.height())
            painter.fillRect(edge, theme.color("error_rule" if mark.block else "warn_rule"))

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        """Show the cell's value; an editor already open on the same value is left alone."""
        row = _model(index).rows()[index.row()]
        if isinstance(editor, Combo):
            editor.set_value(row.source.value)
        elif isinstance(editor, NumberEdit):
            if editor.number() != row.quantity or not editor.text():
                editor.set_number(row.quantity)
        elif isinstance(editor, MoneyEdit):
            if editor.money() != row.amount:
                editor.set_money(row.amount)
        elif isinstance(editor, QLineEdit) and editor.text() != row.item:
            editor.setText(row.item)

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        """Write the cell where what was typed can be read."""
        if isinstance(editor, Combo):
            model.setData(index, Source(str(editor.value())))
        elif isinstance(editor, NumberEdit):
            model.setData(index, editor.number())
        elif isinstance(editor, MoneyEdit):
            model.setData(index, editor.money())
        elif isinstance(editor, QLineEdit):
            model.setData(index, editor.text().strip())

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: Index) -> None:  # noqa: ARG002
        """Fill the cell to its lines."""
        editor.setGeometry(option.rect)  # type: ignore[attr-defined]

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Give the grid its keys; while the input method composes, no shortcut fires."""
        if isinstance(event, QInputMethodEvent):
            self._preedit = event.preeditString()
        if event.type() == QEvent.Type.ShortcutOverride and self._preedit:
            event.accept()
            return True
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if self._preedit:
                return True
            event.ignore()
            self.key_pressed.emit(event)
            if event.isAccepted():
                return True
        return super().eventFilter(watched, event)


def source_box(parent: QWidget | None, sources: Iterable[Source]) -> Combo:
    """Return a box with these sources by their Chinese names."""
    box = Combo(parent=parent)
    box.set_choices((source.value, SOURCE_NAMES[source]) for source in sources)
    return box


def _model(index: Index) -> RowsModel:
    return cast("RowsModel", index.model())
