"""`POOL` reads foreign files, each in a child process: the one door for every file that came from outside.

What shows no text (a photo, a scan) is given to a second, larger child that recognises text, where that is installed.
"""

from __future__ import annotations

import atexit
from typing import TYPE_CHECKING

from studio_ledger.invoices import seen_engine
from studio_ledger.invoices.child import worker_command
from studio_ledger.invoices.child_pool import FAULTS, Pool
from studio_ledger.invoices.contents import Contents, contents_of
from studio_ledger.invoices.limits import Limits
from studio_ledger.invoices.refusal import NOT_AN_INVOICE, UnreadableInvoiceError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from studio_ledger.model.invoice import Invoice

SEEING = Limits(resident=1_200_000_000, data=3_000_000_000, seconds=20.0, long_seconds=20.0, files=50)
"""A recogniser's models are large, and a page takes it seconds."""
_SEEN = (Contents.PICTURE, Contents.PDF)


class Readers(Pool):
    """The pool of the program: reading children, and one that recognises text on pictures."""

    def __init__(
        self,
        command: Sequence[str] = (),
        seeing_command: Sequence[str] = (),
        sees: Callable[[], bool] = seen_engine.is_installed,
    ) -> None:
        super().__init__(command)
        self._sees = sees
        seeing = seeing_command or worker_command("studio_ledger.invoices.seen_worker")
        self._seeing = Pool(seeing, SEEING, most_children=1)

    def read(self, data: bytes, name: str) -> tuple[Invoice, ...]:
        """Read the invoices in these bytes; text recognition only adds to what is read without it.

        Raises: UnreadableInvoiceError.
        """
        try:
            found = super().read(data, name)
        except UnreadableInvoiceError as refused:
            if not _says_nothing(refused.reason) or not self._may_show_more(data):
                raise
            return self._seen(data, name, refused)
        if all(invoice.read_from != ("qr",) for invoice in found) or not self._may_show_more(data):
            return found
        try:
            return self._seeing.read(data, name)
        except UnreadableInvoiceError:
            return found

    def close(self) -> None:
        """End all children at once."""
        self._seeing.close()
        super().close()

    def _may_show_more(self, data: bytes) -> bool:
        return contents_of(data) in _SEEN and self._sees()

    def _seen(self, data: bytes, name: str, refused: UnreadableInvoiceError) -> tuple[Invoice, ...]:
        try:
            return self._seeing.read(data, name)
        except UnreadableInvoiceError as error:
            # A fault of the recogniser is told; that it saw nothing either is what was said before.
            raise (error if error.reason in FAULTS else refused) from error


def _says_nothing(reason: str) -> bool:
    from studio_ledger.invoices.picture_file import NO_CODE  # noqa: PLC0415 - heavy, and only after a refusal

    return reason in (NO_CODE, NOT_AN_INVOICE)


POOL = Readers()
"""The program's own; it costs nothing before the first file."""
atexit.register(POOL.close)
