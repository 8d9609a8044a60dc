"""A paper of the city or district that sets figures: entered by the school, signed by both, dated."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from studio_ledger.model.voucher import Attachment


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of a paper in yuan (hours, days where the standard counts those); `months` restrict it to a season.

    `standard` and `key` are those of the pack: lodging + city, lecture + title, meals, meeting, training …
    """

    standard: str
    key: str
    value: Decimal
    months: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class CityPaper:
    """A 标准文件 with its number; in force from `valid_from` up to and including `valid_to`, or open.

    `attachments` hold the paper itself: without it nobody can check the figures.
    """

    id: str
    studio: str
    title: str
    number: str
    jurisdiction: str
    valid_from: dt.date
    valid_to: dt.date | None
    figures: tuple[Figure, ...]
    attachments: tuple[Attachment, ...] = ()
