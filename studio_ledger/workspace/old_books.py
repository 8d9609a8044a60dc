"""Use case of opening in the middle: old books, payees, members and budgets taken over in one go, or not at all."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from studio_ledger.workspace.fee_papers import FeePaperDesk
from studio_ledger.workspace.opening import OpeningDesk

if TYPE_CHECKING:
    from studio_ledger.model.funds import Budget
    from studio_ledger.model.opening import Opening
    from studio_ledger.model.payee import RegisteredPayee
    from studio_ledger.model.studio import Member
    from studio_ledger.workspace.base import Session


@dataclass(frozen=True, slots=True)
class PayeeFile:
    """A payee with the numbers that are to be locked away; empty ones are not known."""

    payee: RegisteredPayee
    id_number: str = ""
    account: str = ""


@dataclass(frozen=True, slots=True)
class OldBooks:
    """All that a school brings along; opening and budgets wait for both signatures, the rest counts at once."""

    opening: Opening
    budgets: tuple[Budget, ...] = ()
    payees: tuple[PayeeFile, ...] = ()
    members: tuple[Member, ...] = ()


class _OnlyTriedError(Exception):
    """Undoes a trial."""


class OldBooksDesk(OpeningDesk, FeePaperDesk):
    """The workbook of the old books."""

    def try_old_books(self, session: Session, books: OldBooks, form_id: str) -> None:
        """Do all that taking the old books over would do, and undo it.

        Raises: whatever `take_old_books` would raise.
        """
        try:
            with self.batch():
                self._take(session, books, form_id)
                raise _OnlyTriedError
        except _OnlyTriedError:
            return

    def take_old_books(self, session: Session, books: OldBooks, form_id: str) -> None:
        """Propose the opening and the budgets, take payees and members in; whole or not at all.

        Raises: BadOpeningError naming the row, BadFundsError, BadPayeeError, VaultError, NotPermittedError.
        """
        with self.batch():
            self._take(session, books, form_id)

    def _take(self, session: Session, books: OldBooks, form_id: str) -> None:
        opening = books.opening
        if opening.incomes or opening.vouchers or opening.assets:
            self.propose_opening(session, opening, form_id)
        for budget in books.budgets:
            self.propose_budget(session, budget, f"{form_id}-{budget.year}")
        for file in books.payees:
            self.put_payee(session, file.payee, id_number=file.id_number, account=file.account)
        if books.members:
            studio = self.studio(opening.studio)
            known = {member.name for member in studio.members}
            new = tuple(member for member in books.members if member.name not in known)
            self.put_studio(session, replace(studio, members=studio.members + new))
