"""Use cases of proof and safety: verify the whole log, back the file up."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from studio_ledger.audit.verify import Progress, verify
from studio_ledger.errors import LedgerError
from studio_ledger.ledger import journal
from studio_ledger.log.act import chain_hash
from studio_ledger.storage.engine import LedgerFileError, make_engine
from studio_ledger.workspace.reading import ReadingDesk

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from studio_ledger.model.verification import Verification


class TargetExistsError(LedgerError):
    """A file of this name is there already and is not overwritten."""

    code = "file.exists"


class ProofDesk(ReadingDesk):
    """What shows that nobody forged or undid anything."""

    def verify(
        self,
        head: str = "",
        fingerprints: Mapping[str, str] | None = None,
        progress: Progress | None = None,
        cancelled: Callable[[], bool] | None = None,
    ) -> Verification:
        """Replay the log and compare every table, trigger, signature and original with it."""
        with self._read() as connection:
            return verify(
                connection, pinned_head=head, fingerprints=fingerprints, progress=progress, cancelled=cancelled
            )

    def check_tail(self, length: int = 20) -> None:
        """Check the chain over the newest acts: quick enough for every start.

        Raises: LedgerFileError with reason tampered.
        """
        with self._read() as connection:
            newest = journal.head(connection).seq
            previous = None
            for page in journal.pages(connection, after=max(0, newest - length - 1)):
                for act in page:
                    if previous is not None and chain_hash(previous, act.seq, act.body, act.signatures) != act.hash:
                        raise LedgerFileError(self.path, "tampered")
                    previous = act.hash

    def backup(self, target: Path) -> Verification:
        """Write a copy that opens from read-only media, and verify the copy before it counts.

        Raises: TargetExistsError, LedgerFileError, OSError.
        """
        if target.exists():
            raise TargetExistsError(file=target.name)
        temporary = target.with_name(target.name + ".part")
        temporary.unlink(missing_ok=True)
        try:
            self._vacuum_into(temporary)
            copy = make_engine(temporary, read_only=True)
            with copy.connect().execution_options(tx="DEFERRED") as connection:
                result = verify(connection)
            copy.dispose()
            temporary.replace(target)
            _sync_folder(target.parent)
        finally:
            temporary.unlink(missing_ok=True)
        return result

    def _vacuum_into(self, target: Path) -> None:
        """Copy the database outside any transaction, as VACUUM wants it."""
        raw = self._engine.raw_connection()
        try:
            cursor = raw.cursor()
            cursor.execute("VACUUM INTO ?", (str(target),))
            cursor.close()
        finally:
            raw.close()


def _sync_folder(folder: Path) -> None:
    if os.name == "posix":
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
