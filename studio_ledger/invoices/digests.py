"""Digests by the names that signatures use; SM3 from `cryptography` where Python's own OpenSSL was built without."""

from __future__ import annotations

import hashlib

from cryptography.hazmat.primitives import hashes

_METHODS = {
    "1.2.156.10197.1.401": "sm3", "2.16.840.1.101.3.4.2.1": "sha256", "2.16.840.1.101.3.4.2.2": "sha384",
    "2.16.840.1.101.3.4.2.3": "sha512", "1.3.14.3.2.26": "sha1", "1.2.840.113549.2.5": "md5",
}  # fmt: skip
_KNOWN = frozenset(_METHODS.values())


def method_of(told: str) -> str:
    """Return sm3, sha256, … for an object identifier or a name; empty for one that is not known."""
    name = told.strip().lower().replace("-", "")
    return _METHODS.get(told.strip(), name if name in _KNOWN else "")


def digest(method: str, data: bytes) -> bytes:
    """Return the digest of some bytes by a method that `method_of` gave."""
    if method == "sm3" and method not in hashlib.algorithms_available:
        context = hashes.Hash(hashes.SM3())
        context.update(data)
        return context.finalize()
    return hashlib.new(method, data, usedforsecurity=False).digest()
