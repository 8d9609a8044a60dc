"""Use cases of looking at what two people sign besides vouchers, and at vouchers that belong together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from studio_ledger.ledger.spending_content import read_advance, read_request, read_rules
from studio_ledger.queries import around
from studio_ledger.workspace.reading import ReadingDesk

if TYPE_CHECKING:
    from studio_ledger.model.spending import Advance, Request, RequestRules
    from studio_ledger.queries.around import Proposal, VoucherLink


class ProposalDesk(ReadingDesk):
    """Documents by their id, whatever they are."""

    def proposal(self, document: str) -> Proposal:
        """Return a document that two people sign, with its content.

        Raises: UnknownDocumentError.
        """
        with self._read() as connection:
            return around.proposal(connection, document)

    def proposals(self, studio: str, kind: str) -> tuple[Proposal, ...]:
        """Return a studio's documents of a kind, oldest first."""
        with self._read() as connection:
            return around.proposals(connection, studio, kind)

    def voucher_links(self, voucher: str) -> tuple[VoucherLink, ...]:
        """Return the vouchers beside this one: what it refunds, undoes or corrects, and what does so to it.

        Raises: UnknownDocumentError.
        """
        with self._read() as connection:
            return around.links(connection, voucher)


def request_of(found: Proposal) -> Request:
    """Read a request out of its document."""
    return read_request(found.id, found.fields)


def advance_of(found: Proposal) -> Advance:
    """Read an advance out of its document."""
    return read_advance(found.id, found.fields)


def rules_of(found: Proposal) -> RequestRules:
    """Read when a studio asks first out of its document."""
    return read_rules(found.id, found.fields)
