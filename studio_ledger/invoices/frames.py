"""How the program and a reading child speak over two pipes: a head in JSON and raw bytes, both with their lengths.

Never pickle: a child that a hostile file has taken over could run code in the program with it.
"""

from __future__ import annotations

import json
import os
import struct
from typing import Any

LARGEST_HEAD = 8_000_000
_LENGTHS = struct.Struct(">II")
_AT_ONCE = 1 << 20


class BrokenFrameError(Exception):
    """The other side ended, or does not speak as agreed."""


def send(pipe: int, head: dict[str, Any], body: bytes = b"") -> None:
    """Write one frame.

    Raises: OSError where nobody reads any more.
    """
    spelled = json.dumps(head, ensure_ascii=True, allow_nan=False).encode()
    _write(pipe, _LENGTHS.pack(len(spelled), len(body)) + spelled)
    _write(pipe, body)


def receive(pipe: int, largest_body: int) -> tuple[dict[str, Any], bytes]:
    """Read one frame whose body has at most so many bytes.

    Raises: BrokenFrameError, OSError.
    """
    head_length, body_length = _LENGTHS.unpack(_read(pipe, _LENGTHS.size))
    if head_length > LARGEST_HEAD or body_length > largest_body:
        raise BrokenFrameError
    try:
        head = json.loads(_read(pipe, head_length), parse_constant=_refused)
    except (ValueError, RecursionError) as error:
        raise BrokenFrameError from error
    if not isinstance(head, dict):
        raise BrokenFrameError
    return head, _read(pipe, body_length)


def _refused(word: str) -> None:
    """JSON has no NaN and no infinity, though Python would read them."""
    raise ValueError(word)


def _write(pipe: int, data: bytes) -> None:
    rest = memoryview(data)
    while rest:
        rest = rest[os.write(pipe, rest[:_AT_ONCE]) :]


def _read(pipe: int, length: int) -> bytes:
    if not length:
        return b""
    first = os.read(pipe, min(length, _AT_ONCE))
    if len(first) == length:
        return first
    parts, missing = [first], length - len(first)
    while missing and parts[-1]:
        parts.append(os.read(pipe, min(missing, _AT_ONCE)))
        missing -= len(parts[-1])
    if missing:
        raise BrokenFrameError
    return b"".join(parts)
