"""Reading people, studios and documents as frozen rows."""

from __future__ import annotations

import datetime as dt
import json
from collections import defaultdict
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Row, select

from studio_ledger.ledger import journal
from studio_ledger.ledger.apply_documents import find
from studio_ledger.ledger.content import read_budget, read_grant, read_studio, read_voucher
from studio_ledger.ledger.refusals import UnknownDocumentError, UnknownStudioError
from studio_ledger.ledger.sealed import sealed_act
from studio_ledger.log import canonical
from studio_ledger.model.finding import Finding, Severity
from studio_ledger.model.money import Money
from studio_ledger.model.people import ROLE_NAMES, Person, Role, Term
from studio_ledger.model.voucher import State, VoucherKind
from studio_ledger.queries.rows import (
    BudgetRow,
    GrantRow,
    SignatureRow,
    TimelineRow,
    VoucherDetail,
    VoucherListRow,
)
from studio_ledger.storage import tables as t

if TYPE_CHECKING:
    from studio_ledger.log.act import Act
    from studio_ledger.model.studio import Studio


def people(connection: Connection) -> tuple[Person, ...]:
    """Return everybody with all terms, in the order of enrolment in the ledger."""
    terms: dict[str, list[Term]] = defaultdict(list)
    for row in connection.execute(select(t.term).order_by(t.term.c.start, t.term.c.id)):
        start, end = dt.date.fromisoformat(row.start), dt.date.fromisoformat(row.until)
        terms[row.person].append(Term(row.id, row.person, Role(row.role), row.studio, start, end, row.authorisation))
    return tuple(
        Person(
            id=row.id,
            name=row.name,
            login=row.login,
            # A revoked key is gone: the person enrols anew with a key of his own.
            public_key="" if row.revoked_seq else row.public_key,
            revoked=bool(row.revoked_seq),
            terms=tuple(terms[row.id]),
        )
        for row in connection.execute(select(t.person).order_by(t.person.c.login))
    )


def names(connection: Connection) -> dict[str, str]:
    """Return person id → name."""
    return dict(connection.execute(select(t.person.c.id, t.person.c.name)).all())


def studios(connection: Connection) -> tuple[Studio, ...]:
    """Return all studios by name."""
    rows = connection.execute(select(t.studio.c.content).order_by(t.studio.c.name)).scalars()
    return tuple(read_studio(json.loads(content)) for content in rows)


def studio(connection: Connection, studio_id: str) -> Studio:
    """Return one studio.

    Raises: UnknownStudioError.
    """
    content = connection.execute(select(t.studio.c.content).where(t.studio.c.id == studio_id)).scalar_one_or_none()
    if content is None:
        raise UnknownStudioError(studio=studio_id)
    return read_studio(json.loads(content))


def number_text(number: int) -> str:
    """Return a voucher number as people read it, empty before posting."""
    return f"{number:04d}" if number else ""


def list_row(row: Row[Any], known: dict[str, str]) -> VoucherListRow:
    """Turn a document's row into a list row."""
    return VoucherListRow(
        id=row.id,
        studio=row.studio,
        kind=VoucherKind(row.voucher_kind),
        state=State(row.state),
        date=dt.date.fromisoformat(row.date),
        year=row.year,
        number=number_text(row.number),
        category=row.category,
        purpose=row.title,
        payee=row.payee,
        payment=row.payment,
        amount=Money(row.amount_fen),
        attachments=row.attachments,
        invoices=row.invoices,
        verdict=row.verdict,
        submitted_by=known.get(row.submitted_by, ""),
        host_signed_by=known.get(row.host_signed_by, ""),
        legal_signed_by=known.get(row.legal_signed_by, ""),
        reversed_by=row.reversed_by,
    )


def finding_fields(finding: Finding) -> dict[str, Any]:
    """Spell a finding for the log: line 0 stands for the whole voucher."""
    fields = finding.as_json()
    fields["line"] = finding.line or 0
    return fields


def read_finding(fields: dict[str, Any]) -> Finding:
    """Read a finding back from the log."""
    severity = Severity[str(fields["severity"]).upper()]
    return Finding(
        fields["code"],
        severity,
        fields["article"],
        fields["message"],
        fields["line"] or None,
        fields["limit"],
        fields["actual"],
    )


