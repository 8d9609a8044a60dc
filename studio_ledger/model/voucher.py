"""The voucher: the whole content that two people sign, and the states it passes through."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from studio_ledger.model.fees import FeeLine
from studio_ledger.model.funds import Source
from studio_ledger.model.money import Money


class VoucherKind(StrEnum):
    """What a voucher does to the balance: an expense takes, the others give back or undo."""

    EXPENSE = "expense"
    REFUND = "refund"
    REVERSAL = "reversal"
    RETURN = "return"


class State(StrEnum):
    """Where a voucher (or any other document that two people sign) stands."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    HOST_SIGNED = "host_signed"
    SIGNED = "signed"
    POSTED = "posted"
    RETURNED = "returned"
    WITHDRAWN = "withdrawn"
    VOID = "void"


STATE_NAMES = {
    State.DRAFT: "草稿",
    State.SUBMITTED: "待主持人签",
    State.HOST_SIGNED: "待法定代表人签",
    State.SIGNED: "已双签",
    State.POSTED: "已入账",
    State.RETURNED: "已退回",
    State.WITHDRAWN: "已撤回",
    State.VOID: "已作废",
}

VOUCHER_TITLES = {
    VoucherKind.EXPENSE: "记账凭证",
    VoucherKind.REFUND: "退款凭证（红字）",
    VoucherKind.REVERSAL: "冲销凭证（红字）",
    VoucherKind.RETURN: "上缴凭证",
}

OPEN_STATES = (State.SUBMITTED, State.HOST_SIGNED, State.SIGNED)
"""States in which the money is committed: neither free nor spent."""

PAYEE_KINDS = {
    "organisation": "单位",
    "external_person": "校外个人",
    "own_staff": "本校教职工",
    "studio_member": "工作室成员",
    "host": "主持人",
}
PAYMENTS = {
    "transfer": "转账",
    "official_card": "公务卡",
    "cash": "现金",
    "personal_advance": "个人垫付",
}


@dataclass(frozen=True, slots=True)
class Payee:
    """Who is paid; `kind` is a key of PAYEE_KINDS."""

    name: str
    kind: str = "organisation"


@dataclass(frozen=True, slots=True)
class VoucherLine:
    """One thing bought, its total with tax, and the source that pays it."""

    item: str
    amount: Money
    source: Source
    quantity: Decimal | None = None


@dataclass(frozen=True, slots=True)
class InvoiceClaim:
    """An invoice on a voucher and how much of it is claimed; `file` is its SHA-256, or empty for paper.

    `kind` is the reader's (digital, rail, fiscal …): a ticket without a buyer is judged by its form. `red_of` is the
    blue invoice that a red one takes back, as printed.
    """

    number: str
    total: Money
    claimed: Money
    code: str = ""
    issued_on: dt.date | None = None
    buyer_name: str = ""
    buyer_tax_id: str = ""
    seller_name: str = ""
    seller_tax_id: str = ""
    file: str = ""
    kind: str = ""
    red_of: str = ""

    @property
    def named(self) -> str:
        """Code and number as they go on paper; a red one with the blue one that it takes back."""
        own = f"{self.code} {self.number}".strip()
        if self.total >= Money():
            return own
        return f"红字 {own}，{f'冲销蓝字 {self.red_of}' if self.red_of else '同一销售方，未写明对应蓝字发票'}"


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file of evidence by its content, its kind (see the pack's evidence kinds) and the name it came with."""

    kind: str
    sha256: str
    name: str


class RefundKind(StrEnum):
    """Why money came back: the seller took something back, a person repaid, or an audit claimed it back (Art. 5)."""

    SELLER = "seller"
    PERSON = "person"
    AUDIT = "audit"


REFUND_NAMES = {RefundKind.SELLER: "销货方退款", RefundKind.PERSON: "个人退回", RefundKind.AUDIT: "审计追回"}


@dataclass(frozen=True, slots=True)
class VoucherContent:
    """All that is signed of a voucher. `details` has the keys of an expense case (see rules.case).

    `request` and `advance` are what it draws on; `refunds` the posted voucher whose money comes back, for
    `refund_kind`; `corrects` the reversed voucher in whose place it stands (订正). Each is a document's id.
    """

    studio: str
    date: dt.date
    category: str
    purpose: str
    payee: Payee
    payment: str
    lines: tuple[VoucherLine, ...]
    invoices: tuple[InvoiceClaim, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    details: Mapping[str, Mapping[str, str | int]] = field(default_factory=dict)
    kind: VoucherKind = VoucherKind.EXPENSE
    reverses: str = ""
    reason: str = ""
    request: str = ""
    advance: str = ""
    refunds: str = ""
    refund_kind: str = ""
    corrects: str = ""
    fees: tuple[FeeLine, ...] = ()

    @property
    def amount(self) -> Money:
        """The sum of the lines: positive for an expense, negative for a reversal or refund."""
        return Money.total(line.amount for line in self.lines)
