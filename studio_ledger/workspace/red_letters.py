"""Use case of a refund that a red-letter invoice proves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from studio_ledger.queries import read, red_letters
from studio_ledger.workspace.reading import ReadingDesk

if TYPE_CHECKING:
    from studio_ledger.queries.red_letters import RedLetter


class RedLetterDesk(ReadingDesk):
    """The inbox's red-letter invoices beside the voucher that they may take back."""

    def red_letters(self, voucher_id: str) -> tuple[RedLetter, ...]:
        """Return the inbox's red-letter invoices: the fitting first, the others with why they do not fit.

        Raises: UnknownDocumentError.
        """
        items = self.inbox()
        with self._read() as connection:
            content = read.voucher(connection, voucher_id).content
            return red_letters.found(connection, items, content, read.studio(connection, content.studio))
