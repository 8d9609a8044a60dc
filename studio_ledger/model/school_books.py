"""All books of a school as one frozen value: what the look across the ledger sees, and nothing else.

A detector never asks a database, a clock or a person; what is not in here, it cannot see.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from studio_ledger.model.case import Details
from studio_ledger.model.funds import Source
from studio_ledger.model.money import Money
from studio_ledger.model.people import Person
from studio_ledger.model.studio import Studio
from studio_ledger.model.voucher import OPEN_STATES, InvoiceClaim, State, VoucherKind, VoucherLine


@dataclass(frozen=True, slots=True)
class BookVoucher:
    """A voucher as it stands in the books; `number` is ``2020-0012`` once posted, `papers` the kinds of its evidence.

    `late_papers` are kinds that came after submission with the day; `findings` the codes it was submitted with.
    """

    id: str
    studio: str
    date: dt.date
    category: str
    purpose: str
    payee: str
    amount: Money
    lines: tuple[VoucherLine, ...]
    number: str = ""
    state: State = State.POSTED
    kind: VoucherKind = VoucherKind.EXPENSE
    payee_kind: str = "organisation"
    payment: str = "transfer"
    claims: tuple[InvoiceClaim, ...] = ()
    papers: frozenset[str] = frozenset()
    late_papers: tuple[tuple[str, dt.date], ...] = ()
    sheets: tuple[tuple[str, str], ...] = ()
    """Kind and SHA-256 of each kept paper but invoices."""
    paid_to: tuple[str, ...] = ()
    """To whom the payments went, as they were recorded; tax and money that came back apart."""
    details: Details = field(default_factory=Details)
    findings: tuple[str, ...] = ()
    submitted_at: dt.datetime | None = None
    host_at: dt.datetime | None = None
    legal_at: dt.datetime | None = None
    posted_at: dt.datetime | None = None
    revision: int = 1
    reversed: bool = False

    @property
    def year(self) -> int:
        """The accounting year, which follows the date."""
        return self.date.year

    @property
    def counts(self) -> bool:
        """Whether it is an expense that takes money: under way or posted, and not reversed."""
        live = self.state in OPEN_STATES or self.state is State.POSTED
        return live and self.kind is VoucherKind.EXPENSE and not self.reversed

    @property
    def label(self) -> str:
        """How people name it: its number, or date and purpose before posting."""
        return self.number or f"{self.date:%m-%d} {self.purpose[:12]}"


@dataclass(frozen=True, slots=True)
class BookGrant:
    """Money that arrived and was signed by both."""

    studio: str
    year: int
    source: Source
    amount: Money
    issued_on: dt.date
    received_on: dt.date


@dataclass(frozen=True, slots=True)
class BookBudget:
    """One signed version of a year's budget, by category; version 1 is the first."""

    studio: str
    year: int
    version: int
    lines: Mapping[str, Money]


@dataclass(frozen=True, slots=True)
class BookRequest:
    """A signed 用款申请 with the day of its last signature, and the vouchers that draw on it."""

    id: str
    studio: str
    purpose: str
    signed_on: dt.date
    vouchers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class BookAdvance:
    """A 借款 that is not settled yet; `open` is what is still out."""

    id: str
    studio: str
    person: str
    purpose: str
    taken_on: dt.date
    due_on: dt.date
    open: Money


@dataclass(frozen=True, slots=True)
class BookPayee:
    """A person of the payee register; `id_mac` and `account_mac` are keyed digests, empty where nothing is known."""

    name: str
    id_mac: str = ""
    account_mac: str = ""
    own_staff: bool = False


@dataclass(frozen=True, slots=True)
class SchoolBooks:
    """Everything that is looked at, on one day."""

    today: dt.date
    studios: tuple[Studio, ...]
    people: tuple[Person, ...] = ()
    vouchers: tuple[BookVoucher, ...] = ()
    grants: tuple[BookGrant, ...] = ()
    budgets: tuple[BookBudget, ...] = ()
    requests: tuple[BookRequest, ...] = ()
    advances: tuple[BookAdvance, ...] = ()
    payees: tuple[BookPayee, ...] = ()
    violations: tuple[Violation, ...] = ()
    closed: frozenset[tuple[str, int]] = frozenset()


@dataclass(frozen=True, slots=True)
class Violation:
    """An entry of the register of violations (Art. 5): what, how much, who found it, and what became of it.

    `amount` is what was spent against the rules, `claw_back` what must come back by `due_on`, `returned` what came
    back with `proof` (SHA-256 in the store). `found_by` is a key of FOUND_BY.
    """

    id: str
    studio: str
    what: str
    rule: str
    amount: Money
    claw_back: Money
    found_by: str
    found_on: dt.date
    due_on: dt.date
    vouchers: tuple[str, ...] = ()
    measures: str = ""
    mended_on: dt.date | None = None
    returned: Money = field(default_factory=Money)
    proof: str = ""
    proof_name: str = ""
    closed_on: dt.date | None = None
    closed_by: str = ""

    @property
    def state(self) -> str:
        """``open``, ``mended`` or ``closed``."""
        if self.closed_on is not None:
            return "closed"
        return "mended" if self.mended_on is not None else "open"

    def overdue(self, today: dt.date) -> bool:
        """Whether it should have been closed by now."""
        return self.closed_on is None and self.due_on < today


FOUND_BY = {"self": "单位自查", "finance": "财政部门", "audit": "审计机关", "bureau": "教育局"}
VIOLATION_STATES = {"open": "待整改", "mended": "已整改待销号", "closed": "已销号"}
