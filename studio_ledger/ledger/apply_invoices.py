"""Reducers about originals: refused, returned, mended, released, checked at the bureau (会计法 art. 14)."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Row, insert, select, update

from studio_ledger.ledger.bounds import number_key
from studio_ledger.ledger.invoice_bounds import claim_of, holding, stands_in_the_way
from studio_ledger.ledger.invoice_refusals import (
    BadOriginalError,
    ClaimedOriginalError,
    HeldOriginalError,
    UnknownStopError,
)
from studio_ledger.ledger.permits import demand_role
from studio_ledger.model.money import Money
from studio_ledger.model.original import STOP_NAMES, CheckResult, Original, StopKind, StopState
from studio_ledger.model.voucher import InvoiceClaim
from studio_ledger.storage.invoices import invoice_check, invoice_stop

if TYPE_CHECKING:
    from collections.abc import Mapping

    from studio_ledger.log.act import Act

STEP = "originals"
"""The line of the role table for all of these acts."""


def original_fields(original: Original) -> dict[str, Any]:
    """Spell an original for the log."""
    return {
        "number": original.number,
        "code": original.code,
        "file": original.file,
        "name": original.name,
        "seller": original.seller,
        "total_fen": original.total.fen,
    }


def read_original(fields: Mapping[str, Any]) -> Original:
    """Read an original back from an act."""
    return Original(
        number=str(fields["number"]),
        code=str(fields["code"]),
        file=str(fields["file"]),
        name=str(fields["name"]),
        seller=str(fields["seller"]),
        total=Money(fields["total_fen"]),
    )


def refuse(connection: Connection, act: Act) -> None:
    """An untrue or illegal original is not taken; the unit's head has been told (会计法 art. 14: 拒收)."""
    _hold(connection, act, StopKind.REFUSED)


def send_back(connection: Connection, act: Act) -> None:
    """An inaccurate or incomplete original goes back to be mended (会计法 art. 14: 退回补正)."""
    _hold(connection, act, StopKind.RETURNED)


def _hold(connection: Connection, act: Act, kind: StopKind) -> None:
    demand_role(connection, act.by, STEP, "", act.at.date())
    original = read_original(act.data["original"])
    _demand_named(original)
    reason, told = str(act.data["reason"]).strip(), str(act.data["told"]).strip()
    if not reason:
        raise BadOriginalError(reason="no_reason")
    if not told:
        raise BadOriginalError(reason="nobody_told")
    told_on = _past(act, str(act.data["told_on"]))
    # One invoice, one hold: a second one would have to be lifted twice.
    for row in holding(connection, [(original.number, original.code, original.file)]):
        if stands_in_the_way(row, original.number, original.code, original.file):
            raise HeldOriginalError(number=original.number or original.name, act=STOP_NAMES[StopKind(row.kind)])
    document = claim_of(connection, _claim(original))
    if document:
        raise ClaimedOriginalError(number=original.number or original.name)
    connection.execute(
        insert(invoice_stop).values(
            id=str(act.data["stop"]),
            seq=act.seq,
            kind=kind.value,
            state=StopState.OPEN.value,
            number=original.number,
            number_key=number_key(original.number),
            code=original.code,
            file=original.file,
            name=original.name,
            seller=original.seller,
            total_fen=original.total.fen,
            reason=reason,
            told=told,
            told_on=told_on,
            by_person=act.by,
        )
    )


def mend(connection: Connection, act: Act) -> None:
    """A new original came in the place of one that was sent back; the old one stays held.

    It may be said again, where the wrong file was named: the newest counts.
    """
    demand_role(connection, act.by, STEP, "", act.at.date())
    row = _find(connection, act)
    if row.kind != StopKind.RETURNED.value:
        raise UnknownStopError(stop=row.id)
    original = read_original(act.data["original"])
    _demand_named(original)
    key = number_key(original.number)
    if (key, original.file) == (row.number_key, row.file):
        raise BadOriginalError(reason="same_original")
    _put(
        connection,
        row.id,
        state=StopState.MENDED.value,
        mended_number=original.number,
        mended_key=key,
        mended_code=original.code,
        mended_file=original.file,
        mended_name=original.name,
        ended_seq=act.seq,
    )


def lift(connection: Connection, act: Act) -> None:
    """A hold that was a mistake is taken away, with the reason."""
    demand_role(connection, act.by, STEP, "", act.at.date())
    row = _find(connection, act)
    reason = str(act.data["reason"]).strip()
    if row.state != StopState.OPEN.value:
        raise UnknownStopError(stop=row.id)
    if not reason:
        raise BadOriginalError(reason="no_reason")
    _put(connection, row.id, state=StopState.LIFTED.value, lifted_because=reason, ended_seq=act.seq)


def check(connection: Connection, act: Act) -> None:
    """What the tax bureau's page said of an invoice, looked up by a person on a day."""
    demand_role(connection, act.by, STEP, "", act.at.date())
    number, checker = str(act.data["number"]), str(act.data["checker"]).strip()
    if not number_key(number):
        raise BadOriginalError(reason="no_number")
    if not checker:
        raise BadOriginalError(reason="no_checker")
    if str(act.data["result"]) not in {result.value for result in CheckResult}:
        raise BadOriginalError(reason="result")
    connection.execute(
        insert(invoice_check).values(
            seq=act.seq,
            number=number,
            number_key=number_key(number),
            code=str(act.data["code"]),
            result=str(act.data["result"]),
            checked_on=_past(act, str(act.data["checked_on"])),
            checker=checker,
            note=str(act.data["note"]),
            by_person=act.by,
        )
    )


def _find(connection: Connection, act: Act) -> Row[Any]:
    stop = str(act.data["stop"])
    row = connection.execute(select(invoice_stop).where(invoice_stop.c.id == stop)).one_or_none()
    if row is None or row.state == StopState.LIFTED.value:
        raise UnknownStopError(stop=stop)
    return row


def _put(connection: Connection, stop: str, **values: str | int) -> None:
    connection.execute(update(invoice_stop).where(invoice_stop.c.id == stop).values(**values))


def _past(act: Act, day: str) -> str:
    """Return the day as it is kept; it lies not after the act."""
    try:
        told = dt.date.fromisoformat(day)
    except ValueError:
        raise BadOriginalError(reason="day") from None
    if told > act.at.date():
        raise BadOriginalError(reason="future")
    return told.isoformat()


def _demand_named(original: Original) -> None:
    if not number_key(original.number) and not original.file:
        raise BadOriginalError(reason="no_number")


def _claim(original: Original) -> InvoiceClaim:
    return InvoiceClaim(original.number, original.total, original.total, original.code, file=original.file)
