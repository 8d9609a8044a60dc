"""Use cases of looking at what two people sign besides vouchers, and at vouchers that belong together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from studio_ledger.ledger.spending_content import read_advance, read_request, read_rules
from studio_ledger.model.money import Money
from studio_ledger.model.spending import RequestRules
from studio_ledger.queries import around
from studio_ledger.workspace.reading import ReadingDesk

if TYPE_CHECKING:
    from studio_ledger.model.spending import Advance, Request
    from studio_ledger.queries.around import Proposal, VoucherLink
    from studio_ledger.workspace.base import Session

USUAL_ASKED = ("equipment", "conference", "field_visit", "publication")
"""Categories that usually ask first: equipment, meetings, trips and publishing."""
USUAL_LIMITS = (Money.yuan(5_000), Money.yuan(10_000))
"""Proposed, and the school's to change: above the first both sign, above the second the minutes are attached."""
_WISH = "request_rules.wish."


def wish_setting(studio: str) -> str:
    """Return the setting that holds which categories are to ask first until finance has proposed it."""
    return _WISH + studio


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

    def propose_wished_rules(self, session: Session) -> tuple[str, ...]:
        """Propose what was ticked when the ledger was made: which categories ask first, with the usual limits.

        Nobody had a key then; finance proposes it at the first login. Returns the documents' ids, none where nothing
        was wished or this person may not propose it.
        """
        wishes = [(key, value) for key, value in self.settings().items() if key.startswith(_WISH)]
        made = []
        for key, categories in wishes if not self.read_only else ():
            studio = key.removeprefix(_WISH)
            if not self.may(session, "request_rules", studio):
                continue
            known = {category.id for category in self.policy.categories}
            wished = tuple(category for category in categories.split() if category in known)
            rules = RequestRules("", studio, wished, *USUAL_LIMITS, self.today())
            with self.batch():
                made.append(self.propose_request_rules(session, rules, f"ask-first-{studio}"))
                self.set_setting(key, "")
        return tuple(made)


def request_of(found: Proposal) -> Request:
    """Read a request out of its document."""
    return read_request(found.id, found.fields)


def advance_of(found: Proposal) -> Advance:
    """Read an advance out of its document."""
    return read_advance(found.id, found.fields)


def rules_of(found: Proposal) -> RequestRules:
    """Read when a studio asks first out of its document."""
    return read_rules(found.id, found.fields)
