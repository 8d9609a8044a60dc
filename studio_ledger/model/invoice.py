"""An invoice as it was read: each value with the places it came from, and every doubt as a warning."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

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
    """Where a field stands on the picture, in fractions of the page (0 to 1, from the top left)."""

    field: str
    page: int
    left: float
    top: float
    right: float
    bottom: float


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

    @property
    def is_red(self) -> bool:
        """Whether this is a red-letter (negative) invoice."""
        return bool(self.red_of) or (self.total is not None and self.total < Money())

    @property
    def identity(self) -> str:
        """``CODE-NUMBER``, or the number alone where there is no code."""
        return f"{self.code}-{self.number}" if self.code else self.number
