"""The table of figures out of papers that the school entered and both signed."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Text

from studio_ledger.storage.columns import integer, table, text

city_figure = table(
    "city_figure",
    Column("document", Text, ForeignKey("document.id"), primary_key=True),
    integer("line", default=None, primary_key=True),
    text("standard", default=None),
    text("key"),
    text("value", default=None),
    text("months"),
    text("valid_from", default=None),
    text("valid_to"),
    text("number", default=None),
    text("jurisdiction"),
    integer("seq", default=None),
)

PAPERS = (city_figure,)
