"""Read invoices as JSON beside the file they came from, so that a list need not read files again."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from studio_ledger.model.invoice import (
    FieldBox,
    Invoice,
    InvoiceLine,
    InvoiceWarning,
    Party,
    Seal,
    SealState,
    Trip,
)
from studio_ledger.model.money import Money

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


def invoice_fields(invoice: Invoice) -> dict[str, Any]:
    """Spell an invoice as JSON values; what was not read is null."""
    return {
        "kind": invoice.kind,
        "number": invoice.number,
        "code": invoice.code,
        "issued_on": invoice.issued_on.isoformat() if invoice.issued_on else None,
        "check_code": invoice.check_code,
        "buyer": [invoice.buyer.name, invoice.buyer.tax_id],
        "seller": [invoice.seller.name, invoice.seller.tax_id],
        "amount": _fen(invoice.amount),
        "tax": _fen(invoice.tax),
        "total": _fen(invoice.total),
        "lines": [_line_fields(line) for line in invoice.lines],
        "remark": invoice.remark,
        "red_of": invoice.red_of,
        "part": invoice.part,
        "read_from": list(invoice.read_from),
        "sources": dict(invoice.sources),
        "warnings": [[warning.code, warning.message] for warning in invoice.warnings],
        "boxes": [[b.field, b.page, b.left, b.top, b.right, b.bottom, b.member] for b in invoice.boxes],
        "trip": _trip_fields(invoice.trip),
        "seals": [[s.state.value, s.signer, s.signed_at, list(s.proof), s.whole] for s in invoice.seals],
    }


def _trip_fields(trip: Trip | None) -> list[str | None] | None:
    if trip is None:
        return None
    day = trip.travelled_on.isoformat() if trip.travelled_on else None
    return [trip.passenger, trip.origin, trip.destination, day, trip.carriage, trip.seat]


def _fen(amount: Money | None) -> int | None:
    return None if amount is None else amount.fen


def _line_fields(line: InvoiceLine) -> dict[str, Any]:
    return {
        "item": line.item,
        "specification": line.specification,
        "unit": line.unit,
        "quantity": None if line.quantity is None else str(line.quantity),
        "unit_price": None if line.unit_price is None else str(line.unit_price),
        "amount": _fen(line.amount),
        "rate": line.rate,
        "tax": _fen(line.tax),
    }


def read_stored_invoice(fields: Mapping[str, Any]) -> Invoice:
    """Read an invoice back."""
    return Invoice(
        kind=fields["kind"],
        number=fields["number"],
        code=fields["code"],
        issued_on=dt.date.fromisoformat(fields["issued_on"]) if fields["issued_on"] else None,
        check_code=fields["check_code"],
        buyer=Party(*fields["buyer"]),
        seller=Party(*fields["seller"]),
        amount=_money(fields["amount"]),
        tax=_money(fields["tax"]),
        total=_money(fields["total"]),
        lines=tuple(_read_line(line) for line in fields["lines"]),
        remark=fields["remark"],
        red_of=fields["red_of"],
        part=fields["part"],
        read_from=tuple(fields["read_from"]),
        sources=fields["sources"],
        warnings=tuple(InvoiceWarning(*warning) for warning in fields["warnings"]),
        boxes=tuple(FieldBox(*box) for box in fields["boxes"]),
        trip=_read_trip(fields.get("trip")),
        seals=tuple(_read_seal(seal) for seal in fields.get("seals", ())),
    )


def _read_trip(fields: Sequence[Any] | None) -> Trip | None:
    if fields is None:
        return None
    passenger, origin, destination, day, carriage, seat = fields
    return Trip(passenger, origin, destination, dt.date.fromisoformat(day) if day else None, carriage, seat)


def _read_seal(fields: Sequence[Any]) -> Seal:
    state, signer, signed_at, proof, whole = fields
    return Seal(SealState(state), signer, signed_at, tuple(proof), whole)


def _money(fen: int | None) -> Money | None:
    return None if fen is None else Money(fen)


def _read_line(line: Mapping[str, Any]) -> InvoiceLine:
    return InvoiceLine(
        item=line["item"],
        specification=line["specification"],
        unit=line["unit"],
        quantity=None if line["quantity"] is None else Decimal(line["quantity"]),
        unit_price=None if line["unit_price"] is None else Decimal(line["unit_price"]),
        amount=_money(line["amount"]),
        rate=line["rate"],
        tax=_money(line["tax"]),
    )
