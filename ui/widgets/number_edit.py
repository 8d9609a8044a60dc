"""A short line for a quantity or a count: no input method, full-width digits understood."""

from __future__ import annotations

import unicodedata
from decimal import Decimal, InvalidOperation

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QInputMethodEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget


def plain_digits(text: str) -> str:
    """Return full-width digits and the Chinese full stop as what was meant: ``。５`` is ``.5``."""
    return unicodedata.normalize("NFKC", text).replace("。", ".").replace("、", ",")


class NumberEdit(QLineEdit):
    """Accepts a number at or above zero, whole where `whole` is set.

    Signals:
        number_changed(Decimal | None): the text now reads as this number, or as none.
    """

    number_changed = Signal(object)

    def __init__(self, parent: QWidget | None = None, *, whole: bool = False) -> None:
        super().__init__(parent)
        self._whole = whole
        self.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.setMaxLength(12)
        self.textChanged.connect(self._tell)

    def number(self) -> Decimal | None:
        """The number typed; None where there is none or it cannot be read."""
        try:
            value = Decimal(plain_digits(self.text()).replace(",", "").strip())
        except InvalidOperation:
            return None
        if not value.is_finite() or value < 0 or (self._whole and value != value.to_integral_value()):
            return None
        return value

    def set_number(self, value: Decimal | int | str | None) -> None:
        """Show this number."""
        self.setText("" if value is None else str(value))

    def _tell(self) -> None:
        self.number_changed.emit(self.number())

    def inputMethodQuery(self, query: Qt.InputMethodQuery) -> object:
        """Switch the input method off: in Chinese mode it would turn ``.5`` into 5."""
        if query == Qt.InputMethodQuery.ImEnabled:
            return False
        return super().inputMethodQuery(query)

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        """Translate what an input method commits all the same."""
        if event.commitString():
            self.insert(plain_digits(event.commitString()))
            event.accept()
            return
        super().inputMethodEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Translate full-width keys."""
        text = event.text()
        if text and plain_digits(text) != text:
            self.insert(plain_digits(text))
            return
        super().keyPressEvent(event)
