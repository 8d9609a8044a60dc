"""Marks at the spots that findings are about, so that the eye need not go down to the list."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QApplication, QWidget

from studio_ledger.model.finding import Finding, Severity
from ui.widgets.entry_rows import Col
from ui.widgets.field import Field
from ui.widgets.mark import Mark, set_mark

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ui.pages.entry.form import EntryForm
    from ui.pages.entry.locate import Spot, Spots


class FieldMarks:
    """A coloured edge at each spot, with the sentences of all findings about it."""

    def __init__(self, form: EntryForm, spots: Spots) -> None:
        self._form, self._spots = form, spots
        self._told: dict[Spot, list[Finding]] = {}
        self._marked: list[QWidget] = []

    def show(self, findings: Iterable[Finding]) -> None:
        """Mark the spots of these findings, and no others."""
        self._told = {}
        for finding in findings:
            for spot in self._spots.of(finding):
                self._told.setdefault(spot, []).append(finding)
        marks = {spot: _mark(told) for spot, told in self._told.items()}
        self._form.details.want(spot.key for spot in marks if spot.part == "offer")
        self._form.papers.set_marks({spot.key: mark for spot, mark in marks.items() if spot.part == "paper"})
        self._form.invoices.set_marks(
            {(spot.row, spot.key): mark for spot, mark in marks.items() if spot.part == "invoice"}
        )
        columns = {"item": Col.ITEM, "amount": Col.AMOUNT}
        self._form.grid.set_marks(
            {(spot.row, columns[spot.key]): mark for spot, mark in marks.items() if spot.part == "line"}
        )
        apart = ("paper", "invoice", "line", "fee")
        self._mark_fields({spot: mark for spot, mark in marks.items() if spot.part not in apart})

    def at_cursor(self) -> list[Finding]:
        """The findings about the spot where the cursor is, the first one first."""
        grid, focused = self._form.grid, QApplication.focusWidget()
        if focused is None:
            return []
        in_grid = focused is grid or grid.isAncestorOf(focused)
        for spot, told in self._told.items():
            if spot.part == "line":
                here = in_grid and grid.currentIndex().row() == spot.row
            else:
                widget = self._spots.widget(spot)
                here = widget is not None and (widget is focused or widget.isAncestorOf(focused))
            if here:
                return told
        return []

    def _mark_fields(self, marks: dict[Spot, Mark]) -> None:
        now = {widget: mark for spot, mark in marks.items() if (widget := self._spots.widget(spot)) is not None}
        for widget in self._marked:
            if widget not in now:
                _set(widget, None)
        for widget, mark in now.items():
            _set(widget, mark)
        self._marked = list(now)


def _mark(told: list[Finding]) -> Mark:
    words = "\n".join(dict.fromkeys(finding.message for finding in told))
    return Mark(words, any(finding.severity is Severity.BLOCK for finding in told))


def _set(widget: QWidget, mark: Mark | None) -> None:
    field = _field(widget)
    if field is not None:
        field.set_mark(mark)
    else:
        set_mark(widget, mark)


def _field(widget: QWidget) -> Field | None:
    parent = widget.parentWidget()
    while parent is not None and not isinstance(parent, Field):
        parent = parent.parentWidget()
    return parent
