"""Tables of bank statements and of what each of their lines stands for."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Index, Text

from studio_ledger.storage.columns import fen, integer, table, text

bank_statement = table(
    "bank_statement",
    text("id", default=None, primary_key=True),
    text("account", default=None),
    text("start", default=None),
    text("end", default=None),
    fen("opening_fen"),
    fen("closing_fen"),
    text("file"),
    integer("seq", default=None),
    integer("withdrawn_seq"),
)
bank_line = table(
    "bank_line",
    Column("statement", Text, ForeignKey("bank_statement.id"), primary_key=True),
    integer("line", default=None, primary_key=True),
    text("date", default=None),
    fen("moved_fen"),
    text("counterparty"),
    text("words"),
    text("serial"),
)
Index("bank_line_day", bank_line.c.date)
bank_match = table(
    "bank_match",
    Column("statement", Text, ForeignKey("bank_statement.id"), primary_key=True),
    integer("line", default=None, primary_key=True),
    text("kind", default=None, primary_key=True),
    text("target", primary_key=True),
    fen("matched_fen"),
    text("note"),
    integer("seq", default=None),
)
Index("bank_match_target", bank_match.c.kind, bank_match.c.target)

BANK = (bank_statement, bank_line, bank_match)
