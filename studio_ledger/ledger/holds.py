"""Money held before it is spent: what a request keeps in the budget and an advance in its source, and who draws on it.

A hold stands in the balance as committed. A voucher that draws on it takes its part over when it is submitted, and
gives it back when it is returned, withdrawn or reversed. What is left is free again when the hold is closed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Row, delete, func, insert, select, update
from sqlalchemy.dialects.sqlite import insert as upsert

from studio_ledger.ledger.refusals import BadHoldError, UnknownDocumentError
from studio_ledger.model.money import Money
from studio_ledger.storage import spending as s
from studio_ledger.storage import tables as t

if TYPE_CHECKING:
    from studio_ledger.model.voucher import VoucherContent

REQUEST, ADVANCE = "request", "advance"


def open_hold(connection: Connection, row: Row[Any], **what: str | int) -> None:
    """Begin to hold a signed document's whole sum; `what` are its columns besides year, month and studio."""
    connection.execute(
        insert(s.hold).values(
            document=row.id, kind=row.kind, studio=row.studio, year=row.year, month=int(row.date[5:7]), **what
        )
    )
    _commit(connection, find(connection, row.id), row.amount_fen)


def find(connection: Connection, document: str) -> Row[Any]:
    """Return a hold's row.

    Raises: UnknownDocumentError.
    """
    row = connection.execute(select(s.hold).where(s.hold.c.document == document)).one_or_none()
    if row is None:
        raise UnknownDocumentError(document=document)
    return row


def rest(hold: Row[Any]) -> Money:
    """Return what may still be drawn: nothing of a closed one."""
    return Money() if hold.closed_seq else Money(hold.held_fen - hold.drawn_fen)


def named(content: VoucherContent) -> tuple[str, ...]:
    """Return the holds that a voucher draws on."""
    return tuple(hold for hold in (content.request, content.advance) if hold)


def draw(connection: Connection, voucher: str, content: VoucherContent) -> None:
    """Let a voucher take its part over from the holds it names.

    Raises: BadHoldError for another studio, year or category, a closed hold, or a request that is too small; an
    advance gives what it has.
    """
    for document in named(content):
        hold = find(connection, document)
        fits = hold.studio == content.studio and not hold.closed_seq
        if hold.kind == REQUEST:
            fits = fits and document == content.request and hold.category == content.category
            fits = fits and content.amount <= rest(hold) and hold.year == content.date.year
        else:
            fits = fits and document == content.advance and rest(hold) > Money()
        if not fits:
            raise BadHoldError(hold=document, rest=rest(hold))
        taken = min(rest(hold), content.amount)
        connection.execute(insert(s.draw).values(voucher=voucher, hold=document, drawn_fen=taken.fen))
        _take(connection, hold, taken.fen)


def give_back(connection: Connection, voucher: str) -> None:
    """Undo what a voucher drew: of a hold that is still open it is held again."""
    for row in connection.execute(select(s.draw).where(s.draw.c.voucher == voucher)).all():
        hold = find(connection, row.hold)
        _take(connection, hold, -row.drawn_fen)
    connection.execute(delete(s.draw).where(s.draw.c.voucher == voucher))


def drawn_by(connection: Connection, voucher: str) -> dict[str, Money]:
    """Return what a voucher draws on each hold."""
    rows = connection.execute(select(s.draw.c.hold, s.draw.c.drawn_fen).where(s.draw.c.voucher == voucher)).all()
    return {hold: Money(fen) for hold, fen in rows}


def close(connection: Connection, hold: Row[Any], seq: int) -> None:
    """Free what was not drawn."""
    _commit(connection, hold, -(hold.held_fen - hold.drawn_fen))
    connection.execute(update(s.hold).where(s.hold.c.document == hold.document).values(closed_seq=seq))


def _take(connection: Connection, hold: Row[Any], fen: int) -> None:
    connection.execute(
        update(s.hold).where(s.hold.c.document == hold.document).values(drawn_fen=s.hold.c.drawn_fen + fen)
    )
    if not hold.closed_seq:
        _commit(connection, hold, -fen)


def _commit(connection: Connection, hold: Row[Any], fen: int) -> None:
    statement = upsert(t.balance).values(
        studio=hold.studio,
        year=hold.year,
        month=hold.month,
        source=hold.source,
        category=hold.category,
        committed_fen=fen,
    )
    connection.execute(
        statement.on_conflict_do_update(
            index_elements=["studio", "year", "month", "source", "category"],
            set_={"committed_fen": t.balance.c.committed_fen + statement.excluded.committed_fen},
        )
    )


def open_in(connection: Connection, studio: str, year: int) -> int:
    """Return how many requests and advances of a year are still open: a year closes without any."""
    query = select(func.count()).where(s.hold.c.studio == studio, s.hold.c.year == year, s.hold.c.closed_seq == 0)
    return int(connection.execute(query).scalar_one())
