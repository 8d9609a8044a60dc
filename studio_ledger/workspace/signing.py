"""Use cases of signing: approve a pile with one password, take a signature back, send back, withdraw, give up."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from studio_ledger.errors import LedgerError
from studio_ledger.ledger import journal
from studio_ledger.ledger.apply_documents import find
from studio_ledger.ledger.refusals import ContentChangedError
from studio_ledger.ledger.sealed import sealed_act
from studio_ledger.log.canonical import clean_text
from studio_ledger.model.people import Role
from studio_ledger.model.voucher import State
from studio_ledger.workspace.base import Session
from studio_ledger.workspace.vouchers import FindingsChangedError, VoucherDesk

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy import Connection

    from studio_ledger.model.finding import Finding


@dataclass(frozen=True, slots=True)
class SignOutcome:
    """What became of one document of a batch; `error` is a sentence where it was not signed."""

    id: str
    ok: bool
    error: str = ""


class SigningDesk(VoucherDesk):
    """Both signatures on vouchers, grants, budgets, closings and whatever else two people sign."""

    def sign(
        self, session: Session, ids: Sequence[str], password: str, seen: Mapping[str, tuple[int, str]] | None = None
    ) -> tuple[SignOutcome, ...]:
        """Approve documents with one password: each is judged again and signed, or says why not.

        `seen` gives revision and content hash of what lay before the signer: what has changed
        since is not signed.

        Raises: WrongPasswordError before anything is signed.
        """
        key = self._open_key(session.person, password)
        outcomes = []
        for document in ids:
            try:
                with self._write() as connection:
                    error = self._sign_one(
                        connection, Session(session.person, key), document, (seen or {}).get(document)
                    )
            except LedgerError as refusal:
                error = refusal
            # A city's paper may just have come into force.
            self._policy = None
            from studio_ledger.text import sentence  # noqa: PLC0415

            outcomes.append(SignOutcome(document, error is None, sentence(error) if error else ""))
        return tuple(outcomes)

    def _sign_one(
        self, connection: Connection, session: Session, document: str, seen: tuple[int, str] | None
    ) -> LedgerError | None:
        row = find(connection, document)
        sealed_act(connection, document)
        if seen is not None and seen != (row.revision, row.content_hash):
            return ContentChangedError(document=document)
        role = Role.LEGAL_REPRESENTATIVE if row.state == State.HOST_SIGNED.value else Role.HOST
        changed = self._new_findings(connection, document) if row.kind == "voucher" else ()
        if changed:
            self._send_back_changed(connection, session, document, role, changed)
            return FindingsChangedError(first=changed[0].message)
        data = {
            "document": document,
            "revision": row.revision,
            "content_hash": row.content_hash,
            "role": role.value,
            "decision": "approve",
            "answers": ["genuine", "compliant"],
            "verdict": row.verdict,
        }
        before = sum(act.kind == "unsign" for act in journal.of_document(connection, document))
        act_id = f"sign-{document}-{row.revision}-{role.value}" + (f"-{before}" if before else "")
        self._act(connection, session, "sign", data, act_id=act_id, key=session.key)
        return None

    def _send_back_changed(
        self, connection: Connection, session: Session, document: str, role: Role, changed: Sequence[Finding]
    ) -> None:
        reason = "复核时出现新的问题：" + changed[0].message
        self._return_act(connection, session, document, role.value, reason)

    def _return_act(self, connection: Connection, session: Session, document: str, role: str, reason: str) -> None:
        content = find(connection, document).content_hash
        data = {"document": document, "role": role, "reason": clean_text(reason), "content_hash": content}
        self._act(connection, session, "return", data, key=session.key)

    def take_back_signature(self, session: Session, document: str, password: str) -> None:
        """Withdraw one's own signature before anybody has acted on the document after it.

        Raises: WrongPasswordError, WrongStateError, NotPermittedError.
        """
        key = self._open_key(session.person, password)
        with self._write() as connection:
            row = find(connection, document)
            role = "host" if row.host_signed_by == session.person.id else "legal_representative"
            data = {"document": document, "role": role, "revision": row.revision}
            self._act(connection, Session(session.person, key), "unsign", data, key=key)

    def send_back(self, session: Session, document: str, reason: str, password: str) -> None:
        """Send a document back with a reason; signatures given so far are void.

        Raises: WrongPasswordError, WrongStateError, NotPermittedError.
        """
        key = self._open_key(session.person, password)
        with self._write() as connection:
            held = self.roles_in(connection, session, find(connection, document).studio)
            role = next((role.value for role in (Role.HOST, Role.LEGAL_REPRESENTATIVE) if role in held), "finance")
            self._return_act(connection, Session(session.person, key), document, role, reason)

    def withdraw(self, session: Session, document: str) -> None:
        """Take a document back before it is posted; its money is free again."""
        with self._write() as connection:
            self._own_act(connection, session, "withdraw", {"document": document})

    def void(self, session: Session, document: str, reason: str) -> None:
        """Give up a document that went back."""
        with self._write() as connection:
            self._own_act(connection, session, "void", {"document": document, "reason": clean_text(reason)})
