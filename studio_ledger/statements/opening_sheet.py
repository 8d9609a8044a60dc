"""The figures of the sheet on which both roles open a ledger in the middle of a cycle (期初建账单)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping

    from studio_ledger.model.opening import Opening
    from studio_ledger.statements.figures import LogHead


@dataclass(frozen=True, slots=True)
class OpeningSigner:
    """Who has signed, in which role, and when."""

    role: str
    person: str
    at: dt.datetime


@dataclass(frozen=True, slots=True)
class OpeningSheet:
    """All that was taken over, in the words of the pack; `final` once both have signed."""

    school: str
    studio: str
    opening: Opening
    categories: Mapping[str, str]
    maker: str
    signatures: tuple[OpeningSigner, ...]
    titles: tuple[str, str]
    """The titles of the two who sign for the fund."""
    made_at: dt.datetime
    head: LogHead
    final: bool
