"""A voucher's entries in the school's general ledger, for reference: financial and budget side, each in balance.

Source: 政府会计制度 (2019-01-01); the templates are those of the domain facts, to be confirmed by the school's
accountant, who chooses the accounts.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from studio_ledger.model.accounts import AccountChoice, Book, Entry
from studio_ledger.model.money import Money
from studio_ledger.model.voucher import VoucherKind

if TYPE_CHECKING:

    from studio_ledger.model.funds import Source
    from studio_ledger.model.voucher import VoucherContent

_NOTHING = Money()
DEFAULT = AccountChoice(
    studio="",
    expenses=(("", "5001"),),
    economic=(
        ("research", "30227"),
        ("seminar", "30216"),
        ("books", "30201"),
        ("equipment", "31002"),
        ("lecture", "30226"),
        ("mentor", "30226"),
        ("conference", "30215"),
        ("network", "30227"),
        ("field_visit", "30211"),
        ("publication", "30202"),
        ("collective", "30299"),
    ),
    money=(("", "1002"),),
)
"""What a school starts from: expenses of business activity, paid out of the bank."""


def entries_of(
    content: VoucherContent,
    choice: AccountChoice,
    *,
    tax: Money = _NOTHING,
    by_advance: Money = _NOTHING,
    is_asset: bool = False,
    earlier_year: bool = False,
) -> tuple[Entry, ...]:
    """Return the entries of a posted voucher.

    `tax` is withheld from fees, `by_advance` what an advance paid before; `is_asset` where the goods go on the asset
    register; `earlier_year` for money back of a year before. Each book's entries add up to zero.
    """
    side = _Side(choice)
    if content.kind is VoucherKind.RETURN:
        side.both(choice.surplus, choice.surplus_budget, content)
    elif content.kind is VoucherKind.REFUND and earlier_year:
        side.both(choice.earlier_years, choice.earlier_years_budget, content)
    else:
        account = choice.asset if is_asset else choice.expense(content.category)
        side.spend(account, content, tax, by_advance)
    return side.entries()


class _Side:
    """Entries as they add up, one line an account and book."""

    def __init__(self, choice: AccountChoice) -> None:
        self._choice = choice
        self._sums: defaultdict[tuple[Book, str], Money] = defaultdict(Money)

    def _put(self, book: Book, account: str, amount: Money) -> None:
        self._sums[book, account] = self._sums[book, account] + amount

    def both(self, financial: str, budget: str, content: VoucherContent) -> None:
        """Money out of (or, below zero, into) the sources against one account of each book."""
        for source, amount in _by_source(content).items():
            self._put(Book.FINANCIAL, financial, amount)
            self._put(Book.FINANCIAL, self._choice.money_of(source), -amount)
            self._put(Book.BUDGET, budget, amount)
            self._put(Book.BUDGET, self._choice.budget_money, -amount)

    def spend(self, account: str, content: VoucherContent, tax: Money, by_advance: Money) -> None:
        """An expense: tax stays owed until it is remitted, an advance is cleared before money goes out."""
        rest_tax, rest_advance = tax, by_advance
        for source, amount in _by_source(content).items():
            held, cleared = min(rest_tax, max(amount, Money())), min(rest_advance, max(amount, Money()))
            rest_tax, rest_advance = rest_tax - held, rest_advance - cleared
            self._put(Book.FINANCIAL, account, amount)
            self._put(Book.FINANCIAL, self._choice.tax, -held)
            self._put(Book.FINANCIAL, self._choice.advance, -cleared)
            self._put(Book.FINANCIAL, self._choice.money_of(source), -(amount - held - cleared))
            self._put(Book.BUDGET, self._choice.budget_expense, amount - held)
            self._put(Book.BUDGET, self._choice.budget_money, -(amount - held))

    def entries(self) -> tuple[Entry, ...]:
        """Return debits before credits, the financial book before the budget's."""
        found = [Entry(book, account, amount) for (book, account), amount in self._sums.items() if amount]
        order = list(Book)
        return tuple(sorted(found, key=lambda entry: (order.index(entry.book), entry.amount < Money(), entry.account)))


def _by_source(content: VoucherContent) -> dict[Source, Money]:
    total: defaultdict[Source, Money] = defaultdict(Money)
    for line in content.lines:
        total[line.source] = total[line.source] + line.amount
    return dict(total)
