"""Marks beside the fields that findings are about, so that the eye need not go down to the list."""

from __future__ import annotations

from typing import TYPE_CHECKING

from studio_ledger.model.finding import Severity
from ui.pages.entry.locate import place_of
from ui.widgets.field import Field

if TYPE_CHECKING:
    from collections.abc import Iterable

    from PySide6.QtWidgets import QWidget

    from studio_ledger.model.finding import Finding
    from ui.pages.entry.form import EntryForm


class FieldMarks:
    """One icon at a field, with the sentences of all findings about it."""

    def __init__(self, form: EntryForm) -> None:
        places = {"category": form.category, "date": form.date, "payment": form.payment, "payee": form.payee}
        self._fields = {place: _field(widget) for place, widget in (*places.items(), ("purpose", form.purpose))}

    def show(self, findings: Iterable[Finding]) -> None:
        """Mark the fields of these findings, and no others."""
        about: dict[str, list[Finding]] = {}
        for finding in findings:
            if finding.line is None:
                about.setdefault(place_of(finding), []).append(finding)
        for place, field in self._fields.items():
            told = about.get(place, [])
            block = any(finding.severity is Severity.BLOCK for finding in told)
            if field is not None:
                field.set_mark("\n".join(finding.message for finding in told), block=block)


def _field(widget: QWidget) -> Field | None:
    parent = widget.parentWidget()
    while parent is not None and not isinstance(parent, Field):
        parent = parent.parentWidget()
    return parent
