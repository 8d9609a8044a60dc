"""Which fields of a made file were read right: the same count as for prints."""

from __future__ import annotations

from typing import TYPE_CHECKING

from studio_ledger.invoices import UnreadableInvoiceError, read_invoice_bytes
from tests.invoice_prints.measure import Answer, Field, compared

if TYPE_CHECKING:
    from tests.invoice_data.made import Made


def read_back(made: Made, data: bytes | None = None) -> Answer:
    """Read a file, or a damaged copy of it, and compare it with its truth."""
    try:
        invoices = read_invoice_bytes(made.data if data is None else data, made.name)
    except UnreadableInvoiceError as refusal:
        return Answer(tuple(Field("refused", truth.number, "") for truth in made.truths), (), refusal.reason)
    if len(invoices) != len(made.truths):
        told = all(not invoice.warnings for invoice in invoices)
        return Answer((Field("count", len(made.truths), len(invoices), told),), invoices)
    pairs = zip(made.truths, invoices, strict=True)
    return Answer(tuple(field for pair in pairs for field in compared(*pair)), invoices)
