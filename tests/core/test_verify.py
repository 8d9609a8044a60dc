"""Whoever changes the file behind the program's back is found: table by table, column by column."""

import hashlib
import json
import random
import shutil
import sqlite3

import pytest
from builders import School, a_voucher

from studio_ledger.log import act as acts
from studio_ledger.storage import guards
from studio_ledger.storage import tables as t
from studio_ledger.storage.engine import LedgerFileError
from studio_ledger.text import sentence
from studio_ledger.workspace import Workspace


@pytest.fixture(scope="module")
def ledger_file(tmp_path_factory):
    """A ledger with every kind of document, closed and at rest."""
    folder = tmp_path_factory.mktemp("ledger")
    school = School(folder)
    school.fund()
    school.post()
    sha256 = school.ledger.store_evidence(b"an original", "发票.pdf")
    content = a_voucher("120", number="2", purpose="工作室用书二批")
    school.post(content)
    school.ledger.attach(school.finance, school.submit(a_voucher("30", number="3")), "photo", sha256, "照片.jpg")
    school.sign_both(reversal := school.ledger.reverse(school.finance, _first(school), "开错"))
    school.ledger.post(school.finance, [reversal])
    school.ledger.close()
    return school.path


def _first(school):
    from studio_ledger.queries.rows import VoucherFilter

    return school.ledger.vouchers(VoucherFilter(search="1")).rows[-1].id


@pytest.fixture
def tampered(ledger_file, tmp_path):
    """A copy to change, with the guards taken off as a clerk with a database browser would."""
    copy = tmp_path / "copy.studio"
    shutil.copy(ledger_file, copy)
    connection = sqlite3.connect(copy)
    for name in guards.TRIGGERS:
        connection.execute(f"DROP TRIGGER {name}")
    connection.commit()
    yield copy, connection
    connection.close()


def _put_guards_back(connection):
    for ddl in guards.TRIGGERS.values():
        connection.execute(ddl)
    connection.commit()


def _verify(path, **pins):
    ledger = Workspace.open(path, window=False)
    try:
        return ledger.verify(**pins)
    finally:
        ledger.close()


def test_that_an_untouched_ledger_verifies(ledger_file):
    result = _verify(ledger_file)
    assert result.ok, result.defects
    assert result.vouchers == 4
    assert not result.pinned


def _other(value, column):
    if isinstance(value, int):
        return value + 1000
    if isinstance(value, bytes):
        return value + b" "
    if column == "state":
        return "void"
    return value + "x"


@pytest.mark.parametrize("table", [table.name for table in t.PROJECTIONS] + ["act"])
def test_that_every_changed_cell_of_a_table_is_found(tampered, table):
    path, connection = tampered
    rows = connection.execute(f"SELECT rowid, * FROM {table}").fetchall()
    columns = [row[1] for row in connection.execute(f"PRAGMA table_info({table})")]
    connection.execute("PRAGMA ignore_check_constraints=ON")
    rng = random.Random(7)
    missed = []
    for column in columns:
        row = rng.choice(rows) if rows else None
        if row is None:
            continue
        value = row[1 + columns.index(column)]
        connection.execute(f"UPDATE {table} SET {column} = ? WHERE rowid = ?", (_other(value, column), row[0]))
        _put_guards_back(connection)
        if not _found(path):
            missed.append((column, value))
        for name in guards.TRIGGERS:
            connection.execute(f"DROP TRIGGER {name}")
        connection.execute(
            f"UPDATE {table} SET {column} = ? WHERE rowid = ?", (value, _row_id(row, column, columns, value))
        )
        connection.commit()
    assert not missed


def _row_id(row, column, columns, value):
    # The key of an INTEGER PRIMARY KEY table is its rowid: it moved with the change.
    return row[0] + 1000 if column == "seq" and row[0] == value else row[0]


def _found(path):
    try:
        return not _verify(path).ok
    except LedgerFileError:
        return True


@pytest.mark.parametrize(
    "table", ["document", "voucher_line", "signature", "income", "budget_line", "attachment", "term"]
)
def test_that_a_deleted_row_is_found(tampered, table):
    path, connection = tampered
    connection.execute(f"DELETE FROM {table} WHERE rowid = (SELECT MIN(rowid) FROM {table})")
    _put_guards_back(connection)
    assert _found(path)


def test_that_swapped_evidence_is_found(tampered):
    path, connection = tampered
    connection.execute("UPDATE evidence SET data = ?", (b"another original",))
    _put_guards_back(connection)
    assert {defect.code for defect in _verify(path).defects} == {"evidence.missing"}


def test_that_a_dropped_guard_keeps_the_ledger_shut(tampered):
    path, _connection = tampered
    with pytest.raises(LedgerFileError) as refusal:
        Workspace.open(path, window=False)
    assert "改动" in sentence(refusal.value)


