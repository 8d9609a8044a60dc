"""Evidence and invoices: what must lie in the file for the papers to be true (Art. 4 "财务单据真实性")."""

from __future__ import annotations

from typing import TYPE_CHECKING

from studio_ledger.model.money import Money
from studio_ledger.rules.sight import Complaint, Rule, Sight
from studio_ledger.rules.texts import plain, same

if TYPE_CHECKING:
    from collections.abc import Iterator

    from studio_ledger.model.case import CaseInvoice

_TICKETS = frozenset({"rail", "taxi", "bus", "ship", "paper_rail", "passenger"})
_DIGITAL_LENGTH = 20
_NOT_ASSETS = ("venue", "coach", "information", "consumable", "printing", "books", "other_use")


def evidence_there(sight: Sight) -> Iterator[Complaint]:
    """An invoice, a fiscal receipt or, for pay, a payment list must be there; slips and photos are none (Art. 4)."""
    category = sight.policy.category(sight.category)
    if category and not any(sight.evidence >= set(needed) for needed in category.required_evidence):
        yield Complaint("evidence.missing", None, {"needed": sight.policy.evidence_alternatives(category)})


def evidence_complete(sight: Sight) -> Iterator[Complaint]:
    """The supporting papers of the category should be there (Art. 4)."""
    category = sight.policy.category(sight.category)
    missing = [kind for kind in category.expected_evidence if kind not in sight.evidence] if category else []
    if category and missing:
        names = sight.policy.words["invoice_or"].join(sight.policy.evidence_name(kind) for kind in missing)
        yield Complaint("evidence.incomplete", None, {"category": category.name, "needed": names})


def asset_registered(sight: Sight) -> Iterator[Complaint]:
    """A thing of 1,000.00 or more a piece that lasts over a year has its acceptance form (Art. 3)."""
    standard = sight.standard("asset")
    if standard is None or "asset_acceptance" in sight.evidence:
        return
    for line, read in zip(sight.case.expense.lines, sight.reading.lines, strict=True):
        if not read.has("durable", "network_gear", "equipment") and not _unknown_equipment(sight, read.number):
            continue
        if line.amount is None or read.bans or read.has(*_NOT_ASSETS):
            continue
        quantity = line.quantity if line.quantity and line.quantity > 0 else 1
        price = Money(line.amount.fen).decimal / quantity
        if price >= standard.value:
            values = {"actual": f"{price:.2f}", "limit": f"{standard.value:.2f}"}
            yield Complaint("asset.register", read.number, values)


def _unknown_equipment(sight: Sight, number: int) -> bool:
    read = sight.reading.lines[number - 1]
    # A program is no thing: its short name says so where its own name is unknown.
    named = any(not tag.startswith("short.") for tag in read.tags) or read.has("short.information")
    return sight.category == "equipment" and not named and not read.bans


def invoice_unused(sight: Sight) -> Iterator[Complaint]:
    """No invoice is claimed again, or stands twice on the voucher (Art. 4).

    Identity is code and number; the number alone where one side has no code.
    """
    earlier = [_identity(*_parts(text)) for text in sight.case.books.invoice_numbers]
    seen: list[tuple[str, str]] = []
    for invoice in sight.case.expense.invoices:
        identity = _identity(invoice.code, invoice.number)
        if identity[1] and any(_meets(identity, other) for other in [*earlier, *seen]):
            yield Complaint("invoice.duplicate", None, {"number": invoice.number})
        seen.append(identity)


def _parts(text: str) -> tuple[str, str]:
    code, dash, number = plain(text).rpartition("-")
    return (code, number) if dash else ("", plain(text))


def _identity(code: str, number: str) -> tuple[str, str]:
    number = plain(number)
    return ("" if len(number) == _DIGITAL_LENGTH else plain(code), number)


def _meets(one: tuple[str, str], other: tuple[str, str]) -> bool:
    return one[1] == other[1] and (one[0] == other[0] or not one[0] or not other[0])


