"""A list of fees: several persons paid by one voucher, each with the tax that is withheld."""

from __future__ import annotations

from dataclasses import dataclass

from studio_ledger.model.money import Money


@dataclass(frozen=True, slots=True)
class FeeLine:
    """One person on a list of fees: `net` is what he gets, `tax` what the school withholds, both above or at zero.

    `payee` is his id in the register of payees, where ID number and account lie encrypted; `title` a key of the
    policy's lecture titles, `hours` teaching hours, empty where no lecture is paid.
    """

    payee: str
    name: str
    net: Money
    tax: Money
    title: str = ""
    hours: str = ""
    half_days: int = 0
    work: str = ""

    @property
    def gross(self) -> Money:
        """What it costs the fund."""
        return self.net + self.tax
