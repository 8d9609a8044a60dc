"""Which part of the form each finding is about, by its code (the codes of checks.md)."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Place:
    """A part of the form; for particulars the section and keys, for invoices what the input holds.

    `line` says that a line the finding names is marked too, and gone to first.
    """

    part: str
    section: str = ""
    keys: tuple[str, ...] = ()
    line: bool = False


LINES, AMOUNT, PURPOSE = Place("lines", line=True), Place("amount", line=True), Place("purpose", line=True)
"""PURPOSE: where no line is named, the purpose is what reveals it."""
_DATE, _PAYEE, _PAYMENT, _PAPERS = Place("date"), Place("payee"), Place("payment"), Place("papers")
_CATEGORY, _SUBMIT = Place("category"), Place("submit")

PLACES: dict[str, Place] = {
    "category.not_permitted": _CATEGORY,
    "category.mismatch": Place("category", line=True),
    "ban.abroad": PURPOSE,
    "ban.vehicle": PURPOSE,
    "ban.reception": PURPOSE,
    "ban.personal": PURPOSE,
    "ban.school_operating": PURPOSE,
    "suspect.catering": PURPOSE,
    "suspect.tourism": PURPOSE,
    "suspect.goods": PURPOSE,
    "standard.lecture_fee": Place("details", "lecture", ("after_tax", "hours", "title")),
    "standard.tax": Place("details", "lecture", ("tax",)),
    "standard.lodging": Place("details", "travel", ("lodging",)),
    "standard.meal_allowance": Place("details", "travel", ("meals",)),
    "standard.local_transport": Place("details", "travel", ("local_transport",)),
    "standard.transport_class": Place("details", "travel", ("transport_class",), line=True),
    "standard.meeting": Place("details", "conference", ("persons", "days")),
    "standard.training": Place("details", "training", ("persons", "days")),
    "details.missing": Place("missing"),
    "evidence.missing": _PAPERS,
    "evidence.incomplete": _PAPERS,
    "invoice.duplicate": Place("invoices", keys=("number",)),
    "invoice.buyer": Place("invoices", keys=("number",)),
    "invoice.total": Place("invoices", keys=("total",)),
    "invoice.red": Place("invoices", keys=("total",)),
    "invoice.stale": Place("invoices", keys=("date",)),
    "invoice.future": Place("invoices", keys=("date",)),
    "budget.missing": _DATE,
    "budget.exceeded": AMOUNT,
    "fund.insufficient": AMOUNT,
    "period.outside_cycle": _DATE,
    "period.closed": _DATE,
    "payment.cash": _PAYMENT,
    "payee.own_staff": _PAYEE,
    "payee.not_mentor": _PAYEE,
    "payment.personal_advance": _PAYMENT,
    "asset.register": Place("papers", line=True),
    "split.suspected": _PAYEE,
    "duplicate.suspected": _PAYEE,
    "amount.invalid": AMOUNT,
    # Nothing that is typed mends these: they stand at the button that they close.
    "signoff.same_person": _SUBMIT,
    "signoff.unauthorised": _SUBMIT,
    "studio.suspended": _SUBMIT,
}

NEEDED = {"lecture": "lecture", "labour": "labour", "trip": "travel", "gathering": "conference"}
"""Which section holds what details.missing asks for, by the key of the pack's words."""
ASKED = {
    "lecture": ("title", "hours"),
    "labour": ("after_tax", "tax"),
    "travel": ("city", "days", "nights", "persons"),
    "conference": ("persons", "days"),
    "training": ("persons", "days"),
}
"""The fields without which a section cannot be judged."""