def invoice_to_school(sight: Sight) -> Iterator[Complaint]:
    """Buyer's name and tax number are the school's; a ticket without buyer is judged by its passenger (Art. 4)."""
    studio, words = sight.case.studio, sight.policy.words
    for invoice in sight.case.expense.invoices:
        if _is_ticket(sight, invoice):
            if invoice.buyer_name and same(invoice.buyer_name) not in _roster(sight):
                values = {"number": invoice.number, "what": words["passenger"], "actual": invoice.buyer_name}
                yield Complaint("invoice.buyer", None, values | {"limit": studio.school})
            continue
        for what, actual, limit in (
            (words["buyer_name"], invoice.buyer_name, studio.school),
            (words["buyer_tax_id"], invoice.buyer_tax_id, studio.tax_id),
        ):
            blank = not actual and what == words["buyer_tax_id"] and _receipt(sight, invoice)
            if same(actual) != same(limit) and not blank:
                values = {"number": invoice.number, "what": what, "actual": actual or words["blank"], "limit": limit}
                yield Complaint("invoice.buyer", None, values)
                break


def _is_ticket(sight: Sight, invoice: CaseInvoice) -> bool:
    if invoice.buyer_tax_id:
        return False
    if invoice.kind:
        return invoice.kind in _TICKETS
    fares = bool(sight.reading.lines) and all(line.has("fare") for line in sight.reading.lines)
    return fares and (not invoice.buyer_name or same(invoice.buyer_name) in _roster(sight))


def _receipt(sight: Sight, invoice: CaseInvoice) -> bool:
    """A fiscal receipt need not carry the tax number."""
    only_receipt = "invoice" not in sight.evidence and "receipt" in sight.evidence
    return invoice.kind == "fiscal" or (not invoice.kind and only_receipt)


def _roster(sight: Sight) -> set[str]:
    # An invited person who is paid here travels on the studio's invitation.
    studio, payee = sight.case.studio, sight.case.expense.payee
    guest = payee.name if payee.kind == "external_person" else ""
    return {same(name) for name in (studio.school, studio.host, studio.mentor, guest, *studio.members) if name}


def invoices_cover(sight: Sight) -> Iterator[Complaint]:
    """The invoices add up to at least what is claimed; claiming a part is fine (Art. 4)."""
    totals = [invoice.total for invoice in sight.case.expense.invoices]
    if not totals or any(total is None for total in totals):
        return
    # Allowances and pay stand on the payment list, not on an invoice.
    on_list = sight.lines("allowance", "lecture", "mentor") if "payment_list" in sight.evidence else []
    listed = sight.sum_of(on_list)
    total, claimed = Money.total(t for t in totals if t is not None and t > Money()), sight.amount - listed
    if total < claimed:
        yield Complaint("invoice.total", None, {"actual": total, "limit": claimed})


def invoice_not_red(sight: Sight) -> Iterator[Complaint]:
    """A red-letter invoice is no spending (Art. 4)."""
    for invoice in sight.case.expense.invoices:
        if invoice.total is not None and invoice.total < Money():
            yield Complaint("invoice.red", None, {"number": invoice.number, "actual": invoice.total})


def invoice_of_this_year(sight: Sight) -> Iterator[Complaint]:
    """An invoice of an earlier year than the expense needs a reason (Art. 4)."""
    year = sight.case.expense.date.year
    for invoice in sight.case.expense.invoices:
        if invoice.date and invoice.date.year < year:
            yield Complaint("invoice.stale", None, {"number": invoice.number, "actual": invoice.date, "limit": year})


def invoice_not_later(sight: Sight) -> Iterator[Complaint]:
    """No invoice is dated after the expense (Art. 4)."""
    day = sight.case.expense.date
    for invoice in sight.case.expense.invoices:
        if invoice.date and invoice.date > day:
            yield Complaint("invoice.future", None, {"number": invoice.number, "actual": invoice.date, "limit": day})


def _has_invoices(sight: Sight) -> bool:
    return bool(sight.case.expense.invoices)


RULES = (
    Rule(("evidence.missing",), evidence_there),
    Rule(("evidence.incomplete",), evidence_complete),
    Rule(("asset.register",), asset_registered),
    Rule(("invoice.duplicate",), invoice_unused, _has_invoices),
    Rule(("invoice.buyer",), invoice_to_school, _has_invoices),
    Rule(("invoice.total",), invoices_cover, _has_invoices),
    Rule(("invoice.red",), invoice_not_red, _has_invoices),
    Rule(("invoice.stale",), invoice_of_this_year, _has_invoices),
    Rule(("invoice.future",), invoice_not_later, _has_invoices),
)
