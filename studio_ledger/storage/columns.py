"""What all tables of a ledger file are made of: strict, never null, money in whole fen."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, Integer, MetaData, Table, Text

metadata = MetaData()
FEN = "BETWEEN -10000000000000 AND 10000000000000"


def table(name: str, *columns: Column[object] | CheckConstraint) -> Table:
    """Return a strict table of the ledger file."""
    return Table(name, metadata, *columns, sqlite_strict=True)


def text(name: str, *, default: str | None = "", primary_key: bool = False) -> Column[object]:
    """Return a column of text; without a default it must be given."""
    return Column(name, Text, nullable=False, server_default=default, primary_key=primary_key)


def integer(name: str, *, default: str | None = "0", primary_key: bool = False) -> Column[object]:
    """Return a column of whole numbers; without a default it must be given."""
    return Column(name, Integer, nullable=False, server_default=default, primary_key=primary_key)


def fen(name: str) -> Column[object]:
    """Return a column of money in fen, at most a hundred billion yuan either way."""
    return Column(name, Integer, CheckConstraint(f"{name} {FEN}"), nullable=False)
