"""What the year offers the form: how much is left of each budget, which money may pay, who was paid before."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from studio_ledger.model.money import Money

if TYPE_CHECKING:
    import datetime as dt

    from studio_ledger.queries.rows import YearFigures
    from ui.desk import Desk
    from ui.pages.entry.form import EntryForm


class YearBoard(QObject):
    """Keeps the form's choices at the year in which the money is spent."""

    def __init__(self, desk: Desk, form: EntryForm, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._form = form
        self._shown = 0
        form.date.date_changed.connect(self._date_changed)

    def read(self) -> None:
        """Read budgets, sources and payees anew."""
        studio, workspace = self._desk.studio, self._desk.workspace
        if studio is None:
            return
        day = self._form.date.date_value()
        year = day.year if day is not None else self._desk.year
        self._shown = year
        self._desk.run(lambda: workspace.year_figures(studio.id, year), self._show)
        self._desk.run(lambda: workspace.payees(studio.id, ""), self._form.payee.set_known)

    def _date_changed(self, day: dt.date | None) -> None:
        if day is not None and self._shown and day.year != self._shown:
            self.read()

    def _show(self, figures: YearFigures) -> None:
        if figures.year != self._shown:
            return
        self._form.category.set_figures(figures.categories)
        sources = [row for row in figures.sources if row.granted]
        left = [row.source for row in sources if row.granted - row.spent - row.committed > Money()]
        default = next(iter(left or [row.source for row in sources]), self._form.grid.rows_model.default_source)
        self._form.grid.set_sources([row.source for row in sources], default)
