"""The figures of a sheet on which one lecturer signs for his fee (讲课费签收单)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import datetime as dt

    from studio_ledger.model.money import Money
    from studio_ledger.statements.figures import LogHead


@dataclass(frozen=True, slots=True)
class LectureReceipt:
    """One person, one lecture; what is empty is written in by hand."""

    school: str
    studio: str
    name: str
    work: str
    """The person's own unit."""
    title: str
    topic: str
    day: dt.date
    hours: str
    rate: str
    net: Money
    tax: Money
    basis: str
    titles: tuple[str, str]
    """The titles of the two who sign for the fund."""
    made_at: dt.datetime
    head: LogHead

    @property
    def gross(self) -> Money:
        """What the fund bears."""
        return self.net + self.tax
