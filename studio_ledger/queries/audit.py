"""Reading answers to suspicions and the register of violations."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Row, func, select

from studio_ledger.model.money import Money
from studio_ledger.model.school_books import Violation
from studio_ledger.queries.rows import Todo
from studio_ledger.storage import tables as t
from studio_ledger.storage.audit import suspicion_answer, violation

if TYPE_CHECKING:
    from collections.abc import Mapping, Set


@dataclass(frozen=True, slots=True)
class Answer:
    """What the school said to a suspicion, by whom and when."""

    text: str
    person: str
    at: dt.datetime


def answers(connection: Connection) -> Mapping[str, tuple[Answer, ...]]:
    """Return suspicion id → its answers, newest first."""
    found: dict[str, list[Answer]] = defaultdict(list)
    rows = connection.execute(
        select(suspicion_answer, t.person.c.name)
        .join(t.person, t.person.c.id == suspicion_answer.c.person)
        .order_by(suspicion_answer.c.seq.desc())
    )
    for row in rows:
        found[row.suspicion].append(Answer(row.answer, row.name, dt.datetime.fromisoformat(row.at)))
    return {suspicion: tuple(said) for suspicion, said in found.items()}


def violations(connection: Connection, studio: str = "") -> tuple[Violation, ...]:
    """Return the register, what is due first at the top and closed entries last."""
    closer = t.person.alias("closer")
    query = select(violation, closer.c.name.label("closer")).join(
        closer, closer.c.id == violation.c.closed_by, isouter=True
    )
    if studio:
        query = query.where(violation.c.studio == studio)
    rows = connection.execute(query.order_by(violation.c.closed_on != "", violation.c.due_on, violation.c.id))
    return tuple(_violation(row) for row in rows)


def _violation(row: Row[Any]) -> Violation:
    return Violation(
        id=row.id,
        studio=row.studio,
        what=row.what,
        rule=row.rule,
        amount=Money(row.amount_fen),
        claw_back=Money(row.claw_back_fen),
        found_by=row.found_by,
        found_on=dt.date.fromisoformat(row.found_on),
        due_on=dt.date.fromisoformat(row.due_on),
        vouchers=tuple(row.vouchers.split()),
        measures=row.measures,
        mended_on=_day(row.mended_on),
        returned=Money(row.returned_fen),
        proof=row.proof,
        proof_name=row.proof_name,
        closed_on=_day(row.closed_on),
        closed_by=row.closer or "",
    )


def _day(text: str) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None


def overdue_todo(connection: Connection, studio: str, today: dt.date) -> Todo:
    """Return the entries of the register that should have been closed by now, as one line of the to-do list."""
    count, fen, oldest = connection.execute(
        select(func.count(), func.coalesce(func.sum(violation.c.claw_back_fen), 0), func.min(violation.c.due_on)).where(
            violation.c.studio == studio, violation.c.closed_on == "", violation.c.due_on < today.isoformat()
        )
    ).one()
    return Todo("violation", f"{count} 项违规整改已超期", count, Money(fen), _day(oldest or ""), "audit")


def numbers(connection: Connection, vouchers: Set[str]) -> dict[str, str]:
    """Return voucher id → ``2020-0012``, or its purpose before posting."""
    document = t.document.c
    rows = connection.execute(
        select(document.id, document.year, document.number, document.title).where(document.id.in_(vouchers))
    )
    return {row.id: f"{row.year}-{row.number:04d}" if row.number else row.title for row in rows}


def posted_numbers(connection: Connection, studio: str) -> dict[str, str]:
    """Return ``2020-0012`` → voucher id of a studio's posted vouchers: how a person names them."""
    document = t.document.c
    rows = connection.execute(
        select(document.id, document.year, document.number).where(
            document.kind == "voucher", document.studio == studio, document.number > 0
        )
    )
    return {f"{row.year}-{row.number:04d}": row.id for row in rows}
