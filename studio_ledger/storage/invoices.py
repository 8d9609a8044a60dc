"""Tables about originals: what is held back, what the tax bureau said, and smaller copies of large photos."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, Index, Integer, LargeBinary, Text

from studio_ledger.storage.columns import fen, integer, table, text

invoice_stop = table(
    "invoice_stop",
    text("id", default=None, primary_key=True),
    Column("seq", Integer, nullable=False),
    Column("kind", Text, CheckConstraint("kind IN ('refused','returned')"), nullable=False),
    Column("state", Text, CheckConstraint("state IN ('open','mended','lifted')"), nullable=False),
    text("number"),
    text("number_key"),
    text("code"),
    text("file"),
    text("name"),
    text("seller"),
    fen("total_fen"),
    text("reason", default=None),
    text("told", default=None),
    text("told_on", default=None),
    text("by_person", default=None),
    text("mended_number"),
    text("mended_key"),
    text("mended_code"),
    text("mended_file"),
    text("mended_name"),
    text("lifted_because"),
    integer("ended_seq"),
)
Index("stop_number", invoice_stop.c.number_key)
Index("stop_file", invoice_stop.c.file)
invoice_check = table(
    "invoice_check",
    Column("seq", Integer, primary_key=True, autoincrement=False),
    text("number", default=None),
    text("number_key", default=None),
    text("code"),
    Column("result", Text, CheckConstraint("result IN ('same','different','unknown','voided','red')"), nullable=False),
    text("checked_on", default=None),
    text("checker", default=None),
    text("note"),
    text("by_person", default=None),
)
Index("check_number", invoice_check.c.number_key)

working_copy = table(
    "working_copy",
    Column("sha256", Text, CheckConstraint("length(sha256) = 64"), primary_key=True),
    Column("data", LargeBinary, nullable=False),
)
