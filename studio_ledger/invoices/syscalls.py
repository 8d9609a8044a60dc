"""A filter of system calls (seccomp) for Linux: no network, no process, no writing, whatever a library is made to do.

What is refused answers EPERM, so that a library that only tries goes on. Sources: seccomp(2), the kernel's tables
of x86-64 and of the generic numbering that ARM uses.
"""

from __future__ import annotations

import ctypes
import os
import platform
from dataclasses import dataclass

_NO_NEW_PRIVILEGES = 38
_SET_FILTER = 1
_ALL_THREADS = 1
_EPERM = 1
_LOAD, _EQUAL, _AT_LEAST, _ANY_BIT, _RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
_ALLOW, _REFUSE = 0x7FFF0000, 0x00050000 | _EPERM
_NUMBER_AT, _MACHINE_AT, _ARGUMENTS_AT = 0, 4, 16
_FOREIGN_NUMBERS = 0x40000000  # the x32 calls of x86-64 would go round the table
_WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC

_EVERYWHERE = {
    "io_uring_setup": 425,
    "io_uring_enter": 426,
    "io_uring_register": 427,
    "pidfd_send_signal": 424,
    "pidfd_open": 434,
    "clone3": 435,
    "openat2": 437,
    "pidfd_getfd": 438,
}
_X86_64 = _EVERYWHERE | {
    "socket": 41, "connect": 42, "accept": 43, "sendto": 44, "sendmsg": 46, "bind": 49, "listen": 50,
    "socketpair": 53, "accept4": 288, "sendmmsg": 307,
    "clone": 56, "fork": 57, "vfork": 58, "execve": 59, "execveat": 322,
    "kill": 62, "tkill": 200, "tgkill": 234, "rt_sigqueueinfo": 129, "rt_tgsigqueueinfo": 297, "ptrace": 101,
    "process_vm_readv": 310, "process_vm_writev": 311,
    "truncate": 76, "rename": 82, "mkdir": 83, "rmdir": 84, "creat": 85, "link": 86, "unlink": 87, "symlink": 88,
    "chmod": 90, "fchmod": 91, "chown": 92, "fchown": 93, "lchown": 94, "mknod": 133,
    "mkdirat": 258, "mknodat": 259, "fchownat": 260, "unlinkat": 263, "renameat": 264, "linkat": 265,
    "symlinkat": 266, "fchmodat": 268, "renameat2": 316, "memfd_create": 319,
    "pivot_root": 155, "chroot": 161, "mount": 165, "umount2": 166, "unshare": 272, "setns": 308,
    "init_module": 175, "delete_module": 176, "finit_module": 313, "kexec_load": 246, "bpf": 321,
    "add_key": 248, "request_key": 249, "keyctl": 250, "perf_event_open": 298, "userfaultfd": 323,
}  # fmt: skip
_ARM64 = _EVERYWHERE | {
    "socket": 198, "socketpair": 199, "bind": 200, "listen": 201, "accept": 202, "connect": 203, "sendto": 206,
    "sendmsg": 211, "accept4": 242, "sendmmsg": 269,
    "clone": 220, "execve": 221, "execveat": 281,
    "kill": 129, "tkill": 130, "tgkill": 131, "rt_sigqueueinfo": 138, "rt_tgsigqueueinfo": 240, "ptrace": 117,
    "process_vm_readv": 270, "process_vm_writev": 271,
    "mknodat": 33, "mkdirat": 34, "unlinkat": 35, "symlinkat": 36, "linkat": 37, "renameat": 38, "truncate": 45,
    "fchmod": 52, "fchmodat": 53, "fchownat": 54, "fchown": 55, "renameat2": 276, "memfd_create": 279,
    "umount2": 39, "mount": 40, "pivot_root": 41, "chroot": 51, "unshare": 97, "setns": 268,
    "kexec_load": 104, "init_module": 105, "delete_module": 106, "finit_module": 273, "bpf": 280,
    "add_key": 217, "request_key": 218, "keyctl": 219, "perf_event_open": 241, "userfaultfd": 282,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Machine:
    """`opening`: calls that open a file, and which of their arguments tells whether it is written."""

    word: int
    filtering: int
    refused: dict[str, int]
    opening: dict[int, int]


_MACHINES = {
    "x86_64": _Machine(0xC000003E, 317, _X86_64, {2: 1, 257: 2}),
    "aarch64": _Machine(0xC00000B7, 277, _ARM64, {56: 2}),
}


class _Step(ctypes.Structure):
    _fields_ = (("code", ctypes.c_uint16), ("yes", ctypes.c_uint8), ("no", ctypes.c_uint8), ("value", ctypes.c_uint32))


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_uint16), ("steps", ctypes.POINTER(_Step)))


def refuse_system_calls() -> bool:
    """Filter this process for good; returns whether the system took the filter."""
    machine = _MACHINES.get(platform.machine())
    if machine is None or ctypes.sizeof(ctypes.c_void_p) != 8:
        return False
    steps = list(_steps(machine))
    made = (_Step * len(steps))(*steps)
    program = _Program(len(steps), made)
    system = ctypes.CDLL(None, use_errno=True)
    if system.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0):
        return False
    refused: int = system.syscall(machine.filtering, _SET_FILTER, _ALL_THREADS, ctypes.byref(program))
    return refused == 0


def _steps(machine: _Machine) -> list[_Step]:
    steps = [
        _Step(_LOAD, 0, 0, _MACHINE_AT),
        _Step(_EQUAL, 1, 0, machine.word),
        _Step(_RETURN, 0, 0, _REFUSE),
        _Step(_LOAD, 0, 0, _NUMBER_AT),
        _Step(_AT_LEAST, 0, 1, _FOREIGN_NUMBERS),
        _Step(_RETURN, 0, 0, _REFUSE),
    ]
    for number in machine.refused.values():
        steps += [_Step(_EQUAL, 0, 1, number), _Step(_RETURN, 0, 0, _REFUSE)]
    for number, argument in machine.opening.items():
        steps += [
            _Step(_EQUAL, 0, 4, number),
            _Step(_LOAD, 0, 0, _ARGUMENTS_AT + 8 * argument),
            _Step(_ANY_BIT, 0, 1, _WRITES),
            _Step(_RETURN, 0, 0, _REFUSE),
            _Step(_RETURN, 0, 0, _ALLOW),
        ]
    return [*steps, _Step(_RETURN, 0, 0, _ALLOW)]
