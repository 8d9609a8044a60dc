"""What is left of a year: carried into the next one when the year closes, or returned to whoever gave it.

The measures do not say which (Art. 1 asks only for balance); the school's policy does, and both sign it.
Where the rule pack forbids carrying over, the first act says so, and no closing may.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Row, insert, select

from studio_ledger.ledger import balances
from studio_ledger.ledger.refusals import CarryOverForbiddenError, ContentChangedError
from studio_ledger.model.funds import Source
from studio_ledger.model.money import Money
from studio_ledger.storage import spending as s
from studio_ledger.storage.terms import pack_term

if TYPE_CHECKING:
    from collections.abc import Mapping

    from studio_ledger.log.act import Act


def free(connection: Connection, studio: str, year: int) -> dict[Source, Money]:
    """Return what has arrived in a year and is neither spent nor committed, by source, nothing left out but zeros."""
    rests = {source: got - spent - bound for source, (got, spent, bound) in _held(connection, studio, year)}
    return {source: rest for source, rest in rests.items() if rest}


def _held(connection: Connection, studio: str, year: int) -> list[tuple[Source, tuple[Money, Money, Money]]]:
    return list(balances.by_source(connection, studio, year).items())


def moved(fields: Mapping[str, Any]) -> dict[Source, Money]:
    """Return what a closing carries into the next year; closings of the first ledgers carry nothing."""
    return {Source(source): Money(fen) for source, fen in fields.get("carried", {}).items()}


def demand_present(connection: Connection, act: Act, studio: str, year: int, carried: Mapping[Source, Money]) -> None:
    """Refuse a closing whose leftovers are not what the books hold, or may not go into the next year.

    Raises: CarryOverForbiddenError, ContentChangedError.
    """
    if carried and _forbidden(connection):
        raise CarryOverForbiddenError(year=year)
    if carried and dict(carried) != free(connection, studio, year):
        raise ContentChangedError(document=act.document)


def _forbidden(connection: Connection) -> bool:
    """Whether the rule pack that the ledger was made with lets nothing be carried over."""
    query = select(pack_term.c.value).where(pack_term.c.name == "carry_over")
    return connection.execute(query).scalar_one_or_none() == "none"


def carry_over(connection: Connection, row: Row[Any], carried: Mapping[Source, Money]) -> None:
    """Take the leftovers out of the closed year and put them into the next as carried over."""
    for source, rest in carried.items():
        move(connection, row, source, row.year, -rest)
    total = Money.total(carried.values())
    if total:
        move(connection, row, Source.CARRIED_OVER, row.year + 1, total)


def move(connection: Connection, row: Row[Any], source: Source, year: int, amount: Money) -> None:
    """Change what a source holds in a year by a document that is neither a grant nor spending."""
    connection.execute(
        insert(s.carry).values(
            document=row.id, source=source.value, year=year, studio=row.studio, moved_fen=amount.fen
        )
    )
