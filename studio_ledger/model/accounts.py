"""The school's general ledger beside ours: accounts attached to categories and sources, and a voucher's entries.

For reference only (政府会计制度): the school's accountant books them, and chooses the accounts. Financial entries (1–5)
and budget entries (6–8) stand side by side.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from studio_ledger.model.money import Money


class Book(StrEnum):
    """Which of the two parallel books an entry belongs to."""

    FINANCIAL = "financial"
    BUDGET = "budget"


BOOK_NAMES = {Book.FINANCIAL: "财务会计", Book.BUDGET: "预算会计"}


@dataclass(frozen=True, slots=True)
class Entry:
    """One side of an entry: debit above zero, credit below."""

    book: Book
    account: str
    amount: Money


@dataclass(frozen=True, slots=True)
class AccountChoice:
    """What a school chose; each value is an account's code, with its sub-account.

    `expenses` by category (the fund's default under an empty key), `economic` the economic class by category;
    `money` by source: from which account its payments go. `budget_money` stands on the budget side.
    """

    studio: str
    expenses: tuple[tuple[str, str], ...]
    economic: tuple[tuple[str, str], ...]
    money: tuple[tuple[str, str], ...]
    budget_expense: str = "7201.01"
    budget_money: str = "8001"
    asset: str = "1601"
    advance: str = "1218"
    tax: str = "2102"
    earlier_years: str = "3501"
    earlier_years_budget: str = "8101.01"
    surplus: str = "3001"
    surplus_budget: str = "8101.04"

    def expense(self, category: str) -> str:
        """Return the expense account of a category, or the fund's default."""
        known = dict(self.expenses)
        return known.get(category) or known.get("", "")

    def money_of(self, source: str) -> str:
        """Return the account from which a source pays, or the fund's default."""
        known = dict(self.money)
        return known.get(source) or known.get("", "")
