"""Reading what stands around vouchers: holds with what is left of them, payments, and what is still to be paid."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Row, Select, func, select

from studio_ledger.ledger import holds
from studio_ledger.ledger.spending_content import read_advance, read_request, read_rules
from studio_ledger.log import canonical
from studio_ledger.model.money import Money
from studio_ledger.model.spending import Part, Payment
from studio_ledger.model.voucher import State
from studio_ledger.queries import cards
from studio_ledger.storage import cards as c
from studio_ledger.storage import spending as s
from studio_ledger.storage import tables as t

if TYPE_CHECKING:
    from studio_ledger.model.cards import CardSwipe
    from studio_ledger.model.spending import Advance, Request, RequestRules


@dataclass(frozen=True, slots=True)
class RequestRow:
    """A request with its state; `rest` is what vouchers may still draw, nothing before it is signed."""

    request: Request
    state: State
    drawn: Money
    rest: Money
    closed: bool


@dataclass(frozen=True, slots=True)
class AdvanceRow:
    """An advance: `given` went out, `settled` vouchers accounted for, `back` came back; `age_days` since it went out.

    `outstanding` is what neither a voucher nor a repayment accounts for. `band` is 0, 30, 60 or 90 days.
    """

    advance: Advance
    state: State
    given: Money
    settled: Money
    back: Money
    closed: bool
    age_days: int

    @property
    def outstanding(self) -> Money:
        """What the person still has to account for."""
        return self.given - self.settled - self.back

    @property
    def band(self) -> int:
        """The age in bands of 30 days, at most 90; 0 where nothing is outstanding."""
        return min(self.age_days // 30 * 30, 90) if self.outstanding else 0


@dataclass(frozen=True, slots=True)
class PaymentRow:
    """A payment with its voucher's number, who recorded it, whether it was undone, and how late it repaid a card."""

    payment: Payment
    number: str
    by: str
    undone: bool
    late_days: int = 0


@dataclass(frozen=True, slots=True)
class DueRow:
    """A posted voucher whose money has not wholly moved: `rest` is negative where money is to come in.

    `card` is the slip of an official card, once it is recorded.
    """

    voucher: str
    number: str
    date: dt.date
    payee: str
    payment: str
    due: Money
    paid: Money
    card: CardSwipe | None = None

    @property
    def rest(self) -> Money:
        """What is still to be paid, or to come in."""
        return self.due - self.paid


def _documents(connection: Connection, kind: str, studio: str, year: int | None) -> list[Row[Any]]:
    query = select(t.document).where(t.document.c.kind == kind, t.document.c.studio == studio)
    if year is not None:
        query = query.where(t.document.c.year == year)
    return list(connection.execute(query.order_by(t.document.c.date, t.document.c.submit_seq)).all())


def requests(connection: Connection, studio: str, year: int | None = None) -> tuple[RequestRow, ...]:
    """Return the requests of a studio, oldest first."""
    return tuple(_request_row(connection, row) for row in _documents(connection, "request", studio, year))


def _hold(connection: Connection, document: str) -> Row[Any] | None:
    return connection.execute(select(s.hold).where(s.hold.c.document == document)).one_or_none()


def _request_row(connection: Connection, row: Row[Any]) -> RequestRow:
    hold = _hold(connection, row.id)
    return RequestRow(
        request=read_request(row.id, canonical.decode(row.content)),
        state=State(row.state),
        drawn=Money(hold.drawn_fen if hold else 0),
        rest=holds.rest(hold) if hold else Money(),
        closed=bool(hold and hold.closed_seq),
    )


def advances(connection: Connection, studio: str, today: dt.date, year: int | None = None) -> tuple[AdvanceRow, ...]:
    """Return the advances of a studio, oldest first."""
    return tuple(_advance_row(connection, row, today) for row in _documents(connection, "advance", studio, year))


def _advance_row(connection: Connection, row: Row[Any], today: dt.date) -> AdvanceRow:
    hold = _hold(connection, row.id)
    moved = connection.execute(
        select(s.payment.c.paid_fen, s.payment.c.paid_on)
        .where(s.payment.c.document == row.id, s.payment.c.undone_seq == 0)
        .order_by(s.payment.c.paid_on)
    ).all()
    given = [(fen, day) for fen, day in moved if fen > 0]
    since = dt.date.fromisoformat(given[0][1]) if given else today
    return AdvanceRow(
        advance=read_advance(row.id, canonical.decode(row.content)),
        state=State(row.state),
        given=Money(sum(fen for fen, _ in given)),
        settled=Money(hold.drawn_fen if hold else 0),
        back=Money(-sum(fen for fen, _ in moved if fen < 0)),
        closed=bool(hold and hold.closed_seq),
        age_days=max((today - since).days, 0),
    )


