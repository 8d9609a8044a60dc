"""Reading all books of a school at once, for the look across them."""

from __future__ import annotations

import datetime as dt
import json
from collections import defaultdict
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Row, select

from studio_ledger.ledger.content import read_grant, read_voucher
from studio_ledger.model.case import Details
from studio_ledger.model.money import Money
from studio_ledger.model.school_books import BookBudget, BookGrant, BookVoucher, SchoolBooks
from studio_ledger.model.voucher import State, VoucherKind
from studio_ledger.queries import audit, read
from studio_ledger.storage import tables as t

if TYPE_CHECKING:
    from collections.abc import Mapping

_INVOICE = "invoice"
_Times = dict[tuple[str, str], dt.datetime]


def school_books(connection: Connection, today: dt.date) -> SchoolBooks:
    """Return everything that is looked at; a fixed number of queries, whatever the ledger's size."""
    return SchoolBooks(
        today=today,
        studios=read.studios(connection),
        people=read.people(connection),
        vouchers=_vouchers(connection),
        grants=_grants(connection),
        budgets=_budgets(connection),
        violations=audit.violations(connection),
        closed=frozenset((row.studio, row.year) for row in connection.execute(select(t.closed_year))),
    )


def _vouchers(connection: Connection) -> tuple[BookVoucher, ...]:
    signed, late = _signatures(connection), _late(connection)
    rows = connection.execute(select(t.document).where(t.document.c.kind == "voucher"))
    return tuple(_voucher(row, signed, late.get(row.id, [])) for row in rows)


def _signatures(connection: Connection) -> _Times:
    rows = connection.execute(
        select(t.signature.c.document, t.signature.c.role, t.signature.c.at).where(t.signature.c.current == 1)
    )
    return {(row.document, row.role): dt.datetime.fromisoformat(row.at) for row in rows}


def _late(connection: Connection) -> dict[str, list[tuple[str, str, dt.date]]]:
    """Return kind, digest and day of papers that came after submission, by voucher."""
    found: dict[str, list[tuple[str, str, dt.date]]] = defaultdict(list)
    rows = connection.execute(
        select(t.attachment.c.document, t.attachment.c.kind, t.attachment.c.sha256, t.act.c.at)
        .join(t.act, t.act.c.seq == t.attachment.c.late_seq)
        .where(t.attachment.c.late_seq > 0)
    )
    for row in rows:
        found[row.document].append((row.kind, row.sha256, dt.datetime.fromisoformat(row.at).date()))
    return found


def _voucher(row: Row[Any], signed: _Times, late: list[tuple[str, str, dt.date]]) -> BookVoucher:
    content = read_voucher(json.loads(row.content))
    sheets = {(item.kind, item.sha256) for item in content.attachments if item.kind != _INVOICE}
    sheets |= {(kind, digest) for kind, digest, _ in late}
    papers = {item.kind for item in content.attachments} | {kind for kind, _, _ in late}
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
