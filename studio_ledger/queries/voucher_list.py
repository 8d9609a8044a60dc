"""The list of vouchers: filtered in the database, with count and sum of all that match, and what is still unpaid."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Select, func, select

from studio_ledger.model.money import Money
from studio_ledger.model.voucher import State
from studio_ledger.queries.read import list_row, names
from studio_ledger.queries.rows import VoucherFilter, VoucherList, VoucherListRow
from studio_ledger.queries.spending import rests
from studio_ledger.storage import tables as t

if TYPE_CHECKING:
    from collections.abc import Mapping

_LISTED = (
    t.document.c.id,
    t.document.c.studio,
    t.document.c.voucher_kind,
    t.document.c.state,
    t.document.c.date,
    t.document.c.year,
    t.document.c.number,
    t.document.c.category,
    t.document.c.title,
    t.document.c.payee,
    t.document.c.payment,
    t.document.c.amount_fen,
    t.document.c.attachments,
    t.document.c.invoices,
    t.document.c.verdict,
    t.document.c.submitted_by,
    t.document.c.host_signed_by,
    t.document.c.legal_signed_by,
    t.document.c.reversed_by,
)


def _filtered(query: Select[Any], wanted: VoucherFilter) -> Select[Any]:
    document = t.document.c
    query = query.where(document.kind == "voucher")
    if wanted.studio:
        query = query.where(document.studio == wanted.studio)
    if wanted.year:
        query = query.where(document.year == wanted.year)
    if wanted.states:
        query = query.where(document.state.in_([state.value for state in wanted.states]))
    if wanted.category:
        query = query.where(document.category == wanted.category)
    for word in wanted.search.lower().split():
        number = int(word) if word.isdigit() and len(word) <= 9 else -1
        query = query.where(func.instr(document.search, word).op(">")(0) | (document.number == number))
    return query


def vouchers(connection: Connection, wanted: VoucherFilter) -> VoucherList:
    """Return the vouchers of a filter, newest first, with count and sum of all that match."""
    rows = connection.execute(
        _filtered(select(*_LISTED), wanted)
        .order_by(t.document.c.date.desc(), t.document.c.number.desc(), t.document.c.submit_seq.desc())
        .limit(wanted.limit if wanted.limit else -1)
    ).all()
    if wanted.limit and len(rows) == wanted.limit:
        summed = select(func.count(), func.coalesce(func.sum(t.document.c.amount_fen), 0))
        count, fen = connection.execute(_filtered(summed, wanted)).one()
    else:
        count, fen = len(rows), sum(row.amount_fen for row in rows)
    known, open_money = names(connection), rests(connection, wanted.studio, wanted.year)
    listed = (list_row(row, known) for row in rows)
    return VoucherList(tuple(_with_rest(row, open_money) for row in listed), count, Money(fen))


def _with_rest(row: VoucherListRow, open_money: Mapping[str, Money]) -> VoucherListRow:
    return replace(row, rest=open_money.get(row.id, Money())) if row.state is State.POSTED else row
