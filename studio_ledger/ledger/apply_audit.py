"""Reducers of answers to suspicions and of the register of violations (Art. 5)."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Row, insert, select, update

from studio_ledger.errors import LedgerError
from studio_ledger.ledger.permits import demand_role
from studio_ledger.ledger.refusals import SamePersonError
from studio_ledger.model.school_books import FOUND_BY
from studio_ledger.storage import tables as t
from studio_ledger.storage.audit import suspicion_answer, violation

if TYPE_CHECKING:
    from collections.abc import Mapping

    from studio_ledger.log.act import Act

LONGEST_TEXT = 2_000
_ID = re.compile(r"[0-9a-f]{24}")
_DIGEST = re.compile(r"[0-9a-f]{64}")


class BadAuditError(LedgerError):
    """An answer or an entry of the register that is not whole; `reason` picks the sentence."""

    code = "audit.invalid"


def answer(connection: Connection, act: Act) -> None:
    """The school's written answer to a suspicion; the newest counts, earlier ones stay."""
    data = act.data
    studio = str(data["studio"])
    demand_role(connection, act.by, "suspicion_answer", studio, act.at.date())
    if not _ID.fullmatch(str(data["suspicion"])):
        raise BadAuditError(reason="suspicion")
    connection.execute(
        insert(suspicion_answer).values(
            seq=act.seq,
            suspicion=data["suspicion"],
            kind=str(data["kind"]),
            studio=studio,
            why=str(data["why"]),
            answer=_said(data["answer"], "answer"),
            person=act.by,
            at=act.at.isoformat(),
        )
    )


def _said(value: object, reason: str) -> str:
    text = str(value)
    if not text.strip() or len(text) > LONGEST_TEXT:
        raise BadAuditError(reason=reason)
    return text


def record(connection: Connection, act: Act) -> None:
    """A violation enters the register: what, which rule, how much, what must come back and by when."""
    data = act.data
    studio, found_on, due_on = str(data["studio"]), _day(data["found_on"]), _day(data["due_on"])
    demand_role(connection, act.by, "violation", studio, act.at.date())
    if connection.execute(select(violation.c.id).where(violation.c.id == act.document)).first():
        raise BadAuditError(reason="twice")
    if connection.execute(select(t.studio.c.id).where(t.studio.c.id == studio)).first() is None:
        raise BadAuditError(reason="studio")
    if data["found_by"] not in FOUND_BY:
        raise BadAuditError(reason="found_by")
    if found_on > act.at.date() or due_on < found_on:
        raise BadAuditError(reason="dates")
    connection.execute(
        insert(violation).values(
            id=act.document,
            studio=studio,
            what=_said(data["what"], "what"),
            rule=_said(data["rule"], "rule"),
            amount_fen=_sum(data["amount_fen"]),
            claw_back_fen=_sum(data["claw_back_fen"]),
            vouchers=" ".join(_vouchers(connection, data, studio)),
            found_by=data["found_by"],
            found_on=found_on.isoformat(),
            due_on=due_on.isoformat(),
            recorded_by=act.by,
        )
    )


def _vouchers(connection: Connection, data: Mapping[str, Any], studio: str) -> list[str]:
    wanted = [str(voucher) for voucher in data["vouchers"]]
    document = t.document.c
    known = set(
        connection.execute(
            select(document.id).where(document.kind == "voucher", document.studio == studio, document.id.in_(wanted))
        ).scalars()
    )
    if known != set(wanted):
        raise BadAuditError(reason="vouchers")
    return wanted


def _day(value: object) -> dt.date:
    try:
        return dt.date.fromisoformat(str(value))
    except ValueError as error:
        raise BadAuditError(reason="dates") from error


def _sum(value: object) -> int:
    if not isinstance(value, int) or value < 0:
        raise BadAuditError(reason="sums")
    return value


def mend(connection: Connection, act: Act) -> None:
    """What was done about it, what came back and the proof of that; told again as long as it is not closed."""
    row, data = _open(connection, act), act.data
    demand_role(connection, act.by, "violation_mended", row.studio, act.at.date())
    mended_on, returned, proof = _day(data["mended_on"]), _sum(data["returned_fen"]), str(data["proof"])
    if not dt.date.fromisoformat(row.found_on) <= mended_on <= act.at.date():
        raise BadAuditError(reason="mended_on")
    if (proof and not _DIGEST.fullmatch(proof)) or (returned and not proof):
        raise BadAuditError(reason="proof")
    connection.execute(
        update(violation)
        .where(violation.c.id == act.document)
        .values(
            measures=_said(data["measures"], "measures"),
            mended_on=mended_on.isoformat(),
            mended_by=act.by,
            returned_fen=returned,
            proof=proof,
            proof_name=str(data["proof_name"]),
        )
    )


def close(connection: Connection, act: Act) -> None:
    """The legal representative closes an entry once it is mended and all money is back with proof (Art. 5)."""
    row = _open(connection, act)
    demand_role(connection, act.by, "violation_closed", row.studio, act.at.date())
    if not row.mended_on:
        raise BadAuditError(reason="not_mended")
    if row.claw_back_fen and (not row.proof or row.returned_fen < row.claw_back_fen):
        raise BadAuditError(reason="not_returned")
    if act.by in {row.recorded_by, row.mended_by}:
        raise SamePersonError(document=act.document, person=act.by)
    connection.execute(
        update(violation)
        .where(violation.c.id == act.document)
        .values(closed_on=act.at.date().isoformat(), closed_by=act.by)
    )


def _open(connection: Connection, act: Act) -> Row[Any]:
    row = connection.execute(select(violation).where(violation.c.id == act.document)).one_or_none()
    if row is None:
        raise BadAuditError(reason="unknown")
    if row.closed_on:
        raise BadAuditError(reason="closed")
    return row
