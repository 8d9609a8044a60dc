"""ZIP opened with suspicion: an invoice arrives from anybody, and a ZIP can lie about everything it holds."""

from __future__ import annotations

import io
import re
import struct
import unicodedata
import zipfile
import zlib
from itertools import pairwise
from posixpath import normpath
from typing import TYPE_CHECKING

from studio_ledger.invoices.refusal import DAMAGED, ENCRYPTED, HOSTILE, RefusedError

if TYPE_CHECKING:
    from collections.abc import Sequence

_MOST_ENTRIES = 2_000
_MOST_BYTES = 200_000_000
_LARGEST_ENTRY = 50_000_000
_LARGEST_DIRECTORY = 2_000_000
"""Bytes: two thousand names of a thousand bytes each would be a strange archive already."""

_HIGHEST_RATIO = 100
_RATIO_FROM = 1_000_000
_UTF8_NAMES = 0x800
_ENCRYPTED = 0x1
_LINK = 0o120000
_FURTHEST_END = 65_557
_DEVICE = re.compile(r"(?i)(?:con|prn|aux|nul|com[1-9]|lpt[1-9])(?:\..*)?")
_DRIVE = re.compile(r"[A-Za-z]:")
_BIDI = frozenset("\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_READ_ERRORS = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    OSError,
    NotImplementedError,
    RuntimeError,
    ValueError,
    struct.error,
)


class Archive:
    """The files of a ZIP, found by names without regard to case, leading slash or kind of slash."""

    def __init__(self, data: bytes, outer: Archive | None = None) -> None:
        """Look at the directory; nothing is unpacked yet. `outer`: the archive this one lies in.

        Raises: RefusedError for a damaged, encrypted or hostile one.
        """
        if _directory_size(data) > _LARGEST_DIRECTORY:
            raise RefusedError(HOSTILE)
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
            everything = self._zip.infolist()
        except _READ_ERRORS as error:
            raise RefusedError(DAMAGED) from error
        if not all(entry.filename and not (entry.is_dir() and entry.file_size) for entry in everything):
            raise RefusedError(DAMAGED)
        entries = [entry for entry in everything if not entry.is_dir()]
        if len(everything) > _MOST_ENTRIES or sum(entry.file_size for entry in entries) > _MOST_BYTES:
            raise RefusedError(HOSTILE)
        if any(entry.flag_bits & _ENCRYPTED for entry in entries):
            raise RefusedError(ENCRYPTED)
        if any(_is_hostile(entry) for entry in everything) or _overlap(everything):
            raise RefusedError(HOSTILE)
        self._outer = outer
        self._read = 0
        self.names = tuple(_name(entry) for entry in entries)
        self._keys = tuple(_key(name) for name in self.names)
        self._entries = dict(zip(self._keys, entries, strict=True))
        if len(self._entries) != len(entries):
            raise RefusedError(HOSTILE)

    def holds(self, name: str) -> bool:
        """Whether there is such a file."""
        return _key(name) in self._entries

    def within(self, folder: str) -> list[str]:
        """Return the names of the files in a folder and below, however its slashes and letters are written."""
        start = _key(folder)
        known = zip(self.names, self._keys, strict=True)
        return [name for name, key in known if start == "." or key.startswith(f"{start}/")]

    def size(self, name: str) -> int:
        """Return how long a file of the archive claims to be."""
        return self._entries[_key(name)].file_size

    @staticmethod
    def key(name: str) -> str:
        """Return the form in which two spellings of one path are the same."""
        return _key(name)

    def read(self, name: str) -> bytes:
        """Return a file's bytes; what is actually unpacked is counted, not what the directory promises.

        Raises: RefusedError.
        """
        entry = self._entries.get(_key(name))
        if entry is None:
            raise RefusedError(DAMAGED)
        limit = min(_LARGEST_ENTRY, self._left())
        try:
            with self._zip.open(entry) as file:
                data = file.read(limit + 1)
        except _READ_ERRORS as error:
            raise RefusedError(DAMAGED) from error
        if len(data) > limit:
            raise RefusedError(HOSTILE)
        self._count(len(data))
        return data

    def _left(self) -> int:
        here = _MOST_BYTES - self._read
        return here if self._outer is None else min(here, self._outer._left())  # noqa: SLF001 - an archive too

    def _count(self, unpacked: int) -> None:
        self._read += unpacked
        if self._outer is not None:
            self._outer._count(unpacked)  # noqa: SLF001 - an archive too


def _directory_size(data: bytes) -> int:
    """Return how long the directory claims to be: zipfile reads it whole before anything can be counted."""
    end = data.rfind(b"PK\5\6", max(0, len(data) - _FURTHEST_END))
    if end < 0 or end + 22 > len(data):
        return 0
    size = int(struct.unpack_from("<I", data, end + 12)[0])
    large = data.rfind(b"PK\6\6", max(0, end - 76), end)
    if large >= 0 and large + 48 <= len(data):
        size = max(size if size != 0xFFFFFFFF else 0, int(struct.unpack_from("<Q", data, large + 40)[0]))
    return size


def _key(name: str) -> str:
    return normpath(name.replace("\\", "/").lstrip("/")).lower()


def _name(entry: zipfile.ZipInfo) -> str:
    """Return the name; without the UTF-8 flag Chinese packers mean GBK, and zipfile reads CP437."""
    if entry.flag_bits & _UTF8_NAMES:
        return entry.filename
    try:
        raw = entry.filename.encode("cp437")
    except UnicodeEncodeError:
        return entry.filename
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return entry.filename


def _is_hostile(entry: zipfile.ZipInfo) -> bool:
    name = _name(entry)
    parts = name.replace("\\", "/").split("/")
    climbs = ".." in parts or _DRIVE.match(name) is not None or name.startswith(("//", "\\\\"))
    is_device = any(_DEVICE.fullmatch(part.strip()) for part in parts)
    is_odd = not name.isprintable() and any(c in _BIDI or unicodedata.category(c) == "Cc" for c in name)
    is_link = (entry.external_attr >> 16) & 0o170000 == _LINK
    inflated = entry.file_size > _RATIO_FROM and entry.file_size > _HIGHEST_RATIO * max(entry.compress_size, 1)
    return climbs or is_device or is_odd or is_link or inflated


def _overlap(entries: Sequence[zipfile.ZipInfo]) -> bool:
    """Whether two entries share bytes: zipfile itself looks only since Python 3.13."""
    spans = sorted((entry.header_offset, entry.header_offset + 30 + entry.compress_size) for entry in entries)
    return any(end > start for (_, end), (start, _) in pairwise(spans))
