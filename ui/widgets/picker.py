"""A line in which one of many things is picked by number, by the initials of its name or by a fragment.

The list below is a child of the window, not a window of its own: it takes no focus, so the
input method stays where it is and its half-typed letters (``j k f``) can already filter.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtWidgets import (
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from ui import theme
from ui.widgets.initials import initials_place

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QFocusEvent, QHideEvent, QInputMethodEvent, QKeyEvent, QMouseEvent, QPainter

ROW_HEIGHT = 30
ROWS_SHOWN = 11
_NOTE = Qt.ItemDataRole.UserRole + 1
_WARN = Qt.ItemDataRole.UserRole + 2
_KEY = Qt.ItemDataRole.UserRole


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing to pick: its key, number and name, and a note at the right (what is left of its budget …)."""

    key: str
    name: str
    number: str = ""
    note: str = ""
    warn: bool = False

    @property
    def text(self) -> str:
        """Number and name, as shown once picked."""
        return f"{self.number} {self.name}".strip()


def rank(query: str, choice: Choice) -> int | None:
    """Return how well a query fits (0 is best), or None where it does not."""
    plain = query.replace("'", "").replace(" ", "").lower()
    if not plain:
        return 0
    if choice.number and (choice.number.startswith(plain) or choice.number.lstrip("0") == plain):
        return 1
    if plain in choice.text.replace(" ", "").lower():
        return 2
    if plain.isascii() and (place := initials_place(plain, choice.name)) >= 0:
        return 3 + place
    return None