def request_rules(connection: Connection, studio: str) -> RequestRules | None:
    """Return when a studio asks before it spends, as both have signed it."""
    row = connection.execute(
        select(t.document.c.id, t.document.c.content)
        .join(s.request_rule, s.request_rule.c.document == t.document.c.id)
        .where(s.request_rule.c.studio == studio)
    ).one_or_none()
    return read_rules(row.id, canonical.decode(row.content)) if row else None


def payments(connection: Connection, *, document: str = "", studio: str = "", year: int = 0) -> tuple[PaymentRow, ...]:
    """Return the payments of a document, or of a studio's year of payment, oldest first."""
    query = select(s.payment, t.document.c.number, t.person.c.name.label("by_name"), c.card_swipe.c.repay_by).join(
        t.document, t.document.c.id == s.payment.c.document
    )
    query = query.outerjoin(c.card_swipe, c.card_swipe.c.document == s.payment.c.document)
    query = query.join(t.person, t.person.c.id == s.payment.c.by_person)
    if document:
        query = query.where(s.payment.c.document == document)
    if studio:
        query = query.where(t.document.c.studio == studio)
    if year:
        query = query.where(s.payment.c.paid_on.between(f"{year}-01-01", f"{year}-12-31"))
    rows = connection.execute(query.order_by(s.payment.c.paid_on, s.payment.c.seq)).all()
    return tuple(
        PaymentRow(
            payment=_payment(row),
            number=f"{row.number:04d}" if row.number else "",
            by=row.by_name,
            undone=bool(row.undone_seq),
            late_days=_late_days(row),
        )
        for row in rows
    )


def _late_days(row: Row[Any]) -> int:
    """How long after the card's last day the money went out; 0 in time, where it came back or was undone."""
    if not row.repay_by or row.paid_fen < 0 or row.undone_seq:
        return 0
    return max((dt.date.fromisoformat(row.paid_on) - dt.date.fromisoformat(row.repay_by)).days, 0)


def _payment(row: Row[Any]) -> Payment:
    return Payment(
        id=row.id,
        document=row.document,
        part=Part(row.part),
        amount=Money(row.paid_fen),
        paid_on=dt.date.fromisoformat(row.paid_on),
        method=row.method,
        payee=row.payee,
        account=row.account,
        slip=row.slip,
        note=row.note,
    )


def unpaid(connection: Connection, studio: str, year: int | None = None) -> tuple[DueRow, ...]:
    """Return posted vouchers whose money has not wholly moved, oldest first."""
    query = _moved().where(t.document.c.studio == studio)
    if year is not None:
        query = query.where(t.document.c.year == year)
    rows = connection.execute(query.order_by(t.document.c.date, t.document.c.number)).all()
    known = cards.swipes(connection, studio)
    found = (
        DueRow(
            voucher=row.id,
            number=f"{row.number:04d}",
            date=dt.date.fromisoformat(row.date),
            payee=row.payee,
            payment=row.payment,
            due=_due(row),
            paid=Money(row.paid_fen),
            card=known.get(row.id),
        )
        for row in rows
    )
    return tuple(row for row in found if row.rest)


def rests(connection: Connection, studio: str | None, year: int | None) -> dict[str, Money]:
    """Return what of each posted voucher's money has still to move, where anything has."""
    query = _moved()
    if studio is not None:
        query = query.where(t.document.c.studio == studio)
    if year is not None:
        query = query.where(t.document.c.year == year)
    found = {row.id: _due(row) - Money(row.paid_fen) for row in connection.execute(query).all()}
    return {voucher: rest for voucher, rest in found.items() if rest}


def _moved() -> Select[Any]:
    """Posted vouchers with what was paid of each, and what an advance paid before."""
    paid = (
        select(s.payment.c.document, func.sum(s.payment.c.paid_fen).label("fen"))
        .where(s.payment.c.undone_seq == 0)
        .group_by(s.payment.c.document)
        .subquery()
    )
    drawn = (
        select(s.draw.c.voucher, func.sum(s.draw.c.drawn_fen).label("fen"))
        .join(s.hold, s.hold.c.document == s.draw.c.hold)
        .where(s.hold.c.kind == holds.ADVANCE)
        .group_by(s.draw.c.voucher)
        .subquery()
    )
    document = t.document.c
    return (
        select(
            document.id,
            document.number,
            document.date,
            document.payee,
            document.payment,
            document.amount_fen,
            document.voucher_kind,
            document.reversed_by,
            func.coalesce(paid.c.fen, 0).label("paid_fen"),
            func.coalesce(drawn.c.fen, 0).label("drawn_fen"),
        )
        .outerjoin(paid, paid.c.document == document.id)
        .outerjoin(drawn, drawn.c.voucher == document.id)
        .where(document.kind == "voucher", document.state == State.POSTED.value)
    )


def _due(row: Row[Any]) -> Money:
    """What a voucher costs in money of its own; what was reversed and its reversal owe nothing."""
    if row.reversed_by or row.voucher_kind == "reversal":
        return Money()
    return Money(row.amount_fen - row.drawn_fen)
