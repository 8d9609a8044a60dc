"""Opening a ledger file with the settings that were measured, and refusing one that is not ours."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.pool import NullPool, QueuePool

from studio_ledger.errors import LedgerError

if TYPE_CHECKING:
    import sqlite3
    from pathlib import Path

APPLICATION_ID: Final = 0x5354_4C47  # "STLG"
SCHEMA_VERSION: Final = 3
_PRAGMAS: Final = (
    "busy_timeout=5000",
    "journal_mode=TRUNCATE",
    "synchronous=FULL",
    "foreign_keys=ON",
    "recursive_triggers=ON",
    "trusted_schema=OFF",
    "cell_size_check=ON",
    "mmap_size=0",
    "secure_delete=ON",
    "temp_store=MEMORY",
)


class LedgerFileError(LedgerError):
    """The file cannot be used as a ledger; `reason` picks the sentence."""

    code = "file.unusable"

    def __init__(self, path: Path, reason: str) -> None:
        self.reason = reason
        super().__init__(path=path, file=path.name, reason=reason)


def make_engine(path: Path, *, read_only: bool = False) -> Engine:
    """Return an engine on a ledger file; every transaction begins IMMEDIATE, readers' DEFERRED."""
    url = f"sqlite:///file:{_quoted(path)}?mode={'ro' if read_only else 'rwc'}&uri=true"
    engine = create_engine(url, poolclass=QueuePool, connect_args={"check_same_thread": False, "timeout": 5})
    event.listen(engine, "connect", _on_connect if not read_only else _on_connect_reader)
    event.listen(engine, "begin", _on_begin)
    return engine


def make_memory_engine() -> Engine:
    """Return an engine on a private database in memory, for replay."""
    return create_engine("sqlite://", poolclass=NullPool)


def _quoted(path: Path) -> str:
    text = path.absolute().as_posix()
    for sign, code in (("%", "%25"), ("?", "%3f"), ("#", "%23")):
        text = text.replace(sign, code)
    return text if text.startswith("/") else f"/{text}"


def _on_connect(connection: sqlite3.Connection, _record: object) -> None:
    connection.isolation_level = None
    for pragma in _PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")


def _on_connect_reader(connection: sqlite3.Connection, _record: object) -> None:
    connection.isolation_level = None
    for pragma in ("busy_timeout=5000", "query_only=ON", "trusted_schema=OFF", "cell_size_check=ON", "mmap_size=0"):
        connection.execute(f"PRAGMA {pragma}")


def _on_begin(connection: Connection) -> None:
    connection.exec_driver_sql(f"BEGIN {connection.get_execution_options().get('tx', 'IMMEDIATE')}")


def stamp(connection: Connection) -> None:
    """Mark a new file as a ledger of this schema."""
    connection.exec_driver_sql(f"PRAGMA application_id={APPLICATION_ID}")
    connection.exec_driver_sql(f"PRAGMA user_version={SCHEMA_VERSION}")


def examine(path: Path) -> None:
    """Look at the file's header before anything could write to it.

    Raises: LedgerFileError with reason missing, folder, foreign, newer or damaged.
    """
    if not path.exists():
        raise LedgerFileError(path, "missing")
    if path.is_dir():
        raise LedgerFileError(path, "folder")
    try:
        with path.open("rb") as file:
            header = file.read(100)
    except OSError as error:
        raise LedgerFileError(path, "unreadable") from error
    if len(header) < 100 or header[:16] != b"SQLite format 3\0":
        raise LedgerFileError(path, "foreign")
    if int.from_bytes(header[68:72], "big") != APPLICATION_ID:
        raise LedgerFileError(path, "foreign")
    if int.from_bytes(header[60:64], "big") > SCHEMA_VERSION:
        raise LedgerFileError(path, "newer")


def version_in(connection: Connection) -> int:
    """Return the file's schema version as SQLite reads it: an upgrade that was cut off is undone first.

    The header's bytes would not do: a hot journal beside the file may still take them back.
    """
    return int(connection.exec_driver_sql("PRAGMA user_version").scalar_one())
