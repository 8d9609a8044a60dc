"""How Enter walks through the form: head, particulars, lines; Shift+Enter goes back, Esc leaves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent

from ui.widgets.entry_rows import Col

if TYPE_CHECKING:
    from ui.pages.entry.form import EntryForm


class FormKeys(QObject):
    """Watches the fields of a form.

    Signals:
        left(): Esc where there was nothing else to close.
    """

    left = Signal()

    def __init__(self, form: EntryForm) -> None:
        super().__init__(form)
        self._form = form
        payee = form.payee
        self._chain = (form.date, form.category, form.payment, payee.name_edit, payee.kind_box, form.purpose)
        self._particulars = form.details.inputs()
        for widget in (*self._chain, *self._particulars):
            widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter goes to the next field, Shift+Enter to the one before."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if watched in self._particulars and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                return self._next_particular(watched)
            if watched not in self._chain:
                return super().eventFilter(watched, event)
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                return self._enter(watched, event)
            if event.key() == Qt.Key.Key_Escape and not event.modifiers():
                return self._escape(watched)
        return super().eventFilter(watched, event)

    def _enter(self, watched: QObject, event: QKeyEvent) -> bool:
        shift = event.modifiers() == Qt.KeyboardModifier.ShiftModifier
        if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier and not shift:
            return False
        if watched in (self._form.category, self._form.payee.name_edit) and not shift:
            watched.take()
        if watched is self._form.date:
            self._form.date.settle()
        place = self._chain.index(watched) + (-1 if shift else 1)
        if place >= len(self._chain):
            self._after_head()
        elif place >= 0:
            self._chain[place].setFocus(Qt.FocusReason.TabFocusReason)
        return True

    def _next_particular(self, watched: QObject) -> bool:
        shown = [widget for widget in self._particulars if widget.isVisible()]
        place = shown.index(watched) + 1 if watched in shown else len(shown)
        if place < len(shown):
            shown[place].setFocus(Qt.FocusReason.TabFocusReason)
        else:
            self._form.grid.go_to(0, Col.ITEM)
        return True

    def _after_head(self) -> None:
        if self._form.fees.focus_first():
            return
        shown = [section for section in self._form.details.sections.values() if section.isVisible()]
        if shown and not shown[0].values():
            next(iter(shown[0].inputs.values())).setFocus(Qt.FocusReason.TabFocusReason)
        else:
            self._form.grid.go_to(0, Col.ITEM)

    def _escape(self, watched: QObject) -> bool:
        if watched in (self._form.category, self._form.payee.name_edit) and watched.popup() is not None:
            return False
        self.left.emit()
        return True
