"""What may be spent, worked out before it is: the ceiling of a lecture fee with its tax, and of a trip part by part."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from studio_ledger.model.money import Money
from studio_ledger.rules.tax import gross_from_net, labour_tax, month_gross, month_tax
from studio_ledger.rules.texts import plain

if TYPE_CHECKING:
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


@dataclass(frozen=True, slots=True)
class TripPart:
    """One part of a trip: `rate` yuan x `count` days or nights x `persons`."""

    standard: Standard
    count: int
    persons: int

    @property
    def limit(self) -> Money:
        """The most that may be paid."""
        return Money.yuan(self.standard.value).times(self.count * self.persons)


@dataclass(frozen=True, slots=True)
class TripCap:
    """The ceiling of a trip: lodging by season, meals and local transport by calendar days, classes allowed."""

    days: int
    nights: int
    parts: tuple[TripPart, ...]
    classes: tuple[str, ...]

    @property
    def total(self) -> Money:
        """All parts together, fares apart."""
        return Money.total(part.limit for part in self.parts)

    def limit(self, name: str) -> Money:
        """The ceiling of a kind of standard (lodging, meals, local_transport)."""
        return Money.total(part.limit for part in self.parts if part.standard.id == name)


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


def trip_cap(policy: Policy, city: str, first: dt.date, last: dt.date, persons: int) -> TripCap:
    """Return the ceiling of a trip from a day to a day (both count); each night has its own season's figure.

    A city that no paper names has the figure of all others.
    """
    days = max((last - first).days + 1, 0)
    nights = [first + dt.timedelta(days=at) for at in range(max(days - 1, 0))]
    named = {one.key for one in policy.standards if one.id == "lodging" and one.key}
    key = next((key for key in sorted(named) if key in plain(city)), "")
    counted: dict[Standard, int] = {}
    for night in nights:
        standard = policy.standard("lodging", night, key) or policy.standard("lodging", night)
        if standard is not None:
            counted[standard] = counted.get(standard, 0) + 1
    parts = [TripPart(standard, count, persons) for standard, count in counted.items()]
    high = "high" if any(place in city for place in policy.high_meal_places) else ""
    for name, place in (("meals", high), ("local_transport", "")):
        standard = policy.standard(name, first, place)
        if standard is not None:
            parts.append(TripPart(standard, days, persons))
    return TripCap(days, len(nights), tuple(parts), policy.allowed_classes)
