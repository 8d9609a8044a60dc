"""The shapes of the statements. Nothing here computes; nothing that draws decides a figure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from studio_ledger.model.money import Money

if TYPE_CHECKING:
    import datetime as dt


_NOTHING = Money()


@dataclass(frozen=True, slots=True)
class LogHead:
    """The newest act when a statement was made; printed as text and as QR."""

    ledger: str
    seq: int
    hash: str

    @property
    def pin(self) -> str:
        """``SEQ:HASH`` as `verify --head` takes it."""
        return f"{self.seq}:{self.hash}"

    @property
    def checkpoint(self) -> str:
        """The three lines of a checkpoint (C2SP form)."""
        return f"studio-ledger/{self.ledger}\n{self.seq}\n{self.hash}\n"


@dataclass(frozen=True, slots=True)
class StatementHeader:
    """What stands at the head of every statement."""

    studio: str
    school: str
    tax_id: str
    affiliation: str
    host: str
    legal_representative: str
    project_code: str
    cycle: str
    year: int
    made_at: dt.datetime
    head: LogHead
    final: bool
    """True once the year is closed; else the paper carries 未定稿."""
    titles: tuple[str, str] = ("主持人", "法定代表人")
    """What the rule pack calls the two who sign: the host, and the one after."""


@dataclass(frozen=True, slots=True)
class IncomeRow:
    """Money of one source in the year: what is expected, what arrived, by which documents."""

    source: str
    expected: Money
    received: Money
    documents: str
    received_on: str

    @property
    def short(self) -> Money:
        """What has not arrived yet; nothing where more came than was expected (Art. 2 names the least)."""
        return max(self.expected - self.received, Money())


@dataclass(frozen=True, slots=True)
class CategoryRow:
    """A category's year: budget as first approved, adjusted, spent by source, and what is left."""

    number: str
    category: str
    budget_first: Money
    budget: Money
    spent_city: Money
    spent_district: Money
    spent_other: Money
    vouchers: int
    attachments: int
    first_number: str
    last_number: str

    @property
    def adjustment(self) -> Money:
        """What later versions of the budget added or took."""
        return self.budget - self.budget_first

    @property
    def spent(self) -> Money:
        """Posted spending of all sources."""
        return self.spent_city + self.spent_district + self.spent_other

    @property
    def left(self) -> Money:
        """Budget after adjustments less spending."""
        return self.budget - self.spent


@dataclass(frozen=True, slots=True)
class MonthRow:
    """What was posted in a month of the year."""

    month: int
    spent: Money


@dataclass(frozen=True, slots=True)
class VoucherRow:
    """One posted voucher as the annual report lists it."""

    number: str
    date: dt.date
    purpose: str
    category: str
    payee: str
    amount: Money
    invoices: str
    host_signed: str
    legal_signed: str


@dataclass(frozen=True, slots=True)
class ExceptionRow:
    """A warning that was posted with a written reason: what, why, and who let it pass."""

    number: str
    finding: str
    reason: str
    signed_by: str


@dataclass(frozen=True, slots=True)
class AnnualStatement:
    """The annual expenditure report (年度经费使用情况报告)."""

    header: StatementHeader
    income: tuple[IncomeRow, ...]
    categories: tuple[CategoryRow, ...]
    months: tuple[MonthRow, ...]
    vouchers: tuple[VoucherRow, ...]
    exceptions: tuple[ExceptionRow, ...]
    carried_in: Money
    committed: Money
    refused: int
    """Submissions that a ban stopped or a signer sent back: shown beside the statement of clean use."""
    declaration: str
    """The sentence on ring-fenced use; empty where exceptions must be listed instead."""
    match_note: str
    """How the district's match stands against the city's money (Art. 2)."""
    returned: Money = _NOTHING
    """Leftovers that were given back in the year."""
    carried_out: Money = _NOTHING
    """Leftovers that the year's closing carried into the next one."""
    unpaid: Money = _NOTHING
    """What posted vouchers of the year have still to pay; below zero where money is to come in."""

    @property
    def received(self) -> Money:
        """All money that arrived in the year."""
        return Money.total(row.received for row in self.income)

    @property
    def budget(self) -> Money:
        """The approved budget with its adjustments."""
        return Money.total(row.budget for row in self.categories)

    @property
    def spent(self) -> Money:
        """All posted spending of the year."""
        return Money.total(row.spent for row in self.categories)

    @property
    def left(self) -> Money:
        """Received (carried-over money is a source of its own) less spent and returned."""
        return self.received - self.spent - self.returned


@dataclass(frozen=True, slots=True)
class SignatureLine:
    """One step on a voucher's way: who did it, when, and the short digest of what was signed."""

    role: str
    name: str
    at: str
    digest: str


@dataclass(frozen=True, slots=True)
class SheetLine:
    """A line of the voucher sheet."""

    item: str
    category: str
    source: str
    amount: Money


@dataclass(frozen=True, slots=True)
class VoucherSheet:
    """A voucher on paper, 240 × 140 mm, with both signature boxes."""

    header: StatementHeader
    number: str
    state: str
    date: dt.date
    purpose: str
    payee: str
    payment: str
    lines: tuple[SheetLine, ...]
    amount: Money
    attachments: int
    invoices: tuple[str, ...]
    findings: tuple[str, ...]
    reason: str
    signatures: tuple[SignatureLine, ...]
    content_hash: str
    reverses: str
    """Wording of the prescribed correction (注销、订正某月某日某号凭证), or empty."""
    title: str = "记账凭证"
    """What kind of voucher it is: 记账凭证, 退款凭证, 冲销凭证 or 上缴凭证."""


@dataclass(frozen=True, slots=True)
class EnrolmentForm:
    """The paper on which a signer certifies the fingerprint of the key that signs in his name."""

    ledger: str
    school: str
    name: str
    login: str
    roles: tuple[str, ...]
    fingerprint: str
    """128 bit in eight groups of four hexadecimal digits."""
    made_at: dt.datetime
    head: LogHead
