"""Where the cursor goes for a finding: the line it names, else the field it is about."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget

from ui.widgets.entry_rows import Col

if TYPE_CHECKING:
    from studio_ledger.model.finding import Finding
    from ui.pages.entry.form import EntryForm

_PLACES = {
    "category": "category", "details": "details", "standard": "details", "evidence": "papers", "asset": "papers",
    "invoice": "invoices", "budget": "amount", "fund": "amount", "amount": "amount", "period": "date",
    "payment": "payment", "payee": "payee", "split": "payee", "duplicate": "payee", "ban": "purpose",
    "suspect": "purpose",
}  # fmt: skip
"""Which field a finding is about that names no line, by the first part of its code."""

_OF_INVOICE = ("number", "code", "check_code", "buyer", "buyer_id")
"""Fields of the picture that the form shows with the invoice."""


def place_of(finding: Finding) -> str:
    """Return the part of the form that a finding is about: category, details, papers, payee, purpose and so on."""
    return _PLACES.get(finding.code.partition(".")[0], "purpose")


def locate(form: EntryForm, finding: Finding) -> None:
    """Put the cursor into the field that a finding is about."""
    place = place_of(finding)
    if finding.line is not None:
        column = Col.AMOUNT if place == "amount" else Col.ITEM
        form.grid.go_to(form.grid.row_of_line(finding.line), column)
    elif place == "details" and form.details.focus_first():
        pass
    else:
        _go_to(form, place)
    focused = QApplication.focusWidget()
    if focused is not None and form.isAncestorOf(focused):
        form.ensureWidgetVisible(focused, 0, 40)


def locate_box(form: EntryForm, field: str) -> None:
    """Put the cursor into the field of the form that a boxed field of the picture went into."""
    if field in _OF_INVOICE:
        form.invoices.focus_first()
    elif field.startswith("line-"):
        line = field.partition("-")[2]
        form.grid.go_to(form.grid.row_of_line(int(line) if line.isdigit() else 1), Col.ITEM)
    elif field in ("amount", "tax", "total", "words"):
        form.grid.go_to(0, Col.AMOUNT)
    else:
        widgets = {"issued_on": form.date, "seller": form.payee, "seller_id": form.payee}
        widgets.get(field, form.purpose).setFocus(Qt.FocusReason.OtherFocusReason)


def _go_to(form: EntryForm, place: str) -> None:
    if place == "amount":
        form.grid.go_to(0, Col.AMOUNT)
    elif place == "papers":
        form.ensureWidgetVisible(form.papers, 0, 0)
        boxes = form.papers.findChildren(QWidget)
        next((box for box in boxes if box.objectName().startswith("paper_") and box.isEnabled()), form).setFocus()
    elif place == "invoices":
        form.invoices.focus_first()
    else:
        widgets = {"category": form.category, "date": form.date, "payment": form.payment, "payee": form.payee}
        widgets.get(place, form.purpose).setFocus(Qt.FocusReason.OtherFocusReason)
