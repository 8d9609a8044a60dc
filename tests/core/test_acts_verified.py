"""One log with every kind of act: whatever any of them wrote, `verify` names it when it was changed behind the log."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import contextmanager
from dataclasses import replace
from typing import NamedTuple

import pytest
from core.every_act import UNWRITTEN, every_other_act
from core.test_year import a_year
from sqlalchemy import select

from studio_ledger.audit import verify as verifying
from studio_ledger.ledger import journal
from studio_ledger.ledger.apply import REDUCERS, apply
from studio_ledger.log import canonical
from studio_ledger.log.act import Act
from studio_ledger.rules import load_pack
from studio_ledger.rules import policy as policies
from studio_ledger.storage import guards
from studio_ledger.storage import tables as t
from studio_ledger.storage.columns import metadata
from studio_ledger.storage.engine import make_memory_engine
from studio_ledger.workspace import Workspace
from tests.builders import School

TABLES = {table.name: table for table in t.PROJECTIONS}
MOVES_NOTHING = {"reveal", *UNWRITTEN}
"""Kinds that are only to be known."""
OF_OTHER_PACKS = "pack_term"
"""Filled by the first act of a ledger whose rule pack forbids carrying over; the year carries over."""


class Row(NamedTuple):
    """A row of a projection, as defects name it."""

    table: str
    key: tuple

    @property
    def where(self) -> str:
        return f"{self.table} {'/'.join(map(str, self.key))}"


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    """A scripted year with every other kind of act after it, at rest."""
    run = a_year(tmp_path_factory.mktemp("whole"))
    try:
        every_other_act(run)
    finally:
        run.ledger.close()
    return run.school.path


@pytest.fixture
def outcome(whole, tmp_path, monkeypatch):
    """What `verify` says of a copy that somebody changed with a database browser, in full."""
    monkeypatch.setattr(verifying, "MOST_DEFECTS", 10_000)
    path = tmp_path / "copy.studio"
    shutil.copy(whole, path)
    return lambda change: _verified(path, change)


def _verified(path, change):
    """Change a file behind the program's back; return where it then differs from its log, and in which words."""
    with _unguarded(path) as connection:
        change(connection)
    ledger = Workspace.open(path, window=False)
    found = ledger.verify()
    ledger.close()
    assert {defect.code for defect in found.defects} <= {"table.differs"}
    return {defect.where: defect.message for defect in found.defects}


@contextmanager
def _unguarded(path):
    connection = sqlite3.connect(path)
    for name in guards.TRIGGERS:
        connection.execute(f"DROP TRIGGER {name}")
    connection.execute("PRAGMA ignore_check_constraints=ON")
    yield connection
    for ddl in guards.TRIGGERS.values():
        connection.execute(ddl)
    connection.commit()
    connection.close()


def _keys(table):
    return [column.name for column in table.primary_key.columns]


def _cells(table):
    return [column.name for column in table.columns if not column.primary_key]


def _snapshot(connection):
    """Every row of every projection: its key, then its cells by name."""
    found = {}
    for table in t.PROJECTIONS:
        for row in connection.execute(select(table)).mappings():
            found[Row(table.name, tuple(row[name] for name in _keys(table)))] = dict(row)
    return found


def _stored(path):
    connection = sqlite3.connect(path)
    connection.row_factory = sqlite3.Row
    found = {}
    for table in t.PROJECTIONS:
        for row in connection.execute(f"SELECT * FROM {table.name} ORDER BY 1"):
            found[Row(table.name, tuple(row[name] for name in _keys(table)))] = dict(row)
    connection.close()
    return found


def _acts(path):
    ledger = Workspace.open(path, window=False)
    with ledger._read() as connection:
        rows = [row for page in journal.pages(connection) for row in page]
    ledger.close()
    return [Act(row.seq, row.body, row.signatures, row.hash, canonical.decode(row.body)) for row in rows]


def _moved_by_kind(path):
    """Kind → the rows that its newest act wrote, changed or took away: row → (before, after)."""
    acts = _acts(path)
    newest = {act.kind: act.seq for act in acts}
    moved = {}
    with make_memory_engine().connect() as shadow:
        metadata.create_all(shadow, tables=[*t.PROJECTIONS])
        for act in acts:
            if newest[act.kind] != act.seq:
                apply(shadow, act)
                continue
            before = _snapshot(shadow)
            apply(shadow, act)
            after = _snapshot(shadow)
            rows = [row for row in before.keys() | after.keys() if before.get(row) != after.get(row)]
            moved[act.kind] = {row: (before.get(row), after.get(row)) for row in sorted(rows, key=str)}
    return moved


