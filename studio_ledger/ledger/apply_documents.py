"""The way of what two people sign: proposed, signed, returned, withdrawn, given up; each kind has its own effect."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import Connection, Row, bindparam, insert, select, update

from studio_ledger.ledger import balances, holds
from studio_ledger.ledger.content import content_hash
from studio_ledger.ledger.permits import demand_role
from studio_ledger.ledger.refusals import (
    BadActError,
    ClosedYearError,
    ContentChangedError,
    NotPermittedError,
    SamePersonError,
    TooLargeError,
    UnknownDocumentError,
)
from studio_ledger.log import canonical
from studio_ledger.model.money import LARGEST_FEN, Money
from studio_ledger.model.voucher import State
from studio_ledger.model.workflow import SIGN_ROLE, STEP_NAMES, next_state
from studio_ledger.storage import tables as t

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from studio_ledger.log.act import Act

    Effect = Callable[[Connection, Act, Row[Any]], None]

EFFECTS: Final[dict[str, Effect]] = {}
"""What each kind does once its last signature stands; the module of a kind enters its own."""
_DOCUMENT: Final = select(t.document).where(t.document.c.id == bindparam("document"))
_CLOSED: Final = select(t.closed_year.c.year).where(
    t.closed_year.c.studio == bindparam("studio"), t.closed_year.c.year == bindparam("year")
)
_KEY: Final = select(t.person.c.public_key).where(t.person.c.id == bindparam("person"))
_KEYS: Final = select(t.person.c.public_key).where(t.person.c.id.in_([bindparam("maker"), bindparam("host")]))
_SIGNATURE: Final = insert(t.signature)
CHANGE: Final = update(t.document).where(t.document.c.id == bindparam("document"))
"""Takes the document's columns and their new values beside its id as `document`."""


def find(connection: Connection, document: str) -> Row[Any]:
    """Return a document's row.

    Raises: UnknownDocumentError.
    """
    row = connection.execute(_DOCUMENT, {"document": document}).one_or_none()
    if row is None:
        raise UnknownDocumentError(document=document)
    return row


def refuse_closed(connection: Connection, studio: str, year: int) -> None:
    """Refuse whatever would change a closed year.

    Raises: ClosedYearError.
    """
    if connection.execute(_CLOSED, {"studio": studio, "year": year}).first():
        raise ClosedYearError(year=year, open=0)


def refuse_beyond(amount: Money) -> None:
    """Refuse a sum that no table takes: each part was small enough, all together are not.

    Raises: TooLargeError.
    """
    if abs(amount.fen) > LARGEST_FEN:
        raise TooLargeError(amount=amount.grouped)


def propose(connection: Connection, act: Act, year: int, title: str, date: str, amount: Money) -> None:
    """Begin the way of a document that two people sign; its kind is the act's.

    Raises: NotPermittedError, ClosedYearError, TooLargeError.
    """
    fields: Mapping[str, Any] = act.data["content"]
    studio = str(fields["studio"])
    demand_role(connection, act.by, act.kind, studio, act.at.date())
    refuse_closed(connection, studio, year)
    refuse_beyond(amount)
    connection.execute(
        insert(t.document).values(
            id=act.document,
            kind=act.kind,
            studio=studio,
            year=year,
            state=State.SUBMITTED.value,
            revision=1,
            content=canonical.encode(fields),
            content_hash=content_hash(fields),
            title=title,
            date=date,
            amount_fen=amount.fen,
            submitted_by=act.by,
            submitted_at=act.at.isoformat(),
            submit_seq=act.seq,
        )
    )


def sign(connection: Connection, act: Act) -> None:
    """One approval: host first, then legal representative, of the same content, by different persons."""
    row = find(connection, act.document)
    step = {"host": "sign_host", "legal_representative": "sign_legal"}[str(act.data["role"])]
    next_state(step, State(row.state))
    demand_role(connection, act.by, step, row.studio, act.at.date())
    if act.data["content_hash"] != row.content_hash or act.data["revision"] != row.revision:
        raise ContentChangedError(document=act.document)
    _refuse_same_person(connection, row, act.by)
    if row.kind != "voucher":
        refuse_closed(connection, row.studio, row.year)
    record_approval(connection, act, row, step)


