"""Red-letter invoices of the inbox, seen from the voucher whose money comes back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from studio_ledger.ledger import red_letters
from studio_ledger.model.money import Money
from studio_ledger.model.voucher import InvoiceClaim

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy import Connection

    from studio_ledger.model.invoice import Invoice
    from studio_ledger.model.studio import Studio
    from studio_ledger.model.voucher import VoucherContent
    from studio_ledger.queries.rows import InboxItem

FAULTS = {
    "other_blue": "冲销的不是本凭证的发票",
    "other_seller": "销售方不同",
    "other_buyer": "购买方不是本校",
    "held": "已拒收、退回或查验不符",
    "used": "已用于另一笔退款或草稿",
}
"""Why a red-letter invoice cannot prove a refund, in words."""


@dataclass(frozen=True, slots=True)
class RedLetter:
    """A red-letter invoice: its claim (below zero), its file's name, and the voucher's invoice that it takes back.

    `blue` is empty where only the seller is the same; `fault` is a key of FAULTS where it cannot be used.
    """

    claim: InvoiceClaim
    name: str
    blue: str = ""
    fault: str = ""


def found(
    connection: Connection, items: Iterable[InboxItem], original: VoucherContent, studio: Studio
) -> tuple[RedLetter, ...]:
    """Return the red-letter invoices of these items: what names a blue one of the voucher, its seller's, the unfit."""
    read = [
        _red_letter(connection, item, place, original, studio)
        for item in items
        for place, invoice in enumerate(item.invoices)
        if invoice.total is not None and invoice.total < Money()
    ]
    return tuple(sorted(read, key=lambda one: (bool(one.fault), not one.blue)))


def _red_letter(
    connection: Connection, item: InboxItem, place: int, original: VoucherContent, studio: Studio
) -> RedLetter:
    claim = _claim(item.invoices[place], item.sha256)
    fault = red_letters.fault(original, studio, claim)
    if item.standings[place].is_held:
        fault = fault or "held"
    blue = red_letters.blue_of(original, claim)
    if item.used_in == "draft" or red_letters.used_in(connection, claim):
        fault = fault or "used"
    return RedLetter(claim, item.name, blue.number if blue is not None else "", fault)


def _claim(invoice: Invoice, file: str) -> InvoiceClaim:
    total = invoice.total or Money()
    return InvoiceClaim(
        number=invoice.number,
        total=total,
        claimed=total,
        code=invoice.code,
        issued_on=invoice.issued_on,
        buyer_name=invoice.buyer.name,
        buyer_tax_id=invoice.buyer.tax_id,
        seller_name=invoice.seller.name,
        seller_tax_id=invoice.seller.tax_id,
        file=file,
        kind=invoice.kind,
        red_of=invoice.red_of,
    )
