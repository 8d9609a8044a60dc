"""Reducers for what two people sign alike: grants, budgets, closings, and the signatures themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import Connection, Row, bindparam, func, insert, select, update

from studio_ledger.ledger import balances, holds, leftovers
from studio_ledger.ledger.content import content_hash, read_budget, read_grant
from studio_ledger.ledger.permits import demand_role
from studio_ledger.ledger.refusals import (
    BadActError,
    ClosedYearError,
    ContentChangedError,
    NotPermittedError,
    SamePersonError,
    UnknownDocumentError,
)
from studio_ledger.log import canonical
from studio_ledger.model.funds import SOURCE_NAMES
from studio_ledger.model.money import Money
from studio_ledger.model.voucher import OPEN_STATES, State
from studio_ledger.model.workflow import SIGN_ROLE, STEP_NAMES, next_state
from studio_ledger.storage import tables as t

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from studio_ledger.log.act import Act

    Effect = Callable[[Connection, Act, Row[Any]], None]

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


def grant(connection: Connection, act: Act) -> None:
    """Money received, waiting for both signatures before it counts."""
    fields = act.data["content"]
    what = read_grant(act.document, fields)
    if what.amount <= Money():
        raise BadActError(seq=act.seq, reason="a grant is above zero")
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
    refuse_open_vouchers(connection, studio, year)
    moved = leftovers.moved(fields)
    leftovers.demand_present(connection, act, studio, year, moved)
    propose(connection, act, year, f"{year}年度结账", act.at.date().isoformat(), Money.total(moved.values()))


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


def refuse_closed(connection: Connection, studio: str, year: int) -> None:
    """Refuse whatever would change a closed year.

    Raises: ClosedYearError.
    """
    if connection.execute(_CLOSED, {"studio": studio, "year": year}).first():
        raise ClosedYearError(year=year, open=0)


def propose(connection: Connection, act: Act, year: int, title: str, date: str, amount: Money) -> None:
    """Begin the way of a document that two people sign; its kind is the act's.

    Raises: NotPermittedError, ClosedYearError.
    """
    fields: Mapping[str, Any] = act.data["content"]
    studio = str(fields["studio"])
    demand_role(connection, act.by, act.kind, studio, act.at.date())
    refuse_closed(connection, studio, year)
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
    moved = leftovers.moved(canonical.decode(row.content))
    leftovers.demand_present(connection, act, row.studio, row.year, moved)
    leftovers.carry_over(connection, row, moved)
    connection.execute(insert(t.closed_year).values(studio=row.studio, year=row.year, document=row.id))


EFFECTS: dict[str, Effect] = {"grant": _grant_effect, "budget": _budget_effect, "close": _close_effect}


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