def test_that_an_expert_who_recomputes_every_hash_fails_at_the_signatures(tampered):
    """He changes a posted amount in the log, the whole chain and the tables; he has no key."""
    path, connection = tampered
    previous = acts.GENESIS_PREVIOUS
    for seq, written, signatures in connection.execute("SELECT seq, body, signatures FROM act ORDER BY seq").fetchall():
        fields = json.loads(written)
        body = written
        if fields["kind"] == "submit" and fields["data"]["content"]["lines"][0]["fen"] == 12000:
            body = body.replace(b'"fen":12000', b'"fen":12900')
        if seq > 1:
            seen = int(fields["seen"])
            head = connection.execute("SELECT hash FROM act WHERE seq = ?", (seen,)).fetchone()[0]
            body = body.replace(fields["head"].encode(), head.hex().encode())
        previous = acts.chain_hash(previous, seq, body, signatures)
        connection.execute("UPDATE act SET body = ?, hash = ? WHERE seq = ?", (body, previous, seq))
    _put_guards_back(connection)
    assert "log.signature" in {defect.code for defect in _verify(path).defects}


def _cut_after(path, connection, seq):
    connection.execute("DELETE FROM act WHERE seq > ?", (seq,))
    _put_guards_back(connection)


def test_that_a_cut_tail_is_found_with_the_head_from_paper(tampered):
    path, connection = tampered
    seq, chain = connection.execute("SELECT seq, hash FROM act ORDER BY seq DESC LIMIT 1").fetchone()
    _cut_after(path, connection, seq - 1)
    result = _verify(path, head=f"{seq}:{chain.hex()}")
    assert result.pinned
    assert "pin.head" in {defect.code for defect in result.defects}


def test_that_another_key_than_on_the_paper_form_is_found(ledger_file):
    result = _verify(ledger_file, fingerprints={"chenjing": "0000 " * 8})
    assert {defect.code for defect in result.defects} == {"pin.key", "pin.signer"}


def test_that_the_right_pins_hold(ledger_file):
    ledger = Workspace.open(ledger_file, window=False)
    forms = [ledger.enrolment_form(person.id) for person in ledger.people()]
    result = ledger.verify(head=ledger.head().pin, fingerprints={form.login: form.fingerprint for form in forms})
    ledger.close()
    assert result.ok
    assert result.pinned


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE act SET body = x'00'",
        "DELETE FROM act",
        "INSERT OR REPLACE INTO act SELECT * FROM act WHERE seq = 2",
        "UPDATE document SET amount_fen = 1 WHERE number > 0",
        "DELETE FROM document WHERE number > 0",
        "DELETE FROM voucher_line WHERE document IN (SELECT id FROM document WHERE number > 0)",
        "UPDATE evidence SET data = x'00'",
        "DELETE FROM evidence",
    ],
)
def test_that_the_database_itself_refuses(ledger_file, tmp_path, sql):
    copy = tmp_path / "copy.studio"
    shutil.copy(ledger_file, copy)
    connection = sqlite3.connect(copy)
    connection.execute("PRAGMA recursive_triggers=ON")
    with pytest.raises(sqlite3.IntegrityError):
        connection.execute(sql)
    connection.close()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "不是工作室经费账套"),
        (b"%PDF-1.4 not a ledger", "不是工作室经费账套"),
        (b"SQLite format 3\0" + bytes(200), "不是工作室经费账套"),
    ],
)
def test_that_a_foreign_file_is_refused_in_words_and_not_touched(tmp_path, content, words):
    path = tmp_path / "x.studio"
    path.write_bytes(content)
    with pytest.raises(LedgerFileError) as refusal:
        Workspace.open(path)
    assert words in sentence(refusal.value)
    assert path.read_bytes() == content


def test_that_a_newer_ledger_is_refused_and_not_touched(ledger_file, tmp_path):
    copy = tmp_path / "newer.studio"
    shutil.copy(ledger_file, copy)
    connection = sqlite3.connect(copy)
    connection.execute("PRAGMA user_version=99")
    connection.close()
    before = hashlib.sha256(copy.read_bytes()).hexdigest()
    with pytest.raises(LedgerFileError) as refusal:
        Workspace.open(copy)
    assert "升级" in sentence(refusal.value)
    assert hashlib.sha256(copy.read_bytes()).hexdigest() == before


def test_that_a_missing_file_and_a_folder_are_named(tmp_path):
    for path in (tmp_path / "none.studio", tmp_path):
        with pytest.raises(LedgerFileError):
            Workspace.open(path)


def test_that_flipped_bits_are_found_or_keep_the_file_shut(ledger_file, tmp_path):
    """Random bit flips: whatever changes content is found; nothing ends in a traceback."""
    data = ledger_file.read_bytes()
    rng = random.Random(11)
    honest = _content(ledger_file)
    missed = 0
    for number in range(40):
        copy = tmp_path / f"flip{number}.studio"
        place = rng.randrange(100, len(data))
        copy.write_bytes(data[:place] + bytes([data[place] ^ (1 << rng.randrange(8))]) + data[place + 1 :])
        if not _found(copy) and _content(copy) != honest:
            missed += 1
        copy.unlink()
    assert missed == 0


def _content(path):
    connection = sqlite3.connect(path)
    try:
        return [
            connection.execute(f"SELECT * FROM {table.name} ORDER BY 1").fetchall() for table in (t.act, *t.PROJECTIONS)
        ]
    except (sqlite3.DatabaseError, UnicodeDecodeError):
        return None
    finally:
        connection.close()


def test_that_a_backup_opens_and_verifies(ledger_file, tmp_path):
    ledger = Workspace.open(ledger_file, window=False)
    result = ledger.backup(tmp_path / "backup.studio")
    ledger.close()
    assert result.ok
    assert _verify(tmp_path / "backup.studio").ok
    assert [path.name for path in tmp_path.iterdir()] == ["backup.studio"]
