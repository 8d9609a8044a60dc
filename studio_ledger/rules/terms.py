"""What one city's rules fix besides categories and figures: who keeps, who signs, what becomes of leftovers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from studio_ledger.rules.policy_reading import Section

CARRY_OVER = ("allow", "none")


@dataclass(frozen=True, slots=True)
class Terms:
    """The pack's own words for people and money.

    `host` and `second_signer` are the titles of the two who sign; `custodian` keeps the money; `carry_over` says
    whether leftovers may go into the next year (allow, none), `leftovers` what is said of them at the year's end and
    `cancelled` where they go when a studio is cancelled, each empty where the rules are silent. `least_members`,
    `most_members` and `most_own` (of the host's own school) are inclusive, None where nothing is fixed.
    """

    host: str
    second_signer: str
    custodian: str
    carry_over: str
    leftovers: str
    cancelled: str
    reporting: str
    least_members: int | None = None
    most_members: int | None = None
    most_own: int | None = None


def read_terms(section: Section) -> Terms:
    """Return the terms of a pack. Raises: PolicyError naming the key."""
    carry_over = section.text("carry_over")
    if carry_over not in CARRY_OVER:
        raise section.refuse("carry_over", "one of " + ", ".join(CARRY_OVER) + " is needed")
    least, most = _count(section, "least_members"), _count(section, "most_members")
    if least is not None and most is not None and most < least:
        raise section.refuse("most_members", "fewer than least_members")
    return Terms(
        host=section.text("host"),
        second_signer=section.text("second_signer"),
        custodian=section.text("custodian"),
        carry_over=carry_over,
        leftovers=section.text("leftovers", ""),
        cancelled=section.text("cancelled", ""),
        reporting=section.text("reporting", ""),
        least_members=least,
        most_members=most,
        most_own=_count(section, "most_own"),
    )


def _count(section: Section, key: str) -> int | None:
    value = section.table.get(key)
    if value is None:
        return None
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise section.refuse(key, "a whole number of at least zero is needed")
    return value
