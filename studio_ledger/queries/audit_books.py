"""Reading all books of a school at once, for the look across them."""

from __future__ import annotations

import datetime as dt
import json
from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import Connection, Row, func, select

from studio_ledger.ledger.content import read_grant, read_voucher
from studio_ledger.ledger.spending_content import read_request
from studio_ledger.model.case import Details
from studio_ledger.model.money import Money
from studio_ledger.model.school_books import (
    BookAdvance,
    BookBudget,
    BookGrant,
    BookPayee,
    BookRequest,
    BookVoucher,
    SchoolBooks,
)
from studio_ledger.model.spending import Part
from studio_ledger.model.voucher import State, VoucherKind
from studio_ledger.queries import audit, read, spending
from studio_ledger.storage import tables as t
from studio_ledger.storage.payees import payee
from studio_ledger.storage.spending import draw, hold, payment

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

PAGE = 1_000
_INVOICE = "invoice"
_OWN = frozenset({"own_staff", "studio_member", "host"})
_Times = dict[tuple[str, str], dt.datetime]


def surroundings(connection: Connection, today: dt.date) -> SchoolBooks:
    """Return everything that is looked at but the vouchers, which are read page by page."""
    return SchoolBooks(
        today=today,
        studios=read.studios(connection),
        people=read.people(connection),
        grants=_grants(connection),
        budgets=_budgets(connection),
        requests=_requests(connection),
        advances=_advances(connection, today),
        payees=_payees(connection),
        violations=audit.violations(connection),
        closed=frozenset((row.studio, row.year) for row in connection.execute(select(t.closed_year))),
    )


class VoucherPage(NamedTuple):
    """Rows as they stand in the file; they are understood after the transaction, which others wait for."""

    rows: Sequence[Row[Any]]
    signed: _Times
    late: dict[str, list[tuple[str, str, dt.date]]]
    paid: dict[str, tuple[str, ...]]

    @property
    def last(self) -> int:
        """Where the next page begins."""
        return int(self.rows[-1].submit_seq)


def voucher_page(connection: Connection, after: int) -> VoucherPage | None:
    """Return the next vouchers in the order of submission with their signatures and late papers; None at the end."""
    document = t.document.c
    rows = connection.execute(
        select(t.document)
        .where(document.kind == "voucher", document.submit_seq > after)
        .order_by(document.submit_seq)
        .limit(PAGE)
    ).all()
    if not rows:
        return None
    ids = [row.id for row in rows]
    return VoucherPage(rows, _signatures(connection, ids), _late(connection, ids), _paid_to(connection, ids))


def vouchers_of(page: VoucherPage, asked: Mapping[str, frozenset[str]]) -> list[BookVoucher]:
    """Return a page's vouchers; `asked` are the papers of requests by id."""
    return [
        replace(_voucher(row, page.signed, page.late.get(row.id, []), asked), paid_to=page.paid.get(row.id, ()))
        for row in page.rows
    ]


def _signatures(connection: Connection, ids: Sequence[str]) -> _Times:
    signature = t.signature.c
    rows = connection.execute(
        select(signature.document, signature.role, signature.at).where(
            signature.current == 1, signature.document.in_(ids)
        )
    )
    return {(row.document, row.role): dt.datetime.fromisoformat(row.at) for row in rows}


