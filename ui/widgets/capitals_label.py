"""The sum as an accountant wants to see it while typing: figures large, capitals beside them."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QWidget

from studio_ledger.model.money import Money
from ui import theme


class CapitalsLabel(QWidget):
    """Shows an amount in figures and in Chinese capitals; a negative sum is red as red letters are."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._caption = QLabel(self.tr("合计"))
        self._figures = QLabel()
        self._figures.setObjectName("totalFigures")
        self._figures.setProperty("role", "title")
        self._capitals = QLabel()
        self._capitals.setObjectName("totalCapitals")
        self._capitals.setWordWrap(True)
        self._capitals.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self._caption)
        row.addWidget(self._figures)
        row.addWidget(self._capitals, 1)
        self.set_money(Money())

    def set_money(self, money: Money) -> None:
        """Show this amount."""
        self._figures.setText(f"¥{money.grouped}")
        self._capitals.setText(money.capitals)
        theme.set_property(self._capitals, "role", "red" if money < Money() else "")
        self.setAccessibleName(f"{self._caption.text()} {money.capitals}")

    def text(self) -> str:
        """The capitals that are shown."""
        return self._capitals.text()
