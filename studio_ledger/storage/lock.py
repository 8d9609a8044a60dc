"""One window writes: an operating-system lock on a file beside the ledger, with who holds it."""

from __future__ import annotations

import getpass
import os
import socket
import sys
from typing import IO, TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

if sys.platform == "win32":
    import msvcrt

    def _take(file: IO[str]) -> None:
        file.seek(1000)
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
else:
    import fcntl

    def _take(file: IO[str]) -> None:
        fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)


class WriterLock:
    """The right to be the one writing window; freed when the process ends, however it ends."""

    def __init__(self, ledger: Path, since: str) -> None:
        """Try to take the lock; `holder` names who has it where it could not be had."""
        self._path = ledger.with_name(ledger.name + ".lock")
        self._file: IO[str] | None = None
        self.holder = ""
        try:
            file = self._path.open("a+", encoding="utf-8")
        except OSError:
            return
        try:
            _take(file)
        except OSError:
            file.seek(0)
            self.holder = file.read(200).strip() or "?"
            file.close()
            return
        file.seek(0)
        file.truncate()
        file.write(f"{_user()}@{socket.gethostname()} {since}")
        file.flush()
        self._file = file

    @property
    def held(self) -> bool:
        """Whether this process may write as a window."""
        return self._file is not None

    def release(self) -> None:
        """Give the lock back; the file stays empty beside the ledger."""
        if self._file is not None:
            self._file.seek(0)
            self._file.truncate()
            self._file.close()
            self._file = None


def _user() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return str(os.getpid())
