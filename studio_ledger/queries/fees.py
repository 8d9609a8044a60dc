"""What each person was paid for labour in a month and a year, over all vouchers and studios of the school."""

from __future__ import annotations

import datetime as dt
import sys
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Row, func, or_, select

from studio_ledger.ledger.apply_spending import tax_left
from studio_ledger.ledger.content import read_voucher
from studio_ledger.log import canonical
from studio_ledger.model.fee_parts import paid_by
from studio_ledger.model.money import Money
from studio_ledger.model.spending import Part
from studio_ledger.model.voucher import OPEN_STATES, State, VoucherContent
from studio_ledger.storage import tables as t
from studio_ledger.storage.fees import fee
from studio_ledger.storage.payees import payee
from studio_ledger.storage.spending import payment

if TYPE_CHECKING:
    from collections.abc import Iterable

_REMITTED = (
    select(func.coalesce(func.sum(payment.c.paid_fen), 0))
    .where(payment.c.document == t.document.c.id, payment.c.undone_seq == 0, payment.c.part == Part.TAX.value)
    .scalar_subquery()
)
_GONE = [state.value for state in State if state not in (*OPEN_STATES, State.POSTED)]


@dataclass(frozen=True, slots=True)
class FeePaid:
    """One person's fee on one voucher; `person` is the same for all files of one ID number, else the name."""

    voucher: str
    number: str
    studio: str
    date: dt.date
    person: str
    payee: str
    name: str
    net: Money
    tax: Money
    posted: bool

    @property
    def gross(self) -> Money:
        """Pay before tax."""
        return self.net + self.tax


@dataclass(frozen=True, slots=True)
class PersonMonth:
    """What a person was paid in a month: the base of his tax (一次 is a month, 个人所得税法实施条例 art. 14)."""

    person: str
    payee: str
    name: str
    month: str
    gross: Money
    tax: Money
    net: Money
    vouchers: tuple[str, ...]


def fees_paid(
    connection: Connection, first: dt.date, last: dt.date, *, before: int = sys.maxsize, besides: str = ""
) -> tuple[FeePaid, ...]:
    """Return fees of vouchers dated within these days, in the order of submission.

    Only vouchers that count: neither void nor reversed, submitted before the act `before`, other than `besides`.
    """
    document = t.document.c
    query = select(t.document).where(
        document.kind == "voucher",
        document.voucher_kind == "expense",
        # Said by what it is not, and with studio and year, so that the index of the list finds the month:
        # by the index of states every voucher would be read at every key typed.
        document.state.not_in(_GONE),
        document.reversed_by == "",
        document.studio.in_(select(t.studio.c.id)),
        document.year.in_(range(first.year, last.year + 1)),
        document.date.between(first.isoformat(), last.isoformat()),
        document.submit_seq < before,
        document.id != besides,
        or_(document.id.in_(select(fee.c.document)), func.instr(document.content, '"tax"') > 0),
    )
    rows = connection.execute(query.order_by(document.submit_seq)).all()
    persons = _persons(connection)
    return tuple(found for row in rows for found in _of_voucher(row, persons))


def _persons(connection: Connection) -> dict[str, str]:
    """Payee → by which the same person is known again: the HMAC of his ID number, or his name."""
    rows = connection.execute(select(payee.c.id, payee.c.id_number_mac, payee.c.name)).all()
    return {row.id: row.id_number_mac or row.name for row in rows}


def _of_voucher(row: Row[Any], persons: dict[str, str]) -> Iterable[FeePaid]:
    content = read_voucher(canonical.decode(row.content))
    for payee_id, name, net, tax in paid_by(content):
        yield FeePaid(
            voucher=row.id,
            number=f"{row.number:04d}" if row.number else "",
            studio=row.studio,
            date=content.date,
            person=persons.get(payee_id, name),
            payee=payee_id,
            name=name,
            net=net,
            tax=tax,
            posted=row.state == State.POSTED.value,
        )


def months(paid: Iterable[FeePaid]) -> tuple[PersonMonth, ...]:
    """Add fees up per person and month, by month and name."""
    groups: defaultdict[tuple[str, str], list[FeePaid]] = defaultdict(list)
    for one in paid:
        groups[f"{one.date:%Y-%m}", one.person].append(one)
    found = [
        PersonMonth(
            person=person,
            payee=next((one.payee for one in ones if one.payee), ""),
            name=ones[0].name,
            month=month,
            gross=Money.total(one.gross for one in ones),
            tax=Money.total(one.tax for one in ones),
            net=Money.total(one.net for one in ones),
            vouchers=tuple(dict.fromkeys(one.voucher for one in ones)),
        )
        for (month, person), ones in groups.items()
    ]
    return tuple(sorted(found, key=lambda row: (row.month, row.name, row.person)))


def month_of(day: dt.date) -> tuple[dt.date, dt.date]:
    """Return the first and last day of a day's month."""
    first = day.replace(day=1)
    return first, (first + dt.timedelta(days=32)).replace(day=1) - dt.timedelta(days=1)


def earlier(connection: Connection, content: VoucherContent, voucher: str) -> dict[str, tuple[Money, Money]]:
    """Return gross and tax paid before a voucher in its month, by payee id and by name."""
    place = connection.execute(select(t.document.c.submit_seq).where(t.document.c.id == voucher)).scalar_one_or_none()
    before = place if place is not None else sys.maxsize
    first, last = month_of(content.date)
    persons = _persons(connection)
    totals: defaultdict[str, tuple[Money, Money]] = defaultdict(lambda: (Money(), Money()))
    for one in fees_paid(connection, first, last, before=before, besides=voucher):
        gross, tax = totals[one.person]
        totals[one.person] = (gross + one.gross, tax + one.tax)
    return {payee_id or name: totals[persons.get(payee_id, name)] for payee_id, name, _, _ in paid_by(content)}


def tax_owed(connection: Connection, studio: str, today: dt.date) -> tuple[int, Money, dt.date | None]:
    """Return vouchers, sum and first due day of tax withheld from fee lists in months gone by and not remitted.

    Due by the 15th of the month after the payment (个人所得税法 art. 14).
    """
    rows = connection.execute(
        select(t.document)
        .join(fee, fee.c.document == t.document.c.id)
        .where(
            t.document.c.studio == studio,
            t.document.c.state == State.POSTED.value,
            t.document.c.reversed_by == "",
            t.document.c.date < today.replace(day=1).isoformat(),
        )
        .group_by(t.document.c.id)
        .having(func.sum(fee.c.tax_fen) > _REMITTED)
    ).all()
    left = {row: tax for row in rows if (tax := tax_left(connection, row))}
    if not left:
        return 0, Money(), None
    first = min(dt.date.fromisoformat(row.date) for row in left)
    return len(left), Money.total(left.values()), month_of(first)[1] + dt.timedelta(days=15)
