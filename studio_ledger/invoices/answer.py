"""An invoice in the form that the command line prints."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from studio_ledger.invoices.values import EXEMPT
from studio_ledger.model.money import Money

if TYPE_CHECKING:
    from studio_ledger.model.invoice import Invoice, InvoiceLine, Party, Seal, Trip


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
        "remark": invoice.remark,
        "red_of": invoice.red_of,
        "trip": _trip(invoice.trip),
        "seals": [_seal(seal) for seal in invoice.seals],
        "sources": dict(invoice.sources),
        "read_from": list(invoice.read_from),
        "warnings": [{"code": warning.code, "message": warning.message} for warning in invoice.warnings],
    }


def _party(party: Party) -> dict[str, str]:
    return {"name": party.name, "tax_id": party.tax_id}


def _trip(trip: Trip | None) -> dict[str, str] | None:
    if trip is None:
        return None
    return {
        "passenger": trip.passenger,
        "from": trip.origin,
        "to": trip.destination,
        "date": trip.travelled_on.isoformat() if trip.travelled_on else "",
        "carriage": trip.carriage,
        "seat": trip.seat,
    }


def _seal(seal: Seal) -> dict[str, Any]:
    return {
        "state": seal.state.value,
        "signer": seal.signer,
        "signed_at": seal.signed_at,
        "proof": list(seal.proof),
        "whole": seal.whole,
    }


def _line(line: InvoiceLine) -> dict[str, str]:
    return {
        "item": line.item,
        "specification": line.specification,
        "unit": line.unit,
        "unit_price": "" if line.unit_price is None else f"{line.unit_price:f}",
        "rate": line.rate,
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
