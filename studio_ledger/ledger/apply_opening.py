"""The reducer of an opening: both sign what the old books say, then balances begin where those ended."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Row, func, insert, select
from sqlalchemy.dialects.sqlite import insert as upsert

from studio_ledger.ledger import leftovers
from studio_ledger.ledger.apply_documents import EFFECTS, find, propose, refuse_beyond, refuse_closed
from studio_ledger.ledger.bounds import number_key
from studio_ledger.ledger.invoice_bounds import live_claims, same_code
from studio_ledger.ledger.opening_flaws import flaws
from studio_ledger.ledger.refusals import BadOpeningError
from studio_ledger.log import canonical
from studio_ledger.log.canonical import clean_text
from studio_ledger.model.funds import Source
from studio_ledger.model.money import Money
from studio_ledger.model.opening import HistoricIncome, HistoricVoucher, Opening, OpeningAsset
from studio_ledger.model.voucher import State
from studio_ledger.storage import opening as o
from studio_ledger.storage import tables as t

if TYPE_CHECKING:
    from collections.abc import Mapping

    from studio_ledger.log.act import Act

_GONE = [State.RETURNED.value, State.WITHDRAWN.value, State.VOID.value]


def opening_fields(opening: Opening) -> dict[str, Any]:
    """Spell an opening."""
    return {
        "studio": opening.studio,
        "as_of": opening.as_of.isoformat(),
        "incomes": [
            {
                "year": one.year,
                "source": one.source.value,
                "fen": one.amount.fen,
                "received_on": one.received_on.isoformat(),
                "document_number": clean_text(one.document_number),
            }
            for one in opening.incomes
        ],
        "vouchers": [
            {
                "date": one.date.isoformat(),
                "number": clean_text(one.number),
                "category": one.category,
                "source": one.source.value,
                "purpose": clean_text(one.purpose),
                "payee": clean_text(one.payee),
                "fen": one.amount.fen,
                "invoice": one.invoice,
                "invoice_code": one.invoice_code,
            }
            for one in opening.vouchers
        ],
        "assets": [
            {
                "name": clean_text(one.name),
                "card": clean_text(one.card),
                "fen": one.amount.fen,
                "acquired_on": one.acquired_on.isoformat(),
                "keeper": clean_text(one.keeper),
                "place": clean_text(one.place),
            }
            for one in opening.assets
        ],
    }


def read_opening(document: str, fields: Mapping[str, Any]) -> Opening:
    """Read an opening back."""
    day = dt.date.fromisoformat
    return Opening(
        id=document,
        studio=fields["studio"],
        as_of=day(fields["as_of"]),
        incomes=tuple(
            HistoricIncome(
                one["year"], Source(one["source"]), Money(one["fen"]), day(one["received_on"]), one["document_number"]
            )
            for one in fields["incomes"]
        ),
        vouchers=tuple(
            HistoricVoucher(
                day(one["date"]),
                one["number"],
                one["category"],
                Source(one["source"]),
                one["purpose"],
                one["payee"],
                Money(one["fen"]),
                one["invoice"],
                one["invoice_code"],
            )
            for one in fields["vouchers"]
        ),
        assets=tuple(
            OpeningAsset(
                one["name"], one["card"], Money(one["fen"]), day(one["acquired_on"]), one["keeper"], one["place"]
            )
            for one in fields["assets"]
        ),
    )


def demand_sound(opening: Opening, today: dt.date) -> None:
    """Refuse an opening that spends what had not come in, reaches past its day, or names a row twice.

    Raises: BadOpeningError naming the first row that is wrong, TooLargeError.
    """
    for flaw in flaws(opening, today):
        raise flaw.error()
    refuse_beyond(Money.total(income.amount for income in opening.incomes))


def _demand_room(connection: Connection, opening: Opening) -> None:
    """Refuse rows of a closed year and invoices that vouchers of this ledger claim.

    Asked when it is proposed and again when it takes effect: the books go on while it waits for its signatures.

    Raises: ClosedYearError, BadOpeningError naming the row.
    """
    for balance in opening.balances():
        refuse_closed(connection, opening.studio, balance.year)
    for row, voucher in enumerate(opening.vouchers, 1):
        key = number_key(voucher.invoice)
        for claim in live_claims(connection, key) if key else ():
            if same_code(claim.code, voucher.invoice_code):
                number = find(connection, claim.document).number
                told = {"invoice": voucher.invoice, "number": f"{number:04d}" if number else "—"}
                raise BadOpeningError(reason="invoice_claimed", row=row, **told)


def opening(connection: Connection, act: Act) -> None:
    """What the old books say, waiting for both signatures; a studio is opened once."""
    what = read_opening(act.document, act.data["content"])
    demand_sound(what, act.at.date())
    _demand_room(connection, what)
    other = connection.execute(
        select(func.count()).where(
            t.document.c.kind == "opening", t.document.c.studio == what.studio, t.document.c.state.not_in(_GONE)
        )
    ).scalar_one()
    if other:
        raise BadOpeningError(reason="twice")
    whole = Money.total(voucher.amount for voucher in what.vouchers)
    propose(connection, act, what.as_of.year, f"期初导入（截至{what.as_of}）", what.as_of.isoformat(), whole)


def _effect(connection: Connection, act: Act, row: Row[Any]) -> None:
    del act
    what = read_opening(row.id, canonical.decode(row.content))
    _demand_room(connection, what)
    came: defaultdict[tuple[Source, int], Money] = defaultdict(Money)
    for income in what.incomes:
        came[income.source, income.year] = came[income.source, income.year] + income.amount
    for (source, year), amount in came.items():
        leftovers.move(connection, row, source, year, amount)
    for line, voucher in enumerate(what.vouchers, 1):
        _put_voucher(connection, row, line, voucher)
    for line, asset in enumerate(what.assets, 1):
        connection.execute(
            insert(o.opening_asset).values(
                document=row.id,
                line=line,
                studio=row.studio,
                name=asset.name,
                card=asset.card,
                amount_fen=asset.amount.fen,
                acquired_on=asset.acquired_on.isoformat(),
                keeper=asset.keeper,
                place=asset.place,
            )
        )


def _put_voucher(connection: Connection, row: Row[Any], line: int, voucher: HistoricVoucher) -> None:
    connection.execute(
        insert(o.historic).values(
            document=row.id,
            line=line,
            studio=row.studio,
            year=voucher.date.year,
            date=voucher.date.isoformat(),
            number=voucher.number,
            category=voucher.category,
            source=voucher.source.value,
            purpose=voucher.purpose,
            payee=voucher.payee,
            amount_fen=voucher.amount.fen,
            invoice=voucher.invoice,
        )
    )
    if voucher.invoice:
        connection.execute(
            insert(t.invoice_claim).values(
                document=row.id,
                line=line,
                number=voucher.invoice,
                number_key=number_key(voucher.invoice),
                code=voucher.invoice_code,
                total_fen=voucher.amount.fen,
                claimed_fen=voucher.amount.fen,
                seller=voucher.payee,
                issued_on="",
                file="",
            )
        )
    statement = upsert(t.balance).values(
        studio=row.studio,
        year=voucher.date.year,
        month=voucher.date.month,
        source=voucher.source.value,
        category=voucher.category,
        spent_fen=voucher.amount.fen,
    )
    connection.execute(
        statement.on_conflict_do_update(
            index_elements=["studio", "year", "month", "source", "category"],
            set_={"spent_fen": t.balance.c.spent_fen + statement.excluded.spent_fen},
        )
    )


EFFECTS["opening"] = _effect