def _other(value):
    """Another value of the same type."""
    if isinstance(value, int):
        return value + 1_000_003
    return value + (b"!" if isinstance(value, bytes) else "x")


def _change(connection, row, column, value):
    place = " AND ".join(f"{name} = ?" for name in _keys(TABLES[row.table]))
    done = connection.execute(f"UPDATE {row.table} SET {column} = ? WHERE {place}", (value, *row.key))
    assert done.rowcount == 1, row


def _put_back(connection, row, cells):
    names, marks = ", ".join(cells), ", ".join("?" * len(cells))
    connection.execute(f"INSERT INTO {row.table} ({names}) VALUES ({marks})", tuple(cells.values()))


def test_that_every_kind_of_act_stands_in_the_log_and_moves_what_verify_compares(whole):
    """The shadow has the compared tables and no other: an act that writes elsewhere cannot be replayed."""
    moved = _moved_by_kind(whole)
    assert moved.keys() == REDUCERS.keys()
    assert {kind for kind, rows in moved.items() if not rows} == MOVES_NOTHING


def test_that_what_each_kind_of_act_wrote_is_named_when_it_was_changed(whole, outcome):
    """A cell that its newest act set; where later acts took the row away, or it took one away, the row put back."""
    now, wanted = _stored(whole), {}
    changes = {}
    for kind, rows in _moved_by_kind(whole).items():
        for row, (before, after) in rows.items():
            if row in now and after is not None:
                cells = [name for name in _cells(TABLES[row.table]) if before is None or before[name] != after[name]]
                changes[row, cells[-1]] = _other(now[row][cells[-1]])
                wanted[kind, row.where] = "余额表" if row.table == "balance" else cells[-1]
            elif row not in now:
                changes[row, ""] = before or after
                wanted[kind, row.where] = "日志中没有此行"
    assert {kind for kind, _ in wanted} == REDUCERS.keys() - MOVES_NOTHING

    def change(connection):
        for (row, column), value in changes.items():
            if column:
                _change(connection, row, column, value)
            else:
                _put_back(connection, row, value)

    found = outcome(change)
    assert {place for place, words in wanted.items() if words not in found.get(place[1], "")} == set()
    assert found.keys() == {where for _, where in wanted}


def test_that_every_column_of_every_projection_is_compared(whole, outcome):
    now, wanted = _stored(whole), {}
    filled = {row.table for row in now}
    assert filled == TABLES.keys() - {OF_OTHER_PACKS}, "a table that no act fills would pass unseen"

    def change(connection):
        for name in filled:
            table, rows = TABLES[name], _rows_of(now, name)
            for place, column in enumerate(_cells(table)):
                row = rows[place % len(rows)]
                _change(connection, row, column, _other(now[row][column]))
                wanted[row.where, column] = "余额表" if table is t.balance else column

    found = outcome(change)
    assert {place for place, words in wanted.items() if words not in found.get(place[0], "")} == set()


def test_that_a_row_under_another_key_is_missing_and_one_too_many(whole, outcome):
    now, wanted = _stored(whole), {}

    def change(connection):
        for name in {row.table for row in now}:
            keys, rows = _keys(TABLES[name]), _rows_of(now, name)
            for column, row in zip(keys, rows, strict=False):
                key = dict(zip(keys, row.key, strict=True))
                key[column] = _other(key[column])
                _change(connection, row, column, key[column])
                wanted[row.where] = "表中缺少此行"
                wanted[Row(name, tuple(key.values())).where] = "日志中没有此行"

    found = outcome(change)
    assert found.keys() == wanted.keys()
    assert all(words in found[where] or where.startswith("balance ") for where, words in wanted.items())


def test_that_what_a_pack_forbade_is_compared(tmp_path, monkeypatch):
    pack = load_pack("")
    strict = replace(pack, terms=replace(pack.terms, carry_over="none"))
    monkeypatch.setattr(policies, "load_pack", lambda _id: strict)
    school = School(tmp_path)
    school.ledger.close()
    assert _verified(school.path, lambda _connection: None) == {}
    found = _verified(school.path, lambda connection: connection.execute("UPDATE pack_term SET value = 'allow'"))
    assert "（value）" in found["pack_term carry_over"]


def _rows_of(now, name):
    """Rows of a table; of balances only those that stand for something."""
    rows = [row for row in now if row.table == name]
    return [row for row in rows if name != "balance" or now[row]["spent_fen"] or now[row]["committed_fen"]]
