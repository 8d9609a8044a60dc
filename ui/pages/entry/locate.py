"""Where a finding stands in the form: the spots it is marked at, of which the cursor goes to the first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from ui.pages.entry.places import ASKED, NEEDED, PLACES, Place
from ui.widgets.entry_rows import Col

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from PySide6.QtWidgets import QWidget

    from studio_ledger.model.finding import Finding
    from ui.pages.entry.form import EntryForm

_OF_INVOICE = ("number", "code", "check_code", "buyer", "buyer_id")
"""Fields of the picture that the form shows with the invoice."""
_ACCEPTANCE = "asset_acceptance"


@dataclass(frozen=True, slots=True)
class Spot:
    """One place in the form: `part` of it, the row in the part, and the field or kind there."""

    part: str
    row: int = -1
    key: str = ""


class Spots:
    """Knows the form's spots for a finding, and the widget at each."""

    def __init__(self, form: EntryForm, submit: QWidget, words: Mapping[str, str]) -> None:
        self._form, self._words = form, words
        self._single = {
            "date": form.date, "category": form.category, "payment": form.payment, "payee": form.payee,
            "purpose": form.purpose, "submit": submit,
        }  # fmt: skip

    def of(self, finding: Finding) -> tuple[Spot, ...]:
        """Return the spots of a finding, the one to go to first; never none."""
        place = PLACES[finding.code]
        person = self._person(finding)
        if person is not None:
            return (person,)
        line = self._line(finding, place)
        if place.part in ("lines", "amount", "purpose") and line:
            return line
        own = {
            "missing": self._missing, "details": self._details, "papers": self._papers, "invoices": self._invoices,
        }.get(place.part)  # fmt: skip
        if own is not None:
            return (*line, *own(finding, place))
        if place.part == "amount":
            return (Spot("line", 0, "amount"),)
        return (*line, Spot(place.part))

    def widget(self, spot: Spot) -> QWidget | None:
        """Return the widget at a spot; None for a line of the grid."""
        form, sections = self._form, self._form.details.sections
        if spot.part in sections:
            return sections[spot.part].inputs[spot.key]
        seek: dict[str, Callable[[], QWidget | None]] = {
            "line": lambda: None,
            "fee": lambda: form.fees.rows[spot.row].name,
            "offer": lambda: form.details.buttons[spot.key],
            "paper": lambda: form.papers.boxes.get(spot.key) or form.papers.add_button,
            "invoice": lambda: form.invoices.edits.get((spot.row, spot.key)) or form.invoices.add_button,
        }
        return seek[spot.part]() if spot.part in seek else self._single[spot.part]

    def go(self, spot: Spot) -> None:
        """Put the cursor there."""
        if spot.part == "line":
            self._form.grid.go_to(spot.row, Col.AMOUNT if spot.key == "amount" else Col.ITEM)
        elif spot.part == "offer":
            self._form.details.add(spot.key)
        elif (widget := self.widget(spot)) is not None:
            widget.setFocus(Qt.FocusReason.OtherFocusReason)
        _into_sight(self._form)

    def _line(self, finding: Finding, place: Place) -> tuple[Spot, ...]:
        if finding.line is None or not place.line:
            return ()
        row = self._form.grid.row_of_line(finding.line)
        return (Spot("line", row, "amount" if place.part == "amount" else "item"),)

    def _person(self, finding: Finding) -> Spot | None:
        """On a list of fees a finding begins with the person's name."""
        rows = self._form.fees.rows if self._form.fees.active() else []
        named = (at for at, row in enumerate(rows) if row.person and finding.message.startswith(f"{row.person}："))
        return next((Spot("fee", at) for at in named), None)

    def _missing(self, finding: Finding, _place: Place) -> tuple[Spot, ...]:
        sections = self._form.details.sections
        kind = next((NEEDED[word] for word in NEEDED if self._words[word] in finding.message), "travel")
        if kind == "conference" and sections["training"].isVisibleTo(self._form.details):
            kind = "training"
        if not sections[kind].isVisibleTo(self._form.details):
            return (Spot("offer", key=kind),)
        empty = [key for key in ASKED[kind] if key in sections[kind].empty()]
        return tuple(Spot(kind, key=key) for key in empty or ASKED[kind])

    def _details(self, finding: Finding, place: Place) -> tuple[Spot, ...]:
        sections = self._form.details.sections
        kind = place.section
        if kind == "lecture" and "after_tax" in sections[kind].empty() and sections["labour"].values():
            kind = "labour"
        if sections[kind].isVisibleTo(self._form.details):
            return tuple(Spot(kind, key=key) for key in place.keys if key in sections[kind].inputs)
        return () if finding.line is not None else (Spot("offer", key=kind),)

    def _papers(self, finding: Finding, _place: Place) -> tuple[Spot, ...]:
        if finding.code == "asset.register":
            return (Spot("paper", key=_ACCEPTANCE if _ACCEPTANCE in self._form.papers.boxes else ""),)
        required = finding.code == "evidence.missing"
        lacking = [one for one in self._form.papers.lacking() if one.required == required]
        named = [one for one in lacking if required or one.name in finding.message]
        return tuple(Spot("paper", key=one.kinds[0]) for one in named) or (Spot("paper"),)

    def _invoices(self, finding: Finding, place: Place) -> tuple[Spot, ...]:
        rows = self._form.invoices.rows()
        named = [at for at, claim in rows if claim.number and f"发票{claim.number}" in finding.message]
        at_rows = named or [at for at, _ in rows]
        return tuple(Spot("invoice", at, key) for at in at_rows for key in place.keys) or (Spot("invoice"),)


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


def _into_sight(form: EntryForm) -> None:
    focused = QApplication.focusWidget()
    if focused is not None and form.isAncestorOf(focused):
        form.ensureWidgetVisible(focused, 0, 40)
