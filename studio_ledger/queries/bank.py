"""Reading bank statements against the books: open items, what a line may stand for, and the reconciliation."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

from sqlalchemy import Connection, select

from studio_ledger.ledger.apply_bank import GRANT, OTHER, PAYMENT
from studio_ledger.ledger.refusals import BadStatementError
from studio_ledger.model.money import Money
from studio_ledger.model.spending import BankLine
from studio_ledger.storage import bank as b
from studio_ledger.storage import spending as s
from studio_ledger.storage import tables as t

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

NEAR_DAYS = 10
"""A bank books a payment some days after it was ordered."""
MOST_TOGETHER = 4
"""Payments that one line of a collective transfer may stand for, when they are proposed."""


@dataclass(frozen=True, slots=True)
class OpenItem:
    """A payment or grant that no line of a statement stands for wholly; `amount` is its rest with the bank's sign."""

    kind: str
    id: str
    date: dt.date
    amount: Money
    party: str
    words: str


@dataclass(frozen=True, slots=True)
class LineRow:
    """A line of a statement, what it was ticked for, and what it could stand for, the likeliest first.

    A proposal is a tuple of open items that add up to the line; two proposals mean that a person has to choose.
    """

    statement: str
    account: str
    line: BankLine
    ticked: tuple[tuple[str, str, Money], ...]
    note: str
    proposals: tuple[tuple[OpenItem, ...], ...]


@dataclass(frozen=True, slots=True)
class Reconciliation:
    """An account against the books on a day (银行存款余额调节表): after the open items both sides are equal.

    `bank` is the statement's closing balance, `foreign` what of it is not the fund's; `books` what grants less payments
    come to. `difference` is zero where everything is explained.
    """

    account: str
    until: dt.date
    bank: Money
    foreign: Money
    books: Money
    unbooked: tuple[LineRow, ...]
    unbanked: tuple[OpenItem, ...]

    @property
    def bank_after(self) -> Money:
        """The bank's balance with what the books have and the bank has not, without what is not the fund's."""
        return self.bank - self.foreign + Money.total(item.amount for item in self.unbanked)

    @property
    def books_after(self) -> Money:
        """The books' balance with what the bank has and the books have not."""
        return self.books + Money.total(row.line.amount for row in self.unbooked)

    @property
    def difference(self) -> Money:
        """What is still unexplained."""
        return self.bank_after - self.books_after


def open_items(connection: Connection, until: dt.date | None = None) -> tuple[OpenItem, ...]:
    """Return what the books have and no statement confirms wholly up to a day, with the bank's sign."""
    last = (until or dt.date.max).isoformat()
    ticked = _ticked(connection, last)
    found = []
    payments = select(s.payment, t.document.c.title).join(t.document, t.document.c.id == s.payment.c.document)
    for row in connection.execute(payments.where(s.payment.c.undone_seq == 0, s.payment.c.paid_on <= last)).all():
        rest = -row.paid_fen - ticked[PAYMENT, row.id]
        found.append((row.paid_on, PAYMENT, row.id, rest, row.payee, row.title))
    grants = select(t.income, t.document.c.title).join(t.document, t.document.c.id == t.income.c.document)
    for row in connection.execute(grants.where(t.income.c.received_on <= last)).all():
        rest = row.amount_fen - ticked[GRANT, row.document]
        found.append((row.received_on, GRANT, row.document, rest, "", row.title))
    return tuple(
        OpenItem(kind, name, dt.date.fromisoformat(day), Money(fen), party, words)
        for day, kind, name, fen, party, words in sorted(found)
        if fen
    )


def _ticked(connection: Connection, last: str) -> Mapping[tuple[str, str], int]:
    """What lines up to a day stand for."""
    totals: defaultdict[tuple[str, str], int] = defaultdict(int)
    rows = connection.execute(
        select(b.bank_match.c.kind, b.bank_match.c.target, b.bank_match.c.matched_fen)
        .join(
            b.bank_line,
            (b.bank_line.c.statement == b.bank_match.c.statement) & (b.bank_line.c.line == b.bank_match.c.line),
        )
        .where(b.bank_line.c.date <= last)
    )
    for kind, target, fen in rows.all():
        totals[kind, target] += fen
    return totals


