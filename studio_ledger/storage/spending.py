"""Tables of what stands around a voucher: requests and advances that hold money, payments, leftovers that move on."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Index, Text

from studio_ledger.storage.columns import fen, integer, table, text

request_rule = table(
    "request_rule",
    text("studio", default=None, primary_key=True),
    Column("document", Text, ForeignKey("document.id"), nullable=False),
    text("categories"),
    fen("legal_above_fen"),
    fen("minutes_above_fen"),
    text("valid_from", default=None),
)
hold = table(
    "hold",
    Column("document", Text, ForeignKey("document.id"), primary_key=True),
    text("kind", default=None),
    text("studio", default=None),
    integer("year", default=None),
    integer("month", default=None),
    text("source"),
    text("category"),
    text("person"),
    text("due_on"),
    fen("held_fen"),
    integer("drawn_fen"),
    integer("closed_seq"),
)
Index("hold_studio", hold.c.studio, hold.c.kind, hold.c.closed_seq)
draw = table(
    "draw",
    Column("voucher", Text, ForeignKey("document.id"), primary_key=True),
    Column("hold", Text, ForeignKey("document.id"), primary_key=True),
    fen("drawn_fen"),
)
Index("draw_hold", draw.c.hold)
payment = table(
    "payment",
    text("id", default=None, primary_key=True),
    Column("document", Text, ForeignKey("document.id"), nullable=False),
    text("part", default=None),
    fen("paid_fen"),
    text("paid_on", default=None),
    text("method", default=None),
    text("payee"),
    text("account"),
    text("slip"),
    text("note"),
    text("by_person", default=None),
    integer("seq", default=None),
    integer("undone_seq"),
)
Index("payment_document", payment.c.document)
Index("payment_day", payment.c.paid_on)
carry = table(
    "carry",
    Column("document", Text, ForeignKey("document.id"), primary_key=True),
    text("source", default=None, primary_key=True),
    integer("year", default=None, primary_key=True),
    text("studio", default=None),
    fen("moved_fen"),
)
Index("carry_year", carry.c.studio, carry.c.year)

SPENDING = (request_rule, hold, draw, payment, carry)
