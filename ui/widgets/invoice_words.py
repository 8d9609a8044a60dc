"""Names of the kinds of invoices, and what a ticket says of its journey, in the words people use."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

if TYPE_CHECKING:
    from studio_ledger.model.invoice import Trip
    from studio_ledger.model.money import Money


def invoice_title(kind: str) -> str:
    """Return the Chinese name of a kind of invoice."""
    return {
        "digital": _tr("电子发票"), "vat-general": _tr("增值税普通发票"), "vat-special": _tr("增值税专用发票"),
        "rail": _tr("铁路电子客票"), "air": _tr("航空运输电子客票"), "shenzhen": _tr("深圳电子普通发票"),
        "toll": _tr("通行费发票"), "fiscal": _tr("财政票据"),
    }.get(kind, _tr("其他票据"))  # fmt: skip


def short_title(kind: str) -> str:
    """Return the name people use in a list."""
    return {
        "digital": _tr("数电票"), "vat-general": _tr("增值税普票"), "vat-special": _tr("增值税专票"),
        "rail": _tr("铁路客票"), "air": _tr("航空客票"), "shenzhen": _tr("深圳电子票"),
    }.get(kind) or invoice_title(kind)  # fmt: skip


def trip_words(trip: Trip) -> str:
    """Return a journey in one line."""
    way = " → ".join(part for part in (trip.origin, trip.destination) if part)
    day = f"{trip.travelled_on:%Y年%m月%d日}" if trip.travelled_on else ""
    return "　".join(part for part in (day, trip.carriage, way, trip.seat, trip.passenger) if part)


def as_plain(amount: Money | None) -> str:
    """Return a sum with its sign of currency; empty where it was not read."""
    return "" if amount is None else f"¥{amount.grouped}"


def _tr(text: str) -> str:
    return QCoreApplication.translate("InvoicePaper", text)
