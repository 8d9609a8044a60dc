"""The one door to a ledger: every use case is one method and one transaction, all or nothing.

Window, commands, imports and tests go through it; it knows no Qt, no PDF and no Excel.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Self

import platformdirs
from sqlalchemy import select
from sqlalchemy.exc import DatabaseError, IntegrityError, OperationalError

from studio_ledger.ledger import journal
from studio_ledger.ledger.content import studio_fields, term_fields
from studio_ledger.log.canonical import clean_text
from studio_ledger.model.clock import now
from studio_ledger.model.people import Term
from studio_ledger.signing.keys import KeyFolder
from studio_ledger.storage import guards
from studio_ledger.storage import tables as t
from studio_ledger.storage.columns import metadata
from studio_ledger.storage.engine import SCHEMA_VERSION, LedgerFileError, examine, make_engine, stamp, version_in
from studio_ledger.storage.lock import WriterLock
from studio_ledger.storage.upgrade import upgrade
from studio_ledger.workspace.accounts import AccountDesk
from studio_ledger.workspace.around import ProposalDesk, wish_setting
from studio_ledger.workspace.audit import AuditDesk
from studio_ledger.workspace.bank import BankDesk
from studio_ledger.workspace.base import Session, new_id
from studio_ledger.workspace.cards import CardDesk
from studio_ledger.workspace.invoices import InvoiceDesk
from studio_ledger.workspace.old_books import OldBooksDesk
from studio_ledger.workspace.papers import StandardsDesk
from studio_ledger.workspace.proof import ProofDesk, TargetExistsError
from studio_ledger.workspace.red_letters import RedLetterDesk
from studio_ledger.workspace.setup import LedgerSetup, PersonSetup, SetupError, TermSetup, check_setup
from studio_ledger.workspace.signing import SignOutcome
from studio_ledger.workspace.vault_renewal import VaultRenewalDesk
from studio_ledger.workspace.vouchers import BlockedError, ReasonNeededError

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable

    from sqlalchemy import Engine

__all__ = [
    "BlockedError",
    "LedgerSetup",
    "PersonSetup",
    "ReasonNeededError",
    "Session",
    "SetupError",
    "SignOutcome",
    "TermSetup",
    "Workspace",
    "default_keys",
]


def default_keys(ledger: Path) -> Path:
    """Return the key folder: a sample ledger's own beside it, else STUDIO_LEDGER_KEYS, else the user's data folder."""
    beside = ledger.with_name(ledger.name + ".keys")
    if beside.is_dir():
        return beside
    named = os.environ.get("STUDIO_LEDGER_KEYS")
    return Path(named) if named else Path(platformdirs.user_data_dir("studio-ledger", appauthor=False)) / "keys"


class Workspace(
    AccountDesk,
    AuditDesk,
    BankDesk,
    CardDesk,
    OldBooksDesk,
    VaultRenewalDesk,
    InvoiceDesk,
    ProofDesk,
    ProposalDesk,
    RedLetterDesk,
    StandardsDesk,
):
    """An open ledger of one school."""

    @classmethod
    def create(
        cls,
        path: Path,
        setup: LedgerSetup,
        keys: Path | None = None,
        clock: Callable[[], dt.datetime] | None = None,
        *,
        ledger_id: str = "",
    ) -> Self:
        """Make a new ledger file with its genesis act, and open it for writing.

        Raises: TargetExistsError, SetupError, LedgerFileError, PolicyError for an unknown rule pack.
        """
        check_setup(setup)
        if setup.policy:
            from studio_ledger.rules.packs import pack_folder  # noqa: PLC0415 - a window that only logs in needs no rules

            pack_folder(setup.policy)
        if path.exists():
            raise TargetExistsError(file=path.name)
        if not path.parent.is_dir():
            raise LedgerFileError(path, "no_folder")
        temporary = path.with_name(path.name + ".new")
        temporary.unlink(missing_ok=True)
        try:
            _write_new(temporary, setup, ledger_id or new_id(), clock or now)
            temporary.replace(path)
        except OSError as error:
            raise LedgerFileError(path, "unreadable") from error
        finally:
            temporary.unlink(missing_ok=True)
            temporary.with_name(temporary.name + "-journal").unlink(missing_ok=True)
        made = cls.open(path, keys, clock)
        if setup.ask_first:
            for studio in setup.studios:
                made.set_setting(wish_setting(studio.id), " ".join(setup.ask_first))
        return made

    @classmethod
    def open(
        cls,
        path: Path,
        keys: Path | None = None,
        clock: Callable[[], dt.datetime] | None = None,
        *,
        read_only: bool = False,
        window: bool = True,
    ) -> Self:
        """Open a ledger. A window takes the writer's lock; where another holds it, this one only reads.

        Raises: LedgerFileError for a missing, foreign, newer, damaged or tampered file.
        """
        examine(path)
        ticking = clock or now
        lock = WriterLock(path, ticking().strftime("%H:%M")) if window and not read_only else None
        engine = make_engine(path, read_only=read_only or bool(lock and not lock.held))
        try:
            _upgrade(path, engine, can_write=not read_only and (lock is None or lock.held))
            ledger_id = _examine_inside(path, engine)
        except BaseException:
            engine.dispose()
            if lock is not None:
                lock.release()
            raise
        workspace = cls(path, engine, ledger_id, KeyFolder(keys or default_keys(path)), ticking, lock)
        workspace.read_only = workspace.read_only or read_only
        try:
            workspace.check_tail()
        except LedgerFileError:
            workspace.close()
            raise
        return workspace


def _upgrade(path: Path, engine: Engine, *, can_write: bool) -> None:
    """Bring an older file up to date, all or nothing; whoever only looks is told to open it for writing once."""
    try:
        with engine.connect().execution_options(tx="DEFERRED") as connection:
            if version_in(connection) >= SCHEMA_VERSION:
                return
        if not can_write:
            raise LedgerFileError(path, "older")
        with engine.begin() as connection:
            upgrade(connection)
    except OperationalError as error:
        raise LedgerFileError(path, "disk_full" if "full" in str(error.orig) else "unreadable") from error
    except (DatabaseError, UnicodeDecodeError, OverflowError) as error:
        raise LedgerFileError(path, "damaged") from error


def _examine_inside(path: Path, engine: Engine) -> str:
    """Return the ledger's id; refuse a file whose log or guards are not whole."""
    try:
        with engine.connect().execution_options(tx="DEFERRED") as connection:
            first = connection.execute(select(t.act.c.body).where(t.act.c.seq == 1)).scalar_one_or_none()
            absent = guards.missing(connection)
    except (DatabaseError, UnicodeDecodeError, OverflowError) as error:
        raise LedgerFileError(path, "damaged") from error
    if first is None:
        raise LedgerFileError(path, "damaged")
    if absent:
        raise LedgerFileError(path, "tampered")
    return journal.ledger_of(first)


