"""Checking SM2 signatures (GB/T 32918.2, curve of GB/T 32918.5): only checking, so no secret is at stake.

Why here: no permissive library with wheels for all our platforms checks them (the usual one has none for ARM,
where half of the domestic desktops are), and `cryptography` does not know the curve. Two thousandths of a second.
"""

from __future__ import annotations

from studio_ledger.invoices.digests import digest

_P = 0xFFFFFFFEFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF00000000FFFFFFFFFFFFFFFF
_A = _P - 3
_B = 0x28E9FA9E9D9F5E344D5A9E4BCF6509A7F39789F515AB8F92DDBCBD414D940E93
_N = 0xFFFFFFFEFFFFFFFFFFFFFFFFFFFFFFFF7203DF6B21C6052B53BBF40939D54123
_G = (
    0x32C4AE2C1F1981195F9904466A39C9948FE30BBFF2660BE1715A4589334C74C7,
    0xBC3736A2F4F6779C59BDCEE36B692153D0A9877CC62A474002DF32E52139F0A0,
)
USER = b"1234567812345678"
"""The signer's name where nobody agreed on another (GM/T 0009)."""

Jacobian = tuple[int, int, int]
_NOWHERE: Jacobian = (1, 1, 0)


def is_signature(key: bytes, message: bytes, r: int, s: int, user: bytes = USER) -> bool:
    """Whether (r, s) is the signature over the message by the holder of this key (04, x, y: 65 bytes)."""
    if len(key) != 65 or key[0] != 4:
        return False
    point = int.from_bytes(key[1:33], "big"), int.from_bytes(key[33:], "big")
    total = (r + s) % _N
    if not _is_on_curve(point) or not 0 < r < _N or not 0 < s < _N or not total:
        return False
    whose = (8 * len(user)).to_bytes(2, "big") + user
    whose += b"".join(number.to_bytes(32, "big") for number in (_A, _B, *_G)) + key[1:]
    hashed = int.from_bytes(digest("sm3", digest("sm3", whose) + message), "big")
    x, _, z = _sum_of_products(s, _G, total, point)
    return bool(z) and (hashed + x * pow(z, -2, _P) % _P) % _N == r


def _is_on_curve(point: tuple[int, int]) -> bool:
    x, y = point
    return x < _P and y < _P and (y * y - (x * x + _A) * x - _B) % _P == 0


def _sum_of_products(first: int, one: tuple[int, int], second: int, other: tuple[int, int]) -> Jacobian:
    """Return first * one + second * other, two bits of each at a time."""
    row, column = (*one, 1), (*other, 1)
    ones = (_NOWHERE, row, _double(row), _add(_double(row), row))
    others = (_NOWHERE, column, _double(column), _add(_double(column), column))
    table = [[_add(a, b) for b in others] for a in ones]
    at = _NOWHERE
    for place in range(254, -2, -2):
        at = _add(_double(_double(at)), table[first >> place & 3][second >> place & 3])
    return at


def _double(point: Jacobian) -> Jacobian:
    x, y, z = point
    if not z or not y:
        return _NOWHERE
    square = y * y % _P
    middle = 4 * x * square % _P
    far = z * z % _P
    slope = 3 * (x - far) * (x + far) % _P
    new = (slope * slope - 2 * middle) % _P
    return new, (slope * (middle - new) - 8 * square * square) % _P, 2 * y * z % _P


def _add(one: Jacobian, other: Jacobian) -> Jacobian:
    (x1, y1, z1), (x2, y2, z2) = one, other
    if not z1 or not z2:
        return one if z1 else other
    near, far = z1 * z1 % _P, z2 * z2 % _P
    u1, u2 = x1 * far % _P, x2 * near % _P
    s1, s2 = y1 * far * z2 % _P, y2 * near * z1 % _P
    across, up = (u2 - u1) % _P, (s2 - s1) % _P
    if not across:
        return _NOWHERE if up else _double(one)
    square = across * across % _P
    cube, base = square * across % _P, u1 * square % _P
    x = (up * up - cube - 2 * base) % _P
    return x, (up * (base - x) - s1 * cube) % _P, z1 * z2 * across % _P
