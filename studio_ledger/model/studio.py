"""A studio: whose it is, what it is granted and for how long (construction plan, 四)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from enum import StrEnum


class Affiliation(StrEnum):
    """Who the host's school answers to; it decides the expected grant (Art. 2)."""

    CITY = "city"
    DISTRICT = "district"


@dataclass(frozen=True, slots=True)
class Member:
    """A member of the studio and the school he or she teaches at."""

    name: str
    school: str = ""


@dataclass(frozen=True, slots=True)
class Studio:
    """A class-teacher studio and the school that keeps its money.

    `level` is city, district or school; `stage` the school stage in words (小学, 初中, 高中 …).
    `host`, `legal_representative` and `mentor` are names as on paper; the accounts that sign
    are Persons with terms.
    """

    id: str
    name: str
    school: str
    tax_id: str
    affiliation: Affiliation
    host: str
    legal_representative: str
    cycle_start: dt.date = dt.date(2019, 1, 1)
    cycle_end: dt.date = dt.date(2021, 12, 31)
    level: str = "city"
    stage: str = ""
    mentor: str = ""
    members: tuple[Member, ...] = field(default=())
    bank: str = ""
    bank_account: str = ""
    project_code: str = ""
    suspended: bool = False
