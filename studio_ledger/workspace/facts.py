"""Gathering what a judgement needs: the studio, the books it meets, and earlier claims of its invoices."""

from __future__ import annotations

import datetime as dt
import json
import sys
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Row, func, select

from studio_ledger.ledger import balances, holds
from studio_ledger.ledger.bounds import number_key
from studio_ledger.model.case import Books, Case, CaseInvoice, Details, Expense, ExpenseLine, PastPayment, StudioFacts
from studio_ledger.model.funds import Source
from studio_ledger.model.money import Money
from studio_ledger.model.people import Role
from studio_ledger.model.voucher import OPEN_STATES, InvoiceClaim, State, VoucherContent
from studio_ledger.queries import fees, figures, read
from studio_ledger.storage import tables as t
from studio_ledger.storage.spending import hold

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from studio_ledger.model.studio import Studio
    from studio_ledger.model.voucher import VoucherLine

LIVE = [state.value for state in (*OPEN_STATES, State.POSTED)]
NEAR_DAYS = 31


def build_case(
    connection: Connection, content: VoucherContent, today: dt.date, *, voucher: str = ""
) -> tuple[Case, tuple[int, ...]]:
    """Return the case that the rules judge, and for each of its lines the voucher's line it stands for.

    `voucher` is left out of the books it meets.
    """
    studio = read.studio(connection, content.studio)
    lines, origins = whole_lines(content.lines)
    expense = _expense(content, lines)
    if not content.fees and expense.details.labour is not None:
        paid = fees.earlier(connection, content, voucher).get(content.payee.name, (Money(), Money()))
        labour = replace(expense.details.labour, earlier_gross=paid[0], earlier_tax=paid[1])
        expense = replace(expense, details=replace(expense.details, labour=labour))
    case = Case(
        studio=_studio_facts(connection, studio, today),
        expense=expense,
        books=_books(connection, content, voucher),
    )
    return case, origins


def whole_lines(lines: Sequence[VoucherLine]) -> tuple[tuple[ExpenseLine, ...], tuple[int, ...]]:
    """Join what was split only to be paid by two sources: a price is judged whole, or splitting would hide an asset."""
    whole: list[ExpenseLine] = []
    origins: list[int] = []
    for number, line in enumerate(lines, 1):
        before = whole[-1] if whole else None
        same = before is not None and line.quantity is None and before.item == line.item
        if same and before is not None and before.amount is not None and line.source is not lines[number - 2].source:
            whole[-1] = ExpenseLine(before.item, before.quantity, before.amount + line.amount)
            continue
        whole.append(ExpenseLine(line.item, line.quantity, line.amount))
        origins.append(number)
    return tuple(whole), tuple(origins)


def _studio_facts(connection: Connection, studio: Studio, today: dt.date) -> StudioFacts:
    day = today.isoformat()
    authorised = connection.execute(
        select(t.term.c.id).where(
            t.term.c.role == Role.LEGAL_REPRESENTATIVE.value,
            t.term.c.studio.in_(("", studio.id)),
            t.term.c.start <= day,
            t.term.c.until >= day,
            t.term.c.authorisation != "",
        )
    ).first()
    return StudioFacts(
        affiliation=studio.affiliation.value,
        school=studio.school,
        tax_id=studio.tax_id,
        cycle_start=studio.cycle_start,
        cycle_end=studio.cycle_end,
        host=studio.host,
        legal_representative=studio.legal_representative,
        mentor=studio.mentor,
        members=tuple(member.name for member in studio.members),
        suspended=studio.suspended,
        authorised=authorised is not None,
    )


def _expense(content: VoucherContent, lines: tuple[ExpenseLine, ...]) -> Expense:
    kinds = [item.kind for item in content.attachments]
    if content.invoices and "invoice" not in kinds:
        kinds.append("invoice")
    return Expense(
        date=content.date,
        category=content.category,
        purpose=content.purpose,
        payee=content.payee,
        payment=content.payment,
        amount=content.amount,
        lines=lines,
        evidence=tuple(dict.fromkeys(kinds)),
        details=Details.read(content.details),
        invoices=tuple(
            CaseInvoice(
                number=number_key(claim.number),
                code=claim.code,
                date=claim.issued_on,
                buyer_name=claim.buyer_name,
                buyer_tax_id=claim.buyer_tax_id,
                seller_name=claim.seller_name,
                total=claim.total,
                kind=claim.kind,
            )
            for claim in content.invoices
        ),
    )


def _books(connection: Connection, content: VoucherContent, voucher: str) -> Books:
    year = content.date.year
    budget = balances.budget_by_category(connection, content.studio, year)
    used = balances.by_category(connection, content.studio, year)
    own = _own_commitment(connection, voucher)
    left = {category: amount - sum_of(used.get(category)) for category, amount in budget.items()}
    if own and own[0] in left:
        left[own[0]] = left[own[0]] + Money.total(own[1].values())
    held = _held_for(connection, content)
    if content.request in held and content.category in left:
        left[content.category] = left[content.category] + holds.rest(held[content.request])
    return Books(
        budget=left,
        available=_available(connection, content, _with_advance(own[1] if own else {}, held.get(content.advance))),
        closed_years=figures.closed_years(connection, content.studio),
        invoice_numbers=frozenset(
            f"{claim.code}-{number_key(claim.number)}" if claim.code else number_key(claim.number)
            for claim in content.invoices
            if claimed_before(connection, claim, voucher)
        ),
        recent=_recent(connection, content, voucher),
    )


