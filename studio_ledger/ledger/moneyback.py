"""Money that comes back for a posted voucher: from the seller, from a person, or claimed back after an audit.

A refund is a voucher of its own in an open year. It takes from what was spent, so budget and source have it again; all
refunds of a voucher together are never more than it cost, source by source.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import Connection, func, select

from studio_ledger.ledger.apply_documents import find
from studio_ledger.ledger.content import read_voucher
from studio_ledger.ledger.refusals import BadRefundError
from studio_ledger.log import canonical
from studio_ledger.model.funds import Source
from studio_ledger.model.money import Money
from studio_ledger.model.voucher import OPEN_STATES, RefundKind, State, VoucherContent, VoucherKind
from studio_ledger.storage import tables as t

if TYPE_CHECKING:
    import datetime as dt

LIVE = [state.value for state in (*OPEN_STATES, State.POSTED)]
PROOFS = frozenset({"bank_slip", "receipt", "red_invoice"})
"""Kinds of evidence of which a refund needs one where it brings no red-letter invoice."""


def refunded(connection: Connection, voucher: str, *, besides: str = "") -> dict[Source, Money]:
    """Return what refunds under way or posted have brought back of a voucher by source, above zero."""
    rows = connection.execute(
        select(t.voucher_line.c.source, func.sum(t.voucher_line.c.amount_fen))
        .join(t.document, t.document.c.id == t.voucher_line.c.document)
        .where(
            t.document.c.refunds == voucher,
            t.document.c.id != besides,
            t.document.c.state.in_(LIVE),
            t.document.c.reversed_by == "",
        )
        .group_by(t.voucher_line.c.source)
    ).all()
    return {Source(source): Money(-fen) for source, fen in rows}


def refundable(connection: Connection, voucher: str, *, besides: str = "") -> dict[Source, Money]:
    """Return what may still come back of a posted voucher by source; nothing of a reversed one.

    Raises: BadRefundError for what is not a posted expense.
    """
    row = find(connection, voucher)
    if row.voucher_kind != VoucherKind.EXPENSE.value or row.state != State.POSTED.value:
        raise BadRefundError(reason="not_posted")
    if row.reversed_by:
        raise BadRefundError(reason="reversed")
    cost: dict[Source, Money] = {}
    for line in read_voucher(canonical.decode(row.content)).lines:
        cost[line.source] = cost.get(line.source, Money()) + line.amount
    back = refunded(connection, voucher, besides=besides)
    return {source: amount - back.get(source, Money()) for source, amount in cost.items()}


def is_reversing(connection: Connection, voucher: str) -> bool:
    """Whether a reversal of a voucher is under way."""
    open_states = [state.value for state in OPEN_STATES]
    query = select(t.document.c.id).where(t.document.c.reverses == voucher, t.document.c.state.in_(open_states))
    return connection.execute(query).first() is not None


def demand_unrefunded(connection: Connection, voucher: str) -> None:
    """Refuse to take a voucher back whose money came back already, or is about to: it would come back twice.

    Raises: BadRefundError.
    """
    if refunded(connection, voucher):
        raise BadRefundError(reason="refunds_first")


def check_refund(connection: Connection, document: str, content: VoucherContent, latest: dt.date) -> None:
    """Refuse a refund that is more than was paid, of another studio or category, without any proof, or after `latest`.

    Raises: BadRefundError.
    """
    original = find(connection, content.refunds)
    if (original.studio, original.category) != (content.studio, content.category):
        raise BadRefundError(reason="other_place")
    in_time = original.date <= content.date.isoformat() <= latest.isoformat()
    if content.refund_kind not in set(RefundKind) or not in_time:
        raise BadRefundError(reason="form")
    left = refundable(connection, content.refunds, besides=document)
    for line in content.lines:
        left[line.source] = left.get(line.source, Money()) + line.amount
    if any(rest < Money() for rest in left.values()):
        raise BadRefundError(reason="above_paid", over=-min(left.values()))
    if not content.invoices and not PROOFS & {item.kind for item in content.attachments}:
        raise BadRefundError(reason="no_proof")


def demand_red_claims(content: VoucherContent) -> None:
    """A refund brings red-letter invoices only, each for no more than it takes back.

    Raises: BadRefundError.
    """
    for claim in content.invoices:
        if not claim.total <= claim.claimed < Money():
            raise BadRefundError(reason="red_blue", number=claim.number)
