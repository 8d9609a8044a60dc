"""What a child that reads foreign files may use, and how it gives everything else away before the first of them.

Several walls, because none holds everywhere: the system's limits on a process, a filter of system calls (Linux on
x86-64 and ARM), and Python's own audit hook. `lock_down` tells which of them stand.
"""

from __future__ import annotations

import os
import sys
import time
from dataclasses import dataclass
from typing import Any

_WRITING = frozenset("wax+")
_WRITING_FLAGS = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
_REFUSED_EVENTS = (
    "socket.",
    "subprocess.",
    "ctypes.dlopen",
    "os.exec",
    "os.posix_spawn",
    "os.spawn",
    "os.startfile",
    "os.fork",
    "os.system",
    "os.kill",
    "os.remove",
    "os.rename",
    "os.rmdir",
    "os.mkdir",
    "os.link",
    "os.symlink",
    "os.truncate",
    "os.chmod",
    "os.chown",
    "shutil.",
    "winreg.",
    "pty.",
)
_MOST_OPEN_FILES = 64


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds of one child; sizes in bytes, times in seconds.

    `data` bounds what it may ask for at all, `resident` what it may fill: the program looks and ends it.
    `seconds` is for an ordinary file, `long_seconds` for pictures, bundles and many pages.
    """

    resident: int = 300_000_000
    data: int = 600_000_000
    seconds: float = 1.8
    long_seconds: float = 9.5
    files: int = 200


def lock_down(limits: Limits) -> tuple[str, ...]:
    """Give up everything a reader does not need, for good; returns the names of the walls that stand."""
    sys.dont_write_bytecode = True
    held = [*_limit_resources(limits), *_filter_system_calls()]
    _refuse_sockets()
    sys.addaudithook(_refuse)
    return (*held, "audit")


def die_with(parent: int) -> None:
    """End this process when the program is gone, however it ended; where the system cannot, the pipe's end does."""
    if sys.platform != "linux":
        return
    import ctypes  # noqa: PLC0415
    import signal  # noqa: PLC0415

    set_death_signal = 1
    ctypes.CDLL(None).prctl(set_death_signal, int(signal.SIGKILL), 0, 0, 0)
    if os.getppid() != parent:
        raise SystemExit(0)


def allow_seconds(seconds: float) -> None:
    """Bound the processor's time for the next file: it holds even when nobody is there to watch."""
    if sys.platform == "win32":
        return
    import resource  # noqa: PLC0415

    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (int(time.process_time() + seconds) + 2, hard))


def _limit_resources(limits: Limits) -> list[str]:
    if sys.platform == "win32":
        return []  # the job object that the program put this process into
    import resource  # noqa: PLC0415

    wanted = {
        "data": (resource.RLIMIT_DATA, limits.data),
        "address-space": (resource.RLIMIT_AS, limits.data * 4),
        "no-file": (resource.RLIMIT_FSIZE, 0),
        "open-files": (resource.RLIMIT_NOFILE, _MOST_OPEN_FILES),
        "no-process": (resource.RLIMIT_NPROC, 0),
        "no-core": (resource.RLIMIT_CORE, 0),
    }
    held = []
    for name, (which, most) in wanted.items():
        try:
            resource.setrlimit(which, (most, most))
        except (OSError, ValueError):
            continue  # not every system knows every limit; what stands is told
        held.append(name)
    return held


def _filter_system_calls() -> list[str]:
    if sys.platform != "linux":
        return []
    from studio_ledger.invoices.syscalls import refuse_system_calls  # noqa: PLC0415 - Linux alone

    return ["system-calls"] if refuse_system_calls() else []


def _refuse_sockets() -> None:
    import socket  # noqa: PLC0415

    class NoSocket:
        """Stands in the place of the socket."""

        def __init__(self, *_: object, **__: object) -> None:
            raise PermissionError

    socket.socket = NoSocket  # type: ignore[assignment, misc]


def _refuse(event: str, arguments: tuple[Any, ...]) -> None:
    if event == "open":
        _, mode, flags = arguments
        writes = bool(_WRITING & set(mode)) if isinstance(mode, str) else bool(int(flags or 0) & _WRITING_FLAGS)
        if writes:
            raise PermissionError(event)
    elif event.startswith(_REFUSED_EVENTS):
        raise PermissionError(event)
