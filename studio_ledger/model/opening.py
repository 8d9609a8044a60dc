"""Opening a ledger in the middle of a cycle: what came in and went out before, taken from the old books."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from studio_ledger.model.funds import Source
from studio_ledger.model.money import Money

HISTORIC_WORDS = "历史导入：本笔摘自旧账，未在本程序中录入、审核和签字；原始凭证和签字见旧账。"
"""What stands below every copy of an expense of the old books."""


@dataclass(frozen=True, slots=True)
class HistoricIncome:
    """Money that arrived before the opening, above zero."""

    year: int
    source: Source
    amount: Money
    received_on: dt.date
    document_number: str = ""


@dataclass(frozen=True, slots=True)
class HistoricVoucher:
    """An expense booked and signed on paper before the opening; marked 历史导入, never as signed in the program.

    `number` is the old books' voucher number; the invoice's number keeps it from being claimed again.
    """

    date: dt.date
    number: str
    category: str
    source: Source
    purpose: str
    payee: str
    amount: Money
    invoice: str = ""
    invoice_code: str = ""


@dataclass(frozen=True, slots=True)
class OpeningAsset:
    """A fixed asset bought before the opening, as it stands on the school's register."""

    name: str
    card: str
    amount: Money
    acquired_on: dt.date
    keeper: str = ""
    place: str = ""


@dataclass(frozen=True, slots=True)
class OpeningBalance:
    """What came in and went out of a source in a year, up to the opening."""

    year: int
    source: Source
    came: Money
    spent: Money

    @property
    def rest(self) -> Money:
        """What the ledger begins with."""
        return self.came - self.spent


@dataclass(frozen=True, slots=True)
class Opening:
    """All of it, up to and including `as_of`; both sign it as it stands."""

    id: str
    studio: str
    as_of: dt.date
    incomes: tuple[HistoricIncome, ...] = ()
    vouchers: tuple[HistoricVoucher, ...] = ()
    assets: tuple[OpeningAsset, ...] = ()

    def balances(self) -> tuple[OpeningBalance, ...]:
        """Return came, spent and rest by year and source, in their order."""
        places = {(one.year, one.source) for one in self.incomes}
        places |= {(one.date.year, one.source) for one in self.vouchers}
        order = list(Source)
        return tuple(
            OpeningBalance(
                year,
                source,
                Money.total(one.amount for one in self.incomes if (one.year, one.source) == (year, source)),
                Money.total(one.amount for one in self.vouchers if (one.date.year, one.source) == (year, source)),
            )
            for year, source in sorted(places, key=lambda place: (place[0], order.index(place[1])))
        )
