"""An invoice in the form that the command line prints."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from studio_ledger.invoices.values import EXEMPT
from studio_ledger.model.money import Money

if TYPE_CHECKING:
    from studio_ledger.model.invoice import Invoice, InvoiceLine, Party


def as_json(path_text: str, invoice: Invoice) -> dict[str, Any]:
    """Return the object that ``invoice --json`` prints for one invoice of a file."""
    answer: dict[str, Any] = {"file": path_text}
    if invoice.part is not None:
        answer["part"] = invoice.part
    return answer | {
        "kind": invoice.kind,
        "number": invoice.number,
        "code": invoice.code,
        "date": invoice.issued_on.isoformat() if invoice.issued_on else "",
        "check_code": invoice.check_code,
        "buyer": _party(invoice.buyer),
        "seller": _party(invoice.seller),
        "amount": _sum(invoice.amount),
        "tax": _tax(invoice),
        "total": _sum(invoice.total),
        "lines": [_line(line) for line in invoice.lines],
        "read_from": list(invoice.read_from),
        "warnings": [{"code": warning.code, "message": warning.message} for warning in invoice.warnings],
    }


def _party(party: Party) -> dict[str, str]:
    return {"name": party.name, "tax_id": party.tax_id}


def _line(line: InvoiceLine) -> dict[str, str]:
    return {
        "item": line.item,
        "quantity": "" if line.quantity is None else f"{line.quantity:f}",
        "amount": _sum(line.amount),
        "tax": "***" if line.tax == Money() and line.rate in EXEMPT else _sum(line.tax),
    }


def _tax(invoice: Invoice) -> str:
    """An exempt invoice prints ``***`` for its tax, which is not the same as a tax of 0.00."""
    exempt = bool(invoice.lines) and all(line.rate in EXEMPT for line in invoice.lines)
    return "***" if exempt and invoice.tax == Money() else _sum(invoice.tax)


def _sum(amount: Money | None) -> str:
    return "" if amount is None else str(amount)
