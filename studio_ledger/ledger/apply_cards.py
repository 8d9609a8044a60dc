"""Reducer for official cards: who swiped when for a voucher, and until when the school has to repay it."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import Connection, bindparam, func, select
from sqlalchemy.dialects.sqlite import insert as upsert

from studio_ledger.ledger.apply_documents import find
from studio_ledger.ledger.permits import demand_role
from studio_ledger.ledger.refusals import BadPaymentError
from studio_ledger.log.canonical import clean_text
from studio_ledger.model.cards import CardSwipe
from studio_ledger.model.voucher import State, VoucherKind
from studio_ledger.storage import cards as c
from studio_ledger.storage import spending as s

if TYPE_CHECKING:
    from collections.abc import Mapping

    from studio_ledger.log.act import Act


_SWIPED_ON: Final = select(c.card_swipe.c.swiped_on).where(c.card_swipe.c.document == bindparam("document"))
_FIRST_PAID: Final = select(func.min(s.payment.c.paid_on)).where(
    s.payment.c.document == bindparam("document"), s.payment.c.undone_seq == 0, s.payment.c.paid_fen > 0
)


def swipe_fields(swipe: CardSwipe) -> dict[str, str]:
    """Spell a slip; its voucher stands beside it in the act."""
    return {
        "holder": clean_text(swipe.holder).strip(),
        "tail": swipe.tail,
        "swiped_on": swipe.swiped_on.isoformat(),
        "repay_by": swipe.repay_by.isoformat(),
    }


def read_swipe(voucher: str, fields: Mapping[Any, Any]) -> CardSwipe:
    """Read a slip back."""
    return CardSwipe(
        voucher=voucher,
        holder=str(fields["holder"]),
        tail=str(fields["tail"]),
        swiped_on=dt.date.fromisoformat(fields["swiped_on"]),
        repay_by=dt.date.fromisoformat(fields["repay_by"]),
    )


def swipe(connection: Connection, act: Act) -> None:
    """What the slip of a posted card voucher says; a later act corrects an earlier one, both stay in the log."""
    row = find(connection, act.document)
    demand_role(connection, act.by, "pay", row.studio, act.at.date())
    what = read_swipe(act.document, act.data["content"])
    expense = row.kind == "voucher" and row.voucher_kind == VoucherKind.EXPENSE.value and not row.reversed_by
    if not expense or row.payment != "official_card":
        raise BadPaymentError(reason="not_card", document=row.id)
    if row.state != State.POSTED.value:
        raise BadPaymentError(reason="not_posted", document=row.id)
    if not what.fits(act.at.date()):
        raise BadPaymentError(reason="swipe", document=row.id)
    demand_after_swipe(connection, act.document, _first_payment(connection, act.document), what.swiped_on)
    values = swipe_fields(what) | {"by_person": act.by, "seq": act.seq}
    written = upsert(c.card_swipe).values(document=act.document, **values)
    connection.execute(written.on_conflict_do_update(index_elements=["document"], set_=values))


def demand_after_swipe(
    connection: Connection, document: str, paid_on: dt.date | None, swiped_on: dt.date | None = None
) -> None:
    """Refuse a repayment from before the card was swiped; a voucher without a slip has nothing to be compared with.

    Raises: BadPaymentError.
    """
    if swiped_on is None:
        known = connection.execute(_SWIPED_ON, {"document": document}).scalar_one_or_none()
        swiped_on = dt.date.fromisoformat(known) if known else None
    if paid_on is not None and swiped_on is not None and paid_on < swiped_on:
        raise BadPaymentError(reason="before_swipe", document=document, day=swiped_on)


def _first_payment(connection: Connection, document: str) -> dt.date | None:
    first = connection.execute(_FIRST_PAID, {"document": document}).scalar_one()
    return dt.date.fromisoformat(first) if first else None
