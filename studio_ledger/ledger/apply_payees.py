"""Reducers of the register of payees and of who may read what is locked in it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, func, insert, select, update
from sqlalchemy.dialects.sqlite import insert as upsert

from studio_ledger.ledger.permits import demand_role, roles_held
from studio_ledger.ledger.refusals import BadActError
from studio_ledger.model.voucher import PAYEE_KINDS
from studio_ledger.model.workflow import STEP_ROLES
from studio_ledger.storage import payees as p
from studio_ledger.storage import tables as t

if TYPE_CHECKING:
    from collections.abc import Mapping

    from studio_ledger.log.act import Act

_LOCKED = ("id_number", "account")
_PARTS = ("hash", "mac", "cipher")


def vault(connection: Connection, act: Act) -> None:
    """The ledger's data key, wrapped for its maker and for the recovery sheet; there is one."""
    demand_role(connection, act.by, "payee", "", act.at.date())
    if connection.execute(select(p.vault.c.seq)).first() is not None:
        raise BadActError(seq=act.seq, reason="there is a data key already")
    connection.execute(
        insert(p.vault).values(check_mac=act.data["check"], recovery=act.data["recovery"], seq=act.seq)
    )
    _join(connection, act.by, str(act.data["recipient"]), act.data["wrapped"])


def vault_join(connection: Connection, act: Act) -> None:
    """A person gives the half to which the data key may be wrapped for him; with a new key he gives it anew."""
    demand_role(connection, act.by, "read_payees", "", act.at.date())
    _join(connection, act.by, str(act.data["recipient"]), {})


def _join(connection: Connection, person: str, recipient: str, wrapped: Mapping[str, str]) -> None:
    values = {"recipient": recipient, "wrapped": _text(wrapped)}
    statement = upsert(p.vault_member).values(person=person, **values)
    connection.execute(statement.on_conflict_do_update(index_elements=["person"], set_=values))


def _text(wrapped: Mapping[str, str]) -> str:
    return json.dumps(dict(wrapped), sort_keys=True) if wrapped else ""


def vault_recover(connection: Connection, act: Act) -> None:
    """A person comes back to the data key by the recovery sheet."""
    demand_role(connection, act.by, "read_payees", "", act.at.date())
    if connection.execute(select(p.vault.c.check_mac)).scalar_one_or_none() != act.data["check"]:
        raise BadActError(seq=act.seq, reason="another data key than the ledger's")
    _join(connection, act.by, str(act.data["recipient"]), act.data["wrapped"])


def vault_renew(connection: Connection, act: Act) -> None:
    """A new data key and recovery code in place of the old ones; every private number is locked anew."""
    demand_role(connection, act.by, "read_payees", "", act.at.date())
    _demand_holder(connection, act)
    members = act.data["members"]
    named = {one["person"] for one in members}
    if act.by not in named or not _kept(connection, act) <= named:
        raise BadActError(seq=act.seq, reason="who makes a new data key holds it, and leaves out nobody who may read")
    if named & set(connection.execute(select(t.person.c.id).where(t.person.c.revoked_seq > 0)).scalars()):
        raise BadActError(seq=act.seq, reason="a new data key is wrapped for no key that was lost")
    connection.execute(
        update(p.vault).values(check_mac=act.data["check"], recovery=act.data["recovery"], seq=act.seq)
    )
    connection.execute(update(p.vault_member).values(wrapped=""))
    for one in members:
        _wrap_for(connection, act, one)
    files = {one["id"]: _sealed(one) for one in act.data["payees"]}
    known = {row.id: row._asdict() for row in connection.execute(select(p.payee)).all()}
    if files.keys() != known.keys() or any(_there(files[name]) != _there(known[name]) for name in known):
        raise BadActError(seq=act.seq, reason="a new data key locks every number of every payee, and no other")
    for name, values in files.items():
        connection.execute(update(p.payee).where(p.payee.c.id == name).values(**values))


def _kept(connection: Connection, act: Act) -> set[str]:
    """Who held the data key and may still read, save who enrolled a second key: he may not have asked with it yet."""
    first_key = select(t.person_key.c.person).group_by(t.person_key.c.person).having(func.count() == 1)
    holding = (
        select(p.vault_member.c.person)
        .join(t.person, t.person.c.id == p.vault_member.c.person)
        .where(p.vault_member.c.wrapped != "", t.person.c.revoked_seq == 0, t.person.c.id.in_(first_key))
    )
    day = act.at.date()
    held = {person: roles_held(connection, person, "", day) for person in connection.execute(holding).scalars()}
    return {person for person, roles in held.items() if not roles.keys().isdisjoint(STEP_ROLES["read_payees"])}


def _there(values: Mapping[str, str]) -> list[bool]:
    """Which of the numbers are on file; what was erased keeps what the log says of it."""
    return [bool(values[f"{field}_{part}"]) for field in _LOCKED for part in _PARTS]


def _demand_holder(connection: Connection, act: Act) -> None:
    mine = select(p.vault_member.c.wrapped).where(p.vault_member.c.person == act.by)
    if not connection.execute(mine).scalar_one_or_none():
        raise BadActError(seq=act.seq, reason="who shares the data key holds it")


def _wrap_for(connection: Connection, act: Act, member: Mapping[str, Any]) -> None:
    demand_role(connection, str(member["person"]), "read_payees", "", act.at.date())
    done = connection.execute(
        update(p.vault_member)
        .where(p.vault_member.c.person == member["person"], p.vault_member.c.recipient == member["recipient"])
        .values(wrapped=_text(member["wrapped"]))
    )
    if done.rowcount != 1:
        raise BadActError(seq=act.seq, reason="the data key is wrapped for somebody who asked for it")


def _sealed(fields: Mapping[str, Any]) -> dict[str, str]:
    """The columns of what is locked in a file."""
    values: dict[str, str] = {}
    for field in _LOCKED:
        sealed = fields.get(field, {})
        values |= {f"{field}_{part}": sealed.get(part, "") for part in _PARTS}
    return values


def vault_share(connection: Connection, act: Act) -> None:
    """Somebody who holds the data key wraps it for another who signs or keeps the books."""
    _demand_holder(connection, act)
    _wrap_for(connection, act, act.data)


def payee(connection: Connection, act: Act) -> None:
    """A person's file, new or written anew; what is locked in it stands here as hashes only."""
    demand_role(connection, act.by, "payee", "", act.at.date())
    fields = act.data["payee"]
    if fields["kind"] not in PAYEE_KINDS or not str(fields["name"]).strip():
        raise BadActError(seq=act.seq, reason="a payee has a name and a kind")
    values: dict[str, Any] = {name: fields[name] for name in ("name", "kind", "title", "employer", "bank")}
    values |= _sealed(fields)
    statement = upsert(p.payee).values(id=fields["id"], seq=act.seq, **values)
    connection.execute(statement.on_conflict_do_update(index_elements=["id"], set_={**values, "seq": act.seq}))
