"""A field for an amount in yuan."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal

from studio_ledger.errors import InexactMoneyError
from ui import theme
from ui.widgets.arithmetic import ALLOWED, evaluate, plain
from ui.widgets.plain_edit import PlainEdit

if TYPE_CHECKING:
    from PySide6.QtGui import QFocusEvent, QKeyEvent
    from PySide6.QtWidgets import QWidget

    from studio_ledger.model.money import Money


class MoneyEdit(PlainEdit):
    """Accepts yuan with up to two decimals, or a sum such as ``8*45``; negative is red.

    Shows ``1,234.50`` at rest and plain figures while typing. A text that is no amount is marked
    and kept: nothing that was typed is lost.

    Signals:
        money_changed(object): the text now reads as this Money, or as None.
    """

    money_changed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(plain, ALLOWED, parent)
        self._money: Money | None = None
        self._showing = False
        self.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.textChanged.connect(self._read)

    def money(self) -> Money | None:
        """Return the amount; None where the field is empty or its text is no amount."""
        return self._money

    def set_money(self, amount: Money | None) -> None:
        """Show an amount, or nothing."""
        changed = amount != self._money
        self._money = amount
        self._show()
        self._mark()
        if changed:
            self.money_changed.emit(amount)

    def is_readable(self) -> bool:
        """Whether the text is an amount or empty."""
        return self._money is not None or not self.text()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Work out a sum on Enter or ``=`` before anybody else sees the key."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Equal}:
            self.settle()
            if event.key() == Qt.Key.Key_Equal:
                return
        super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show plain figures, all selected, so that typing replaces them."""
        super().focusInEvent(event)
        if self._money is not None:
            self._set_silently(str(self._money))
        if event.reason() != Qt.FocusReason.MouseFocusReason:
            self.selectAll()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Work out a sum and show it grouped."""
        self.settle()
        super().focusOutEvent(event)

    def settle(self) -> None:
        """Replace a sum by its amount."""
        if self._money is not None:
            self._show()

    def _read(self, text: str) -> None:
        if self._showing:
            return
        try:
            amount = evaluate(text)
        except InexactMoneyError:
            amount = None
        changed = amount != self._money
        self._money = amount
        self._mark()
        if changed:
            self.money_changed.emit(amount)

    def _show(self) -> None:
        amount = self._money
        grouped = not self.hasFocus()
        self._set_silently("" if amount is None else amount.grouped if grouped else str(amount))

    def _set_silently(self, text: str) -> None:
        self._showing = True
        self.show_text(text)
        self._showing = False

    def _mark(self) -> None:
        theme.set_property(self, "negative", self._money is not None and self._money.fen < 0)
        unfinished = self.text() in {"-", "+", ".", "("}
        theme.set_property(self, "bad", not self.is_readable() and not unfinished)
