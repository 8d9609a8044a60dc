"""The ceiling of a trip part by part: one reckoning for whoever plans it and for the rule that judges it afterwards."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from studio_ledger.model.money import Money
from studio_ledger.rules.texts import plain

if TYPE_CHECKING:
    from studio_ledger.rules.pack import Policy, Standard

LONGEST = 366
"""Nights up to which each has its own season's figure; what is longer is no trip but a slip of the key."""


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

    first: dt.date
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


def trip_cap(policy: Policy, city: str, first: dt.date, last: dt.date, persons: int) -> TripCap:
    """Return the ceiling of a trip from a day to a day (both count); each night has its own season's figure."""
    days = max((last - first).days + 1, 0)
    nights = max(days - 1, 0)
    parts = [part for part in lodging_parts(policy, city, first, nights, persons, each_night=True) if part.count]
    for name in ("meals", "local_transport"):
        standard = allowance(policy, name, city, first)
        if standard is not None:
            parts.append(TripPart(standard, days, persons))
    return TripCap(first, days, nights, tuple(parts), policy.allowed_classes)


def lodging_parts(
    policy: Policy, city: str, first: dt.date, nights: int, persons: int, *, each_night: bool
) -> tuple[TripPart, ...]:
    """Return the nights by the figure that holds for them: each by its own day, or all of them by the first.

    A city that no paper names has the figure of all others; none where no figure is in force.
    """
    named = {one.key for one in policy.standards if one.id == "lodging" and one.key}
    key = next((key for key in sorted(named) if key in plain(city)), "")
    seasons = each_night and nights <= LONGEST
    days = [first + dt.timedelta(days=night) for night in range(nights)] if seasons else []
    counted: dict[Standard, int] = {}
    for day, count in [(day, 1) for day in days] or [(first, nights)]:
        standard = policy.standard("lodging", day, key) or policy.standard("lodging", day)
        if standard is not None:
            counted[standard] = counted.get(standard, 0) + count
    return tuple(TripPart(standard, count, persons) for standard, count in counted.items())


def allowance(policy: Policy, name: str, city: str, day: dt.date) -> Standard | None:
    """Return the daily figure of meals or local transport in a city; None where none is in force on the day."""
    high = name == "meals" and any(place in city for place in policy.high_meal_places)
    return policy.standard(name, day, "high" if high else "")
