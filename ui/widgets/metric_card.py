"""One key figure: what it is, how much, and a remark."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ui import theme
from ui.widgets.card import Card
from ui.widgets.text import label

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from studio_ledger.model.money import Money


class MetricCard(Card):
    """A title in small type, a large figure, and a note under it."""

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self.caption = label(title, "caption")
        self.figure = label("—", "figure")
        self.note = label("", "caption", wrap=True)
        self.body.setSpacing(4)
        for widget in (self.caption, self.figure, self.note):
            self.body.addWidget(widget)
        self.body.addStretch(1)

    def set_money(self, amount: Money, note: str = "") -> None:
        """Show an amount, red where it is negative."""
        sign = "-" if amount.fen < 0 else ""
        self.set_text(f"{sign}¥{amount.grouped.lstrip('-')}", note)
        theme.set_property(self.figure, "negative", amount.fen < 0)

    def set_text(self, text: str, note: str = "") -> None:
        """Show any figure as text."""
        self.figure.setText(text)
        self.note.setText(note)
        self.setAccessibleName(f"{self.caption.text()}: {text}. {note}")
