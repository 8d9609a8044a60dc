"""The frozen rows that lists, pages and commands read. No row can change the ledger."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from studio_ledger.model.money import Money
from studio_ledger.model.original import Original

if TYPE_CHECKING:
    import datetime as dt

    from studio_ledger.model.finding import Finding
    from studio_ledger.model.funds import Budget, Grant, Source
    from studio_ledger.model.invoice import Invoice
    from studio_ledger.model.voucher import State, VoucherContent, VoucherKind
    from studio_ledger.queries.standing import Standing


@dataclass(frozen=True, slots=True)
class VoucherFilter:
    """What a list of vouchers shows; None and empty mean all. `search` looks at purpose, payee, number and invoice."""

    studio: str | None = None
    year: int | None = None
    states: tuple[State, ...] = ()
    category: str | None = None
    search: str = ""
    limit: int | None = None


@dataclass(frozen=True, slots=True)
class VoucherListRow:
    """One voucher in a list. `number` is empty before posting; `verdict` is pass, warn or block.

    `rest` is what of a posted voucher's money has still to move, below zero where it is to come in, None before.
    """

    id: str
    studio: str
    kind: VoucherKind
    state: State
    date: dt.date
    year: int
    number: str
    category: str
    purpose: str
    payee: str
    payment: str
    amount: Money
    attachments: int
    invoices: str
    verdict: str
    submitted_by: str
    host_signed_by: str
    legal_signed_by: str
    reversed_by: str = ""
    rest: Money | None = None


@dataclass(frozen=True, slots=True)
class VoucherList:
    """The rows of a filter with the count and sum of all that match, shown or not."""

    rows: tuple[VoucherListRow, ...]
    count: int
    total: Money


@dataclass(frozen=True, slots=True)
class SignatureRow:
    """One signature or refusal on a document, newest last."""

    seq: int
    role: str
    person: str
    decision: str
    """``approve`` or ``return``."""
    reason: str
    at: dt.datetime
    content_hash: str
    current: bool
    """False once an edit voided it."""


@dataclass(frozen=True, slots=True)
class TimelineRow:
    """One act about a document in words: who did what, when."""

    seq: int
    at: dt.datetime
    person: str
    text: str


@dataclass(frozen=True, slots=True)
class VoucherDetail:
    """Everything about one voucher."""

    row: VoucherListRow
    content: VoucherContent
    content_hash: str
    revision: int
    reason: str
    findings: tuple[Finding, ...]
    signatures: tuple[SignatureRow, ...]
    timeline: tuple[TimelineRow, ...]
    late_evidence: tuple[tuple[str, str, str], ...] = ()
    """Evidence added after submission: kind, sha256, name."""


@dataclass(frozen=True, slots=True)
class SignRow:
    """A document that waits for a person's signature: a voucher, a grant, a budget or a closing."""

    id: str
    kind: str
    """voucher, grant, budget or close."""
    studio: str
    year: int
    title: str
    date: dt.date
    amount: Money
    role: str
    """The role in which this person signs it: host or legal_representative."""
    verdict: str
    content_hash: str
    revision: int
    waiting_since: dt.datetime


@dataclass(frozen=True, slots=True)
class GrantRow:
    """A grant and where it stands."""

    grant: Grant
    state: State
    signatures: tuple[SignatureRow, ...]


@dataclass(frozen=True, slots=True)
class BudgetRow:
    """One version of a budget and where it stands; `in_force` for the newest signed one."""

    budget: Budget
    version: int
    state: State
    in_force: bool
    signatures: tuple[SignatureRow, ...]


@dataclass(frozen=True, slots=True)
class CategoryFigures:
    """A category in a year: budget in force, posted, and reserved for vouchers being signed."""

    category: str
    budget: Money
    spent: Money
    committed: Money

    @property
    def left(self) -> Money:
        """What may still be submitted in this category."""
        return self.budget - self.spent - self.committed


@dataclass(frozen=True, slots=True)
class SourceFigures:
    """A source in a year: what arrived (signed), was posted, and is reserved."""

    source: Source
    granted: Money
    spent: Money
    committed: Money


@dataclass(frozen=True, slots=True)
class YearFigures:
    """A studio's year in figures, equal to the fen in window, paper and `balance --json`."""

    studio: str
    year: int
    closed: bool
    granted: Money
    spent: Money
    committed: Money
    sources: tuple[SourceFigures, ...]
    categories: tuple[CategoryFigures, ...]
    months: tuple[Money, ...]
    """Posted spending of the twelve months."""
    expected: Money
    match_note: str

    @property
    def available(self) -> Money:
        """What may still be submitted: granted less spent less committed."""
        return self.granted - self.spent - self.committed


@dataclass(frozen=True, slots=True)
class Todo:
    """One kind of thing that waits for this person; `page` is where it is done, `tab` the part of it that shows it."""

    state: str
    """A State value, or inbox, grant, budget, close, request, advance."""
    text: str
    count: int
    amount: Money
    oldest: dt.date | None
    page: str
    tab: str = ""


@dataclass(frozen=True, slots=True)
class DraftRow:
    """A voucher being typed: outside the log. `voucher` is set when it edits a returned one."""

    id: str
    studio: str
    title: str
    amount: Money | None
    saved_at: dt.datetime
    voucher: str = ""


@dataclass(frozen=True, slots=True)
class InboxItem:
    """A dropped file: what was read of it, or why not, and where it was used."""

    id: str
    name: str
    sha256: str
    added_at: dt.datetime
    invoices: tuple[Invoice, ...]
    error: str = ""
    used_by: str = ""
    """Id of the voucher or draft that uses it; empty while unused."""
    duplicate_of: str = ""
    """Number or id of another voucher that claims the whole of an invoice; empty where none does."""
    used_in: str = ""
    """``draft``, or the state of the voucher that uses it."""
    used_number: str = ""
    standings: tuple[Standing, ...] = ()
    """Where each invoice stands in the books, in their order."""
    origin: str = ""
    """How it came: empty for a chosen file, paper, paste or watch."""
    added_by: str = ""

    @property
    def originals(self) -> tuple[Original, ...]:
        """How a register names what is in it: each invoice, or the file where none was read."""
        name, file = self.name, self.sha256
        return tuple(
            Original(one.number, one.code, file, name, one.seller.name, one.total or Money()) for one in self.invoices
        ) or (Original("", file=file, name=name),)


@dataclass(frozen=True, slots=True)
class CheckRow:
    """One check made of an expense: `passed` is None where it does not apply."""

    title: str
    article: str
    passed: bool | None


@dataclass(frozen=True, slots=True)
class Judgement:
    """What the rules say of a draft at this moment, with the budget of its category."""

    findings: tuple[Finding, ...]
    checks: tuple[CheckRow, ...]
    verdict: str
    category: CategoryFigures | None = None
    available: Money = field(default_factory=Money)


@dataclass(frozen=True, slots=True)
class CheckItem:
    """One item of the checklist before a year is closed; what `must` be done keeps the year open until it is."""

    text: str
    done: bool
    must: bool = True
