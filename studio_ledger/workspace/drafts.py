"""Use cases outside the log: vouchers being typed, filled from originals of the inbox."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from sqlalchemy import Connection, delete, func, or_, select, update
from sqlalchemy.dialects.sqlite import insert as upsert

from studio_ledger.drafting import CategoryProposal, draft_voucher, proposed_category
from studio_ledger.ledger.content import read_voucher, voucher_fields
from studio_ledger.ledger.permits import roles_held
from studio_ledger.ledger.refusals import SameIdOtherContentError, UnknownDocumentError
from studio_ledger.log.canonical import clean_text
from studio_ledger.model.funds import Source
from studio_ledger.model.money import Money
from studio_ledger.model.voucher import Payee, State, VoucherContent, VoucherLine
from studio_ledger.queries import originals
from studio_ledger.queries.rows import DraftRow, InboxItem
from studio_ledger.queries.standing import Seen
from studio_ledger.storage import tables as t
from studio_ledger.workspace import facts
from studio_ledger.workspace.base import Session, new_id
from studio_ledger.workspace.inbox import InboxDesk

if TYPE_CHECKING:
    from collections.abc import Sequence

    from studio_ledger.model.invoice import Invoice
    from studio_ledger.model.people import Role

RESERVED = ("sign-", "post-", "reverse-", "attach-", "genesis-")
"""Beginnings of ids that the program makes itself; no form may take one."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A voucher being typed; `voucher` is set when it edits one that went back."""

    id: str
    content: VoucherContent
    reason: str = ""
    voucher: str = ""


class DraftDesk(InboxDesk):
    """Drafts: what is typed before anything is submitted."""

    def draft_from_inbox(self, session: Session, studio_id: str, item_ids: Sequence[str]) -> VoucherContent:
        """Return a voucher filled from files of the inbox: date, payee, category, lines, invoices, attachments.

        An invoice that is claimed in part is proposed with what is left of it.
        """
        del session
        with self._read() as connection:
            rows = connection.execute(select(t.inbox).where(t.inbox.c.id.in_(item_ids))).all()
            by_id = {item.id: item for item in self._items(connection, rows)}
            items = [by_id[item] for item in item_ids if item in by_id]
            return self._drafted(connection, studio_id, items)

    def draft_from_invoices(self, studio_id: str, invoices: Sequence[tuple[Invoice, str, str]]) -> VoucherContent:
        """Return a voucher filled from invoices given as (invoice, sha256, name)."""
        with self._read() as connection:
            seen = [Seen("", sha256, name, invoice) for invoice, sha256, name in invoices]
            items = [
                InboxItem(new_id(), one.name, one.file, self.now(), (one.invoice,), standings=(standing,))
                for one, standing in zip(seen, originals.standings(connection, seen), strict=True)
            ]
            return self._drafted(connection, studio_id, items)

    def _drafted(self, connection: Connection, studio_id: str, items: Sequence[InboxItem]) -> VoucherContent:
        def usual(seller: str) -> str:
            return _usual_category(connection, studio_id, seller)

        content = draft_voucher(items, studio_id, self.today(), self.policy, usual_category=usual)
        return self._with_sources(connection, content)

    def category_proposal(self, content: VoucherContent) -> CategoryProposal:
        """Return the category that goods or seller speak for, and which of them does."""
        with self._read() as connection:
            usual = _usual_category(connection, content.studio, content.payee.name)
        return proposed_category([line.item for line in content.lines], self.policy, usual)

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
