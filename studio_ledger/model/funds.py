"""Money in, and the plan for it: grants by source, and the annual budget with its versions."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from studio_ledger.model.money import Money


class Source(StrEnum):
    """Where money came from; the order is the order in which it is spent by default."""

    CARRIED_OVER = "carried_over"
    CITY = "city"
    DISTRICT = "district"
    OTHER = "other"


SOURCE_NAMES = {
    Source.CARRIED_OVER: "上年结转",
    Source.CITY: "市级资助",
    Source.DISTRICT: "区级配套",
    Source.OTHER: "其他",
}


@dataclass(frozen=True, slots=True)
class Grant:
    """Money received; it may be spent once both roles have signed it.

    `document_number` is the indicator document (指标文号); `issued_on` its date, `received_on` the
    day the money arrived; `receipt` the SHA-256 of the bank's receipt in the evidence store.
    """

    id: str
    studio: str
    year: int
    source: Source
    amount: Money
    document_number: str
    issued_on: dt.date
    received_on: dt.date
    receipt: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class BudgetLine:
    """What a category may cost in a year out of one source, and how that was reckoned."""

    category: str
    source: Source
    amount: Money
    basis: str = ""


@dataclass(frozen=True, slots=True)
class Budget:
    """One version of a year's budget; a later version is an adjustment and says why."""

    id: str
    studio: str
    year: int
    lines: tuple[BudgetLine, ...]
    reason: str = ""

    @property
    def total(self) -> Money:
        """The sum of all lines."""
        return Money.total(line.amount for line in self.lines)
