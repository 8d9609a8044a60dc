"""What every use case stands on: the open file, the clock, one transaction a write, and one act after the other."""

from __future__ import annotations

import datetime as dt
import threading
import uuid
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sqlalchemy.exc import DatabaseError, IntegrityError, OperationalError

from studio_ledger.errors import LedgerError
from studio_ledger.ledger import journal
from studio_ledger.ledger.refusals import NotPermittedError
from studio_ledger.model.clock import SHANGHAI
from studio_ledger.model.people import Role
from studio_ledger.storage.engine import LedgerFileError

if TYPE_CHECKING:
    from pathlib import Path

    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from sqlalchemy import Connection, Engine

    from studio_ledger.log.act import Act
    from studio_ledger.model.people import Person
    from studio_ledger.rules.policy import Policy
    from studio_ledger.signing.keys import KeyFolder
    from studio_ledger.storage.lock import WriterLock

KEPT_UNLOCKED = frozenset({Role.FINANCE, Role.ADMINISTRATOR})
"""Roles whose own acts are signed with a key that stays unlocked from login to idle lock."""

Clock = Callable[[], dt.datetime]


class ReadOnlyError(LedgerError):
    """The ledger is open for looking only: another window writes."""

    code = "file.read_only"


class LockedSessionError(LedgerError):
    """The session is locked: the password opens it again."""

    code = "session.locked"


class OutcomeUnknownError(LedgerError):
    """The disk failed while the act was being written: look the form up by its id before doing it again."""

    code = "file.outcome_unknown"


@dataclass(slots=True)
class Session:
    """A person at work. The key of finance and administration stays unlocked until the idle lock."""

    person: Person
    key: Ed25519PrivateKey | None = field(default=None, repr=False)


def new_id() -> str:
    """Return a fresh id for a form, a document or an act."""
    return uuid.uuid4().hex


class LedgerBase:
    """The open ledger file and the one way to write to it."""

    def __init__(
        self, path: Path, engine: Engine, ledger_id: str, keys: KeyFolder, clock: Clock, lock: WriterLock | None
    ) -> None:
        self.path = path
        self.ledger_id = ledger_id
        self.keys = keys
        self.holder = lock.holder if lock else ""
        self.read_only = bool(lock and not lock.held)
        self._engine = engine
        self._clock = clock
        self._lock = lock
        self._writing = threading.Lock()
        self._policy: Policy | None = None
        self._joined: Connection | None = None
        self._owner = 0

    @property
    def policy(self) -> Policy:
        """The rule pack in force."""
        if self._policy is None:
            from studio_ledger.rules.policy import load_policy  # noqa: PLC0415 - a window that only logs in needs no rules

            self._policy = load_policy()
        return self._policy

    def now(self) -> dt.datetime:
        """The time in Shanghai by this ledger's clock."""
        return self._clock().astimezone(SHANGHAI).replace(microsecond=0)

    def today(self) -> dt.date:
        """The date in Shanghai."""
        return self.now().date()

    def close(self) -> None:
        """Close the file and give the writer's lock back."""
        self._engine.dispose()
        if self._lock is not None:
            self._lock.release()

    @contextmanager
    def _read(self) -> Iterator[Connection]:
        if self._joined is not None and self._owner == threading.get_ident():
            yield self._joined
            return
        with _worded(self.path), self._engine.connect().execution_options(tx="DEFERRED") as connection:
            yield connection

    @contextmanager
    def _write(self) -> Iterator[Connection]:
        if self.read_only:
            raise ReadOnlyError(holder=self.holder)
        if self._joined is not None and self._owner == threading.get_ident():
            # A refusal inside a batch undoes its own half, not the batch.
            with self._joined.begin_nested():
                yield self._joined
            return
        with self._writing, _worded(self.path), self._engine.begin() as connection:
            yield connection

    @contextmanager
    def batch(self) -> Iterator[None]:
        """Make one transaction of all writes inside: for imports and sample ledgers."""
        with self._write() as connection:
            outer, self._joined, self._owner = self._joined, connection, threading.get_ident()
            try:
                yield
            finally:
                self._joined = outer

    def _act(
        self,
        connection: Connection,
        session: Session | None,
        kind: str,
        data: Mapping[str, Any],
        *,
        act_id: str = "",
        key: Ed25519PrivateKey | None = None,
    ) -> Act:
        """Append one act of the session's person (or of nobody) within a transaction."""
        return journal.append(
            connection,
            kind=kind,
            act_id=act_id or new_id(),
            ledger=self.ledger_id,
            at=self.now(),
            by=session.person.id if session else "",
            key=key,
            data=data,
        )

    def _own_act(
        self, connection: Connection, session: Session, kind: str, data: Mapping[str, Any], *, act_id: str = ""
    ) -> Act:
        """Append an act signed with the key that the session keeps unlocked (finance, administration)."""
        return self._act(connection, session, kind, data, act_id=act_id, key=self._session_key(session))

    def _session_key(self, session: Session) -> Ed25519PrivateKey:
        if session.key is None:
            if KEPT_UNLOCKED & set(session.person.roles(self.today())):
                raise LockedSessionError(person=session.person.name)
            raise NotPermittedError(step="签名", person=session.person.name)
        return session.key


@contextmanager
def _worded(path: Path) -> Iterator[None]:
    """Turn the database's errors into refusals that say what to do."""
    try:
        yield
    except IntegrityError:
        raise
    except OperationalError as error:
        raise _refusal(path, str(error.orig)) from error
    except (DatabaseError, UnicodeDecodeError, OverflowError) as error:
        raise LedgerFileError(path, "damaged") from error


def _refusal(path: Path, text: str) -> LedgerError:
    if "locked" in text or "busy" in text:
        return LedgerFileError(path, "busy")
    if "full" in text:
        return LedgerFileError(path, "disk_full")
    if "readonly" in text:
        return LedgerFileError(path, "write_protected")
    if "unable to open" in text:
        return LedgerFileError(path, "unreadable")
    if "malformed" in text or "decode" in text or "not a database" in text or "no such table" in text:
        return LedgerFileError(path, "damaged")
    return OutcomeUnknownError(file=path.name, reason=text)
