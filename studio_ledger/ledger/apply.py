"""One reducer per kind of act, used when an act is written and again when the log is replayed.

A reducer checks that the act was permitted where it stands and moves the projections. It never
judges an expense: findings are in the act. Reducers of old acts stay for good.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from sqlalchemy import Connection, insert, select, update

from studio_ledger.ledger import (
    apply_accounts,
    apply_audit,
    apply_bank,
    apply_cards,
    apply_documents,
    apply_funds,
    apply_invoices,
    apply_opening,
    apply_papers,
    apply_payees,
    apply_spending,
    apply_vouchers,
)
from studio_ledger.ledger.content import read_studio, read_term
from studio_ledger.ledger.permits import demand_role
from studio_ledger.ledger.refusals import BadActError
from studio_ledger.log import canonical
from studio_ledger.log.act import Act
from studio_ledger.storage import tables as t
from studio_ledger.storage.terms import pack_term

Reducer = Callable[[Connection, Act], None]


def apply(connection: Connection, act: Act) -> None:
    """Move the projections by one act.

    Raises: LedgerError where the act was not permitted at this place of the log.
    """
    reducer = REDUCERS.get(act.kind)
    if reducer is None:
        raise BadActError(seq=act.seq, reason=f"unknown kind {act.kind}")
    reducer(connection, act)


def _genesis(connection: Connection, act: Act) -> None:
    if act.seq != 1:
        raise BadActError(seq=act.seq, reason="genesis is not the first act")
    for fields in act.data["studios"]:
        _put_studio(connection, fields)
    for fields in act.data["people"]:
        _put_person(connection, fields)
    for fields in act.data["terms"]:
        _put_term(connection, fields)
    for name, value in act.data.get("pack_terms", {}).items():
        connection.execute(insert(pack_term).values(name=name, value=value))


def _put_studio(connection: Connection, fields: dict[str, object]) -> None:
    studio = read_studio(fields)
    connection.execute(insert(t.studio).values(id=studio.id, name=studio.name, content=canonical.encode(fields)))


def _put_person(connection: Connection, fields: dict[str, str]) -> None:
    connection.execute(insert(t.person).values(id=fields["id"], name=fields["name"], login=fields["login"]))


def _put_term(connection: Connection, fields: dict[str, str]) -> None:
    read_term(fields)
    connection.execute(insert(t.term).values(**fields))


def _enrol(connection: Connection, act: Act) -> None:
    """A person's own key, signed with itself; only while he has none that is valid."""
    row = connection.execute(select(t.person).where(t.person.c.id == act.by)).one_or_none()
    if row is None or act.data["person"] != act.by:
        raise BadActError(seq=act.seq, reason="a key is enrolled by its own person")
    if row.public_key and not row.revoked_seq:
        raise BadActError(seq=act.seq, reason="the person has a valid key")
    known = select(t.person_key.c.person).where(t.person_key.c.public_key == act.data["public_key"])
    if connection.execute(known).first() is not None:
        raise BadActError(seq=act.seq, reason="the key has been enrolled before, by this person or another")
    connection.execute(
        insert(t.person_key).values(public_key=act.data["public_key"], person=act.by, enrolled_seq=act.seq)
    )
    connection.execute(
        update(t.person)
        .where(t.person.c.id == act.by)
        .values(public_key=act.data["public_key"], enrolled_seq=act.seq, revoked_seq=0)
    )


def _person(connection: Connection, act: Act) -> None:
    demand_role(connection, act.by, "people", "", act.at.date())
    _put_person(connection, dict(act.data["person"]))


def _term(connection: Connection, act: Act) -> None:
    demand_role(connection, act.by, "people", "", act.at.date())
    _put_term(connection, dict(act.data["term"]))


def _term_end(connection: Connection, act: Act) -> None:
    demand_role(connection, act.by, "people", "", act.at.date())
    done = connection.execute(update(t.term).where(t.term.c.id == act.data["term"]).values(until=act.data["until"]))
    if done.rowcount != 1:
        raise BadActError(seq=act.seq, reason="unknown term")


def _revoke(connection: Connection, act: Act) -> None:
    demand_role(connection, act.by, "people", "", act.at.date())
    connection.execute(update(t.person).where(t.person.c.id == act.data["person"]).values(revoked_seq=act.seq))


def _studio(connection: Connection, act: Act) -> None:
    demand_role(connection, act.by, "people", "", act.at.date())
    fields = dict(act.data["studio"])
    done = connection.execute(
        update(t.studio)
        .where(t.studio.c.id == fields["id"])
        .values(name=fields["name"], content=canonical.encode(fields))
    )
    if not done.rowcount:
        _put_studio(connection, fields)


def _nothing(_connection: Connection, _act: Act) -> None:
    """An act that is only to be known: a note, a backup, a reveal."""


REDUCERS: Final[dict[str, Reducer]] = {
    "genesis": _genesis,
    "enrol": _enrol,
    "person": _person,
    "term": _term,
    "term_end": _term_end,
    "revoke": _revoke,
    "studio": _studio,
    "submit": apply_vouchers.submit,
    "post": apply_vouchers.post,
    "attach": apply_vouchers.attach,
    "grant": apply_funds.grant,
    "budget": apply_funds.budget,
    "close": apply_funds.close,
    "accounts": apply_accounts.accounts,
    "opening": apply_opening.opening,
    "paper": apply_papers.paper,
    "request_rules": apply_spending.request_rules,
    "request": apply_spending.request,
    "advance": apply_spending.advance,
    "close_hold": apply_spending.close_hold,
    "pay": apply_spending.pay,
    "unpay": apply_spending.unpay,
    "card_swipe": apply_cards.swipe,
    "sign": apply_documents.sign,
    "unsign": apply_documents.unsign,
    "return": apply_documents.send_back,
    "withdraw": apply_documents.withdraw,
    "void": apply_documents.void,
    "invoice_refused": apply_invoices.refuse,
    "invoice_returned": apply_invoices.send_back,
    "invoice_mended": apply_invoices.mend,
    "invoice_stop_lifted": apply_invoices.lift,
    "invoice_check": apply_invoices.check,
    "vault": apply_payees.vault,
    "vault_join": apply_payees.vault_join,
    "vault_share": apply_payees.vault_share,
    "vault_recover": apply_payees.vault_recover,
    "vault_renew": apply_payees.vault_renew,
    "payee": apply_payees.payee,
    "bank_statement": apply_bank.statement,
    "bank_statement_withdrawn": apply_bank.withdraw,
    "bank_match": apply_bank.match,
    "bank_unmatch": apply_bank.unmatch,
    "reveal": _nothing,
    "suspicion_answer": apply_audit.answer,
    "violation": apply_audit.record,
    "violation_mended": apply_audit.mend,
    "violation_closed": apply_audit.close,
    "backup": _nothing,
    "note": _nothing,
}
UNSIGNED: Final = frozenset({"genesis", "backup", "note", "reveal"})
"""Kinds that carry no signature: they decide nothing."""
