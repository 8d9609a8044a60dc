"""Balances per studio, year, month, source and category, kept in the transaction that changes them."""

from __future__ import annotations

import datetime as dt
from typing import Any, Final

from sqlalchemy import BindParameter, Connection, Row, bindparam, func, select, update
from sqlalchemy.dialects.sqlite import insert as upsert

from studio_ledger.model.funds import Source
from studio_ledger.model.money import Money
from studio_ledger.model.voucher import VoucherKind
from studio_ledger.storage import tables as t
from studio_ledger.storage.spending import carry

_STUDIO: Final[BindParameter[Any]] = bindparam("studio")
_YEAR: Final[BindParameter[Any]] = bindparam("year")
_BY_SOURCE: Final = (
    select(t.voucher_line.c.source, func.sum(t.voucher_line.c.amount_fen))
    .where(t.voucher_line.c.document == bindparam("document"))
    .group_by(t.voucher_line.c.source)
)
_BALANCE: Final = upsert(t.balance)
_ADD: Final = _BALANCE.on_conflict_do_update(
    index_elements=["studio", "year", "month", "source", "category"],
    set_={name: t.balance.c[name] + _BALANCE.excluded[name] for name in ("spent_fen", "committed_fen")},
)
_GRANTED: Final = (
    select(t.income.c.source, func.sum(t.income.c.amount_fen))
    .where(t.income.c.studio == _STUDIO, t.income.c.year == _YEAR)
    .group_by(t.income.c.source)
)
_CARRIED: Final = (
    select(carry.c.source, func.sum(carry.c.moved_fen))
    .where(carry.c.studio == _STUDIO, carry.c.year == _YEAR)
    .group_by(carry.c.source)
)
_USED: Final = (
    select(t.balance.c.source, func.sum(t.balance.c.spent_fen), func.sum(t.balance.c.committed_fen))
    .where(t.balance.c.studio == _STUDIO, t.balance.c.year == _YEAR)
    .group_by(t.balance.c.source)
)
_BY_CATEGORY: Final = (
    select(t.balance.c.category, func.sum(t.balance.c.spent_fen), func.sum(t.balance.c.committed_fen))
    .where(t.balance.c.studio == _STUDIO, t.balance.c.year == _YEAR)
    .group_by(t.balance.c.category)
)
_BUDGET: Final = (
    select(t.budget_line.c.category, func.sum(t.budget_line.c.amount_fen))
    .join(t.budget_in_force, t.budget_in_force.c.document == t.budget_line.c.document)
    .where(t.budget_in_force.c.studio == _STUDIO, t.budget_in_force.c.year == _YEAR)
    .group_by(t.budget_line.c.category)
)


def commit(connection: Connection, row: Row[Any]) -> None:
    """Reserve the money of a submitted voucher."""
    _move(connection, row, spent=0, committed=1)


def release(connection: Connection, row: Row[Any]) -> None:
    """Free the money of a voucher that went back; its invoices may be claimed again."""
    _move(connection, row, spent=0, committed=-1)
    connection.execute(update(t.invoice_claim).where(t.invoice_claim.c.document == row.id).values(live=0))


def spend(connection: Connection, row: Row[Any]) -> None:
    """Turn the reserved money of a voucher into spending."""
    _move(connection, row, spent=1, committed=-1)


def _move(connection: Connection, row: Row[Any], *, spent: int, committed: int) -> None:
    # What brings money back reserves nothing: it is there only when it is posted.
    lines = connection.execute(_BY_SOURCE, {"document": row.id}).all()
    # Leftovers that are returned are not spent on anything: they leave the source itself.
    spends = row.voucher_kind != VoucherKind.RETURN.value
    for source, fen in lines:
        change = {"spent_fen": spent * fen if spends else 0, "committed_fen": committed * fen if fen > 0 else 0}
        month = dt.date.fromisoformat(row.date).month if row.date[:4] == str(row.year) else 1
        place = {"studio": row.studio, "year": row.year, "month": month, "source": source, "category": row.category}
        connection.execute(_ADD, place | change)


def by_source(connection: Connection, studio: str, year: int) -> dict[Source, tuple[Money, Money, Money]]:
    """Return granted, spent and committed of each source in a year."""
    year_of = {"studio": studio, "year": year}
    granted = dict(connection.execute(_GRANTED, year_of).all())
    for source, fen in connection.execute(_CARRIED, year_of).all():
        granted[source] = granted.get(source, 0) + fen
    used = {
        source: (spent, committed) for source, spent, committed in connection.execute(_USED, year_of).all()
    }
    return {
        source: _three(granted.get(source, 0), used.get(source, (0, 0)))
        for source in Source
        if source in granted or source in used
    }


def _three(granted: int, used: tuple[int, int]) -> tuple[Money, Money, Money]:
    return Money(granted), Money(used[0]), Money(used[1])


def by_category(connection: Connection, studio: str, year: int) -> dict[str, tuple[Money, Money]]:
    """Return spent and committed of each category in a year."""
    return {
        category: (Money(spent), Money(committed))
        for category, spent, committed in connection.execute(_BY_CATEGORY, {"studio": studio, "year": year}).all()
    }


def by_month(connection: Connection, studio: str, year: int) -> tuple[Money, ...]:
    """Return the posted spending of the twelve months."""
    spent = dict(
        connection.execute(
            select(t.balance.c.month, func.sum(t.balance.c.spent_fen))
            .where(t.balance.c.studio == studio, t.balance.c.year == year)
            .group_by(t.balance.c.month)
        ).all()
    )
    return tuple(Money(spent.get(month, 0)) for month in range(1, 13))


def budget_by_category(connection: Connection, studio: str, year: int) -> dict[str, Money]:
    """Return the budget in force by category; empty where none is approved."""
    rows = connection.execute(_BUDGET, {"studio": studio, "year": year}).all()
    return {category: Money(fen) for category, fen in rows}