def voucher(connection: Connection, voucher_id: str) -> VoucherDetail:
    """Return everything about one voucher.

    Raises: UnknownDocumentError.
    """
    row = find(connection, voucher_id)
    if row.kind != "voucher":
        raise UnknownDocumentError(document=voucher_id)
    known = names(connection)
    act = sealed_act(connection, voucher_id)
    late = connection.execute(
        select(t.attachment.c.kind, t.attachment.c.sha256, t.attachment.c.name)
        .where(t.attachment.c.document == voucher_id, t.attachment.c.late_seq > 0)
        .order_by(t.attachment.c.position)
    ).all()
    return VoucherDetail(
        row=list_row(row, known),
        content=read_voucher(act.data["content"]),
        content_hash=row.content_hash,
        revision=row.revision,
        reason=str(act.data["reason"]),
        findings=tuple(read_finding(fields) for fields in act.data["findings"]),
        signatures=signatures(connection, voucher_id, known),
        timeline=timeline(connection, voucher_id, known),
        late_evidence=tuple((kind, sha256, name) for kind, sha256, name in late),
    )


def signatures(connection: Connection, document: str, known: dict[str, str]) -> tuple[SignatureRow, ...]:
    """Return all signatures and refusals of a document, oldest first."""
    rows = connection.execute(select(t.signature).where(t.signature.c.document == document).order_by(t.signature.c.seq))
    return tuple(
        SignatureRow(
            seq=row.seq,
            role=row.role,
            person=known.get(row.person, ""),
            decision=row.decision,
            reason=row.reason,
            at=dt.datetime.fromisoformat(row.at),
            content_hash=row.content_hash,
            current=bool(row.current),
        )
        for row in rows
    )


def timeline(connection: Connection, document: str, known: dict[str, str]) -> tuple[TimelineRow, ...]:
    """Return what happened to a document in words, oldest first."""
    return tuple(
        TimelineRow(act.seq, act.at, known.get(act.by, ""), _told(act))
        for act in journal.of_document(connection, document)
    )


def _told(act: Act) -> str:  # noqa: PLR0911 - one sentence a kind of act
    reason = f"：{act.data['reason']}" if act.data.get("reason") else ""
    match act.kind:
        case "submit":
            return f"提交（第 {act.data['revision']} 版）{reason}"
        case "sign":
            return f"{ROLE_NAMES[Role(act.data['role'])]}签字同意"
        case "unsign":
            return f"{ROLE_NAMES[Role(act.data['role'])]}撤回签字"
        case "return":
            return f"退回{reason}"
        case "withdraw":
            return "撤回"
        case "void":
            return f"作废{reason}"
        case "post":
            return f"入账，编号 {number_text(int(act.data['number']))}"
        case "attach":
            return f"补充附件：{act.data['name']}"
        case _:
            return f"提交{reason}"


def grants(connection: Connection, studio_id: str, year: int) -> tuple[GrantRow, ...]:
    """Return the grants of a year, oldest first."""
    known = names(connection)
    return tuple(
        GrantRow(
            read_grant(row.id, canonical.decode(row.content)), State(row.state), signatures(connection, row.id, known)
        )
        for row in _documents(connection, "grant", studio_id, year)
    )


def budgets(connection: Connection, studio_id: str, year: int) -> tuple[BudgetRow, ...]:
    """Return the versions of a year's budget, newest first."""
    known = names(connection)
    where = (t.budget_in_force.c.studio == studio_id, t.budget_in_force.c.year == year)
    in_force = connection.execute(select(t.budget_in_force.c.document).where(*where)).scalar_one_or_none()
    rows = [
        BudgetRow(
            budget=read_budget(row.id, canonical.decode(row.content)),
            version=version,
            state=State(row.state),
            in_force=row.id == in_force,
            signatures=signatures(connection, row.id, known),
        )
        for version, row in enumerate(_documents(connection, "budget", studio_id, year), 1)
    ]
    return tuple(reversed(rows))


def _documents(connection: Connection, kind: str, studio_id: str, year: int) -> list[Row[Any]]:
    query = select(t.document).where(
        t.document.c.kind == kind, t.document.c.studio == studio_id, t.document.c.year == year
    )
    return list(connection.execute(query.order_by(t.document.c.submit_seq)))
