"""Whether a person may take a step: the role table against the terms in force on the day."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sqlalchemy import Connection, bindparam, literal_column, select

from studio_ledger.ledger.refusals import NotPermittedError, UnauthorisedTermError
from studio_ledger.model.people import Role
from studio_ledger.model.workflow import STEP_NAMES, STEP_ROLES
from studio_ledger.storage import tables as t

if TYPE_CHECKING:
    import datetime as dt

_HELD: Final = select(t.term.c.role, t.term.c.authorisation).where(
    t.term.c.person == bindparam("person"), t.term.c.start <= bindparam("day"), t.term.c.until >= bindparam("day")
)
_HELD_IN: Final = _HELD.where(t.term.c.studio.in_([literal_column("''"), bindparam("studio")]))


def roles_held(connection: Connection, person: str, studio: str, day: dt.date) -> dict[Role, str]:
    """Return the roles a person holds in a studio on a day (both ends inclusive) with their authorisations.

    An empty `studio` asks for roles held anywhere.
    """
    asked = {"person": person, "day": day.isoformat()} | ({"studio": studio} if studio else {})
    held: dict[Role, str] = {}
    for role, authorisation in connection.execute(_HELD_IN if studio else _HELD, asked).all():
        held[Role(role)] = held.get(Role(role)) or authorisation
    return held


def demand_role(connection: Connection, person: str, step: str, studio: str, day: dt.date) -> None:
    """Refuse a step that the person's roles do not allow on that day.

    Raises: NotPermittedError; UnauthorisedTermError for a legal representative without the
    bureau's authorisation (Art. 4).
    """
    held = roles_held(connection, person, studio, day)
    if not any(role in held for role in STEP_ROLES[step]):
        raise NotPermittedError(step=STEP_NAMES.get(step, step), person=person)
    if step == "sign_legal" and not held[Role.LEGAL_REPRESENTATIVE]:
        raise UnauthorisedTermError(person=person)
