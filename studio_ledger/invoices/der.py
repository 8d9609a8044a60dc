"""ASN.1 as signatures are written in: a tree of tagged values (DER, and BER's open lengths), nothing more.

Seals come in two versions and from many makers; asking a tree by position and by tag stands them all.
"""

from __future__ import annotations

from dataclasses import dataclass

INTEGER, BIT_STRING, OCTET_STRING, OBJECT_ID, SEQUENCE, SET = 0x02, 0x03, 0x04, 0x06, 0x30, 0x31
UTC_TIME, GENERALIZED_TIME = 0x17, 0x18
_DEEPEST = 40
_MOST_NODES = 20_000


class BrokenValueError(ValueError):
    """These bytes are not what was looked for, or are damaged."""


@dataclass(frozen=True, slots=True)
class Node:
    """A value: its tag (with the bit that says "constructed"), its content, and both together as they stood."""

    tag: int
    content: bytes
    raw: bytes

    @property
    def children(self) -> tuple[Node, ...]:
        """The values inside.

        Raises: BrokenValueError where there are none.
        """
        return _series(self.content, 0)

    @property
    def bits(self) -> bytes:
        """The bytes of a bit string."""
        return self.content[1:] if self.tag == BIT_STRING else b""

    @property
    def octets(self) -> bytes:
        """The bytes of an octet string, put together where it came in pieces."""
        if self.tag == OCTET_STRING | 0x20:
            return b"".join(child.content for child in self.children)
        return self.content

    @property
    def number(self) -> int:
        """The value of an integer."""
        return int.from_bytes(self.content, "big", signed=True)

    @property
    def object_id(self) -> str:
        """The dotted form of an object identifier; empty for anything else."""
        if self.tag != OBJECT_ID or not self.content:
            return ""
        parts, value = [], 0
        for byte in self.content:
            value = value << 7 | byte & 0x7F
            if not byte & 0x80:
                parts.append(value)
                value = 0
        first = min(parts[0] // 40, 2) if parts else 0
        return ".".join(map(str, (first, parts[0] - 40 * first, *parts[1:]))) if parts else ""


def parsed(data: bytes) -> Node:
    """Return the first value in these bytes; what follows it is padding.

    Raises: BrokenValueError.
    """
    return _one(data, 0, 0)[0]


def _series(data: bytes, depth: int) -> tuple[Node, ...]:
    found: list[Node] = []
    at = 0
    while at < len(data):
        node, at = _one(data, at, depth)
        found.append(node)
        if len(found) > _MOST_NODES:
            raise BrokenValueError("too many values")
    return tuple(found)


def _one(data: bytes, at: int, depth: int) -> tuple[Node, int]:
    if depth > _DEEPEST or at + 2 > len(data):
        raise BrokenValueError("cut off")
    start, tag, length = at, data[at], data[at + 1]
    at += 2
    if tag & 0x1F == 0x1F:
        raise BrokenValueError("long tag")
    if length == 0x80:
        inside = at
        while data[at : at + 2] != b"\0\0":
            _, at = _one(data, at, depth + 1)
        return Node(tag, data[inside:at], data[start : at + 2]), at + 2
    if length & 0x80:
        count = length & 0x7F
        length = int.from_bytes(data[at : at + count], "big")
        at += count
    end = at + length
    if end > len(data):
        raise BrokenValueError("cut off")
    return Node(tag, data[at:end], data[start:end]), end
