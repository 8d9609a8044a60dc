"""Spoils a good file: bytes turned, cut, doubled, mixed with another file's, numbers made absurd."""

from __future__ import annotations

import io
import random
import re
import zipfile
from collections.abc import Callable, Sequence

Spoiling = Callable[[random.Random, bytes, Sequence[bytes]], bytes]

_TOKENS = (
    *(b"0", b"-1", b"1e999", b"NaN", b"99999999999999999999", b"\x00", b"\xff\xff", b"\xed\xa0\x80"),
    *(b"<![CDATA[", b"]]>", b"<!--", b"&amp;", b"&#0;", b"&#x110000;", b"<!DOCTYPE a>", b"<a>", b"</a>", b"/>", b'"'),
    *("０１２", "壹佰圆整", "负", "亿亿亿元", "¥", "发票号码：", "名称：", "合计", "小写", "免税", "***"),
    *(b"../", b"\\", b"PK\x03\x04", b"PK\x05\x06", b"endobj", b"stream\n", b"/Kids [3 0 R]", b"{", b"}", b"[", b"]"),
)
_NUMBER = re.compile(rb"\d+")
_LONGEST = 400_000


def spoilt(chance: random.Random, data: bytes, others: Sequence[bytes]) -> bytes:
    """Return a file with one to six faults."""
    for _ in range(chance.choice((1, 1, 1, 2, 3, 6))):
        data = chance.choice(_WAYS)(chance, data, others)
    return data[:_LONGEST]


def spoilt_archive(chance: random.Random, data: bytes, others: Sequence[bytes], inside: Spoiling = spoilt) -> bytes:
    """Return a ZIP in which files are spoilt, missing, doubled or strangers; now and then its own bytes are."""
    if chance.random() < 0.2:
        return spoilt(chance, data, others)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        files = [(entry.filename, archive.read(entry)) for entry in archive.infolist()]
    for _ in range(chance.choice((1, 1, 2, 4))):
        at = chance.randrange(len(files))
        name, content = files[at]
        way = chance.random()
        if way < 0.75:
            files[at] = (name, inside(chance, content, [text for _, text in files]))
        elif way < 0.83 and len(files) > 1:
            del files[at]
        elif way < 0.91:
            files[at] = ("a" + spoilt(chance, name.encode(), [b"a/b"]).decode("utf-8", "replace"), content)
        else:
            files[at] = (name, chance.choice(files)[1])
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in dict(files).items():
            archive.writestr(name, content)
    return made.getvalue()


def _place(chance: random.Random, data: bytes) -> int:
    return chance.randrange(len(data) + 1)


def _turn(chance: random.Random, data: bytes, _: Sequence[bytes]) -> bytes:
    changed = bytearray(data)
    for _round in range(chance.choice((1, 2, 8)) if data else 0):
        changed[chance.randrange(len(changed))] = chance.randrange(256)
    return bytes(changed)


def _cut(chance: random.Random, data: bytes, _: Sequence[bytes]) -> bytes:
    start = _place(chance, data)
    return data[:start] + data[start + chance.choice((1, 4, 40, len(data) // 2)) :]


def _double(chance: random.Random, data: bytes, _: Sequence[bytes]) -> bytes:
    start = _place(chance, data)
    part = data[start : start + chance.choice((1, 10, 200, 4000))]
    return data[:start] + part * chance.choice((2, 2, 3, 50)) + data[start:]


def _move(chance: random.Random, data: bytes, _: Sequence[bytes]) -> bytes:
    start, to = sorted((_place(chance, data), _place(chance, data)))
    part = data[start : start + 60]
    rest = data[:start] + data[start + 60 :]
    return rest[:to] + part + rest[to:]


def _insert(chance: random.Random, data: bytes, _: Sequence[bytes]) -> bytes:
    token = chance.choice(_TOKENS)
    at = _place(chance, data)
    return data[:at] + (token.encode() if isinstance(token, str) else token) + data[at:]


def _number(chance: random.Random, data: bytes, others: Sequence[bytes]) -> bytes:
    numbers = list(_NUMBER.finditer(data))
    if not numbers:
        return _insert(chance, data, others)
    found = chance.choice(numbers)
    other = chance.choice((b"0", b"-1", b"1" * 30, b"4294967296", b"0.001", b"1e400", str(chance.random()).encode()))
    return data[: found.start()] + other + data[found.end() :]


def _splice(chance: random.Random, data: bytes, others: Sequence[bytes]) -> bytes:
    other = chance.choice(others) if others else data
    start = _place(chance, other)
    return data[: _place(chance, data)] + other[start : start + chance.choice((20, 500, len(other)))]


_WAYS: tuple[Spoiling, ...] = (
    _turn,
    _cut,
    _double,
    _move,
    _insert,
    _number,
    _splice,
)
