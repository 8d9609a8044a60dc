"""Use cases of the inbox: originals come in as files or by hand, and are claimed, held back or taken out again."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, Connection, Integer, Row, delete, insert, literal_column, select, update

from studio_ledger.drafting.paper import PaperProblem, paper_problems
from studio_ledger.errors import LedgerError
from studio_ledger.invoices.spelling import invoice_fields, read_stored_invoice
from studio_ledger.ledger.bounds import number_key
from studio_ledger.ledger.invoice_refusals import BadOriginalError
from studio_ledger.log.canonical import clean_text
from studio_ledger.model.voucher import State
from studio_ledger.queries import originals, read
from studio_ledger.queries.rows import InboxItem
from studio_ledger.queries.standing import Seen
from studio_ledger.storage import tables as t
from studio_ledger.workspace.base import Session, new_id
from studio_ledger.workspace.evidence import EvidenceDesk, bytes_of
from studio_ledger.workspace.photos import smaller_photo

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from studio_ledger.model.invoice import Invoice
    from studio_ledger.model.voucher import VoucherContent

PAPER = "paper"
"""Origin of an item that was registered by hand."""
_PLACE: ColumnElement[int] = literal_column("inbox.rowid", Integer)
"""Files of one batch bear one time; their rows stand in the order in which they came."""


@dataclass(frozen=True, slots=True)
class Intake:
    """What became of one file: its item, and whether the very same bytes lay in the inbox before."""

    item: InboxItem
    again: bool = False


class InboxDesk(EvidenceDesk):
    """What lies on the clerk's desk before anybody claims it."""

    def add_to_inbox(self, session: Session, path: Path) -> InboxItem:
        """Take a file into the inbox and read it; a file that cannot be read stays there with the reason.

        Raises: UnreadableFileError, FileTooLargeError.
        """
        return self.take_in(session, path).item

    def take_in(self, session: Session, path: Path, origin: str = "") -> Intake:
        """Take a file in, all or nothing; the same content twice is one item. `origin` says how it came.

        Raises: UnreadableFileError, FileTooLargeError.
        """
        data = bytes_of(path)
        sha256 = hashlib.sha256(data).hexdigest()
        with self._read() as connection:
            there = self._item_of(connection, sha256)
        if there is not None:
            return Intake(there, again=True)
        invoices, problem = _read_file(data, path.name)
        smaller = smaller_photo(data)
        with self._write() as connection:
            # Another thread may have brought the same bytes while these were read.
            there = self._item_of(connection, sha256)
            if there is not None:
                return Intake(there, again=True)
            self._store(connection, data, path.name, smaller)
            item = self._put_item(
                connection, session, path.name, sha256, invoices, error=problem, origin=clean_text(origin)
            )
            return Intake(item)

    def register_paper(
        self, session: Session, invoice: Invoice, capitals: str = "", scan: tuple[bytes, str] | None = None
    ) -> InboxItem:
        """Put an invoice that exists on paper into the inbox, as it was typed; `scan` is a picture of it and its name.

        Raises: BadOriginalError where a field is missing or cannot be; FileTooLargeError.
        """
        wrong = [problem for problem in self.paper_problems(invoice, capitals) if problem.stops]
        if wrong:
            raise BadOriginalError(reason="paper", first=wrong[0].message)
        name = scan[1] if scan else f"纸质发票 {invoice.number}"
        sha256 = self.store_evidence(*scan) if scan else ""
        with self._write() as connection:
            return self._put_item(connection, session, name, sha256, (invoice,), origin=PAPER)

    def paper_problems(self, invoice: Invoice, capitals: str) -> tuple[PaperProblem, ...]:
        """Return what is missing of, or wrong with, an invoice that is being typed from paper."""
        return paper_problems(invoice, capitals, self.today())

    def inbox(self) -> tuple[InboxItem, ...]:
        """Return all originals of the inbox, newest first, each with where it stands in the books."""
        with self._read() as connection:
            rows = connection.execute(select(t.inbox).order_by(t.inbox.c.added_at, _PLACE)).all()
            return tuple(reversed(self._items(connection, rows)))

    def remove_from_inbox(self, item_id: str) -> None:
        """Take a file out of the inbox; its content stays in the store."""
        with self._write() as connection:
            connection.execute(delete(t.inbox).where(t.inbox.c.id == item_id))

    def _put_item(
        self,
        connection: Connection,
        session: Session,
        name: str,
        sha256: str,
        invoices: Iterable[Invoice],
        *,
        error: str = "",
        origin: str = "",
    ) -> InboxItem:
        item = new_id()
        spelled = json.dumps([invoice_fields(invoice) for invoice in invoices], ensure_ascii=False)
        connection.execute(
            insert(t.inbox).values(
                id=item,
                name=clean_text(name)[:120],
                sha256=sha256,
                added_at=self.now().isoformat(),
                error=error,
                invoices=spelled,
                origin=origin,
                added_by=session.person.id,
            )
        )
        return self._items(connection, connection.execute(select(t.inbox).where(t.inbox.c.id == item)).all())[0]

    def _item_of(self, connection: Connection, sha256: str) -> InboxItem | None:
        rows = connection.execute(select(t.inbox).where(t.inbox.c.sha256 == sha256).limit(1)).all()
        return self._items(connection, rows)[0] if rows else None

    def _items(self, connection: Connection, rows: Sequence[Row[Any]]) -> list[InboxItem]:
        """Return rows of the inbox as items, in the order given: oldest first, for each looks back at those before."""
        people = read.names(connection)
        used = _uses(connection, {row.used_by for row in rows} - {""})
        read_of = [tuple(read_stored_invoice(fields) for fields in json.loads(row.invoices)) for row in rows]
        seen = [
            Seen(row.id, row.sha256, row.name, invoice)
            for row, invoices in zip(rows, read_of, strict=True)
            for invoice in invoices
        ]
        found = iter(originals.standings(connection, seen))
        items = []
        for row, invoices in zip(rows, read_of, strict=True):
            standings = tuple(next(found) for _ in invoices)
            state, number = used.get(row.used_by, ("", ""))
            by = row.used_by if state else ""
            spent = (one.claimed_by for one in standings if one.is_spent)
            earlier = next((twin for twin in spent if twin and twin.voucher != by), None)
            items.append(
                InboxItem(
                    id=row.id,
                    name=row.name,
                    sha256=row.sha256,
                    added_at=dt.datetime.fromisoformat(row.added_at),
                    invoices=invoices,
                    error=row.error,
                    used_by=by,
                    duplicate_of=(earlier.name or earlier.voucher) if earlier else "",
                    used_in=state,
                    used_number=number,
                    standings=standings,
                    origin=row.origin,
                    added_by=people.get(row.added_by, ""),
                )
            )
        return items

    def _mark_used(self, connection: Connection, content: VoucherContent, by: str) -> None:
        """Mark the originals of a voucher or draft as used by it; a paper one without a scan is known by its number."""
        files = {claim.file for claim in content.invoices} | {item.sha256 for item in content.attachments}
        keys = {number_key(claim.number) for claim in content.invoices if not claim.file} - {""}
        connection.execute(update(t.inbox).where(t.inbox.c.used_by == by).values(used_by=""))
        connection.execute(update(t.inbox).where(t.inbox.c.sha256.in_(files - {""})).values(used_by=by))
        if not keys:
            return
        paper = connection.execute(select(t.inbox.c.id, t.inbox.c.invoices).where(t.inbox.c.sha256 == "")).all()
        ids = [row.id for row in paper if keys & {number_key(one["number"]) for one in json.loads(row.invoices)}]
        connection.execute(update(t.inbox).where(t.inbox.c.id.in_(ids)).values(used_by=by))


def _uses(connection: Connection, ids: set[str]) -> dict[str, tuple[str, str]]:
    """Return for drafts and vouchers that still use a file: ``draft`` or the voucher's state, and its number."""
    found = {
        row.id: (row.state, read.number_text(row.number))
        for row in connection.execute(
            select(t.document.c.id, t.document.c.state, t.document.c.number).where(
                t.document.c.id.in_(ids), t.document.c.state != State.VOID.value, t.document.c.reversed_by == ""
            )
        )
    }
    drafts = connection.execute(select(t.draft.c.id).where(t.draft.c.id.in_(ids))).scalars()
    return found | dict.fromkeys(drafts, ("draft", ""))


def _read_file(data: bytes, name: str) -> tuple[tuple[Invoice, ...], str]:
    from studio_ledger.invoices.pool import POOL  # noqa: PLC0415 - the children start with the first file
    from studio_ledger.text import sentence  # noqa: PLC0415

    try:
        return POOL.read(data, name), ""
    except LedgerError as error:
        return (), sentence(error)
