"""The form that ties a person to the fingerprint of his key."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from sqlalchemy import Connection, select

from studio_ledger.ledger import journal
from studio_ledger.log.act import fingerprint
from studio_ledger.model.people import ROLE_NAMES, Role
from studio_ledger.statements.figures import EnrolmentForm, LogHead
from studio_ledger.storage import tables as t

if TYPE_CHECKING:
    import datetime as dt


def log_head(connection: Connection, ledger: str) -> LogHead:
    """Return the newest act for print."""
    head = journal.head(connection)
    return LogHead(ledger, head.seq, head.hash.hex())


def enrolment_form(connection: Connection, person_id: str, ledger: str, made_at: dt.datetime) -> EnrolmentForm:
    """Return the form of a person who has a key; the fingerprint is empty where he has none."""
    row = connection.execute(select(t.person).where(t.person.c.id == person_id)).one()
    roles = connection.execute(select(t.term.c.role).where(t.term.c.person == person_id)).scalars()
    school = connection.execute(select(t.studio.c.content).limit(1)).scalar_one()
    return EnrolmentForm(
        ledger=ledger,
        school=str(json.loads(school)["school"]),
        name=row.name,
        login=row.login,
        roles=tuple(dict.fromkeys(ROLE_NAMES[Role(role)] for role in roles)),
        fingerprint=fingerprint(row.public_key) if row.public_key and not row.revoked_seq else "",
        made_at=made_at,
        head=log_head(connection, ledger),
    )