def lines(connection: Connection, account: str, until: dt.date, items: Sequence[OpenItem]) -> tuple[LineRow, ...]:
    """Return the lines of an account up to a day, oldest first; those not ticked with what of `items` they may be."""
    rows = connection.execute(
        select(b.bank_line)
        .join(b.bank_statement, b.bank_statement.c.id == b.bank_line.c.statement)
        .where(
            b.bank_statement.c.account == account,
            b.bank_statement.c.withdrawn_seq == 0,
            b.bank_line.c.date <= until.isoformat(),
        )
        .order_by(b.bank_line.c.date, b.bank_line.c.statement, b.bank_line.c.line)
    ).all()
    matches: defaultdict[tuple[str, int], list[tuple[str, str, Money]]] = defaultdict(list)
    notes: dict[tuple[str, int], str] = {}
    for row in connection.execute(select(b.bank_match)).all():
        matches[row.statement, row.line].append((row.kind, row.target, Money(row.matched_fen)))
        notes[row.statement, row.line] = row.note
    found = []
    for row in rows:
        line = BankLine(
            row.line, dt.date.fromisoformat(row.date), Money(row.moved_fen), row.counterparty, row.words, row.serial
        )
        place = (row.statement, row.line)
        proposals = () if matches[place] else propose(line, items)
        found.append(LineRow(row.statement, account, line, tuple(matches[place]), notes.get(place, ""), proposals))
    return tuple(found)


def propose(line: BankLine, items: Sequence[OpenItem]) -> tuple[tuple[OpenItem, ...], ...]:
    """Return what a line may stand for: open items near its day with its sum, one or several of one party together.

    The same party's name comes first, then the nearest day.
    """
    near = [item for item in items if abs((line.date - item.date).days) <= NEAR_DAYS]
    near = [item for item in near if (item.amount > Money()) == (line.amount > Money())]
    single = [(item,) for item in near if item.amount == line.amount]
    found: list[tuple[OpenItem, ...]] = sorted(single, key=lambda items: _distance(line, items))
    if not found:
        together = [
            group
            for size in range(2, MOST_TOGETHER + 1)
            for group in combinations(near[:12], size)
            if Money.total(item.amount for item in group) == line.amount
        ]
        found = sorted(together, key=lambda items: _distance(line, items))
    return tuple(found[:5])


def _distance(line: BankLine, items: Sequence[OpenItem]) -> tuple[bool, int, int]:
    named = all(item.party and item.party in f"{line.counterparty} {line.text}" for item in items)
    return not named, len(items), sum(abs((line.date - item.date).days) for item in items)


def _after(connection: Connection, statement: str, until: dt.date) -> int:
    rows = connection.execute(
        select(b.bank_line.c.moved_fen).where(
            b.bank_line.c.statement == statement, b.bank_line.c.date > until.isoformat()
        )
    )
    return sum(rows.scalars())


def _opening(connection: Connection, account: str) -> Money:
    """What stood on the account before its first statement: money from before the books."""
    row = connection.execute(
        select(b.bank_statement.c.opening_fen)
        .where(b.bank_statement.c.account == account, b.bank_statement.c.withdrawn_seq == 0)
        .order_by(b.bank_statement.c.start)
        .limit(1)
    ).scalar_one()
    return Money(row)


def _foreign(rows: Sequence[LineRow]) -> Money:
    return Money.total(amount for row in rows for kind, _, amount in row.ticked if kind == OTHER)


def _books(connection: Connection, until: dt.date) -> Money:
    """Grants that arrived less what was paid, up to a day."""
    last = until.isoformat()
    arrived = sum(
        connection.execute(select(t.income.c.amount_fen).where(t.income.c.received_on <= last)).scalars()
    )
    gone = sum(
        connection.execute(
            select(s.payment.c.paid_fen).where(s.payment.c.paid_on <= last, s.payment.c.undone_seq == 0)
        ).scalars()
    )
    return Money(arrived - gone)


def reconciliation(connection: Connection, account: str, until: dt.date) -> Reconciliation:
    """Return an account against the books on a day.

    Raises: BadStatementError where no statement reaches it.
    """
    last = connection.execute(
        select(b.bank_statement)
        .where(
            b.bank_statement.c.account == account,
            b.bank_statement.c.withdrawn_seq == 0,
            b.bank_statement.c.start <= until.isoformat(),
        )
        .order_by(b.bank_statement.c.start.desc())
        .limit(1)
    ).one_or_none()
    if last is None or last.end < until.isoformat():
        raise BadStatementError(reason="not_reached", until=until)
    rows = lines(connection, account, until, ())
    after = _after(connection, last.id, until)
    return Reconciliation(
        account=account,
        until=until,
        bank=Money(last.closing_fen - after),
        foreign=_opening(connection, account) + _foreign(rows),
        books=_books(connection, until),
        unbooked=tuple(row for row in rows if not row.ticked),
        unbanked=open_items(connection, until),
    )
