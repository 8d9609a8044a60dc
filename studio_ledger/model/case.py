"""A case: one whole expense with the studio it belongs to and the books it meets, as the rules see it.

A case is frozen and complete: a rule never asks a database, a clock or a person.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Self

from studio_ledger.errors import InexactMoneyError
from studio_ledger.model.money import Money
from studio_ledger.model.voucher import Payee


def money_or_none(value: object) -> Money | None:
    """Read yuan from JSON (text or number); None where it is no exact amount in fen."""
    if value is None or isinstance(value, bool):
        return None
    try:
        return Money.yuan(str(value).strip())
    except InexactMoneyError:
        return None


def decimal_or_none(value: object) -> Decimal | None:
    """Read a finite number from JSON (text or number); None where it is none."""
    if value is None or isinstance(value, bool):
        return None
    try:
        number = Decimal(str(value).strip())
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def count_or_none(value: object) -> int | None:
    """Read a whole number of at least zero from JSON; None where it is none."""
    number = decimal_or_none(value)
    if number is None or number < 0 or number > 10**6 or number != number.to_integral_value():
        return None
    return int(number)


def text_or_empty(value: object) -> str:
    """Read text from JSON, stripped; empty where there is none."""
    return "" if value is None or isinstance(value, (Mapping, list)) else str(value).strip()


@dataclass(frozen=True, slots=True)
class StudioFacts:
    """What the rules need to know of a studio; `cycle_end` is inclusive (construction plan, 四).

    `suspended`: its qualification was cancelled; `authorised`: the legal representative holds
    a term with the bureau's authorisation on the day of the expense (Art. 4).
    """

    affiliation: str
    school: str
    tax_id: str
    cycle_start: dt.date
    cycle_end: dt.date
    host: str
    legal_representative: str
    mentor: str
    members: tuple[str, ...]
    suspended: bool = False
    authorised: bool = True


@dataclass(frozen=True, slots=True)
class ExpenseLine:
    """One thing bought; `amount` is the line's total with tax, None where it cannot be read."""

    item: str
    quantity: Decimal | None = None
    amount: Money | None = None


@dataclass(frozen=True, slots=True)
class CaseInvoice:
    """An invoice on the voucher; `code` is empty where there is none, `total` None where unread."""

    number: str
    code: str
    date: dt.date | None
    buyer_name: str
    buyer_tax_id: str
    seller_name: str
    total: Money | None
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Lecture:
    """A lecture: `title` is a key of the policy's lecture titles, `hours` are teaching hours (学时)."""

    title: str = ""
    hours: Decimal | None = None
    half_days: int | None = None
    after_tax: Money | None = None
    tax: Money | None = None


@dataclass(frozen=True, slots=True)
class Labour:
    """Pay for labour: before tax, the tax withheld, and what the person got.

    `earlier_gross` and `earlier_tax` are what he was paid before in the same month: they are taxed as one.
    """

    pre_tax: Money | None = None
    tax: Money | None = None
    after_tax: Money | None = None
    earlier_gross: Money = field(default_factory=Money)
    earlier_tax: Money = field(default_factory=Money)


@dataclass(frozen=True, slots=True)
class Travel:
    """A trip; the sums are totals of all persons and days.

    `first` is the day of departure, None where it is not told: then the day of the expense picks the figures.
    """

    city: str = ""
    days: int | None = None
    nights: int | None = None
    persons: int | None = None
    lodging: Money | None = None
    meals: Money | None = None
    local_transport: Money | None = None
    transport_class: str = ""
    first: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Gathering:
    """A meeting or a training: how many persons and days."""

    persons: int | None = None
    days: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Details:
    """What the numeric standards need; a part that does not apply is None."""

    lecture: Lecture | None = None
    labour: Labour | None = None
    travel: Travel | None = None
    conference: Gathering | None = None
    training: Gathering | None = None

    @classmethod
    def read(cls, mapping: Mapping[str, object] | None) -> Self:
        """Read the `details` of the case format; what cannot be read is None, never an error."""
        parts = {
            name: part
            for name, part in (mapping or {}).items()
            if isinstance(part, Mapping) and any(value not in (None, "") for value in part.values())
        }
        return cls(
            lecture=_lecture(parts["lecture"]) if "lecture" in parts else None,
            labour=_labour(parts["labour"]) if "labour" in parts else None,
            travel=_travel(parts["travel"]) if "travel" in parts else None,
            conference=_gathering(parts["conference"]) if "conference" in parts else None,
            training=_gathering(parts["training"]) if "training" in parts else None,
        )


@dataclass(frozen=True, slots=True)
class Expense:
    """What is to be paid; `amount` is None where it cannot be read as an exact sum."""

    date: dt.date
    category: str
    purpose: str
    payee: Payee
    payment: str
    amount: Money | None
    lines: tuple[ExpenseLine, ...]
    evidence: tuple[str, ...] = ()
    details: Details = field(default_factory=Details)
    invoices: tuple[CaseInvoice, ...] = ()


@dataclass(frozen=True, slots=True)
class PastPayment:
    """An earlier payment out of the fund, neither void nor reversed."""

    date: dt.date
    payee: str
    category: str
    amount: Money
    payment: str


@dataclass(frozen=True, slots=True)
class Books:
    """What the expense meets: what is left of each category's budget (empty: none approved) and of the money.

    `invoice_numbers` holds ``CODE-NUMBER`` or ``NUMBER`` of every invoice claimed before.
    """

    budget: Mapping[str, Money]
    available: Money
    closed_years: frozenset[int] = frozenset()
    invoice_numbers: frozenset[str] = frozenset()
    recent: tuple[PastPayment, ...] = ()


@dataclass(frozen=True, slots=True)
class Case:
    """A whole expense: who, what, and against which books."""

    studio: StudioFacts
    expense: Expense
    books: Books


def _lecture(part: Mapping[str, object]) -> Lecture:
    return Lecture(
        title=text_or_empty(part.get("title")),
        hours=decimal_or_none(part.get("hours")),
        half_days=count_or_none(part.get("half_days")),
        after_tax=money_or_none(part.get("after_tax")),
        tax=money_or_none(part.get("tax")),
    )


def _labour(part: Mapping[str, object]) -> Labour:
    return Labour(
        pre_tax=money_or_none(part.get("pre_tax")),
        tax=money_or_none(part.get("tax")),
        after_tax=money_or_none(part.get("after_tax")),
    )


def _day(value: object) -> dt.date | None:
    try:
        return dt.date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None


def _travel(part: Mapping[str, object]) -> Travel:
    return Travel(
        city=text_or_empty(part.get("city")),
        days=count_or_none(part.get("days")),
        nights=count_or_none(part.get("nights")),
        persons=count_or_none(part.get("persons")),
        lodging=money_or_none(part.get("lodging")),
        meals=money_or_none(part.get("meals")),
        local_transport=money_or_none(part.get("local_transport")),
        transport_class=text_or_empty(part.get("transport_class")),
        first=_day(part.get("first")),
    )


def _gathering(part: Mapping[str, object]) -> Gathering:
    return Gathering(persons=count_or_none(part.get("persons")), days=decimal_or_none(part.get("days")))
