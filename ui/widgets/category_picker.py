"""The field for the expense category: picked by number, initials or fragment, with what is left of each budget."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from studio_ledger.model.money import Money
from ui.widgets.picker import Choice, PickerEdit

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QWidget

    from studio_ledger.queries.rows import CategoryFigures


class CategoryPicker(PickerEdit):
    """Picks a category; its list says of each how much of the year's budget may still be claimed."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._plain: tuple[Choice, ...] = ()
        self.setPlaceholderText(self.tr("编号、首字母或名称"))
        self.setAccessibleName(self.tr("支出类别"))

    def set_categories(self, categories: Sequence[Choice]) -> None:
        """Offer these categories, numbered 01 to 11."""
        self._plain = tuple(categories)
        self.set_choices(self._plain)

    def set_figures(self, figures: Sequence[CategoryFigures]) -> None:
        """Show beside each category what is left of its budget; one without a budget says so."""
        left = {row.category: row.left for row in figures if row.budget}
        self.set_choices([self._with_rest(choice, left.get(choice.key)) for choice in self._plain])

    def _with_rest(self, choice: Choice, left: Money | None) -> Choice:
        if left is None:
            return replace(choice, note=self.tr("无预算"), warn=True)
        return replace(choice, note=self.tr("余 {0}").format(left.grouped), warn=left < Money())
