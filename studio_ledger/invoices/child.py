"""One reading child as the program sees it: started, asked, watched and ended."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import time
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from studio_ledger import WORKER_OPTION
from studio_ledger.invoices import frames
from studio_ledger.invoices.frames import BrokenFrameError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from studio_ledger.invoices.limits import Limits

OUT_OF_MEMORY = 77
"""The exit code of a child that could not get the memory it asked for."""
LARGEST_PICTURE = 160_000_000

_START_SECONDS = 60.0
_STARVED_SECONDS = 10.0
_KEPT = ("PATH", "SYSTEMROOT", "TEMP", "TMP", "LANG", "LC_ALL", "LD_LIBRARY_PATH", "STUDIO_LEDGER_DEBUG")
_ROOT = Path(__file__).resolve().parents[2]
_LINUX = sys.platform == "linux"


def worker_command(module: str = "studio_ledger.invoices.worker") -> list[str]:
    """Return the words that start a child of this program, frozen or not; never from the folder the user stands in."""
    if getattr(sys, "frozen", False):
        return [sys.executable, WORKER_OPTION]
    # In a Windows environment sys.executable only starts the real Python, and would be what the job object holds.
    python = getattr(sys, "_base_executable", "") if sys.platform == "win32" else ""
    return [python or sys.executable, "-P", "-X", "utf8", "-m", module]


class Child:
    """A process that reads one file at a time. Asked by one thread, watched from others."""

    def __init__(self, command: Sequence[str], limits: Limits) -> None:
        """Start it and wait until it has locked itself in.

        Raises: BrokenFrameError, OSError where it does not start.
        """
        self.limits = limits
        self.files = 0
        self.fault = ""
        self._job = 0
        self._guard = threading.Lock()
        self._deadline = 0.0
        self._started = 0.0
        self._cpu_before = 0.0
        self._process = subprocess.Popen(  # noqa: S603 - our own words
            [*command, json.dumps(asdict(limits)), str(os.getpid())],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=None if os.environ.get("STUDIO_LEDGER_DEBUG") else subprocess.DEVNULL,
            env=_environment(),
            cwd=_ROOT,
            bufsize=0,
            start_new_session=sys.platform != "win32",
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
        assert self._process.stdin is not None  # noqa: S101 - for mypy: both were asked for
        assert self._process.stdout is not None  # noqa: S101
        self._to, self._from = self._process.stdin.fileno(), self._process.stdout.fileno()
        try:
            self._job = _put_in_job(self._process, limits)
            head = self._first_word()
        except (BrokenFrameError, OSError):
            self.end()
            raise
        walls = head.get("ready")
        self.protections = (*(("job-object",) if self._job else ()), *(walls if isinstance(walls, list) else ()))

    def _first_word(self) -> dict[str, Any]:
        too_late = threading.Timer(_START_SECONDS, self.stop)
        too_late.daemon = True
        too_late.start()
        try:
            return self.receive()[0]
        finally:
            too_late.cancel()

    @property
    def pid(self) -> int:
        """The process's number."""
        return self._process.pid

    def ask(self, head: dict[str, Any], body: bytes) -> None:
        """Send a file; the time for it begins.

        Raises: OSError where the child is gone.
        """
        with self._guard:
            self.files += 1
            self._started = time.monotonic()
            self._cpu_before = _cpu_seconds(self.pid)
            self._deadline = self._started + self.limits.seconds
        frames.send(self._to, head, body)

    def receive(self, largest_body: int = 0) -> tuple[dict[str, Any], bytes]:
        """Read the next frame of the answer.

        Raises: BrokenFrameError, OSError.
        """
        return frames.receive(self._from, largest_body)

    def give_long(self) -> None:
        """Allow the time of a long file."""
        with self._guard:
            self._deadline = max(self._deadline, self._started + self.limits.long_seconds)

    def rest(self) -> None:
        """Note that the answer is complete: nothing is to be watched until the next file."""
        with self._guard:
            self._deadline = 0.0

    def look(self, faults: tuple[str, str]) -> None:
        """End a child that uses too much time or memory; `faults` are the words for either."""
        with self._guard:
            if not self._deadline or self.fault:
                return
            if _resident(self.pid) > self.limits.resident:
                self.fault = faults[1]
            elif time.monotonic() > self._deadline and not self._is_starved():
                self.fault = faults[0]
            if self.fault:
                self._kill()

    def _is_starved(self) -> bool:
        """Whether others had the processor: a busy machine is no fault of the file."""
        now = time.monotonic()
        if not _LINUX or now > self._started + max(_STARVED_SECONDS, self.limits.long_seconds):
            return False
        used = _cpu_seconds(self.pid) - self._cpu_before
        return _is_runnable(self.pid) and used < (self._deadline - self._started) / 2

    def stop(self) -> None:
        """End the process from another thread; the one that asked it finds out."""
        with self._guard:
            self._kill()

    def end(self) -> int:
        """End it at once, whatever it does, and leave nothing behind; returns its exit code."""
        with self._guard:
            self._kill()
        code = self._process.wait()
        _let_go(self._job)
        for pipe in (self._process.stdin, self._process.stdout):
            with suppress(OSError):
                pipe.close()  # type: ignore[union-attr]
        return code

    def _kill(self) -> None:
        if self._process.returncode is None:
            with suppress(ProcessLookupError, PermissionError):
                self._process.kill()


def _environment() -> dict[str, str]:
    kept = {name: os.environ[name] for name in _KEPT if name in os.environ}
    kept["PYTHONPATH"] = os.pathsep.join(filter(None, [str(_ROOT), os.environ.get("PYTHONPATH", "")]))
    kept |= {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
    if sys.platform == "win32" and sys.prefix != sys.base_prefix:
        kept["__PYVENV_LAUNCHER__"] = sys.executable
    return kept


def _put_in_job(process: subprocess.Popen[bytes], limits: Limits) -> int:
    """Return the handle of the job that holds it; 0 on other systems."""
    if sys.platform == "win32":
        from studio_ledger.invoices import job_object  # noqa: PLC0415 - Windows alone

        return job_object.hold(process, limits)
    return 0


def _let_go(job: int) -> None:
    if sys.platform == "win32" and job:
        from studio_ledger.invoices import job_object  # noqa: PLC0415

        job_object.let_go(job)


def _resident(pid: int) -> int:
    """Return the bytes a process fills; 0 where the system does not tell: there another wall stands."""
    if not _LINUX:
        return 0
    try:
        with open(f"/proc/{pid}/statm", "rb") as file:  # noqa: PTH123 - looked at fifty times a second
            return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, IndexError):
        return 0


def _cpu_seconds(pid: int) -> float:
    fields = _stat(pid)
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK") if fields else 0.0


def _is_runnable(pid: int) -> bool:
    fields = _stat(pid)
    return bool(fields) and fields[0] == b"R"


def _stat(pid: int) -> list[bytes]:
    """Return the fields after the process's name, which may hold anything."""
    if not _LINUX:
        return []
    try:
        with open(f"/proc/{pid}/stat", "rb") as file:  # noqa: PTH123
            return file.read().rpartition(b")")[2].split()
    except OSError:
        return []
