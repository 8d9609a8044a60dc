"""Use cases outside the log: files dropped into the inbox, and vouchers being typed."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Row, delete, func, insert, or_, select, update
from sqlalchemy.dialects.sqlite import insert as upsert

from studio_ledger.drafting import draft_voucher
from studio_ledger.errors import LedgerError
from studio_ledger.invoices.spelling import invoice_fields, read_stored_invoice
from studio_ledger.ledger.content import read_voucher, voucher_fields
from studio_ledger.ledger.permits import roles_held
from studio_ledger.ledger.refusals import SameIdOtherContentError, TamperedError, UnknownDocumentError
from studio_ledger.log.canonical import clean_text
from studio_ledger.model.funds import Source
from studio_ledger.model.money import Money
from studio_ledger.model.voucher import InvoiceClaim, Payee, State, VoucherContent, VoucherLine
from studio_ledger.queries import read
from studio_ledger.queries.rows import DraftRow, InboxItem
from studio_ledger.storage import tables as t
from studio_ledger.workspace import facts
from studio_ledger.workspace.base import Session, new_id
from studio_ledger.workspace.people import PeopleDesk

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from studio_ledger.model.invoice import Invoice
    from studio_ledger.model.people import Role

RESERVED = ("sign-", "post-", "reverse-", "attach-", "genesis-")
"""Beginnings of ids that the program makes itself; no form may take one."""
LARGEST_FILE = 50 * 1024 * 1024


class FileTooLargeError(LedgerError):
    """A file above 50 MB is not taken as evidence."""

    code = "evidence.too_large"


class UnreadableFileError(LedgerError):
    """The dropped file could not be opened."""

    code = "evidence.unreadable"


class UnknownEvidenceError(LedgerError):
    """No file with this content is in the ledger."""

    code = "evidence.unknown"


@dataclass(frozen=True, slots=True)
class Draft:
    """A voucher being typed; `voucher` is set when it edits one that went back."""

    id: str
    content: VoucherContent
    reason: str = ""
    voucher: str = ""


class DraftDesk(PeopleDesk):
    """Evidence, inbox and drafts: what lies on the clerk's desk before anything is submitted."""

    def store_evidence(self, data: bytes, name: str) -> str:
        """Keep a file by its content; returns its SHA-256. The same content is kept once.

        Raises: FileTooLargeError.
        """
        if len(data) > LARGEST_FILE:
            raise FileTooLargeError(name=name, megabytes=LARGEST_FILE // 1024 // 1024)
        sha256 = hashlib.sha256(data).hexdigest()
        with self._write() as connection:
            connection.execute(
                upsert(t.evidence)
                .values(sha256=sha256, name=clean_text(name)[:120], data=data)
                .on_conflict_do_nothing()
            )
        return sha256

    def evidence(self, sha256: str) -> bytes:
        """Return a kept file.

        Raises: UnknownEvidenceError.
        """
        with self._read() as connection:
            data = connection.execute(
                select(t.evidence.c.data).where(t.evidence.c.sha256 == sha256)
            ).scalar_one_or_none()
        if data is None:
            raise UnknownEvidenceError(sha256=sha256[:16])
        if hashlib.sha256(data).hexdigest() != sha256:
            raise TamperedError(document=sha256[:16])
        return bytes(data)

    def evidence_name(self, sha256: str) -> str:
        """Return the name a kept file came with, empty where it is not kept."""
        with self._read() as connection:
            name = connection.execute(
                select(t.evidence.c.name).where(t.evidence.c.sha256 == sha256)
            ).scalar_one_or_none()
        return name or ""

    def add_to_inbox(self, session: Session, path: Path) -> InboxItem:
        """Take a file into the inbox and read it; a file that cannot be read stays there with the reason.

        Raises: UnreadableFileError, FileTooLargeError.
        """
        del session
        try:
            if path.stat().st_size > LARGEST_FILE:
                raise FileTooLargeError(name=path.name, megabytes=LARGEST_FILE // 1024 // 1024)
            data = path.read_bytes()
        except OSError as error:
            raise UnreadableFileError(name=path.name, reason=error.strerror or "") from error
        invoices, problem = _read_file(data, path.name)
        sha256 = self.store_evidence(data, path.name)
        item = new_id()
        with self._write() as connection:
            connection.execute(
                insert(t.inbox).values(
                    id=item,
                    name=clean_text(path.name)[:120],
                    sha256=sha256,
                    added_at=self.now().isoformat(),
                    error=problem,
                    invoices=json.dumps([invoice_fields(invoice) for invoice in invoices], ensure_ascii=False),
                )
            )
            row = connection.execute(select(t.inbox).where(t.inbox.c.id == item)).one()
            return self._inbox_item(connection, row)

    def inbox(self) -> tuple[InboxItem, ...]:
        """Return all files of the inbox, newest first."""
        with self._read() as connection:
            rows = connection.execute(select(t.inbox).order_by(t.inbox.c.added_at.desc(), t.inbox.c.id)).all()
            return tuple(self._inbox_item(connection, row) for row in rows)

    def remove_from_inbox(self, item_id: str) -> None:
        """Take a file out of the inbox; its content stays in the store."""
        with self._write() as connection:
            connection.execute(delete(t.inbox).where(t.inbox.c.id == item_id))

    def _inbox_item(self, connection: Connection, row: Row[Any]) -> InboxItem:
        invoices = tuple(read_stored_invoice(fields) for fields in json.loads(row.invoices))
        duplicate = next(filter(None, (_claimed(connection, invoice, row.used_by) for invoice in invoices)), "")
        added_at = dt.datetime.fromisoformat(row.added_at)
        return InboxItem(row.id, row.name, row.sha256, added_at, invoices, row.error, row.used_by, duplicate)

    def draft_from_inbox(self, session: Session, studio_id: str, item_ids: Sequence[str]) -> VoucherContent:
        """Return a voucher filled from files of the inbox: date, payee, category, lines, invoices, attachments."""
        del session
        with self._read() as connection:
            rows = connection.execute(select(t.inbox).where(t.inbox.c.id.in_(item_ids))).all()
            by_id = {row.id: self._inbox_item(connection, row) for row in rows}
            content = draft_voucher(
                [by_id[item] for item in item_ids if item in by_id],
                studio_id,
                self.today(),
                self.policy,
                usual_category=lambda seller: _usual_category(connection, studio_id, seller),
            )
            return self._with_sources(connection, content)

    def draft_from_invoices(self, studio_id: str, invoices: Sequence[tuple[Invoice, str, str]]) -> VoucherContent:
        """Return a voucher filled from invoices given as (invoice, sha256, name)."""
        with self._read() as connection:
            items = [InboxItem(new_id(), name, sha256, self.now(), (invoice,)) for invoice, sha256, name in invoices]
            content = draft_voucher(
                items,
                studio_id,
                self.today(),
                self.policy,
                usual_category=lambda seller: _usual_category(connection, studio_id, seller),
            )
            return self._with_sources(connection, content)

    def with_sources(self, content: VoucherContent) -> VoucherContent:
        """Return the voucher with its lines on the sources that still hold money: carried over, city, district.

        A line is split where one source does not suffice.
        """
        with self._read() as connection:
            return self._with_sources(connection, content)

    def _with_sources(self, connection: Connection, content: VoucherContent) -> VoucherContent:
        free = facts.free_by_source(connection, content.studio, content.date.year)
        lines: list[VoucherLine] = []
        for line in content.lines:
            lines += _split(line, free)
        return replace(content, lines=tuple(lines))

    def save_draft(
        self,
        session: Session,
        content: VoucherContent,
        draft_id: str | None = None,
        reason: str = "",
        voucher: str = "",
    ) -> str:
        """Keep a voucher as it stands while it is typed; returns the draft's id."""
        draft = draft_id or new_id()
        if draft.startswith(RESERVED):
            raise SameIdOtherContentError(id=draft)
        values = {
            "person": session.person.id,
            "studio": content.studio,
            "title": clean_text(content.purpose or content.payee.name)[:120],
            "content": json.dumps(voucher_fields(content), ensure_ascii=False).encode(),
            "reason": clean_text(reason),
            "voucher": voucher,
            "saved_at": self.now().isoformat(),
        }
        with self._write() as connection:
            statement = upsert(t.draft).values(id=draft, **values)
            connection.execute(statement.on_conflict_do_update(index_elements=["id"], set_=values))
            self._mark_used(connection, content, draft)
        return draft

    def drafts(self, session: Session) -> tuple[DraftRow, ...]:
        """Return the person's drafts, the last saved first."""
        query = select(t.draft).where(or_(t.draft.c.person == session.person.id, t.draft.c.person == ""))
        with self._read() as connection:
            rows = connection.execute(query.order_by(t.draft.c.saved_at.desc(), t.draft.c.id)).all()
        return tuple(
            DraftRow(
                row.id,
                row.studio,
                row.title,
                read_voucher(json.loads(row.content)).amount or None,
                dt.datetime.fromisoformat(row.saved_at),
                row.voucher,
            )
            for row in rows
        )

    def draft(self, draft_id: str) -> Draft:
        """Return a draft.

        Raises: UnknownDocumentError.
        """
        with self._read() as connection:
            return self._draft(connection, draft_id)

    def _draft(self, connection: Connection, draft_id: str) -> Draft:
        row = connection.execute(select(t.draft).where(t.draft.c.id == draft_id)).one_or_none()
        if row is None:
            raise UnknownDocumentError(document=draft_id)
        return Draft(row.id, read_voucher(json.loads(row.content)), row.reason, row.voucher)

    def delete_draft(self, draft_id: str) -> None:
        """Throw a draft away; its files are unused again."""
        with self._write() as connection:
            connection.execute(delete(t.draft).where(t.draft.c.id == draft_id))
            connection.execute(update(t.inbox).where(t.inbox.c.used_by == draft_id).values(used_by=""))

    def _mark_used(self, connection: Connection, content: VoucherContent, by: str) -> None:
        files = {claim.file for claim in content.invoices} | {item.sha256 for item in content.attachments}
        connection.execute(update(t.inbox).where(t.inbox.c.used_by == by).values(used_by=""))
        connection.execute(update(t.inbox).where(t.inbox.c.sha256.in_(files - {""})).values(used_by=by))

    def payees(self, studio_id: str, search: str) -> tuple[Payee, ...]:
        """Return payees used before whose name holds the text, the most frequent first."""
        document = t.document.c
        query = (
            select(document.payee, func.max(document.content))
            .where(document.kind == "voucher", document.studio == studio_id, func.instr(document.payee, search) > 0)
            .group_by(document.payee)
            .order_by(func.count().desc())
            .limit(20)
        )
        with self._read() as connection:
            return tuple(read_voucher(json.loads(content)).payee for _, content in connection.execute(query).all())

    def roles_in(self, connection: Connection, session: Session, studio: str) -> dict[Role, str]:
        """Return the roles the session's person holds in a studio today."""
        return roles_held(connection, session.person.id, studio, self.today())


def _read_file(data: bytes, name: str) -> tuple[tuple[Invoice, ...], str]:
    from studio_ledger.invoices import read_invoice_bytes  # noqa: PLC0415 - the readers' libraries load with the first file
    from studio_ledger.text import sentence  # noqa: PLC0415

    try:
        return read_invoice_bytes(data, name), ""
    except LedgerError as error:
        return (), sentence(error)


def _claimed(connection: Connection, invoice: Invoice, voucher: str) -> str:
    total = invoice.total or Money()
    claim = InvoiceClaim(invoice.number, total, total, invoice.code)
    document = facts.claimed_before(connection, claim, voucher)
    if not document:
        return ""
    number = connection.execute(select(t.document.c.number).where(t.document.c.id == document)).scalar_one()
    return read.number_text(number) or document


def _usual_category(connection: Connection, studio_id: str, seller: str) -> str:
    """The category in which this seller was last paid."""
    query = select(t.document.c.category).where(
        t.document.c.kind == "voucher",
        t.document.c.studio == studio_id,
        t.document.c.payee == seller,
        t.document.c.state.in_([State.POSTED.value, State.SIGNED.value, State.HOST_SIGNED.value]),
    )
    return connection.execute(query.order_by(t.document.c.date.desc()).limit(1)).scalar_one_or_none() or ""


def _split(line: VoucherLine, free: dict[Source, Money]) -> list[VoucherLine]:
    """Spread a line over the sources in order; what no source covers stays on the last."""
    parts: list[VoucherLine] = []
    rest = line.amount
    for source in Source:
        take = min(rest, max(free.get(source, Money()), Money()))
        if take > Money():
            parts.append(replace(line, amount=take, source=source, quantity=None if parts else line.quantity))
            free[source] = free[source] - take
            rest = rest - take
    if rest and parts:
        parts[-1] = replace(parts[-1], amount=parts[-1].amount + rest)
    return parts or [line]
