"""The figures of two papers about fees: the sheet that everybody on a list signs, and the month's tax declaration."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from studio_ledger.model.money import Money

if TYPE_CHECKING:
    import datetime as dt

    from studio_ledger.statements.figures import LogHead, StatementHeader


@dataclass(frozen=True, slots=True)
class FeeSheetRow:
    """One person; `id_number` and `account` are as they are to be printed: whole, masked or empty."""

    name: str
    employer: str
    title: str
    work: str
    hours: str
    standard: str
    net: Money
    tax: Money
    id_number: str = ""
    bank: str = ""
    account: str = ""

    @property
    def gross(self) -> Money:
        """What the fund bears."""
        return self.net + self.tax


@dataclass(frozen=True, slots=True)
class FeeSheet:
    """A list of fees as it is signed; `number` is empty until the voucher is posted."""

    school: str
    studio: str
    number: str
    date: dt.date
    purpose: str
    rows: tuple[FeeSheetRow, ...]
    titles: tuple[str, str]
    """The titles of the two who sign for the fund."""
    made_at: dt.datetime
    head: LogHead
    final: bool

    @property
    def gross(self) -> Money:
        """The sum before tax."""
        return Money.total(row.gross for row in self.rows)


@dataclass(frozen=True, slots=True)
class DeclarationRow:
    """One person's posted fees of the month, and of the year up to its end."""

    name: str
    id_number: str
    gross: Money
    tax: Money
    vouchers: tuple[str, ...]
    year_gross: Money
    year_tax: Money


@dataclass(frozen=True, slots=True)
class TaxDeclaration:
    """劳务报酬个人所得税扣缴: all studios of the school; `unposted` persons wait with fees not in the books yet."""

    header: StatementHeader
    month: dt.date
    rows: tuple[DeclarationRow, ...]
    unposted: int
