"""Windows: a reading child lives in a job object that bounds its memory and dies with the program.

The job's handle is held by the program alone: when it closes, however the program ended, Windows ends the child.
"""

from __future__ import annotations

import ctypes
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import subprocess

    from studio_ledger.invoices.limits import Limits

_ACTIVE_PROCESSES = 0x8
_PROCESS_MEMORY = 0x100
_NO_ERROR_BOX = 0x400
_KILL_ON_CLOSE = 0x2000
_EXTENDED_LIMITS = 9


class BasicLimits(ctypes.Structure):
    """JOBOBJECT_BASIC_LIMIT_INFORMATION."""

    _fields_ = (
        ("per_process_time", ctypes.c_int64),
        ("per_job_time", ctypes.c_int64),
        ("flags", ctypes.c_uint32),
        ("smallest_working_set", ctypes.c_size_t),
        ("largest_working_set", ctypes.c_size_t),
        ("active_processes", ctypes.c_uint32),
        ("affinity", ctypes.c_size_t),
        ("priority", ctypes.c_uint32),
        ("scheduling", ctypes.c_uint32),
    )


class ExtendedLimits(ctypes.Structure):
    """JOBOBJECT_EXTENDED_LIMIT_INFORMATION."""

    _fields_ = (
        ("basic", BasicLimits),
        ("input_output", ctypes.c_uint64 * 6),
        ("process_memory", ctypes.c_size_t),
        ("job_memory", ctypes.c_size_t),
        ("most_process_memory", ctypes.c_size_t),
        ("most_job_memory", ctypes.c_size_t),
    )


def limits_of(resident: int) -> ExtendedLimits:
    """Return what Windows is told: so many bytes for the one process, no second one, all over with the handle."""
    told = ExtendedLimits()
    told.basic.flags = _ACTIVE_PROCESSES | _PROCESS_MEMORY | _NO_ERROR_BOX | _KILL_ON_CLOSE
    told.basic.active_processes = 1
    told.process_memory = resident
    return told


if sys.platform == "win32":

    def hold(process: subprocess.Popen[bytes], limits: Limits) -> int:
        """Put a child that has not yet seen a file into a job of its own; returns the job's handle, 0 if it failed."""
        system = ctypes.WinDLL("kernel32", use_last_error=True)
        system.CreateJobObjectW.restype = ctypes.c_void_p
        job = int(system.CreateJobObjectW(None, None) or 0)
        handle = ctypes.c_void_p(job)
        told = limits_of(limits.resident)
        held = (
            job
            and system.SetInformationJobObject(handle, _EXTENDED_LIMITS, ctypes.byref(told), ctypes.sizeof(told))
            and system.AssignProcessToJobObject(handle, ctypes.c_void_p(int(process._handle)))  # noqa: SLF001
        )
        if job and not held:
            let_go(job)
        return job if held else 0

    def let_go(job: int) -> None:
        """Close a job's handle; whatever still lives in it ends."""
        ctypes.WinDLL("kernel32").CloseHandle(ctypes.c_void_p(job))