def _held_for(connection: Connection, content: VoucherContent) -> dict[str, Row[Any]]:
    """The signed request and advance that a voucher draws on, while they are open."""
    rows = connection.execute(select(hold).where(hold.c.document.in_(holds.named(content)), hold.c.closed_seq == 0))
    return {row.document: row for row in rows.all()}


def _with_advance(own: Mapping[Source, Money], advance: Row[Any] | None) -> dict[Source, Money]:
    """What is set aside for this very voucher: its own commitment, and the advance that paid for it."""
    aside = dict(own)
    if advance is not None and advance.source:
        source = Source(advance.source)
        aside[source] = aside.get(source, Money()) + holds.rest(advance)
    return aside


def sum_of(used: tuple[Money, Money] | None) -> Money:
    """Spent and committed together."""
    return used[0] + used[1] if used else Money()


def _own_commitment(connection: Connection, voucher: str) -> tuple[str, dict[Source, Money]] | None:
    """Category and reserved money of the voucher that is being judged again."""
    query = select(t.document.c.category).where(
        t.document.c.id == voucher,
        t.document.c.state.in_([state.value for state in OPEN_STATES]),
        t.document.c.voucher_kind == "expense",
    )
    category = connection.execute(query).scalar_one_or_none()
    if category is None:
        return None
    lines = connection.execute(
        select(t.voucher_line.c.source, func.sum(t.voucher_line.c.amount_fen))
        .where(t.voucher_line.c.document == voucher)
        .group_by(t.voucher_line.c.source)
    ).all()
    return category, {Source(source): Money(fen) for source, fen in lines}


def free_by_source(connection: Connection, studio: str, year: int) -> dict[Source, Money]:
    """Return what has arrived and is neither spent nor reserved, by source."""
    by_source = balances.by_source(connection, studio, year)
    return {source: granted - spent - committed for source, (granted, spent, committed) in by_source.items()}


def _available(connection: Connection, content: VoucherContent, own: dict[Source, Money]) -> Money:
    """What the voucher's own sources still hold; a short source counts although another is full."""
    free = free_by_source(connection, content.studio, content.date.year)
    wanted: dict[Source, Money] = {}
    for line in content.lines:
        wanted[line.source] = wanted.get(line.source, Money()) + line.amount
    if not wanted:
        return Money.total(free.values())
    rest = {source: free.get(source, Money()) + own.get(source, Money()) for source in wanted}
    short = Money.total(max(wanted[source] - rest[source], Money()) for source in wanted)
    return content.amount - short if short else Money.total(rest.values())


def claimed_before(connection: Connection, claim: InvoiceClaim, voucher: str) -> str:
    """Return the voucher that claims this invoice already, or an empty text.

    Earlier claims of a part do not count while all claims together stay within the total.
    """
    rows = connection.execute(
        select(t.invoice_claim)
        .join(t.document, t.document.c.id == t.invoice_claim.c.document)
        .where(
            t.invoice_claim.c.number_key == number_key(claim.number),
            t.invoice_claim.c.live == 1,
            t.invoice_claim.c.document != voucher,
        )
        .where(t.document.c.state.in_(LIVE))
    ).all()
    same = [row for row in rows if not row.code or not claim.code or row.code == claim.code]
    if claim.file:
        same += [row for row in _claims_of_file(connection, claim, voucher) if row not in same]
    if not same:
        return ""
    together = claim.claimed.fen + sum(row.claimed_fen for row in same)
    parts_only = all(row.claimed_fen < row.total_fen for row in same) and claim.claimed < claim.total
    total = min(claim.total.fen, *(row.total_fen for row in same))
    return "" if parts_only and together <= total else str(same[0].document)


def _claims_of_file(connection: Connection, claim: InvoiceClaim, voucher: str) -> list[Row[Any]]:
    """Live claims of the very same file, whatever number was typed; not those of another invoice read from it."""
    rows = connection.execute(
        select(t.invoice_claim)
        .join(t.document, t.document.c.id == t.invoice_claim.c.document)
        .where(t.invoice_claim.c.file == claim.file, t.invoice_claim.c.live == 1, t.invoice_claim.c.document != voucher)
        .where(t.document.c.state.in_(LIVE))
    ).all()
    if not rows:
        return []
    kept = connection.execute(select(t.inbox.c.invoices).where(t.inbox.c.sha256 == claim.file)).scalars()
    read = {number_key(invoice["number"]) for invoices in kept for invoice in json.loads(invoices)}
    others = read - {number_key(claim.number)} if number_key(claim.number) in read else set()
    return [row for row in rows if row.number_key not in others]


def _recent(connection: Connection, content: VoucherContent, voucher: str) -> tuple[PastPayment, ...]:
    document = t.document.c
    near = dt.timedelta(days=NEAR_DAYS)
    # A voucher that is judged again meets what was there when it was submitted, not what came after it.
    place = connection.execute(select(document.submit_seq).where(document.id == voucher)).scalar_one_or_none()
    rows = connection.execute(
        select(document.date, document.payee, document.category, document.amount_fen, document.payment).where(
            document.kind == "voucher",
            document.voucher_kind == "expense",
            document.payee == content.payee.name,
            document.date.between((content.date - near).isoformat(), (content.date + near).isoformat()),
            document.state.in_(LIVE),
            document.reversed_by == "",
            document.id != voucher,
            document.submit_seq < (place if place is not None else sys.maxsize),
        )
    )
    return tuple(
        PastPayment(dt.date.fromisoformat(row.date), row.payee, row.category, Money(row.amount_fen), row.payment)
        for row in rows
    )
