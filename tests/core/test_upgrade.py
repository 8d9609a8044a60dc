"""Ledgers of every earlier schema: each opens, verifies, keeps its log to the byte, and can go on."""

from __future__ import annotations

import gzip
import sqlite3
from pathlib import Path

import pytest

from studio_ledger.storage.columns import metadata
from studio_ledger.storage.engine import SCHEMA_VERSION, LedgerFileError
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


def version_of(path):
    with sqlite3.connect(path) as connection:
        return connection.execute("PRAGMA user_version").fetchone()[0]


def test_that_a_ledger_of_each_earlier_version_is_kept():
    assert len(FROZEN) == SCHEMA_VERSION - 1


def test_that_an_older_ledger_is_brought_up_to_date_and_its_log_is_not_touched(frozen, tmp_path):
    before = log_of(frozen)
    ledger = Workspace.open(frozen, tmp_path / "keys")
    assert ledger.verify().ok
    ledger.close()
    assert log_of(frozen) == before
    assert version_of(frozen) == SCHEMA_VERSION
    with sqlite3.connect(frozen) as connection:
        there = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    assert there >= set(metadata.tables)


def test_that_an_upgrade_cut_off_by_a_power_failure_is_made_again(frozen, tmp_path):
    """The new pages stand in the file and the old ones in a hot journal: its header alone would call it up to date."""
    old = frozen.read_bytes()
    Workspace.open(frozen, tmp_path / "keys").close()
    assert version_of(frozen) == SCHEMA_VERSION
    frozen.with_name(frozen.name + "-journal").write_bytes(hot_journal(old))
    ledger = Workspace.open(frozen, tmp_path / "keys")
    assert ledger.verify().ok
    ledger.close()
    assert version_of(frozen) == SCHEMA_VERSION


def hot_journal(old, sector=512):
    """What SQLite leaves beside a file that it was writing: every page as it was before (fileformat2, section 3)."""
    size = int.from_bytes(old[16:18], "big")
    pages = [old[start : start + size] for start in range(0, len(old), size)]
    words = (len(pages), 0, len(pages), sector, size)
    head = bytes.fromhex("d9d505f920a163d7") + b"".join(word.to_bytes(4, "big") for word in words)
    records = (
        number.to_bytes(4, "big") + page + sum(page[at] for at in range(size - 200, 0, -200)).to_bytes(4, "big")
        for number, page in enumerate(pages, 1)
    )
    return head.ljust(sector, b"\0") + b"".join(records)


def test_that_an_index_that_an_older_ledger_lacks_is_made(frozen, tmp_path):
    with sqlite3.connect(frozen) as connection:
        names = connection.execute("SELECT name FROM sqlite_master WHERE type = 'index' AND sql <> ''").fetchall()
        for (name,) in names:
            connection.execute(f"DROP INDEX {name}")
    Workspace.open(frozen, tmp_path / "keys").close()
    with sqlite3.connect(frozen) as connection:
        there = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'index'")}
    assert there >= {index.name for table in metadata.sorted_tables for index in table.indexes}


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
