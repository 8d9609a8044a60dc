"""Use cases of the store of originals: kept by their content, never changed, large photos with a copy to look at."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from sqlalchemy import Connection, select
from sqlalchemy.dialects.sqlite import insert as upsert

from studio_ledger.errors import LedgerError
from studio_ledger.ledger.refusals import TamperedError
from studio_ledger.log.canonical import clean_text
from studio_ledger.storage import tables as t
from studio_ledger.storage.invoices import working_copy
from studio_ledger.workspace.people import PeopleDesk
from studio_ledger.workspace.photos import smaller_photo

if TYPE_CHECKING:
    from pathlib import Path

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


class EvidenceDesk(PeopleDesk):
    """The originals themselves."""

    def store_evidence(self, data: bytes, name: str) -> str:
        """Keep a file by its content; returns its SHA-256. The same content is kept once.

        Raises: FileTooLargeError.
        """
        _demand_size(len(data), name)
        smaller = smaller_photo(data)
        with self._write() as connection:
            return self._store(connection, data, name, smaller)

    def _store(self, connection: Connection, data: bytes, name: str, smaller: bytes | None) -> str:
        sha256 = hashlib.sha256(data).hexdigest()
        kept = upsert(t.evidence).values(sha256=sha256, name=clean_text(name)[:120], data=data)
        connection.execute(kept.on_conflict_do_nothing())
        if smaller is not None:
            connection.execute(upsert(working_copy).values(sha256=sha256, data=smaller).on_conflict_do_nothing())
        return sha256

    def evidence(self, sha256: str) -> bytes:
        """Return a kept file, byte for byte.

        Raises: UnknownEvidenceError; TamperedError where the content is not what it was kept by.
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

    def evidence_to_look_at(self, sha256: str) -> bytes:
        """Return the smaller copy of a large photo, upright; every other file as it was kept.

        The copy is derived and not signed for: who signs looks at `evidence`.

        Raises: UnknownEvidenceError, TamperedError.
        """
        with self._read() as connection:
            data = connection.execute(
                select(working_copy.c.data).where(working_copy.c.sha256 == sha256)
            ).scalar_one_or_none()
        return bytes(data) if data is not None else self.evidence(sha256)

    def has_evidence(self, sha256: str) -> bool:
        """Whether a file with this content was ever taken."""
        with self._read() as connection:
            found = connection.execute(select(t.evidence.c.sha256).where(t.evidence.c.sha256 == sha256)).first()
        return found is not None

    def evidence_name(self, sha256: str) -> str:
        """Return the name a kept file came with, empty where it is not kept."""
        with self._read() as connection:
            name = connection.execute(
                select(t.evidence.c.name).where(t.evidence.c.sha256 == sha256)
            ).scalar_one_or_none()
        return name or ""


def bytes_of(path: Path) -> bytes:
    """Return a file's content.

    Raises: UnreadableFileError, FileTooLargeError.
    """
    try:
        _demand_size(path.stat().st_size, path.name)
        return path.read_bytes()
    except OSError as error:
        raise UnreadableFileError(name=path.name, reason=error.strerror or "") from error


def _demand_size(size: int, name: str) -> None:
    if size > LARGEST_FILE:
        raise FileTooLargeError(name=name, megabytes=LARGEST_FILE // 1024 // 1024)
