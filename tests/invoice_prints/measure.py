"""Which fields of a print were read right, wrong, or not at all."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from studio_ledger.invoices import UnreadableInvoiceError, read_invoice_bytes
from studio_ledger.model.invoice import Invoice
from tests.invoice_prints.prints import Print
from tests.invoice_prints.truth import Truth


@dataclass(frozen=True)
class Field:
    """One value: what is printed, what was read. `silent`: read wrong, and no warning on the invoice."""

    name: str
    want: object
    got: object
    silent: bool = False

    @property
    def right(self) -> bool:
        return self.want == self.got

    @property
    def wrong(self) -> bool:
        return not self.right and self.got not in ("", None)


@dataclass(frozen=True)
class Answer:
    """The fields of all invoices of a print, and the warnings of those that were read wholly right."""

    fields: tuple[Field, ...]
    invoices: tuple[Invoice, ...]
    refused: str = ""

    @property
    def silent(self) -> list[Field]:
        return [field for field in self.fields if field.silent]

    @property
    def false_warnings(self) -> list[str]:
        if not all(field.right for field in self.fields):
            return []
        return [f"{w.code}: {w.message}" for invoice in self.invoices for w in invoice.warnings]


def read_back(made: Print) -> Answer:
    """Read a print and compare it with its truth."""
    try:
        invoices = read_invoice_bytes(made.data, "print.pdf")
    except UnreadableInvoiceError as refusal:
        return Answer(tuple(Field("refused", truth.number, "") for truth in made.truths), (), refusal.reason)
    if len(invoices) != len(made.truths):
        return Answer(
            (Field("count", len(made.truths), len(invoices), all(not i.warnings for i in invoices)),), invoices
        )
    return Answer(
        tuple(field for pair in zip(made.truths, invoices, strict=True) for field in compared(*pair)), invoices
    )


def compared(truth: Truth, invoice: Invoice) -> Iterator[Field]:
    """Yield every field with what was printed and what was read."""
    pairs = [
        ("kind", truth.kind, invoice.kind),
        ("number", truth.number, invoice.number),
        ("code", truth.code, invoice.code),
        ("issued_on", truth.issued_on, invoice.issued_on),
        ("check_code", truth.check_code, invoice.check_code),
        ("buyer_name", plain(truth.buyer.name), plain(invoice.buyer.name)),
        ("buyer_id", truth.buyer.tax_id, invoice.buyer.tax_id),
        ("seller_name", plain(truth.seller.name), plain(invoice.seller.name)),
        ("seller_id", truth.seller.tax_id, invoice.seller.tax_id),
        ("amount", truth.amount, invoice.amount),
        ("tax", truth.tax, invoice.tax),
        ("total", truth.total, invoice.total),
        ("remark", plain(truth.remark), plain(invoice.remark)),
        ("red_of", truth.red_of, invoice.red_of),
    ]
    pairs += list(_trip(truth, invoice))
    pairs.append(("line_count", len(truth.lines), len(invoice.lines)))
    if len(truth.lines) == len(invoice.lines):
        pairs += list(_lines(truth, invoice))
    warned = bool(invoice.warnings)
    for name, want, got in pairs:
        if name == "kind" or not want == got == "":
            yield Field(name, want, got, silent=want != got and got not in ("", None) and not warned)


def _lines(truth: Truth, invoice: Invoice) -> Iterator[tuple[str, object, object]]:
    for want, got in zip(truth.lines, invoice.lines, strict=True):
        yield "item", plain(want.item), plain(got.item)
        yield "specification", plain(want.specification), plain(got.specification)
        for name in ("unit", "quantity", "unit_price", "amount", "rate", "tax"):
            yield name, getattr(want, name), getattr(got, name)


def _trip(truth: Truth, invoice: Invoice) -> Iterator[tuple[str, object, object]]:
    if truth.trip is None and invoice.trip is None:
        return
    for name in ("passenger", "origin", "destination", "travelled_on", "carriage", "seat"):
        yield f"trip.{name}", getattr(truth.trip, name, ""), getattr(invoice.trip, name, "")


def plain(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())
