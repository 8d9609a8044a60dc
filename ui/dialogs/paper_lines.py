"""The lines of an invoice that is typed from paper: a row a line, and always an empty one below."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from studio_ledger.model.invoice import InvoiceLine
from ui.widgets.line_grid import LineGrid
from ui.widgets.money_edit import MoneyEdit
from ui.widgets.number_edit import NumberEdit

MOST_LINES = 60
_STRETCHES = (6, 3, 2, 2, 3, 3, 2, 3)


class PaperLines(LineGrid):
    """Item, specification, unit, quantity, unit price, amount, rate, tax.

    Signals:
        changed(): a cell changed.
    """

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("paperLines")
        self.setAccessibleName(self.tr("货物或应税劳务、服务各行"))
        self._heads = (
            self.tr("项目名称"), self.tr("规格型号"), self.tr("单位"), self.tr("数量"),
            self.tr("单价"), self.tr("金额"), self.tr("税率"), self.tr("税额"),
        )  # fmt: skip
        self.set_heads(self._heads, _STRETCHES)
        self._rows: list[_Row] = []
        self.add_row()

    def lines(self) -> tuple[InvoiceLine, ...]:
        """The rows in which something is typed."""
        return tuple(row.line() for row in self._rows if row.is_used())

    def add_row(self) -> None:
        """Put one more empty row below."""
        place = len(self._rows) + 1
        row = _Row(place, self)
        for column, (edit, head) in enumerate(zip(row.edits, self._heads, strict=True)):
            edit.setAccessibleName(self.tr("第 {0} 行{1}").format(place, head))
            edit.textChanged.connect(self._edited)
            self.grid.addWidget(edit, place, column)
        self.grid.setRowStretch(place, 0)
        self.grid.setRowStretch(place + 1, 1)
        self._rows.append(row)

    def _edited(self) -> None:
        if self._rows[-1].is_used() and len(self._rows) < MOST_LINES:
            self.add_row()
        self.changed.emit()


class _Row:
    """The eight inputs of one line."""

    def __init__(self, place: int, owner: QWidget) -> None:
        self.item, self.specification, self.unit, self.rate = (QLineEdit(owner) for _ in range(4))
        self.quantity, self.price = NumberEdit(owner), NumberEdit(owner)
        self.amount, self.tax = MoneyEdit(owner), MoneyEdit(owner)
        self.rate.setPlaceholderText("13%")
        self.edits: tuple[QLineEdit, ...] = (
            self.item, self.specification, self.unit, self.quantity, self.price, self.amount, self.rate, self.tax,
        )  # fmt: skip
        names = ("Item", "Specification", "Unit", "Quantity", "Price", "Amount", "Rate", "Tax")
        for edit, name in zip(self.edits, names, strict=True):
            edit.setObjectName(f"paper{name}_{place - 1}")
            edit.setMinimumWidth(52)

    def is_used(self) -> bool:
        return any(edit.text().strip() for edit in self.edits)

    def line(self) -> InvoiceLine:
        return InvoiceLine(
            item=self.item.text().strip(),
            specification=self.specification.text().strip(),
            unit=self.unit.text().strip(),
            quantity=self.quantity.number(),
            unit_price=self.price.number(),
            amount=self.amount.money(),
            rate=self.rate.text().strip(),
            tax=self.tax.money(),
        )