class _ChoiceDelegate(QStyledItemDelegate):
    """Paints the name at the left and the note, quieter, at the right."""

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Draw ground, name and note."""
        state, rect = option.state, option.rect  # type: ignore[attr-defined]
        selected = bool(state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.fillRect(rect, theme.color("primary" if selected else "surface"))
        inner = rect.adjusted(10, 0, -10, 0)
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.setPen(theme.color("on_primary" if selected else "text"))
        painter.drawText(inner, Qt.AlignmentFlag.AlignLeft | middle, str(index.data()))
        if not selected:
            painter.setPen(theme.color("error_text" if index.data(_WARN) else "text2"))
        painter.drawText(inner, Qt.AlignmentFlag.AlignRight | middle, str(index.data(_NOTE) or ""))
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """A row as high as in tables."""
        return QSize(super().sizeHint(option, index).width(), ROW_HEIGHT)


class PickerEdit(QLineEdit):
    """Picks one `Choice`; with `free` any other text stands too.

    Signals:
        picked(str): the key of the choice, or an empty text where none stands any more.
        entered(): Enter was pressed and the choice stands; go on to the next field.
    """

    picked = Signal(str)
    entered = Signal()

    def __init__(self, parent: QWidget | None = None, *, free: bool = False) -> None:
        super().__init__(parent)
        self._free = free
        self._choices: tuple[Choice, ...] = ()
        self._key = ""
        self._preedit = ""
        self._list: QListWidget | None = None
        self.textEdited.connect(self._filter_typed)

    def set_choices(self, choices: Sequence[Choice]) -> None:
        """Offer these; what is picked stays picked, with its new note."""
        self._choices = tuple(choices)
        if self._list is not None and self._list.isVisible():
            self._fill(self.text())

    def key(self) -> str:
        """The key of what is picked, or empty."""
        return self._key

    def set_key(self, key: str) -> None:
        """Pick by key without telling anyone."""
        self._key = key
        found = self._choice(key)
        self.setText(found.text if found else key if self._free else "")
        self.setCursorPosition(0)

    def popup(self) -> QListWidget | None:
        """The list while it is open."""
        return self._list if self._list is not None and self._list.isVisible() else None

    def show_all(self) -> None:
        """Open the list with everything in it."""
        self._fill("")

    def _choice(self, key: str) -> Choice | None:
        return next((choice for choice in self._choices if choice.key == key), None)

    def _filter_typed(self, text: str) -> None:
        self._fill(text)
        if self._free:
            self._key = text
            self.picked.emit(text)

    def _fill(self, query: str) -> None:
        ranked = [(place, order) for order, c in enumerate(self._choices) if (place := rank(query, c)) is not None]
        found = [self._choices[order] for _, order in sorted(ranked)]
        if not found:
            self._close()
            return
        popup = self._popup_list()
        popup.clear()
        for choice in found:
            item = QListWidgetItem(choice.text)
            item.setData(_KEY, choice.key)
            item.setData(_NOTE, choice.note)
            item.setData(_WARN, choice.warn)
            popup.addItem(item)
        keys = [choice.key for choice in found]
        popup.setCurrentRow(keys.index(self._key) if self._key in keys and not query else -1 if self._free else 0)
        self._place(popup, len(found))

    def _popup_list(self) -> QListWidget:
        window = self.window()
        if self._list is None or self._list.parentWidget() is not window:
            self._list = QListWidget(window)
            self._list.setObjectName("pickerList")
            self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            self._list.setItemDelegate(_ChoiceDelegate(self._list))
            self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
            self._list.itemClicked.connect(self._pick_item)
            self._list.setAccessibleName(self.accessibleName())
        return self._list

    def _place(self, popup: QListWidget, count: int) -> None:
        window = self.window()
        height = min(count, ROWS_SHOWN) * ROW_HEIGHT + 4
        width = max(self.width(), 330)
        below = self.mapTo(window, QPoint(0, self.height() + 2))
        top = below.y()
        if top + height > window.height():
            above = below.y() - self.height() - 4 - height
            top = above if above >= 0 else max(0, window.height() - height)
        left = max(0, min(below.x(), window.width() - width - 4))
        popup.setGeometry(QRect(left, top, width, height))
        popup.show()
        popup.raise_()

    def _close(self) -> None:
        if self._list is not None:
            self._list.hide()

    def _pick_item(self, item: QListWidgetItem) -> None:
        self.pick(str(item.data(_KEY)))

    def pick(self, key: str) -> None:
        """Pick by key, as a person does."""
        changed = key != self._key
        self.set_key(key)
        self._close()
        if changed or self._free:
            self.picked.emit(key)

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        """Filter by the letters that are still being composed."""
        super().inputMethodEvent(event)
        self._preedit = event.preeditString()
        if self._preedit:
            self._fill(self.text() + self._preedit if self._free else self._preedit)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move in the list; Enter takes its row, F7, F2 and Alt+Down open it."""
        key = event.key()
        if key in (Qt.Key.Key_F7, Qt.Key.Key_F2) or (
            key == Qt.Key.Key_Down and event.modifiers() & Qt.KeyboardModifier.AltModifier
        ):
            self.show_all()
        elif key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self._step(1 if key == Qt.Key.Key_Down else -1)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers() & ~_KEYPAD:
            self.take()
            self.entered.emit()
        elif key == Qt.Key.Key_Escape and self.popup() is not None:
            self._close()
        else:
            super().keyPressEvent(event)

    def _step(self, by: int) -> None:
        popup = self.popup()
        if popup is None:
            self.show_all()
            return
        popup.setCurrentRow(max(0, min(popup.count() - 1, popup.currentRow() + by)))

    def take(self) -> None:
        """Pick the row of the list that is current, and close the list."""
        popup = self.popup()
        if popup is not None and popup.currentItem() is not None:
            self._pick_item(popup.currentItem())
        self._close()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Select what stands, so that typing replaces it."""
        super().focusInEvent(event)
        if event.reason() != Qt.FocusReason.MouseFocusReason:
            self.selectAll()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click opens the list."""
        super().mousePressEvent(event)
        if self.popup() is None and not self.isReadOnly():
            self.show_all()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Take what plainly is meant; put back what cannot be."""
        super().focusOutEvent(event)
        if not self._free and not self.isReadOnly():
            self._settle()
        self._close()

    def _settle(self) -> None:
        popup = self.popup()
        standing = self._choice(self._key)
        if not self.text().strip():
            if self._key:
                self.pick("")
        elif standing is None or self.text() != standing.text:
            typed = popup.currentItem() if popup is not None else None
            self.pick(str(typed.data(_KEY)) if typed is not None else self._key)

    def hideEvent(self, event: QHideEvent) -> None:
        """Take the list away with the field."""
        self._close()
        super().hideEvent(event)


_KEYPAD = Qt.KeyboardModifier.KeypadModifier
