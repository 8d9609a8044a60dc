"""From read invoices to a voucher that a clerk only has to look over."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING, Protocol

from studio_ledger.model.funds import Source
from studio_ledger.model.money import Money
from studio_ledger.model.voucher import Attachment, InvoiceClaim, Payee, VoucherContent, VoucherLine
from studio_ledger.rules.propose import propose_category

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Sequence

    from studio_ledger.model.invoice import Invoice
    from studio_ledger.rules.policy import Policy

_SHORT_NAME = re.compile(r"^\*[^*]*\*")


class ReadFile(Protocol):
    """A file with what was read of it."""

    @property
    def name(self) -> str:
        """The name it came with."""

    @property
    def sha256(self) -> str:
        """Its content's hash."""

    @property
    def invoices(self) -> tuple[Invoice, ...]:
        """The invoices in it; none where it is other evidence."""


def draft_voucher(
    files: Sequence[ReadFile],
    studio: str,
    today: dt.date,
    policy: Policy,
    *,
    usual_category: Callable[[str], str] = lambda _seller: "",
) -> VoucherContent:
    """Return a voucher filled from files: the latest invoice's date, its seller, every line, every original.

    The category comes from the goods, else from what the seller was last paid for; it is a
    proposal. Lines stand on the city's money until sources are chosen.
    """
    # Two forms of one invoice (XML and PDF) are one invoice; both files stay as evidence.
    invoices: dict[str, tuple[Invoice, str]] = {}
    for file in files:
        for invoice in file.invoices:
            invoices.setdefault(invoice.identity or file.sha256, (invoice, file.sha256))
    found = [invoice for invoice, _ in invoices.values()]
    seller = next((invoice.seller.name for invoice in found if invoice.seller.name), "")
    lines = tuple(line for invoice in found for line in _lines(invoice))
    category = propose_category([line.item for line in lines], policy) or usual_category(seller)
    return VoucherContent(
        studio=studio,
        date=max((invoice.issued_on for invoice in found if invoice.issued_on), default=today),
        category=category,
        purpose=_purpose(lines),
        payee=Payee(seller),
        payment="transfer",
        lines=lines,
        invoices=tuple(_claim(invoice, sha256) for invoice, sha256 in invoices.values() if invoice.number),
        attachments=tuple(
            Attachment("invoice" if file.invoices else "other", file.sha256, file.name) for file in files
        ),
    )


def _lines(invoice: Invoice) -> list[VoucherLine]:
    read = [(line, line.with_tax) for line in invoice.lines]
    known = [amount for _, amount in read if amount is not None]
    # Lines that do not add up to the total would book a wrong sum: then the invoice is one line.
    if invoice.total is None or len(known) != len(read) or Money.total(known) != invoice.total or not read:
        if invoice.total is None:
            return []
        name = invoice.lines[0].item if invoice.lines else ""
        return [VoucherLine(name, invoice.total, Source.CITY)]
    return [
        VoucherLine(line.item, amount, Source.CITY, _whole(line.quantity))
        for line, amount in read
        if amount is not None
    ]


def _whole(quantity: Decimal | None) -> Decimal | None:
    return (
        None
        if quantity is None
        else quantity.normalize().quantize(Decimal(1))
        if quantity == quantity.to_integral()
        else quantity
    )


def _claim(invoice: Invoice, sha256: str) -> InvoiceClaim:
    total = invoice.total or Money()
    return InvoiceClaim(
        number=invoice.number,
        code=invoice.code,
        total=total,
        claimed=total,
        issued_on=invoice.issued_on,
        buyer_name=invoice.buyer.name,
        buyer_tax_id=invoice.buyer.tax_id,
        seller_name=invoice.seller.name,
        seller_tax_id=invoice.seller.tax_id,
        file=sha256,
        kind=invoice.kind,
    )


def _purpose(lines: Sequence[VoucherLine]) -> str:
    if not lines:
        return ""
    name = _SHORT_NAME.sub("", lines[0].item).strip()
    return f"购{name}" + (f"等{len(lines)}项" if len(lines) > 1 else "") if name else ""
