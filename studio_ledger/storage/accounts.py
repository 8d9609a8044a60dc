"""The table of the general ledger's accounts that each studio's school chose."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, LargeBinary, Text

from studio_ledger.storage.columns import integer, table

account_choice = table(
    "account_choice",
    Column("studio", Text, ForeignKey("studio.id"), primary_key=True),
    Column("content", LargeBinary, nullable=False),
    integer("seq", default=None),
)

ACCOUNTS = (account_choice,)
