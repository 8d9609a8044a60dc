"""Tables of what was taken over from the old books when a ledger was opened in the middle of a cycle."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Index, Text

from studio_ledger.storage.columns import fen, integer, table, text

historic = table(
    "historic",
    Column("document", Text, ForeignKey("document.id"), primary_key=True),
    integer("line", default=None, primary_key=True),
    text("studio", default=None),
    integer("year", default=None),
    text("date", default=None),
    text("number"),
    text("category", default=None),
    text("source", default=None),
    text("purpose"),
    text("payee"),
    fen("amount_fen"),
    text("invoice"),
)
Index("historic_year", historic.c.studio, historic.c.year, historic.c.date)
opening_asset = table(
    "opening_asset",
    Column("document", Text, ForeignKey("document.id"), primary_key=True),
    integer("line", default=None, primary_key=True),
    text("studio", default=None),
    text("name", default=None),
    text("card"),
    fen("amount_fen"),
    text("acquired_on", default=None),
    text("keeper"),
    text("place"),
)

OPENING = (historic, opening_asset)
