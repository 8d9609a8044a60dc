"""From read invoices to a voucher that a clerk only has to look over."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from itertools import zip_longest
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


class Claimable(Protocol):
    """Where an invoice stands in the books."""

    @property
    def is_part(self) -> bool:
        """Whether something of it is claimed and something is left."""

    @property
    def rest(self) -> Money | None:
        """What is left."""


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

    @property
    def standings(self) -> Sequence[Claimable]:
        """Where each of them stands in the books."""


@dataclass(frozen=True, slots=True)
class CategoryProposal:
    """A category and what speaks for it: ``goods`` (with the short name or item), ``seller``, or nothing."""

    category: str = ""
    why: str = ""
    word: str = ""


@dataclass(frozen=True, slots=True)
class _Found:
    """An invoice, the file it is claimed by, and how much of it may be claimed."""

    invoice: Invoice
    file: str
    total: Money
    rest: Money


def proposed_category(items: Sequence[str], policy: Policy, usual: str) -> CategoryProposal:
    """Return the category of the goods, else the one in which the seller was last paid (`usual`)."""
    category = propose_category(items, policy)
    if category:
        item = next((item for item in items if propose_category([item], policy) == category), items[0])
        short = _SHORT_NAME.match(item)
        return CategoryProposal(category, "goods", short.group().strip("*") if short else item)
    return CategoryProposal(usual, "seller") if usual else CategoryProposal()


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
    invoices: dict[str, _Found] = {}
    for file in files:
        for invoice, standing in zip_longest(file.invoices, file.standings):
            invoices.setdefault(invoice.identity or file.sha256, _found(invoice, standing, file.sha256))
    found = list(invoices.values())
    seller = next((one.invoice.seller.name for one in found if one.invoice.seller.name), "")
    lines = tuple(line for one in found for line in _lines(one))
    category = proposed_category([line.item for line in lines], policy, usual_category(seller)).category
    return VoucherContent(
        studio=studio,
        date=max((one.invoice.issued_on for one in found if one.invoice.issued_on), default=today),
        category=category,
        purpose=_purpose(lines),
        payee=Payee(seller),
        payment="transfer",
        lines=lines,
        invoices=tuple(_claim(one) for one in found if one.invoice.number),
        attachments=tuple(
            Attachment("invoice" if file.invoices else "other", file.sha256, file.name) for file in files
        ),
    )


def _found(invoice: Invoice, standing: Claimable | None, sha256: str) -> _Found:
    total = invoice.total or Money()
    rest = standing.rest if standing is not None and standing.is_part else None
    return _Found(invoice, sha256, total, total if rest is None else rest)


def _lines(found: _Found) -> list[VoucherLine]:
    invoice = found.invoice
    read = [(line, line.with_tax) for line in invoice.lines]
    known = [amount for _, amount in read if amount is not None]
    # Lines that do not add up to what is claimed would book a wrong sum: then the invoice is one line.
    if invoice.total is None or len(known) != len(read) or Money.total(known) != found.rest or not read:
        if invoice.total is None:
            return []
        name = invoice.lines[0].item if invoice.lines else ""
        return [VoucherLine(name, found.rest, Source.CITY)]
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


def _claim(found: _Found) -> InvoiceClaim:
    invoice = found.invoice
    return InvoiceClaim(
        number=invoice.number,
        code=invoice.code,
        total=found.total,
        claimed=found.rest,
        issued_on=invoice.issued_on,
        buyer_name=invoice.buyer.name,
        buyer_tax_id=invoice.buyer.tax_id,
        seller_name=invoice.seller.name,
        seller_tax_id=invoice.seller.tax_id,
        file=found.file,
        kind=invoice.kind,
    )


def _purpose(lines: Sequence[VoucherLine]) -> str:
    if not lines:
        return ""
    name = _SHORT_NAME.sub("", lines[0].item).strip()
    return f"购{name}" + (f"等{len(lines)}项" if len(lines) > 1 else "") if name else ""
