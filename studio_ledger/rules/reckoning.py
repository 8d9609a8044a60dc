"""What may be spent, worked out before it is: the ceiling of a lecture fee with its tax."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from studio_ledger.model.money import Money
from studio_ledger.rules.tax import gross_from_net, labour_tax, month_gross, month_tax

if TYPE_CHECKING:
    import datetime as dt

    from studio_ledger.rules.pack import Policy, Standard


@dataclass(frozen=True, slots=True)
class Fee:
    """A fee to a person: what he gets, what is withheld, and both together."""

    net: Money
    tax: Money

    @property
    def gross(self) -> Money:
        """What the fund bears."""
        return self.net + self.tax


@dataclass(frozen=True, slots=True)
class LectureCap:
    """The most that a lecturer may get after tax: `rate` yuan x `hours` counted."""

    rate: Decimal
    hours: Decimal
    limit: Money
    standard: Standard


def lecture_cap(policy: Policy, title: str, hours: Decimal, half_days: int, day: dt.date) -> LectureCap | None:
    """Return the ceiling of a lecture after tax; None where no figure is in force on the day.

    At most so many hours count as the half-days hold (财行〔2016〕540号); an unknown title has the lowest figure.
    """
    key = title if title in policy.lecture_titles else "other"
    standard, half_day = policy.standard("lecture", day, key), policy.standard("lecture_half_day", day)
    if standard is None or half_day is None:
        return None
    counted = max(min(hours, half_day.value * max(half_days, 1)), Decimal(0))
    return LectureCap(standard.value, counted, Money.yuan(standard.value).times(counted), standard)


def fee_of_net(net: Money, policy: Policy, earlier_gross: Money) -> Fee:
    """Return the fee of which `net` is left, after pay of the same month before it (all of them are one)."""
    before = labour_tax(earlier_gross, policy.tax)
    if not earlier_gross:
        return Fee(net, gross_from_net(net, policy.tax) - net)
    return Fee(net, month_gross(net, earlier_gross, before, policy.tax) - net)


def fee_of_gross(gross: Money, policy: Policy, earlier_gross: Money) -> Fee:
    """Return the fee of a sum before tax, after pay of the same month before it."""
    tax = month_tax(gross, earlier_gross, labour_tax(earlier_gross, policy.tax), policy.tax)
    return Fee(gross - tax, tax)
