"""What stands around a voucher: the request before it, the advance beside it, and the payment after it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from enum import StrEnum

from studio_ledger.model.funds import Source
from studio_ledger.model.money import Money
from studio_ledger.model.voucher import Attachment


class Level(StrEnum):
    """Who approves a request: the host alone, or the legal representative also."""

    HOST = "host"
    LEGAL = "legal"


@dataclass(frozen=True, slots=True)
class RequestRules:
    """When a studio asks before it spends (Art. 4: the host decides the direction of spending).

    `categories` need a request before a voucher; above `legal_above` the legal representative signs it too; above
    `minutes_above` the minutes of the meeting that decided it are attached (三重一大). A sum equal to a limit is below.
    """

    id: str
    studio: str
    categories: tuple[str, ...]
    legal_above: Money
    minutes_above: Money
    valid_from: dt.date


@dataclass(frozen=True, slots=True)
class Request:
    """A 用款申请: what is to be bought and why, before anything is bought; its sum is held in the budget."""

    id: str
    studio: str
    category: str
    purpose: str
    plan: str
    amount: Money
    date: dt.date
    level: Level = Level.LEGAL
    attachments: tuple[Attachment, ...] = ()


@dataclass(frozen=True, slots=True)
class Advance:
    """A 借款: money that a person of the school takes along, settled by vouchers; the rest comes back by `due_on`."""

    id: str
    studio: str
    person: str
    purpose: str
    source: Source
    amount: Money
    date: dt.date
    due_on: dt.date
    request: str = ""
    attachments: tuple[Attachment, ...] = ()


class Part(StrEnum):
    """What a payment is for: the whole, a fee's net or its tax, or an advance given and given back."""

    WHOLE = "whole"
    NET = "net"
    TAX = "tax"
    ADVANCE = "advance"


PART_NAMES = {Part.WHOLE: "款项", Part.NET: "税后报酬", Part.TAX: "代扣个税", Part.ADVANCE: "借款"}
METHODS = {"transfer": "银行转账", "official_card": "公务卡", "direct": "财政直接支付", "cash": "现金"}


@dataclass(frozen=True, slots=True)
class Payment:
    """One movement of money for a posted voucher or a signed advance: positive out of the school, negative into it.

    `method` is a key of METHODS; `account` the school's account; `slip` the bank slip's SHA-256 in the store.
    """

    id: str
    document: str
    part: Part
    amount: Money
    paid_on: dt.date
    method: str
    payee: str
    account: str = ""
    slip: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class BankLine:
    """One line of a bank statement: positive into the account, negative out of it."""

    number: int
    date: dt.date
    amount: Money
    counterparty: str = ""
    text: str = ""
    serial: str = ""


@dataclass(frozen=True, slots=True)
class BankStatement:
    """A bank's statement of one account; `file` is the SHA-256 of the bank's own file in the store."""

    id: str
    account: str
    start: dt.date
    end: dt.date
    opening: Money
    closing: Money
    lines: tuple[BankLine, ...] = field(default_factory=tuple)
    file: str = ""
