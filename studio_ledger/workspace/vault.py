"""Use cases of the data key: made, passed on at login to who may read, come back to by the sheet in the safe."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Row, select

from studio_ledger.ledger.permits import roles_held
from studio_ledger.model.workflow import STEP_ROLES
from studio_ledger.signing import vault
from studio_ledger.signing.vault import VaultError
from studio_ledger.statements.enrolment import log_head
from studio_ledger.statements.recovery_sheet import RecoverySheet
from studio_ledger.storage import payees as p
from studio_ledger.storage import tables as t
from studio_ledger.workspace.base import Session
from studio_ledger.workspace.reading import ReadingDesk

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    from studio_ledger.model.people import Person

_ASKING = ("vault", "vault_join", "vault_recover")
"""Acts with which a person gives the half to which the data key is wrapped for him."""


class VaultDesk(ReadingDesk):
    """Who holds the one key that locks all private numbers of a ledger."""

    def open_vault(self, session: Session) -> str:
        """Make the ledger's data key; returns the recovery code, shown once and printed for the safe.

        Raises: VaultError where there is one already, NotPermittedError, LockedSessionError.
        """
        key = self._session_key(session)
        data_key, code = vault.new_data_key(), vault.new_recovery_code()
        recipient = vault.recipient_of(key)
        with self._write() as connection:
            if self._has_vault(connection):
                raise VaultError(reason="there")
            data = {
                "check": vault.check_of(data_key),
                "recovery": vault.wrap_for_code(data_key, code),
                "recipient": recipient,
                "wrapped": vault.wrap(data_key, recipient),
            }
            self._own_act(connection, session, "vault", data)
        return code

    def recovery_sheet(self, session: Session, code: str) -> RecoverySheet:
        """Return what stands on the sheet for the safe; the code is handed through and kept nowhere."""
        with self._read() as connection:
            school = connection.execute(select(t.studio.c.content).limit(1)).scalar_one()
            head = log_head(connection, self.ledger_id)
        return RecoverySheet(
            school=str(json.loads(school)["school"]),
            ledger=self.ledger_id,
            code=code,
            made_by=session.person.name,
            made_at=self.now(),
            head=head,
        )

    def has_vault(self) -> bool:
        """Whether the ledger has a data key."""
        with self._read() as connection:
            return self._has_vault(connection)

    def _has_vault(self, connection: Connection) -> bool:
        return connection.execute(select(p.vault.c.seq)).first() is not None

    def login(self, login: str, password: str) -> Session:
        """Open the person's key; where the ledger has a data key, ask for it or pass it on to those who asked."""
        session = super().login(login, password)
        if not self.read_only and self.has_vault():
            self._attend(session.person, session.key or self._open_key(session.person, password))
        return session

    def _attend(self, person: Person, key: Ed25519PrivateKey) -> None:
        recipient = vault.recipient_of(key)
        with self._read() as connection:
            members = {row.person: row for row in connection.execute(select(p.vault_member)).all()}
            may = self._may_read(connection, person.id)
            waiting = self._waiting(connection)
        mine = members.pop(person.id, None)
        if not may:
            return
        acting = Session(person, key)
        # A wrap that does not open is asked for anew only where somebody is left who holds the data key.
        shut = mine is not None and mine.wrapped and not _opens(mine.wrapped, key)
        lost = shut and any(other.wrapped for other in members.values())
        if mine is None or mine.recipient != recipient or lost:
            with self._write() as connection:
                self._own_act(connection, acting, "vault_join", {"recipient": recipient})
        elif mine.wrapped and not shut and waiting:
            self._share(acting, key)

    def _share(self, session: Session, key: Ed25519PrivateKey) -> None:
        """Wrap the data key, as it is now, for all who wait."""
        with self._write() as connection:
            waiting = self._waiting(connection)
            try:
                data_key = self._data_key(connection, key, session.person.id)
            except VaultError:
                # What he holds was taken from him or is not the ledger's: no reason to keep him out of the books.
                return
            for row in waiting:
                wrapped = vault.wrap(data_key, row.recipient)
                data = {"person": row.person, "recipient": row.recipient, "wrapped": wrapped}
                self._own_act(connection, session, "vault_share", data)

    def _waiting(self, connection: Connection) -> list[Row[Any]]:
        """Who asked for the data key, may have it, and asked with the key he signs with now."""
        rows = connection.execute(select(p.vault_member).where(p.vault_member.c.wrapped == "")).all()
        return [row for row in rows if self._may_hold(connection, row.person)]

    def _may_hold(self, connection: Connection, person: str) -> bool:
        """Whether a person may read, and gave his half after he enrolled his present key: a lost key gets nothing."""
        # Acts about no document stand together in the index: the bulk of a log is not looked through.
        asked = (
            select(t.act.c.seq)
            .join(t.person, t.person.c.id == t.act.c.by_person)
            .where(t.act.c.document == "", t.act.c.seq > t.person.c.enrolled_seq, t.act.c.kind.in_(_ASKING))
            .where(t.person.c.id == person, t.person.c.revoked_seq == 0)
        )
        return connection.execute(asked.limit(1)).first() is not None and self._may_read(connection, person)

    def _may_read(self, connection: Connection, person: str) -> bool:
        held = roles_held(connection, person, "", self.today())
        return any(role in held for role in STEP_ROLES["read_payees"])

    def recover_vault(self, session: Session, code: str) -> None:
        """Let a person in by the recovery sheet, where nobody who holds the data key is left.

        Raises: VaultError for a wrong code, NotPermittedError.
        """
        key = self._session_key(session)
        with self._read() as connection:
            row = connection.execute(select(p.vault)).one_or_none()
        if row is None:
            raise VaultError(reason="none")
        data_key = vault.unwrap_code(row.recovery, code)
        if vault.check_of(data_key) != row.check_mac:
            raise VaultError(reason="wrong_code")
        recipient = vault.recipient_of(key)
        data = {"recipient": recipient, "wrapped": vault.wrap(data_key, recipient), "check": row.check_mac}
        with self._write() as connection:
            self._own_act(connection, session, "vault_recover", data)

    def _data_key(self, connection: Connection, key: Ed25519PrivateKey, person: str) -> bytes:
        row = connection.execute(select(p.vault_member).where(p.vault_member.c.person == person)).one_or_none()
        if row is None or not row.wrapped:
            raise VaultError(reason="waiting" if self._has_vault(connection) else "none")
        data_key = vault.unwrap(json.loads(row.wrapped), key)
        if vault.check_of(data_key) != connection.execute(select(p.vault.c.check_mac)).scalar_one():
            raise VaultError(reason="foreign")
        return data_key


def _opens(wrapped: str, key: Ed25519PrivateKey) -> bool:
    try:
        vault.unwrap(json.loads(wrapped), key)
    except VaultError:
        return False
    return True
