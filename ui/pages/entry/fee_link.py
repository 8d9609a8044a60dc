"""How a list of fees makes the rest of the form: who is paid, the one line's amount, which particulars are asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from studio_ledger.model.money import Money
from studio_ledger.model.voucher import Payee, VoucherLine
from ui.widgets.entry_rows import Col

if TYPE_CHECKING:
    from ui.pages.entry.form import EntryForm

FEE_CATEGORIES = ("lecture", "mentor")
"""Categories whose payee is a person."""
_REPLACED = ("lecture", "labour")
"""Particulars of one person, which the list holds for each."""


class FeeLink(QObject):
    """Between the list of a form and its other fields."""

    def __init__(self, form: EntryForm) -> None:
        super().__init__(form)
        self._form, self._fees, self._grid = form, form.fees, form.grid
        self._fees.changed.connect(self._fill)
        self._fees.unfolded.connect(self.show)
        self._fees.left.connect(lambda: self._grid.go_to(0, Col.ITEM))
        self._grid.lines_changed.connect(self.compare)

    def show(self) -> None:
        """Offer the list where persons are paid; unfolded it stands in the place of one person's fields."""
        category, active = self._form.category.key(), self._fees.active()
        self._fees.setVisible(active or category in FEE_CATEGORIES)
        self._fees.set_lecture(category != "mentor")
        self._form.details.set_category(category)
        for kind in _REPLACED if active else ():
            self._form.details.sections[kind].hide()
        self.compare()

    def compare(self) -> None:
        """Say so where list and lines do not come to the same."""
        whole, lines = Money.total(fee.gross for fee in self._fees.fees()), self._form.amount()
        words = self.tr("发放表应发合计 {0} 与明细合计 {1} 不一致，提交前须相等。")
        differs = self._fees.active() and whole != lines
        self._fees.set_mismatch(words.format(whole.grouped, lines.grouped) if differs else "")

    def _fill(self) -> None:
        listed = [fee for fee in self._fees.fees() if fee.name]
        if listed:
            many = self.tr("外聘专家（{0} 人）").format(len(listed))
            self._form.payee.set_payee(Payee(listed[0].name if len(listed) == 1 else many, self._fees.kind()))
        whole = Money.total(fee.gross for fee in self._fees.fees())
        typed = [row for row in self._grid.typed_rows() if not row.empty]
        if whole and len(typed) < 2:
            line = typed[0].line if typed else None
            item = line.item if line and line.item else self.tr("外聘专家费")
            source = line.source if line else self._grid.rows_model.default_source
            self._grid.set_lines((VoucherLine(item, whole, source, line.quantity if line else None),))
        self.compare()
        self._form.changed.emit()
