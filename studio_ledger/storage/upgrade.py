"""An older ledger file gets the tables, columns, indexes and guards it lacks; the log and every row stay as they are.

New tables are shadows of kinds of acts that an older log cannot hold, so they begin empty and `verify` agrees.
"""

from __future__ import annotations

from sqlalchemy import Connection, Table, inspect
from sqlalchemy.schema import CreateColumn

from studio_ledger.storage import guards
from studio_ledger.storage import tables as t
from studio_ledger.storage.columns import metadata
from studio_ledger.storage.engine import stamp


def upgrade(connection: Connection) -> None:
    """Bring a file up to this program's schema within the caller's transaction."""
    there = set(inspect(connection).get_table_names())
    tables = (t.act, *t.PROJECTIONS, *t.UNLOGGED)
    for table in tables:
        if table.name in there:
            _add_columns(connection, table)
    metadata.create_all(connection, tables=tables)
    for table in tables:
        for index in table.indexes:
            index.create(connection, checkfirst=True)
    guards.renew(connection)
    stamp(connection)


def _add_columns(connection: Connection, table: Table) -> None:
    known = {column["name"] for column in inspect(connection).get_columns(table.name)}
    for column in table.columns:
        if column.name not in known:
            spelled = CreateColumn(column).compile(dialect=connection.dialect)
            connection.exec_driver_sql(f"ALTER TABLE {table.name} ADD COLUMN {spelled}")
