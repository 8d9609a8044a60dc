"""An act: what one person did, over which history, in canonical bytes, chained and signed."""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from studio_ledger.log import canonical

if TYPE_CHECKING:
    from collections.abc import Mapping

SCHEMA = 1
ALGORITHM = "ed25519-sha256"
GENESIS_PREVIOUS = bytes(32)
_CHAIN_DOMAIN = b"studio-ledger/1\nevent\0"
_ACT_DOMAIN = b"studio-ledger/1\nact\0"


@dataclass(frozen=True, slots=True)
class Head:
    """The newest act of a log: its number (0 before the first) and chain hash."""

    seq: int = 0
    hash: bytes = GENESIS_PREVIOUS


@dataclass(frozen=True, slots=True)
class Act:
    """One entry of the log. `fields` is the decoded body; `body` the bytes exactly as signed."""

    seq: int
    body: bytes
    signatures: bytes
    hash: bytes
    fields: Mapping[str, Any]

    @property
    def kind(self) -> str:
        """What was done: genesis, enrol, submit, sign, post and so on."""
        return str(self.fields["kind"])

    @property
    def id(self) -> str:
        """The idempotency id that the client made; unique in the log."""
        return str(self.fields["id"])

    @property
    def by(self) -> str:
        """The person who acted."""
        return str(self.fields["by"])

    @property
    def at(self) -> dt.datetime:
        """When, by the clock of the PC; the chain, not the clock, orders acts."""
        return dt.datetime.fromisoformat(str(self.fields["at"]))

    @property
    def data(self) -> Mapping[str, Any]:
        """What was done, by the kind's own keys."""
        data: Mapping[str, Any] = self.fields["data"]
        return data

    @property
    def document(self) -> str:
        """The voucher, grant, budget or closing that the act is about; empty where there is none."""
        return str(self.data.get("document", ""))


def compose(
    *, kind: str, act_id: str, ledger: str, at: dt.datetime, by: str, seen: Head, data: Mapping[str, Any]
) -> bytes:
    """Return the canonical body of an act by a person who saw the log up to `seen`.

    Raises: canonical.NotCanonicalError.
    """
    return canonical.encode(
        {
            "v": SCHEMA,
            "kind": kind,
            "id": act_id,
            "ledger": ledger,
            "at": at.isoformat(timespec="seconds"),
            "by": by,
            "seen": seen.seq,
            "head": seen.hash.hex(),
            "data": data,
        }
    )


def sign(body: bytes, key: Ed25519PrivateKey | None) -> bytes:
    """Return the signatures part of an act: one signature, or none for an unsigned act."""
    if key is None:
        return b"[]"
    public = key.public_key().public_bytes_raw().hex()
    signature = key.sign(_ACT_DOMAIN + body).hex()
    return f'[{{"alg":"{ALGORITHM}","key":"{public}","sig":"{signature}"}}]'.encode()


def chain_hash(previous: bytes, seq: int, body: bytes, signatures: bytes) -> bytes:
    """Return the hash that ties an act to all before it."""
    digest = hashlib.sha256(_CHAIN_DOMAIN + previous + seq.to_bytes(8, "big"))
    digest.update(hashlib.sha256(body).digest() + hashlib.sha256(signatures).digest())
    return digest.digest()


def follow(head: Head, body: bytes, signatures: bytes) -> Act:
    """Return the act that stands next after `head`."""
    seq = head.seq + 1
    return Act(seq, body, signatures, chain_hash(head.hash, seq, body, signatures), canonical.decode(body))


def signed_by(body: bytes, signatures: list[Mapping[str, str]], public_key: str) -> bool:
    """Whether the one signature is by this key over these bytes; an unknown algorithm never holds."""
    if len(signatures) != 1:
        return False
    entry = signatures[0]
    if entry.get("alg") != ALGORITHM or entry.get("key") != public_key:
        return False
    try:
        key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(public_key))
        key.verify(bytes.fromhex(entry["sig"]), _ACT_DOMAIN + body)
    except (InvalidSignature, ValueError, KeyError):
        return False
    return True


def fingerprint(public_key: str) -> str:
    """Return the first 128 bit of the key's SHA-256 in eight groups of four, as the paper form shows them."""
    digest = hashlib.sha256(bytes.fromhex(public_key)).hexdigest()[:32].upper()
    return " ".join(digest[start : start + 4] for start in range(0, 32, 4))
