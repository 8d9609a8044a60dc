"""Reducers of grants, budgets and closings: what each asks for, and what it does once both have signed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Row, func, insert, select, update

from studio_ledger.ledger import holds, leftovers
from studio_ledger.ledger.apply_documents import EFFECTS, propose, refuse_closed
from studio_ledger.ledger.content import read_budget, read_grant
from studio_ledger.ledger.refusals import BadActError, ClosedYearError
from studio_ledger.log import canonical
from studio_ledger.model.funds import SOURCE_NAMES
from studio_ledger.model.money import Money
from studio_ledger.model.voucher import OPEN_STATES
from studio_ledger.storage import tables as t

if TYPE_CHECKING:
    from collections.abc import Mapping

    from studio_ledger.log.act import Act
    from studio_ledger.model.funds import Source


def grant(connection: Connection, act: Act) -> None:
    """Money received, waiting for both signatures before it counts."""
    fields = act.data["content"]
    what = read_grant(act.document, fields)
    if what.amount <= Money() or what.received_on > act.at.date():
        raise BadActError(seq=act.seq, reason="a grant is above zero and has arrived")
    title = f"{what.year}年度{SOURCE_NAMES[what.source]} {what.document_number}".strip()
    propose(connection, act, what.year, title, what.received_on.isoformat(), what.amount)


def budget(connection: Connection, act: Act) -> None:
    """A budget or its adjustment, waiting for both signatures."""
    what = read_budget(act.document, act.data["content"])
    lines = {(line.category, line.source) for line in what.lines}
    if len(lines) != len(what.lines) or any(line.amount < Money() for line in what.lines):
        raise BadActError(seq=act.seq, reason="a budget names a category and source once, at zero or above")
    title = f"{what.year}年度预算" + (f"调整：{what.reason}" if what.reason else "")
    propose(connection, act, what.year, title, act.at.date().isoformat(), what.total)
    for line in what.lines:
        connection.execute(
            insert(t.budget_line).values(
                document=act.document,
                category=line.category,
                source=line.source.value,
                amount_fen=line.amount.fen,
                basis=line.basis,
            )
        )


def close(connection: Connection, act: Act) -> None:
    """The closing of a year, waiting for both signatures; refused while vouchers are under way."""
    fields = act.data["content"]
    year, studio = int(fields["year"]), str(fields["studio"])
    if year > act.at.year:
        raise BadActError(seq=act.seq, reason="a year is closed once it has begun")
    refuse_open_vouchers(connection, studio, year)
    moved = _leftovers(connection, act, studio, year, fields)
    propose(connection, act, year, f"{year}年度结账", act.at.date().isoformat(), Money.total(moved.values()))


def _leftovers(
    connection: Connection, act: Act, studio: str, year: int, fields: Mapping[str, Any]
) -> Mapping[Source, Money]:
    """Return what a closing carries; refused where the books hold other sums or the year it goes into is closed."""
    moved = leftovers.moved(fields)
    leftovers.demand_present(connection, act, studio, year, moved)
    if moved:
        refuse_closed(connection, studio, year + 1)
    return moved


def refuse_open_vouchers(connection: Connection, studio: str, year: int) -> None:
    """Refuse a closing while vouchers of the year are neither posted nor void.

    Raises: ClosedYearError.
    """
    query = select(func.count()).where(
        t.document.c.kind == "voucher",
        t.document.c.studio == studio,
        t.document.c.year == year,
        t.document.c.state.in_([state.value for state in OPEN_STATES]),
    )
    count = connection.execute(query).scalar_one() + holds.open_in(connection, studio, year)
    if count:
        raise ClosedYearError(year=year, open=count)


def _grant_effect(connection: Connection, _act: Act, row: Row[Any]) -> None:
    what = read_grant(row.id, canonical.decode(row.content))
    connection.execute(
        insert(t.income).values(
            document=row.id,
            studio=what.studio,
            year=what.year,
            source=what.source.value,
            received_on=what.received_on.isoformat(),
            amount_fen=what.amount.fen,
        )
    )


def _budget_effect(connection: Connection, _act: Act, row: Row[Any]) -> None:
    where = (t.budget_in_force.c.studio == row.studio, t.budget_in_force.c.year == row.year)
    version = connection.execute(select(t.budget_in_force.c.version).where(*where)).scalar_one_or_none()
    if version is None:
        connection.execute(
            insert(t.budget_in_force).values(studio=row.studio, year=row.year, document=row.id, version=1)
        )
    else:
        connection.execute(update(t.budget_in_force).where(*where).values(document=row.id, version=version + 1))


def _close_effect(connection: Connection, act: Act, row: Row[Any]) -> None:
    refuse_open_vouchers(connection, row.studio, row.year)
    moved = _leftovers(connection, act, row.studio, row.year, canonical.decode(row.content))
    leftovers.carry_over(connection, row, moved)
    connection.execute(insert(t.closed_year).values(studio=row.studio, year=row.year, document=row.id))


EFFECTS.update({"grant": _grant_effect, "budget": _budget_effect, "close": _close_effect})