def record_approval(connection: Connection, act: Act, row: Row[Any], step: str) -> None:
    """Keep one approval and let the document take effect with the last that it needs."""
    state = next_state(step, State(row.state))
    if state is State.HOST_SIGNED and host_suffices(row):
        state = State.SIGNED
    _record(connection, act, SIGN_ROLE[step].value, "approve", row.content_hash)
    column = "host_signed_by" if step == "sign_host" else "legal_signed_by"
    connection.execute(CHANGE, {"document": act.document, "state": state.value, column: act.by})
    if state is State.SIGNED and row.kind != "voucher":
        EFFECTS[row.kind](connection, act, row)


def host_suffices(row: Row[Any]) -> bool:
    """Whether the host's signature alone lets a document take effect: a request within the studio's limit (Art. 4)."""
    return bool(row.kind == "request" and canonical.decode(row.content)["level"] == "host")


def unsign(connection: Connection, act: Act) -> None:
    """A signer takes his own signature back, as long as nobody has acted on the document after it."""
    row = find(connection, act.document)
    step = "unsign_host" if act.data["role"] == "host" else "unsign_legal"
    state = next_state(step, State(row.state))
    demand_role(connection, act.by, step, row.studio, act.at.date())
    column = "host_signed_by" if step == "unsign_host" else "legal_signed_by"
    if act.data["revision"] != row.revision:
        raise ContentChangedError(document=act.document)
    if getattr(row, column) != act.by:
        raise NotPermittedError(step=STEP_NAMES[step], person=act.by)
    if row.kind != "voucher" and row.state == State.SIGNED.value:
        raise BadActError(seq=act.seq, reason="it has taken effect")
    mine = (t.signature.c.document == act.document, t.signature.c.person == act.by, t.signature.c.current == 1)
    connection.execute(update(t.signature).where(*mine).values(current=0))
    connection.execute(
        update(t.document).where(t.document.c.id == act.document).values({"state": state.value, column: ""})
    )


def _refuse_same_person(connection: Connection, row: Row[Any], person: str) -> None:
    others = [row.submitted_by, row.host_signed_by]
    if person in others:
        raise SamePersonError(document=row.id, person=person)
    key = connection.execute(_KEY, {"person": person}).scalar_one()
    keys = connection.execute(_KEYS, {"maker": row.submitted_by, "host": row.host_signed_by}).scalars()
    if key in set(keys):
        raise SamePersonError(document=row.id, person=person)


def _record(connection: Connection, act: Act, role: str, decision: str, signed_hash: str) -> None:
    connection.execute(
        _SIGNATURE,
        {
            "seq": act.seq,
            "document": act.document,
            "role": role,
            "person": act.by,
            "decision": decision,
            "reason": str(act.data.get("reason", "")),
            "at": act.at.isoformat(),
            "content_hash": signed_hash,
            "current": 1 if decision == "approve" else 0,
        },
    )


def send_back(connection: Connection, act: Act) -> None:
    """A signer or finance sends a document back with a reason; its signatures are void."""
    row = find(connection, act.document)
    demand_role(connection, act.by, "return", row.studio, act.at.date())
    _leave(connection, act, row, "return")
    _record(connection, act, str(act.data["role"]), "return", row.content_hash)


def withdraw(connection: Connection, act: Act) -> None:
    """The submitter takes a document back before it is posted."""
    row = find(connection, act.document)
    demand_role(connection, act.by, "withdraw", row.studio, act.at.date())
    _leave(connection, act, row, "withdraw")


def void(connection: Connection, act: Act) -> None:
    """A document that went back is given up for good."""
    row = find(connection, act.document)
    demand_role(connection, act.by, "void", row.studio, act.at.date())
    state = next_state("void", State(row.state))
    connection.execute(update(t.document).where(t.document.c.id == act.document).values(state=state.value))


def _leave(connection: Connection, act: Act, row: Row[Any], step: str) -> None:
    state = next_state(step, State(row.state))
    if row.kind != "voucher" and row.state == State.SIGNED.value:
        raise BadActError(seq=act.seq, reason="it has taken effect")
    if row.kind == "voucher":
        balances.release(connection, row)
        holds.give_back(connection, row.id)
    void_signatures(connection, row.id)
    connection.execute(
        update(t.document)
        .where(t.document.c.id == row.id)
        .values(state=state.value, host_signed_by="", legal_signed_by="")
    )


def void_signatures(connection: Connection, document: str) -> None:
    """Mark a document's signatures as no longer counting; they stay in the log."""
    connection.execute(update(t.signature).where(t.signature.c.document == document).values(current=0))