def _pack_fields(policy: str) -> dict[str, object]:
    """What the first act keeps of the rule pack: its id, and that it lets nothing be carried over."""
    from studio_ledger.rules.policy import load_pack  # noqa: PLC0415 - a window that only logs in needs no rules

    named: dict[str, object] = {"policy": policy} if policy else {}
    carry_over = load_pack(policy).terms.carry_over
    return named if carry_over == "allow" else named | {"pack_terms": {"carry_over": carry_over}}


def _write_new(path: Path, setup: LedgerSetup, ledger_id: str, clock: Callable[[], dt.datetime]) -> None:
    engine = make_engine(path)
    try:
        with engine.begin() as connection:
            stamp(connection)
            metadata.create_all(connection)
            guards.create(connection)
            people, terms = _spelled_people(setup)
            data = {
                "studios": [studio_fields(studio) for studio in setup.studios],
                "people": people,
                "terms": terms,
            } | _pack_fields(setup.policy)
            journal.append(
                connection,
                kind="genesis",
                act_id=f"genesis-{ledger_id}",
                ledger=ledger_id,
                at=clock(),
                by="",
                key=None,
                data=data,
            )
    except IntegrityError as error:
        raise SetupError(reason="same_login") from error
    except OperationalError as error:
        raise LedgerFileError(path, "disk_full" if "full" in str(error.orig) else "unreadable") from error
    finally:
        engine.dispose()


def _spelled_people(setup: LedgerSetup) -> tuple[list[dict[str, str]], list[dict[str, str]]]:
    people, terms = [], []
    for number, person in enumerate(setup.people, 1):
        person_id = f"p{number:03d}"
        people.append({"id": person_id, "name": clean_text(person.name), "login": clean_text(person.login).strip()})
        for place, term in enumerate(person.terms, 1):
            spelled = Term(
                f"{person_id}-{place}", person_id, term.role, term.studio, term.start, term.end, term.authorisation
            )
            terms.append(term_fields(spelled))
    return people, terms
