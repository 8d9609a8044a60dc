"""The money side of the annual report: what came in by source, what moved on, and what is not paid yet."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from sqlalchemy import Connection, case, func, select

from studio_ledger.log import canonical
from studio_ledger.model.funds import SOURCE_NAMES, Source
from studio_ledger.model.money import Money
from studio_ledger.model.voucher import State, VoucherKind
from studio_ledger.statements.figures import IncomeRow
from studio_ledger.storage import tables as t
from studio_ledger.storage.spending import carry, draw, hold, payment

if TYPE_CHECKING:
    from collections.abc import Mapping


def income(connection: Connection, studio: str, year: int, expected: Mapping[Source, Money]) -> tuple[IncomeRow, ...]:
    """Return what came in by source, with what an opening or the closing before brought, against Art. 2."""
    rows = connection.execute(
        select(t.income.c.source, t.income.c.amount_fen, t.income.c.received_on, t.document.c.content)
        .join(t.document, t.document.c.id == t.income.c.document)
        .where(t.income.c.studio == studio, t.income.c.year == year)
        .order_by(t.income.c.received_on)
    ).all()
    moved = _moved_in(connection, studio, year)
    found = []
    for source in Source:
        mine = [row for row in rows if row.source == source.value]
        taken = moved.get(source.value, {})
        if not mine and not taken and source not in expected:
            continue
        numbers = [canonical.decode(row.content)["document_number"] for row in mine]
        numbers += [_MOVED_IN[kind] for kind in taken]
        found.append(
            IncomeRow(
                source=SOURCE_NAMES[source],
                expected=expected.get(source, Money()),
                received=Money(sum(row.amount_fen for row in mine)) + Money.total(taken.values()),
                documents="、".join(number for number in numbers if number),
                received_on="、".join(row.received_on for row in mine),
            )
        )
    return tuple(found)


_MOVED_IN = {"opening": "期初导入", "close": "上年结账结转"}


def _moved_in(connection: Connection, studio: str, year: int) -> dict[str, dict[str, Money]]:
    """Return source → kind of document → what an opening or the closing of the year before brought in."""
    rows = connection.execute(
        select(carry.c.source, t.document.c.kind, func.sum(carry.c.moved_fen))
        .join(t.document, t.document.c.id == carry.c.document)
        .where(carry.c.studio == studio, carry.c.year == year, carry.c.moved_fen > 0)
        .group_by(carry.c.source, t.document.c.kind)
    ).all()
    found: defaultdict[str, dict[str, Money]] = defaultdict(dict)
    for source, kind, fen in rows:
        found[source][kind] = Money(fen)
    return found


def moved_out(connection: Connection, studio: str, year: int) -> dict[str, Money]:
    """Return kind of document → what left the year: `close` into the next one, `voucher` given back."""
    rows = connection.execute(
        select(t.document.c.kind, func.sum(carry.c.moved_fen))
        .join(t.document, t.document.c.id == carry.c.document)
        .where(carry.c.studio == studio, carry.c.year == year, carry.c.moved_fen < 0)
        .group_by(t.document.c.kind)
    ).all()
    return {kind: Money(-fen) for kind, fen in rows}


def unpaid(connection: Connection, studio: str, year: int) -> list[Money]:
    """Return what each posted voucher of the year has still to pay, where payments are recorded at all."""
    recorded = connection.execute(
        select(payment.c.id)
        .join(t.document, t.document.c.id == payment.c.document)
        .where(t.document.c.studio == studio, t.document.c.year == year)
        .limit(1)
    ).first()
    if recorded is None:
        return []
    document = t.document.c
    paid = (
        select(payment.c.document, func.sum(payment.c.paid_fen).label("fen"))
        .where(payment.c.undone_seq == 0)
        .group_by(payment.c.document)
        .subquery()
    )
    drawn = (
        select(draw.c.voucher, func.sum(draw.c.drawn_fen).label("fen"))
        .join(hold, hold.c.document == draw.c.hold)
        .where(hold.c.kind == "advance")
        .group_by(draw.c.voucher)
        .subquery()
    )
    owed = document.amount_fen - func.coalesce(drawn.c.fen, 0)
    live = (document.reversed_by == "") & (document.voucher_kind != VoucherKind.REVERSAL.value)
    rest = case((live, owed), else_=0) - func.coalesce(paid.c.fen, 0)
    rows = connection.execute(
        select(rest)
        .outerjoin(paid, paid.c.document == document.id)
        .outerjoin(drawn, drawn.c.voucher == document.id)
        .where(document.kind == "voucher", document.studio == studio, document.year == year)
        .where(document.state == State.POSTED.value)
    )
    return [Money(fen) for fen in rows.scalars()]
