"""Use case of opening in the middle: old books, payees, members and budgets taken over in one go, or not at all."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, select

from studio_ledger.ledger.bounds import number_key
from studio_ledger.ledger.invoice_bounds import LIVE, same_code
from studio_ledger.ledger.opening_flaws import Flaw, flaws
from studio_ledger.model.voucher import State
from studio_ledger.storage import tables as t
from studio_ledger.workspace.fee_papers import FeePaperDesk
from studio_ledger.workspace.opening import OpeningDesk

if TYPE_CHECKING:
    from collections.abc import Iterator

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


_STANDING = (State.SUBMITTED, State.HOST_SIGNED, State.SIGNED)


class _OnlyTriedError(Exception):
    """Undoes a trial."""


class OldBooksDesk(OpeningDesk, FeePaperDesk):
    """The workbook of the old books."""

    def old_books_flaws(self, books: OldBooks) -> tuple[Flaw, ...]:
        """Return all that keeps the books from being taken over, row by row; the ledger stays as it is.

        Beside what the books say by themselves: invoices, grants, budgets and payees that the ledger has already.
        """
        opening = books.opening
        whole = opening.incomes or opening.vouchers or opening.assets
        found = list(flaws(opening, self.today())) if whole else []
        found += [
            Flaw("voucher", "category", row)
            for row, voucher in enumerate(opening.vouchers, 1)
            if self.policy.category(voucher.category) is None
        ]
        with self._read() as connection:
            found += _claimed(connection, opening)
        granted = {
            (row.grant.year, row.grant.source, row.grant.amount, row.grant.received_on): row.state
            for year in sorted({one.year for one in opening.incomes})
            for row in self.grants(opening.studio, year)
        }
        found += [
            Flaw("income", "grant_there", row)
            for row, one in enumerate(opening.incomes, 1)
            if granted.get((one.year, one.source, one.amount, one.received_on)) in _STANDING
        ]
        registered = {(one.name, one.employer) for one in self.registered_payees()}
        found += [
            Flaw("payee", "payee_there", row, {"name": one.payee.name})
            for row, one in enumerate(books.payees, 1)
            if (one.payee.name, one.payee.employer) in registered
        ]
        return tuple(found)

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

        The same form twice takes nobody in twice.

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
        taken = {one.id for one in self.registered_payees()}
        for row, file in enumerate(books.payees, 1):
            payee = replace(file.payee, id=f"{form_id}-payee-{row}")
            if payee.id not in taken:
                self.put_payee(session, payee, id_number=file.id_number, account=file.account)
        if books.members:
            studio = self.studio(opening.studio)
            known = {member.name for member in studio.members}
            new = tuple(member for member in books.members if member.name not in known)
            if new:
                self.put_studio(session, replace(studio, members=studio.members + new))


def _claimed(connection: Connection, opening: Opening) -> Iterator[Flaw]:
    claims = t.invoice_claim
    query = (
        select(claims.c.number_key, claims.c.code, t.document.c.number)
        .join(t.document, t.document.c.id == claims.c.document)
        .where(claims.c.live == 1, t.document.c.state.in_(LIVE))
    )
    known: defaultdict[str, list[Any]] = defaultdict(list)
    for claim in connection.execute(query).all():
        known[claim.number_key].append(claim)
    for row, voucher in enumerate(opening.vouchers, 1):
        key = number_key(voucher.invoice)
        same = [claim for claim in known[key] if key and same_code(claim.code, voucher.invoice_code)]
        if same:
            number = f"{same[0].number:04d}" if same[0].number else "—"
            yield Flaw("voucher", "invoice_claimed", row, {"invoice": voucher.invoice, "number": number})
