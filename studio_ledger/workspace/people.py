"""Use cases around people: first password, login, idle lock, terms, lost keys."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import Connection, delete, select
from sqlalchemy.dialects.sqlite import insert as upsert

from studio_ledger.errors import LedgerError
from studio_ledger.ledger.content import studio_fields, term_fields
from studio_ledger.ledger.permits import roles_held
from studio_ledger.ledger.refusals import NotPermittedError
from studio_ledger.log.canonical import clean_text
from studio_ledger.model.people import Person, Role, Term
from studio_ledger.model.workflow import STEP_ROLES
from studio_ledger.queries import read
from studio_ledger.signing.keys import WrongPasswordError, public_key
from studio_ledger.statements.enrolment import enrolment_form
from studio_ledger.storage import tables as t
from studio_ledger.workspace.base import KEPT_UNLOCKED, LedgerBase, Session, new_id
from studio_ledger.workspace.setup import PersonSetup, SetupError, TermSetup, check_terms

if TYPE_CHECKING:
    from studio_ledger.model.studio import Studio
    from studio_ledger.statements.figures import EnrolmentForm

FREE_TRIES = 3
LONGEST_WAIT = 60


class UnknownLoginError(LedgerError):
    """Nobody of this ledger has this login."""

    code = "login.unknown"


class NotEnrolledError(LedgerError):
    """The person has not set a password yet."""

    code = "login.not_enrolled"


class AlreadyEnrolledError(LedgerError):
    """The person has a password; a lost one means revoking the key and enrolling anew."""

    code = "login.already_enrolled"


class PeopleDesk(LedgerBase):
    """Who works here, and how each proves to be himself."""

    def people(self) -> tuple[Person, ...]:
        """Return everybody of the ledger with all terms."""
        with self._read() as connection:
            return read.people(connection)

    def set_first_password(self, login: str, password: str, *, key: Ed25519PrivateKey | None = None) -> EnrolmentForm:
        """Make the person's key, lock it with a password only he knows, and log its public half.

        `key` is given by sample ledgers only, whose keys must come out the same each time.

        Raises: UnknownLoginError, AlreadyEnrolledError, WeakPasswordError.
        """
        person = self._person(login)
        if person.enrolled:
            raise AlreadyEnrolledError(person=person.name)
        signing_key = key or Ed25519PrivateKey.generate()
        data = {"person": person.id, "public_key": public_key(signing_key), "alg": "ed25519-sha256"}
        with self._write() as connection:
            self._act(connection, Session(person), "enrol", data, key=signing_key)
            # After the act: where it is refused, the key file of whoever was quicker stays as it is.
            self.keys.store(self.ledger_id, person.id, password, signing_key, quick=key is not None)
        return self.enrolment_form(person.id)

    def enrolment_form(self, person_id: str) -> EnrolmentForm:
        """Return the paper form that ties a person to the fingerprint of his key."""
        with self._read() as connection:
            return enrolment_form(connection, person_id, self.ledger_id, self.now())

    def login(self, login: str, password: str) -> Session:
        """Open the person's key with the password: that is the check.

        Raises: UnknownLoginError, NotEnrolledError, NoKeyError, WrongPasswordError with the
        seconds to wait before the next try.
        """
        person = self._person(login)
        if not person.enrolled:
            raise NotEnrolledError(person=person.name)
        key = self._open_key(person, password)
        keeps = KEPT_UNLOCKED & set(person.roles(self.today()))
        return Session(person, key if keeps else None)

    def lock(self, session: Session) -> None:
        """Forget the session's key."""
        session.key = None

    def unlock(self, session: Session, password: str) -> None:
        """Open the session's key again.

        Raises: WrongPasswordError.
        """
        session.key = self.login(session.person.login, password).key

    def roles(self, session: Session) -> tuple[Role, ...]:
        """Return the roles the person holds today."""
        with self._read() as connection:
            held = roles_held(connection, session.person.id, "", self.today())
        return tuple(role for role in Role if role in held)

    def may(self, session: Session, step: str, studio: str = "") -> bool:
        """Whether the person's roles allow a step today (see model.workflow.STEP_ROLES)."""
        with self._read() as connection:
            held = roles_held(connection, session.person.id, studio, self.today())
        return any(role in held for role in STEP_ROLES[step])

    def add_person(self, session: Session, setup: PersonSetup) -> str:
        """Take a person into the ledger, with the terms given; returns the person's id.

        Raises: NotPermittedError, SetupError.
        """
        check_terms(setup.name, setup.terms)
        person = new_id()
        with self._write() as connection:
            login = clean_text(setup.login).strip()
            if not login or any(other.login.strip() == login for other in read.people(connection)):
                raise SetupError(reason="same_login", person=setup.name)
            fields = {"id": person, "name": clean_text(setup.name).strip(), "login": login}
            self._own_act(connection, session, "person", {"person": fields})
            for term in setup.terms:
                self._put_term(connection, session, person, term)
        return person

    def add_term(self, session: Session, person_id: str, setup: TermSetup) -> None:
        """Give a person a role for a time.

        Raises: NotPermittedError, SetupError where one would be host and legal representative.
        """
        with self._write() as connection:
            person = next((person for person in read.people(connection) if person.id == person_id), None)
            if person is None:
                raise UnknownLoginError(login=person_id)
            held = tuple(TermSetup(x.role, x.start, x.end, x.studio, x.authorisation) for x in person.terms)
            check_terms(person.name, (*held, setup))
            self._put_term(connection, session, person_id, setup)

    def _put_term(self, connection: Connection, session: Session, person: str, setup: TermSetup) -> None:
        term = Term(new_id(), person, setup.role, setup.studio, setup.start, setup.end, setup.authorisation)
        self._own_act(connection, session, "term", {"term": term_fields(term)})

    def end_term(self, session: Session, term_id: str, end: dt.date) -> None:
        """Let a term end on a day (inclusive)."""
        with self._write() as connection:
            self._own_act(connection, session, "term_end", {"term": term_id, "until": end.isoformat()})

    def revoke_key(self, session: Session, person_id: str, reason: str) -> None:
        """Declare a person's key lost: it signs nothing from here on; he enrols anew."""
        with self._write() as connection:
            self._own_act(connection, session, "revoke", {"person": person_id, "reason": clean_text(reason)})

    def put_studio(self, session: Session, studio: Studio) -> None:
        """Add a studio, or write its file anew.

        Raises: NotPermittedError.
        """
        with self._write() as connection:
            self._own_act(connection, session, "studio", {"studio": studio_fields(studio)})

    add_studio = put_studio
    update_studio = put_studio

    def _person(self, login: str) -> Person:
        for person in self.people():
            if login in {person.login, person.name, person.id}:
                return person
        raise UnknownLoginError(login=login)

    def _open_key(self, person: Person, password: str) -> Ed25519PrivateKey:
        """Open a key, with a growing wait after wrong tries; nobody is locked out for good."""
        self._refuse_early(person.login)
        try:
            key = self.keys.open(self.ledger_id, person.id, password)
        except WrongPasswordError:
            raise WrongPasswordError(wait_seconds=self._count_failure(person.login)) from None
        self._forget_failures(person.login)
        if public_key(key) != person.public_key:
            raise NotPermittedError(step="签名", person=person.name)
        return key

    def _refuse_early(self, login: str) -> None:
        with self._read() as connection:
            until = connection.execute(select(t.lockout.c.until).where(t.lockout.c.login == login)).scalar_one_or_none()
        if until:
            wait = int((dt.datetime.fromisoformat(until) - self.now()).total_seconds())
            if 0 < wait <= LONGEST_WAIT:
                raise WrongPasswordError(wait_seconds=wait)

    def _count_failure(self, login: str) -> int:
        if self.read_only:
            return 0
        with self._write() as connection:
            row = connection.execute(
                select(t.lockout.c.failures).where(t.lockout.c.login == login)
            ).scalar_one_or_none()
            failures = (row or 0) + 1
            wait = 0 if failures < FREE_TRIES else min(LONGEST_WAIT, 2 ** (failures - FREE_TRIES + 1))
            until = (self.now() + dt.timedelta(seconds=wait)).isoformat() if wait else ""
            values = {"failures": failures, "until": until}
            statement = upsert(t.lockout).values(login=login, **values)
            connection.execute(statement.on_conflict_do_update(index_elements=["login"], set_=values))
        return wait

    def _forget_failures(self, login: str) -> None:
        with self._read() as connection:
            found = connection.execute(select(t.lockout.c.login).where(t.lockout.c.login == login)).first()
        if found and not self.read_only:
            with self._write() as connection:
                connection.execute(delete(t.lockout).where(t.lockout.c.login == login))
