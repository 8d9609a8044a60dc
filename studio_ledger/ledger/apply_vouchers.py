"""Reducers of a voucher's own way: submitted, posted, given more evidence."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import Connection, Row, bindparam, delete, func, insert, select, update

from studio_ledger.ledger import balances, holds, leftovers, moneyback
from studio_ledger.ledger.apply_documents import CHANGE, find, refuse_closed, void_signatures
from studio_ledger.ledger.apply_spending import needs_request
from studio_ledger.ledger.bounds import (
    check_reversal,
    demand_money,
    demand_same_document,
    demand_sound,
    demand_sources,
    number_key,
    reversal_date,
)
from studio_ledger.ledger.content import content_hash, read_voucher
from studio_ledger.ledger.invoice_bounds import demand_accepted, demand_rest
from studio_ledger.ledger.permits import demand_role
from studio_ledger.ledger.red_letters import demand_red_letters
from studio_ledger.ledger.refusals import (
    AlreadyReversedError,
    BadActError,
    ContentChangedError,
    NumberGapError,
    RequestNeededError,
)
from studio_ledger.log import canonical
from studio_ledger.model.funds import Source
from studio_ledger.model.money import Money
from studio_ledger.model.voucher import State, VoucherContent, VoucherKind
from studio_ledger.model.workflow import next_state
from studio_ledger.storage import tables as t
from studio_ledger.storage.fees import fee

if TYPE_CHECKING:
    from collections.abc import Mapping

    from studio_ledger.log.act import Act
    from studio_ledger.model.fees import FeeLine

_DOCUMENT: Final = select(t.document).where(t.document.c.id == bindparam("document"))
_LATE: Final = select(func.count()).where(
    t.attachment.c.document == bindparam("document"), t.attachment.c.late_seq > 0
)
_LAST_FILE: Final = select(func.coalesce(func.max(t.attachment.c.position), 0)).where(
    t.attachment.c.document == bindparam("document")
)
_LAST_NUMBER: Final = select(func.coalesce(func.max(t.document.c.number), 0)).where(
    t.document.c.studio == bindparam("studio"), t.document.c.year == bindparam("year"), t.document.c.number > 0
)
_APPROVED: Final = select(t.signature.c.role, t.signature.c.person).where(
    t.signature.c.document == bindparam("document"),
    t.signature.c.current == 1,
    t.signature.c.decision == "approve",
    t.signature.c.content_hash == bindparam("content_hash"),
)
_NEW, _LINES, _CLAIMS, _FILES = (insert(table) for table in (t.document, t.voucher_line, t.invoice_claim, t.attachment))


def submit(connection: Connection, act: Act) -> None:
    """The first act of a voucher, or its next revision after it went back: whole content and findings."""
    fields = act.data["content"]
    content = read_voucher(fields)
    year = int(act.data["year"])
    demand_role(connection, act.by, "submit", content.studio, act.at.date())
    refuse_closed(connection, content.studio, year)
    demand_sound(act, content, year)
    old = connection.execute(_DOCUMENT, {"document": act.document}).one_or_none()
    if old is not None:
        demand_same_document(old, content)
    _demand_request(connection, content)
    demand_accepted(connection, content)
    if content.kind is not VoucherKind.REFUND:
        demand_rest(connection, content, act.document)
    state = next_state("submit", State(old.state) if old is not None else State.DRAFT)
    revision = 1 if old is None else old.revision + 1
    late = connection.execute(_LATE, {"document": act.document}).scalar_one()
    values = _values(act, content, fields, year=year, late=late) | {"state": state.value, "revision": revision}
    if old is None:
        connection.execute(_NEW, {"id": act.document} | values)
    else:
        void_signatures(connection, act.document)
        _forget_parts(connection, act.document)
        connection.execute(CHANGE, {"document": act.document} | values)
    holds.draw(connection, act.document, content)
    if content.kind is VoucherKind.EXPENSE:
        demand_money(connection, act, content, year)
    elif content.kind is VoucherKind.RETURN:
        demand_sources(connection, act, content, year)
    _put_parts(connection, act.document, content)
    if content.kind is VoucherKind.REVERSAL:
        check_reversal(connection, act, content)
    elif content.kind is VoucherKind.REFUND:
        latest = reversal_date(connection, replace(content, date=act.at.date()))
        moneyback.check_refund(connection, act.document, content, latest)
        demand_red_letters(connection, act, content)
    balances.commit(connection, find(connection, act.document))


def _demand_request(connection: Connection, content: VoucherContent) -> None:
    """A studio that asks before it spends lets no voucher pass without (Art. 4: the host decides the direction)."""
    asks = content.kind is VoucherKind.EXPENSE and not content.request
    if asks and needs_request(connection, content.studio, content.category, content.date):
        raise RequestNeededError(category=content.category)


def _values(act: Act, content: VoucherContent, fields: Mapping[str, Any], *, year: int, late: int) -> dict[str, Any]:
    numbers = [claim.number for claim in content.invoices]
    words = [content.purpose, content.payee.name, *numbers, *(line.item for line in content.lines)]
    return {
        "kind": "voucher",
        "studio": content.studio,
        "year": year,
        "content": canonical.encode(fields),
        "content_hash": content_hash(fields),
        "title": content.purpose,
        "date": content.date.isoformat(),
        "amount_fen": content.amount.fen,
        "submitted_by": act.by,
        "submitted_at": act.at.isoformat(),
        "submit_seq": act.seq,
        "reason": act.data["reason"],
        "host_signed_by": "",
        "legal_signed_by": "",
        "voucher_kind": content.kind.value,
        "category": content.category,
        "payee": content.payee.name,
        "payment": content.payment,
        "attachments": len(content.attachments) + late,
        "verdict": act.data["verdict"],
        "findings": canonical.encode({"findings": act.data["findings"]}),
        "invoices": " ".join(numbers),
        "reverses": content.reverses,
        "refunds": content.refunds,
        "search": " ".join([*words, str(content.amount)]).lower(),
    }


def _forget_parts(connection: Connection, document: str) -> None:
    for table in (t.voucher_line, t.invoice_claim, fee):
        connection.execute(delete(table).where(table.c.document == document))
    # Evidence that was added later stays: it was handed in and signed for.
    connection.execute(delete(t.attachment).where(t.attachment.c.document == document, t.attachment.c.late_seq == 0))


def _put_parts(connection: Connection, document: str, content: VoucherContent) -> None:
    connection.execute(
        _LINES,
        [
            {
                "document": document,
                "line": number,
                "item": line.item,
                "quantity": "" if line.quantity is None else str(line.quantity),
                "source": line.source.value,
                "amount_fen": line.amount.fen,
            }
            for number, line in enumerate(content.lines, 1)
        ],
    )
    claims = [
        {
            "document": document,
            "line": number,
            "number": claim.number,
            "number_key": number_key(claim.number),
            "code": claim.code,
            "total_fen": claim.total.fen,
            "claimed_fen": claim.claimed.fen,
            "seller": claim.seller_name,
            "issued_on": claim.issued_on.isoformat() if claim.issued_on else "",
            "file": claim.file,
        }
        for number, claim in enumerate(content.invoices, 1)
    ]
    if claims:
        connection.execute(_CLAIMS, claims)
    if content.fees:
        rows = [_fee_row(document, number, content, one) for number, one in enumerate(content.fees, 1)]
        connection.execute(insert(fee), rows)
    taken = connection.execute(_LAST_FILE, {"document": document}).scalar_one()
    files = [
        {"document": document, "position": taken + number, "kind": item.kind, "sha256": item.sha256, "name": item.name}
        for number, item in enumerate(content.attachments, 1)
    ]
    if files:
        connection.execute(_FILES, files)


def _fee_row(document: str, number: int, content: VoucherContent, one: FeeLine) -> dict[str, Any]:
    return {
        "document": document,
        "line": number,
        "payee": one.payee,
        "name": one.name,
        "month": f"{content.date:%Y-%m}",
        "net_fen": one.net.fen,
        "tax_fen": one.tax.fen,
    }


def post(connection: Connection, act: Act) -> None:
    """A fully signed voucher enters the books under the next number of its studio and year (Art. 4)."""
    row = find(connection, act.document)
    demand_role(connection, act.by, "post", row.studio, act.at.date())
    state = next_state("post", State(row.state))
    refuse_closed(connection, row.studio, row.year)
    if act.data["content_hash"] != row.content_hash:
        raise ContentChangedError(document=act.document)
    _demand_two_signatures(connection, act, row.content_hash)
    demand_accepted(connection, read_voucher(canonical.decode(row.content)))
    number = int(act.data["number"])
    if number != next_number(connection, row.studio, row.year):
        raise NumberGapError(number=number, year=row.year)
    if row.voucher_kind == VoucherKind.REVERSAL.value:
        # A refund may have been submitted while the reversal waited for its signatures.
        moneyback.demand_unrefunded(connection, row.reverses)
        _mark_reversed(connection, row.reverses, act.document)
        holds.give_back(connection, row.reverses)
    if row.voucher_kind == VoucherKind.RETURN.value:
        _return_leftovers(connection, row)
    balances.spend(connection, row)
    entered = {"state": state.value, "number": number, "posted_at": act.at.isoformat()}
    connection.execute(CHANGE, {"document": act.document} | entered)


def _return_leftovers(connection: Connection, row: Row[Any]) -> None:
    lines = connection.execute(
        select(t.voucher_line.c.source, func.sum(t.voucher_line.c.amount_fen))
        .where(t.voucher_line.c.document == row.id)
        .group_by(t.voucher_line.c.source)
    ).all()
    for source, fen in lines:
        leftovers.move(connection, row, Source(source), row.year, Money(-fen))


def _demand_two_signatures(connection: Connection, act: Act, signed_hash: str) -> None:
    asked = {"document": act.document, "content_hash": signed_hash}
    signers = dict(connection.execute(_APPROVED, asked).all())
    if set(signers) != {"host", "legal_representative"} or len(set(signers.values())) != 2:
        raise BadActError(seq=act.seq, reason="posted without two signatures of this content")


def next_number(connection: Connection, studio: str, year: int) -> int:
    """Return the number that the next posted voucher of the studio and year gets; there are no gaps."""
    return int(connection.execute(_LAST_NUMBER, {"studio": studio, "year": year}).scalar_one()) + 1


def _mark_reversed(connection: Connection, original: str, reversal: str) -> None:
    row = find(connection, original)
    if row.reversed_by:
        raise AlreadyReversedError(document=original)
    connection.execute(update(t.document).where(t.document.c.id == original).values(reversed_by=reversal))
    connection.execute(update(t.invoice_claim).where(t.invoice_claim.c.document == original).values(live=0))


def attach(connection: Connection, act: Act) -> None:
    """More evidence for a voucher; nothing is replaced, and the next signer sees that it came later."""
    row = find(connection, act.document)
    demand_role(connection, act.by, "attach", row.studio, act.at.date())
    if State(row.state) in {State.VOID, State.RETURNED, State.WITHDRAWN}:
        next_state("attach", State(row.state))
    position = connection.execute(
        select(func.coalesce(func.max(t.attachment.c.position), 0)).where(t.attachment.c.document == act.document)
    ).scalar_one()
    connection.execute(
        insert(t.attachment).values(
            document=act.document,
            position=position + 1,
            kind=act.data["evidence"],
            sha256=act.data["sha256"],
            name=act.data["name"],
            late_seq=act.seq,
        )
    )
    connection.execute(
        update(t.document).where(t.document.c.id == act.document).values(attachments=t.document.c.attachments + 1)
    )
