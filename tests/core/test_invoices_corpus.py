"""Over the collection of public samples, where it lies beside the project: no wrong value may be silent."""

from __future__ import annotations

import csv
import unicodedata
from pathlib import Path

import pytest

from studio_ledger.invoices import UnreadableInvoiceError, as_json, read_invoice

CORPUS = Path(__file__).resolve().parents[3] / "shared" / "invoices"
FIELDS = {
    "number": ("number",),
    "code": ("code",),
    "date": ("date",),
    "buyer_name": ("buyer", "name"),
    "buyer_id": ("buyer", "tax_id"),
    "seller_name": ("seller", "name"),
    "seller_id": ("seller", "tax_id"),
    "amount_ex_tax": ("amount",),
    "tax": ("tax",),
    "total": ("total",),
}


def manifest() -> list[dict[str, str]]:
    path = CORPUS / "MANIFEST.tsv"
    if not path.exists():
        return []
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t"))


def same(got: str, want: str) -> bool:
    try:
        return round(float(got) * 100) == round(float(want) * 100)
    except (ValueError, OverflowError):
        return plain(got) == plain(want)


def plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).replace(" ", "").strip()


@pytest.mark.skipif(not manifest(), reason="the collection is not here")
@pytest.mark.parametrize("row", manifest(), ids=lambda row: row["file"])
def test_that_no_wrong_value_is_silent(row):
    try:
        invoices = read_invoice(CORPUS / "files" / row["file"])
    except UnreadableInvoiceError:
        is_invoice = row["kind"].startswith(("xml", "ofd", "pdf", "zip")) and row["number"]
        assert not is_invoice, "an undamaged invoice of a kind that is read must not be refused"
        return
    if row["kind"] in ("malformed", "not-invoice"):
        assert all(invoice.warnings for invoice in invoices)
        return
    answer = as_json(row["file"], invoices[0])
    for field, path in FIELDS.items():
        got = answer
        for key in path:
            got = got[key]
        if row["number"] and row[field] and got and not same(got, row[field]):
            assert answer["warnings"], f"{field}: {got!r} instead of {row[field]!r}, and no warning"
