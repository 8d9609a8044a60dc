"""The statement of self-audit as frozen figures: suspicions with answers, register of violations, what is unseen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import datetime as dt

    from studio_ledger.model.money import Money
    from studio_ledger.statements.figures import StatementHeader


@dataclass(frozen=True, slots=True)
class SuspicionLine:
    """One suspicion in words; `answer` is the newest, empty while nobody has answered."""

    weight: str
    kind: str
    title: str
    studio: str
    year: int
    why: str
    figures: str
    vouchers: str
    amount: Money
    clears: str
    answer: str
    answered_by: str
    source: str


@dataclass(frozen=True, slots=True)
class ViolationLine:
    """One entry of the register of violations (Art. 5)."""

    state: str
    studio: str
    what: str
    rule: str
    vouchers: str
    amount: Money
    claw_back: Money
    returned: Money
    found_by: str
    found_on: dt.date
    due_on: dt.date
    measures: str
    mended_on: dt.date | None
    proof: str
    closed_on: dt.date | None
    closed_by: str


@dataclass(frozen=True, slots=True)
class UnseenLine:
    """One of the auditors' findings that the books cannot show."""

    kind: str
    title: str
    why: str
    checked: str


@dataclass(frozen=True, slots=True)
class AuditStatement:
    """Everything of one scope: a studio's year, a studio, or the school."""

    header: StatementHeader
    scope: str
    suspicions: tuple[SuspicionLine, ...]
    violations: tuple[ViolationLine, ...]
    unseen: tuple[UnseenLine, ...]
