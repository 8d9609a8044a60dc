"""ZIP opened with suspicion: an invoice arrives from anybody, and a ZIP can lie about everything it holds."""

from __future__ import annotations

import io
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
_HIGHEST_RATIO = 100
_RATIO_FROM = 1_000_000
_UTF8_NAMES = 0x800
_ENCRYPTED = 0x1
_LINK = 0o120000
_READ_ERRORS = (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError, ValueError)


class Archive:
    """The files of a ZIP, found by names without regard to case, leading slash or kind of slash."""

    def __init__(self, data: bytes) -> None:
        """Look at the directory; nothing is unpacked yet.

        Raises: RefusedError for a damaged, encrypted or hostile one.
        """
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
            entries = [entry for entry in self._zip.infolist() if not entry.is_dir()]
        except _READ_ERRORS as error:
            raise RefusedError(DAMAGED) from error
        if len(entries) > _MOST_ENTRIES or sum(entry.file_size for entry in entries) > _MOST_BYTES:
            raise RefusedError(HOSTILE)
        if any(entry.flag_bits & _ENCRYPTED for entry in entries):
            raise RefusedError(ENCRYPTED)
        if any(_is_hostile(entry) for entry in entries) or _overlap(entries):
            raise RefusedError(HOSTILE)
        self._read = 0
        self._entries = {_key(_name(entry)): entry for entry in entries}
        if len(self._entries) != len(entries):
            raise RefusedError(HOSTILE)
        self.names = tuple(_name(entry) for entry in entries)

    def holds(self, name: str) -> bool:
        """Whether there is such a file."""
        return _key(name) in self._entries

    def within(self, folder: str) -> list[str]:
        """Return the names of the files in a folder and below, however its slashes and letters are written."""
        start = _key(folder)
        return [name for name in self.names if start == "." or _key(name).startswith(f"{start}/")]

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
        limit = min(_LARGEST_ENTRY, _MOST_BYTES - self._read)
        try:
            with self._zip.open(entry) as file:
                data = file.read(limit + 1)
        except _READ_ERRORS as error:
            raise RefusedError(DAMAGED) from error
        if len(data) > limit:
            raise RefusedError(HOSTILE)
        self._read += len(data)
        return data


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
    parts = _name(entry).replace("\\", "/").split("/")
    climbs = ".." in parts or ":" in parts[0]
    is_link = (entry.external_attr >> 16) & 0o170000 == _LINK
    inflated = entry.file_size > _RATIO_FROM and entry.file_size > _HIGHEST_RATIO * max(entry.compress_size, 1)
    return climbs or is_link or inflated


def _overlap(entries: Sequence[zipfile.ZipInfo]) -> bool:
    """Whether two entries share bytes: zipfile itself looks only since Python 3.13."""
    spans = sorted((entry.header_offset, entry.header_offset + 30 + entry.compress_size) for entry in entries)
    return any(end > start for (_, end), (start, _) in pairwise(spans))
