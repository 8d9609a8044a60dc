"""Ledgers of every earlier schema: each opens, verifies, keeps its log to the byte, and can go on."""

from __future__ import annotations

import gzip
import sqlite3
from pathlib import Path

import pytest

from studio_ledger.storage.columns import metadata
from studio_ledger.storage.engine import SCHEMA_VERSION, LedgerFileError, version_in
from studio_ledger.workspace import Workspace

FROZEN = sorted((Path(__file__).parents[1] / "data" / "ledgers").glob("version-*.studio.gz"))


@pytest.fixture(params=FROZEN, ids=lambda path: path.name.partition(".")[0])
def frozen(request, tmp_path):
    path = tmp_path / "school.studio"
    path.write_bytes(gzip.decompress(request.param.read_bytes()))
    return path


def log_of(path):
    with sqlite3.connect(path) as connection:
        return connection.execute("SELECT seq, body, signatures, hash FROM act ORDER BY seq").fetchall()


def test_that_a_ledger_of_each_earlier_version_is_kept():
    assert len(FROZEN) == SCHEMA_VERSION - 1


def test_that_an_older_ledger_is_brought_up_to_date_and_its_log_is_not_touched(frozen, tmp_path):
    before = log_of(frozen)
    ledger = Workspace.open(frozen, tmp_path / "keys")
    assert ledger.verify().ok
    ledger.close()
    assert log_of(frozen) == before
    assert version_in(frozen) == SCHEMA_VERSION
    with sqlite3.connect(frozen) as connection:
        there = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    assert there >= set(metadata.tables)


def test_that_a_reader_does_not_upgrade(frozen, tmp_path):
    before = frozen.read_bytes()
    with pytest.raises(LedgerFileError) as refused:
        Workspace.open(frozen, tmp_path / "keys", read_only=True)
    assert refused.value.reason == "older"
    assert frozen.read_bytes() == before


def test_that_a_strange_trigger_in_an_older_ledger_is_still_noticed(frozen, tmp_path):
    with sqlite3.connect(frozen) as connection:
        connection.execute("CREATE TRIGGER quiet AFTER INSERT ON act BEGIN SELECT 1; END")
    with pytest.raises(LedgerFileError) as refused:
        Workspace.open(frozen, tmp_path / "keys")
    assert refused.value.reason == "tampered"


def test_that_a_change_of_the_tables_raises_the_version():
    spelled = [
        f"{table.name}: {', '.join(f'{column.name} {column.type}' for column in table.columns)}"
        for table in sorted(metadata.sorted_tables, key=lambda table: table.name)
    ]
    known = (FROZEN[0].parent / f"schema-{SCHEMA_VERSION}.txt").read_text("utf-8").splitlines()
    assert spelled == known, "raise SCHEMA_VERSION, freeze a ledger of the old one, and write down the new tables"
