"""One voucher as it goes on paper."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from sqlalchemy import Connection, select

from studio_ledger.ledger import journal
from studio_ledger.ledger.apply_documents import find
from studio_ledger.ledger.content import read_studio, read_voucher
from studio_ledger.log import canonical
from studio_ledger.model.funds import SOURCE_NAMES
from studio_ledger.model.money import Money
from studio_ledger.model.people import ROLE_NAMES, Role
from studio_ledger.model.voucher import PAYMENTS, STATE_NAMES, VOUCHER_TITLES, State
from studio_ledger.statements.annual import header
from studio_ledger.statements.figures import LogHead, SheetLine, SignatureLine, VoucherSheet
from studio_ledger.storage import tables as t

if TYPE_CHECKING:
    import datetime as dt

    from studio_ledger.rules.policy import Policy
    from studio_ledger.rules.terms import Terms


def voucher_sheet(
    connection: Connection, voucher_id: str, policy: Policy, made_at: dt.datetime, head: LogHead
) -> VoucherSheet:
    """Return a voucher's sheet with every step it has taken so far.

    Raises: UnknownDocumentError.
    """
    row = find(connection, voucher_id)
    content = read_voucher(canonical.decode(row.content))
    studio = connection.execute(select(t.studio.c.content).where(t.studio.c.id == row.studio)).scalar_one()
    categories = {category.id: f"{category.number} {category.name}" for category in policy.categories}
    state = State(row.state)
    return VoucherSheet(
        header=header(
            read_studio(json.loads(studio)), row.year, made_at, head, policy.terms, final=state is State.POSTED
        ),
        number=f"{row.number:04d}" if row.number else "",
        state=STATE_NAMES[state],
        date=content.date,
        purpose=content.purpose,
        payee=content.payee.name,
        payment=PAYMENTS.get(content.payment, content.payment),
        lines=tuple(
            SheetLine(
                line.item, categories.get(content.category, content.category), SOURCE_NAMES[line.source], line.amount
            )
            for line in content.lines
        ),
        amount=Money(row.amount_fen),
        attachments=row.attachments,
        invoices=tuple(claim.named for claim in content.invoices),
        findings=tuple(finding["message"] for finding in canonical.decode(row.findings)["findings"]),
        reason=row.reason,
        signatures=_steps(connection, voucher_id, row.content_hash, policy.terms),
        content_hash=row.content_hash,
        reverses=content.purpose if content.reverses or content.corrects else "",
        title=VOUCHER_TITLES[content.kind],
    )


def _steps(connection: Connection, voucher_id: str, content_hash: str, terms: Terms) -> tuple[SignatureLine, ...]:
    people = dict(connection.execute(select(t.person.c.id, t.person.c.name)).all())
    steps: list[SignatureLine] = []
    called = ROLE_NAMES | {Role.HOST: terms.host, Role.LEGAL_REPRESENTATIVE: terms.second_signer}
    for act in journal.of_document(connection, voucher_id):
        name, at = people.get(act.by, ""), act.at.strftime("%Y-%m-%d %H:%M")
        if act.kind == "submit":
            steps = [SignatureLine("财务（制单）", name, at, content_hash[:16])]
        elif act.kind == "sign" and act.data["content_hash"] == content_hash:
            steps.append(SignatureLine(called[Role(act.data["role"])], name, at, content_hash[:16]))
        elif act.kind == "unsign":
            steps = steps[:-1]
        elif act.kind in {"return", "withdraw"}:
            steps = steps[:1]
        elif act.kind == "post":
            steps.append(SignatureLine("记账", name, at, content_hash[:16]))
    return tuple(steps)
