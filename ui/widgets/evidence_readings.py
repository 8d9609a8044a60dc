"""Reading a voucher's files once more to look at them: a voucher keeps a few fields, a file has boxes and seals too."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

if TYPE_CHECKING:
    from collections.abc import Callable

    from studio_ledger.errors import LedgerError
    from studio_ledger.model.invoice import Invoice
    from ui.desk import Desk
    from ui.widgets.evidence_viewer import Evidence

_KEPT = 100
"""Files whose readings stay in memory."""


class EvidenceReadings(QObject):
    """What was read again of the files whose evidence says that it holds claims only.

    Signals:
        came(str): the file with this SHA-256 has been read.
    """

    came = Signal(str)

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._read: dict[str, tuple[Invoice, ...]] = {}

    def of(self, file: Evidence) -> tuple[Invoice, ...]:
        """Return the invoices of a file that the voucher claims, as far as they are known by now."""
        claimed = {(one.number, one.total) for one in file.invoices}
        read = self._read.get(file.sha256, ()) if file.claims_only else ()
        return tuple(one for one in read if (one.number, one.total) in claimed) or file.invoices

    def ask(self, file: Evidence, bytes_of: Callable[[str], bytes]) -> None:
        """Read the file beside the window, unless that was done before."""
        if not file.claims_only or not file.invoices or file.sha256 in self._read:
            return
        while len(self._read) >= _KEPT:
            self._read.pop(next(iter(self._read)))
        self._read[file.sha256] = ()
        self._desk.run(
            lambda: _invoices(bytes_of(file.sha256), file.name),
            lambda found: self._keep(file.sha256, found),
            self._leave,
        )

    def _keep(self, sha256: str, found: tuple[Invoice, ...]) -> None:
        self._read[sha256] = found
        self.came.emit(sha256)

    def _leave(self, error: LedgerError) -> None:
        """What the voucher keeps is shown without boxes: a file that cannot be read is no fault of who looks at it."""
        del error


def _invoices(data: bytes, name: str) -> tuple[Invoice, ...]:
    from studio_ledger.invoices.pool import POOL  # noqa: PLC0415 - not at start

    return POOL.read(data, name)
