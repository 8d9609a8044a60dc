"""Use case of a new recovery code: a new data key under it, so that the old sheet opens nothing of the ledger."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Row, select, update

from studio_ledger.signing import vault
from studio_ledger.storage import payees as p
from studio_ledger.workspace.base import Session
from studio_ledger.workspace.payees import FIELDS, PayeeDesk

_PARTS = ("hash", "mac", "cipher")


class VaultRenewalDesk(PayeeDesk):
    """The lock of the register, changed with its paper key."""

    def renew_vault(self, session: Session, password: str = "") -> str:
        """Lock all private numbers with a new data key; returns the new recovery code, shown once.

        A new code for the old key would not do: the log keeps the old wrap, which the old code would still open.
        Copies of the file made before still open by the old code. `password` is needed of those whose key is not
        kept unlocked; whoever may no longer read the numbers, or lost his signing key, gets no part of the new one.

        Raises: VaultError where the caller does not hold the key or a number was altered, NotPermittedError,
            WrongPasswordError, LockedSessionError.
        """
        key = self._open_key(session.person, password) if password else self._session_key(session)
        new_key, code = vault.new_data_key(), vault.new_recovery_code()
        with self._write() as connection:
            old_key = self._data_key(connection, key, session.person.id)
            members = connection.execute(select(p.vault_member).where(p.vault_member.c.wrapped != "")).all()
            data = {
                "check": vault.check_of(new_key),
                "recovery": vault.wrap_for_code(new_key, code),
                "members": [
                    {"person": one.person, "recipient": one.recipient, "wrapped": vault.wrap(new_key, one.recipient)}
                    for one in members
                    if self._may_hold(connection, one.person)
                ],
                "payees": [
                    {"id": row.id} | {field: _relocked(connection, row, field, old_key, new_key) for field in FIELDS}
                    for row in connection.execute(select(p.payee).order_by(p.payee.c.id)).all()
                ],
            }
            self._own_act(connection, Session(session.person, key), "vault_renew", data)
        return code


def _relocked(connection: Connection, row: Row[Any], field: str, old_key: bytes, new_key: bytes) -> dict[str, str]:
    """Lock one number anew; what was erased has none and keeps the hashes that the log names."""
    known, place = row._asdict(), f"{row.id}/{field}"
    parts = {part: str(known[f"{field}_{part}"]) for part in _PARTS}
    blob = connection.execute(select(p.secret.c.blob).where(p.secret.c.place == place)).scalar_one_or_none()
    if blob is None or not parts["hash"]:
        return parts if parts["hash"] else {}
    value = vault.unseal(old_key, place, bytes(blob), parts["hash"])
    sealed = vault.seal(new_key, place, field, value)
    connection.execute(update(p.secret).where(p.secret.c.place == place).values(blob=sealed.blob))
    return {"hash": sealed.salted_hash, "mac": sealed.match, "cipher": sealed.cipher_hash}
