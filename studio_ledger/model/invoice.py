"""An invoice as it was read: each value with the places it came from, and every doubt as a warning."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from studio_ledger.model.money import Money


@dataclass(frozen=True, slots=True)
class Party:
    """Buyer or seller as printed; an unread value is empty."""

    name: str = ""
    tax_id: str = ""


@dataclass(frozen=True, slots=True)
class InvoiceLine:
    """One line, tax apart; a discount is netted into the line it belongs to.

    `item` keeps the short name between stars (``*印刷品*图书``). None: not printed or not read.
    """

    item: str
    specification: str = ""
    unit: str = ""
    quantity: Decimal | None = None
    unit_price: Decimal | None = None
    amount: Money | None = None
    rate: str = ""
    tax: Money | None = None

    @property
    def with_tax(self) -> Money | None:
        """Amount and tax together; None where the amount is not known."""
        return None if self.amount is None else self.amount + (self.tax or Money())


@dataclass(frozen=True, slots=True)
class InvoiceWarning:
    """A doubt about an invoice: a code for programs and a Chinese sentence for people."""

    code: str
    message: str


@dataclass(frozen=True, slots=True)
class FieldBox:
    """Where a field stands on the picture, in fractions of the page (0 to 1, from the top left).

    `member` is the place of the file in a bundle from which it was read, counted from 0; -1 outside of bundles.
    """

    field: str
    page: int
    left: float
    top: float
    right: float
    bottom: float
    member: int = -1


@dataclass(frozen=True, slots=True)
class Trip:
    """What a ticket says of the journey as printed; an unread text is empty.

    `carriage` is the train, flight or line; `seat` the class (二等座, Y …); `passenger` a name, private data.
    """

    passenger: str = ""
    origin: str = ""
    destination: str = ""
    travelled_on: dt.date | None = None
    carriage: str = ""
    seat: str = ""


class SealState(StrEnum):
    """What can be said offline of a seal or signature in a file; none of it means that the invoice is genuine."""

    UNCHANGED = "unchanged"
    CHANGED = "changed"
    UNREAD = "unread"


@dataclass(frozen=True, slots=True)
class Seal:
    """A seal of an OFD or a signature of a PDF.

    `signer` is the name in its certificate (empty where it was not read), `signed_at` its own claim as printed,
    `proof` what was compared (sm3, sha256, sm2, rsa …), `whole` whether it covers all that is in the file.
    """

    state: SealState
    signer: str = ""
    signed_at: str = ""
    proof: tuple[str, ...] = ()
    whole: bool = True


@dataclass(frozen=True, slots=True)
class Invoice:
    """One e-invoice; an unread text is empty, an unread sum or date is None.

    `kind`: digital (数电票), vat-general, vat-special, rail, air, shenzhen, toll, fiscal, other.
    `sources` names for each read field where it was read (xml, pdf-text, qr, words …).
    """

    kind: str
    number: str = ""
    code: str = ""
    issued_on: dt.date | None = None
    check_code: str = ""
    buyer: Party = Party()
    seller: Party = Party()
    amount: Money | None = None
    tax: Money | None = None
    total: Money | None = None
    lines: tuple[InvoiceLine, ...] = ()
    remark: str = ""
    red_of: str = ""
    part: int | None = None
    read_from: tuple[str, ...] = ()
    sources: Mapping[str, str] = field(default_factory=dict)
    warnings: tuple[InvoiceWarning, ...] = ()
    boxes: tuple[FieldBox, ...] = ()
    trip: Trip | None = None
    seals: tuple[Seal, ...] = ()

    @property
    def is_red(self) -> bool:
        """Whether this is a red-letter (negative) invoice."""
        return bool(self.red_of) or (self.total is not None and self.total < Money())

    @property
    def identity(self) -> str:
        """``CODE-NUMBER``, or the number alone where there is no code."""
        return f"{self.code}-{self.number}" if self.code else self.number
