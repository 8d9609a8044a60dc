"""A reading child whose reader does what the file tells it to: the worst that a hostile file could make of a real one.

Started by test_pool.py in the place of the worker; its walls are the real ones.
"""

import ctypes
import errno
import json
import os
import re
import socket
import subprocess
import sys
import time
from pathlib import Path

from studio_ledger.invoices import read_desk
from studio_ledger.invoices.worker import serve

LIBC = ctypes.CDLL(None, use_errno=True)
KEPT = []


def loop():
    while True:
        pass


def loop_in_c():
    re.match(r"(a+)+$", "a" * 40 + "b")


def sleep():
    time.sleep(60)


def allocate():
    KEPT.append(bytearray(2_000_000_000))


def allocate_slowly():
    while True:
        KEPT.append(b"x" * 4_000_000)
        time.sleep(0.0005)


def crash():
    ctypes.string_at(0)


def abort():
    os.abort()


def bug():
    raise ZeroDivisionError


def leave():
    os._exit(0)


def garbage():
    for pipe in range(3, 12):
        try:
            os.write(pipe, b"\x00\x00\x00\x04\x00\x00\x00\x00nope")
        except OSError:
            continue


def flood():
    for pipe in range(3, 12):
        try:
            while True:
                os.write(pipe, b"\xff" * 65536)
        except OSError:
            continue


def refused(work):
    try:
        return bool(work())
    except PermissionError:
        return True


def not_permitted(call, *words):
    return call(*words) < 0 and ctypes.get_errno() == errno.EPERM


def tries() -> dict[str, bool]:
    """What a reader may not do, in Python's way and by the system's own calls; True where it was refused."""
    path = b"/tmp/studio-ledger-was-here"
    return {
        "socket": refused(lambda: socket.socket() and False),
        "connection": refused(lambda: socket.create_connection(("127.0.0.1", 9)) and False),
        "socket-call": not_permitted(LIBC.socket, 2, 1, 0),
        "write": refused(lambda: Path(path.decode()).write_text("x") and False),
        "write-call": not_permitted(LIBC.open, path, os.O_WRONLY | os.O_CREAT, 0o600),
        "unlink-call": not_permitted(LIBC.unlink, path),
        "process": refused(lambda: subprocess.Popen(["/bin/true"]) and False),
        "fork": refused(lambda: os.fork() and False),
        "fork-call": not_permitted(LIBC.fork),
        "exec-call": not_permitted(LIBC.execl, b"/bin/true", b"true", None),
        "kill": refused(lambda: os.kill(os.getppid(), 0)),
        "kill-call": not_permitted(LIBC.kill, os.getppid(), 0),
    }


def answers(head, data):
    order = data.decode()
    if order == "chatter":
        print("chatter", flush=True)
        sys.__stdout__.write("chatter")
        sys.__stdout__.flush()
        LIBC.puts(b"chatter")
        LIBC.fflush(None)
        os.write(1, b"chatter")
    elif order == "tries":
        yield {"refused": json.dumps(tries())}, b""
        return
    elif order.startswith("{"):
        yield json.loads(order), b"1234"
        return
    elif order.startswith("<"):
        yield from read_desk.answers(head, data)
        return
    else:
        globals()[order]()
    yield {"refused": "nothing"}, b""


if __name__ == "__main__":
    raise SystemExit(serve(sys.argv[1:], read_desk.prepare, answers))
