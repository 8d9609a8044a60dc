"""One file of words of the pack, checked as it is read: file, key and reason for what is wrong."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from studio_ledger.rules.errors import PolicyError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


class WordFile:
    """One file of words that knows its name, so that every refusal can name the place."""

    def __init__(self, name: str, table: Mapping[str, Any], path: str = "") -> None:
        self.name, self.table, self.path = name, table, path

    def refuse(self, key: str, reason: str) -> PolicyError:
        """Return the refusal of a key."""
        return PolicyError(self.name, f"{self.path}.{key}".strip("."), reason)

    def words(self, key: str, *, optional: bool = False) -> tuple[str, ...]:
        """Return words, written as a list or as one text with white space between; none may stand twice."""
        value = self.table.get(key, [] if optional else None)
        found = value.split() if isinstance(value, str) else value
        if not isinstance(found, list) or not all(isinstance(word, str) and word for word in found):
            raise self.refuse(key, "words are needed")
        if len(set(found)) < len(found):
            twice = next(word for place, word in enumerate(found) if word in found[:place])
            raise self.refuse(key, f"stands twice: {twice}")
        return tuple(found)

    def patterns(self, key: str) -> tuple[str, ...]:
        """Return regular expressions."""
        for pattern in self.words(key, optional=True):
            try:
                re.compile(pattern)
            except re.error as error:
                raise self.refuse(key, f"{pattern}: {error}") from error
        return self.words(key, optional=True)

    def part(self, key: str) -> WordFile:
        """Return a table inside this one."""
        value = self.table.get(key)
        if not isinstance(value, dict):
            raise self.refuse(key, "a table is needed")
        return WordFile(self.name, value, f"{self.path}.{key}".strip("."))

    def parts(self, key: str) -> Iterator[WordFile]:
        """Return a list of tables."""
        value = self.table.get(key)
        if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
            raise self.refuse(key, "a list of tables is needed")
        for place, item in enumerate(value):
            yield WordFile(self.name, item, f"{key}[{place}]")

    def tag(self) -> str:
        """Return the tag of a family."""
        tag = self.table.get("tag")
        if not isinstance(tag, str) or not tag:
            raise self.refuse("tag", "a tag is needed")
        return tag

    def mark(self) -> str:
        """Return what a family's words are besides their tag, empty where nothing is said."""
        return str(self.table.get("mark", ""))

    def groups(self) -> dict[str, tuple[str, ...]]:
        """Return every list of words of this table by its key."""
        return {key: self.words(key) for key in self.table}
