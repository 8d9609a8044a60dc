"""A short line for a quantity or a count."""

from __future__ import annotations

import unicodedata
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal

from ui.widgets.plain_edit import PlainEdit

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

_ALLOWED = frozenset("0123456789.")


def plain_number(text: str) -> str:
    """Return full-width digits and the Chinese full stop as what was meant: ``。５`` is ``.5``."""
    return unicodedata.normalize("NFKC", text).replace("。", ".").replace(",", "").strip()


class NumberEdit(PlainEdit):
    """Accepts a number at or above zero, whole where `whole` is set.

    Signals:
        number_changed(object): the text now reads as this Decimal, or as None.
    """

    number_changed = Signal(object)

    def __init__(self, parent: QWidget | None = None, *, whole: bool = False) -> None:
        super().__init__(plain_number, frozenset("0123456789") if whole else _ALLOWED, parent)
        self.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.setMaxLength(12)
        self.textChanged.connect(lambda: self.number_changed.emit(self.number()))

    def number(self) -> Decimal | None:
        """The number typed; None where there is none or it cannot be read."""
        try:
            return Decimal(self.text())
        except InvalidOperation:
            return None

    def set_number(self, value: Decimal | int | str | None) -> None:
        """Show this number."""
        self.setText("" if value is None else f"{Decimal(value):f}")