def _paid_to(connection: Connection, ids: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """Return to whom the payments of each voucher went, each name once; not to the tax office, not what came back."""
    rows = connection.execute(
        select(payment.c.document, payment.c.payee)
        .where(payment.c.document.in_(ids), payment.c.undone_seq == 0, payment.c.paid_fen > 0)
        .where(payment.c.part.in_((Part.WHOLE.value, Part.NET.value)), payment.c.payee != "")
        .order_by(payment.c.seq)
    )
    found: dict[str, tuple[str, ...]] = {}
    for row in rows:
        found[row.document] = tuple(dict.fromkeys((*found.get(row.document, ()), row.payee)))
    return found


def _late(connection: Connection, ids: Sequence[str]) -> dict[str, list[tuple[str, str, dt.date]]]:
    """Return kind, digest and day of papers that came after submission, by voucher."""
    found: dict[str, list[tuple[str, str, dt.date]]] = defaultdict(list)
    paper = t.attachment.c
    rows = connection.execute(
        select(paper.document, paper.kind, paper.sha256, t.act.c.at)
        .join(t.act, t.act.c.seq == paper.late_seq)
        .where(paper.late_seq > 0, paper.document.in_(ids))
    )
    for row in rows:
        found[row.document].append((row.kind, row.sha256, dt.datetime.fromisoformat(row.at).date()))
    return found


def request_papers(connection: Connection) -> dict[str, frozenset[str]]:
    """Return the kinds of papers of each request, itself among them: what approved it approves its vouchers."""
    rows = connection.execute(select(t.document.c.id, t.document.c.content).where(t.document.c.kind == "request"))
    asked = [read_request(row.id, json.loads(row.content)) for row in rows]
    return {one.id: frozenset({"request", *(item.kind for item in one.attachments)}) for one in asked}


def _voucher(
    row: Row[Any],
    signed: _Times,
    late: list[tuple[str, str, dt.date]],
    asked: Mapping[str, frozenset[str]],
) -> BookVoucher:
    content = read_voucher(json.loads(row.content))
    sheets = {(item.kind, item.sha256) for item in content.attachments if item.kind != _INVOICE}
    sheets |= {(kind, digest) for kind, digest, _ in late}
    papers = {item.kind for item in content.attachments} | {kind for kind, _, _ in late}
    papers |= asked.get(content.request, frozenset())
    if content.invoices:
        papers.add(_INVOICE)
    return BookVoucher(
        id=row.id,
        studio=row.studio,
        date=content.date,
        category=content.category,
        purpose=content.purpose,
        payee=content.payee.name,
        amount=Money(row.amount_fen),
        lines=content.lines,
        number=f"{row.year}-{row.number:04d}" if row.number else "",
        state=State(row.state),
        kind=VoucherKind(row.voucher_kind),
        payee_kind=content.payee.kind,
        payment=content.payment,
        claims=content.invoices,
        papers=frozenset(papers),
        late_papers=tuple((kind, day) for kind, _, day in late),
        sheets=tuple(sorted(sheets)),
        details=_details(content.details),
        findings=_codes(row.findings),
        submitted_at=dt.datetime.fromisoformat(row.submitted_at),
        host_at=signed.get((row.id, "host")),
        legal_at=signed.get((row.id, "legal_representative")),
        posted_at=dt.datetime.fromisoformat(row.posted_at) if row.posted_at else None,
        revision=row.revision,
        reversed=bool(row.reversed_by),
    )


_NO_DETAILS = Details()


def _details(details: Mapping[str, Mapping[str, str | int]]) -> Details:
    return Details.read(details) if details else _NO_DETAILS


def _codes(findings: bytes) -> tuple[str, ...]:
    """Return the codes a voucher was submitted with."""
    return tuple(finding["code"] for finding in json.loads(findings)["findings"]) if findings else ()


def _grants(connection: Connection) -> tuple[BookGrant, ...]:
    rows = connection.execute(select(t.document).join(t.income, t.income.c.document == t.document.c.id))
    grants = [read_grant(row.id, json.loads(row.content)) for row in rows]
    return tuple(BookGrant(g.studio, g.year, g.source, g.amount, g.issued_on, g.received_on) for g in grants)


def _budgets(connection: Connection) -> tuple[BookBudget, ...]:
    """Return the signed versions, the first of a year as version 1."""
    document = t.document.c
    lines: dict[str, dict[str, Money]] = defaultdict(dict)
    for row in connection.execute(select(t.budget_line)):
        lines[row.document][row.category] = lines[row.document].get(row.category, Money()) + Money(row.amount_fen)
    found: list[BookBudget] = []
    count: dict[tuple[str, int], int] = defaultdict(int)
    for row in connection.execute(
        select(document.id, document.studio, document.year)
        .where(document.kind == "budget", document.state == State.SIGNED.value)
        .order_by(document.submit_seq)
    ):
        count[row.studio, row.year] += 1
        found.append(BookBudget(row.studio, row.year, count[row.studio, row.year], lines[row.id]))
    return tuple(found)


def _requests(connection: Connection) -> tuple[BookRequest, ...]:
    """Return the signed requests, each with the day of its last signature and the vouchers that draw on it."""
    drawn: dict[str, list[str]] = defaultdict(list)
    for row in connection.execute(select(draw.c.voucher, draw.c.hold).order_by(draw.c.voucher)):
        drawn[row.hold].append(row.voucher)
    rows = connection.execute(
        select(t.document.c.id, t.document.c.studio, t.document.c.title, func.max(t.signature.c.at).label("signed"))
        .join(hold, hold.c.document == t.document.c.id)
        .join(t.signature, t.signature.c.document == t.document.c.id)
        .where(t.document.c.kind == "request", t.signature.c.current == 1)
        .group_by(t.document.c.id)
    )
    return tuple(
        BookRequest(row.id, row.studio, row.title, dt.datetime.fromisoformat(row.signed).date(), tuple(drawn[row.id]))
        for row in rows
    )


def _advances(connection: Connection, today: dt.date) -> tuple[BookAdvance, ...]:
    """Return the advances with money still out."""
    rows = [row for studio in read.studios(connection) for row in spending.advances(connection, studio.id, today)]
    return tuple(
        BookAdvance(
            id=row.advance.id,
            studio=row.advance.studio,
            person=row.advance.person,
            purpose=row.advance.purpose,
            taken_on=today - dt.timedelta(days=row.age_days),
            due_on=row.advance.due_on,
            open=row.outstanding,
        )
        for row in rows
        if row.outstanding
    )


def _payees(connection: Connection) -> tuple[BookPayee, ...]:
    """Return the register of persons who are paid, with the keyed digests that tell who is the same."""
    return tuple(
        BookPayee(row.name, row.id_number_mac, row.account_mac, own_staff=row.kind in _OWN)
        for row in connection.execute(select(payee))
    )
