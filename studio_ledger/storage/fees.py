"""The table of fees: who was paid by which voucher, for the tax of the month."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Index, Text

from studio_ledger.storage.columns import fen, integer, table, text

fee = table(
    "fee",
    Column("document", Text, ForeignKey("document.id"), primary_key=True),
    integer("line", default=None, primary_key=True),
    text("payee"),
    text("name", default=None),
    text("month", default=None),
    fen("net_fen"),
    fen("tax_fen"),
)
Index("fee_month", fee.c.month, fee.c.name)

FEES = (fee,)
