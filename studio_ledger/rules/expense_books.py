"""The books that an expense of a list meets: earlier rows of the same list, and what budgets and receipts leave."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from studio_ledger.model.case import money_or_none
from studio_ledger.model.money import Money

if TYPE_CHECKING:
    from collections.abc import Mapping

_AMPLE = Money.yuan("100000000")
_NEAR_DAYS = 31


class ListBooks:
    """What later expenses of the list meet: earlier payments, invoices, and what is left of budgets and money."""

    def __init__(self, budgets: Mapping[int, Mapping[str, Money]], received: Mapping[int, Money]) -> None:
        self._budgets = {year: dict(plan) for year, plan in budgets.items()}
        self._received = dict(received)
        self._has_budgets, self._has_received = bool(budgets), bool(received)
        self._invoices: list[str] = []
        self._recent: list[dict[str, str]] = []

    def for_(self, expense: Mapping[str, Any]) -> dict[str, Any]:
        """Return the books as one expense meets them."""
        year = _year(expense)
        plan = self._budgets.get(year, {}) if self._has_budgets else {expense["category"]: _AMPLE}
        left = self._received.get(year, Money()) if self._has_received else _AMPLE
        return {
            "budget": {category: str(rest) for category, rest in plan.items()},
            "available": str(left),
            "closed_years": [],
            "invoice_numbers": list(self._invoices),
            "recent": [row for row in self._recent if _near(row["date"], expense["date"])],
        }

    def take(self, expense: Mapping[str, Any]) -> None:
        """Book an expense that was not blocked."""
        amount = money_or_none(expense["amount"]) or Money()
        year, category = _year(expense), expense["category"]
        if category in self._budgets.get(year, {}):
            self._budgets[year][category] = self._budgets[year][category] - amount
        if year in self._received:
            self._received[year] = self._received[year] - amount
        for invoice in expense["invoices"]:
            self._invoices.append("-".join(part for part in (invoice["code"], invoice["number"]) if part))
        self._recent.append(
            {
                "date": expense["date"],
                "payee": expense["payee"]["name"],
                "category": category,
                "amount": str(amount),
                "payment": expense["payment"],
            }
        )


def _year(expense: Mapping[str, Any]) -> int:
    return int(str(expense["date"])[:4]) if str(expense["date"])[:4].isdigit() else 0


def _near(earlier: str, later: str) -> bool:
    try:
        return abs((dt.date.fromisoformat(later) - dt.date.fromisoformat(earlier)).days) <= _NEAR_DAYS
    except ValueError:
        return False
