"""Personal data under lock: one data key for a ledger, wrapped for each person who may read it, and for a paper sheet.

The log holds of a value its salted hash, the hash of its ciphertext, and a keyed HMAC by which the same person or
account is known again. Value and salt lie encrypted outside the log, so that erasing them leaves the log whole.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import os
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from studio_ledger.errors import LedgerError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

_RECIPIENT: Final = b"studio-ledger/1 vault recipient"
_WRAP: Final = b"studio-ledger/1 vault wrap"
_RECOVERY: Final = b"studio-ledger/1 vault recovery"
_MATCH: Final = b"studio-ledger/1 vault match"
_CHECK: Final = b"studio-ledger/1 vault check"
_NONCE = 12
_SALT = 16
_CODE_BYTES = 20


class VaultError(LedgerError):
    """The personal data cannot be opened; `reason` picks the sentence."""

    code = "vault.closed"


@dataclass(frozen=True, slots=True)
class Sealed:
    """A value under lock: what the log says of it, and the blob that lies outside the log."""

    salted_hash: str
    match: str
    cipher_hash: str
    blob: bytes


def _derived(secret: bytes, info: bytes) -> bytes:
    return HKDF(algorithm=hashes.SHA256(), length=32, salt=None, info=info).derive(secret)


def _recipient(key: Ed25519PrivateKey) -> X25519PrivateKey:
    return X25519PrivateKey.from_private_bytes(_derived(key.private_bytes_raw(), _RECIPIENT))


def recipient_of(key: Ed25519PrivateKey) -> str:
    """Return the public half (hex) to which the data key is wrapped for the owner of a signing key."""
    return _recipient(key).public_key().public_bytes_raw().hex()


def new_data_key() -> bytes:
    """Return a fresh data key of 32 bytes."""
    return os.urandom(32)


def check_of(data_key: bytes) -> str:
    """Return by which a data key is known to be the ledger's own, without telling it."""
    return hmac.new(data_key, _CHECK, hashlib.sha256).hexdigest()


def wrap(data_key: bytes, recipient: str) -> dict[str, str]:
    """Wrap the data key for a recipient; only his signing key opens it."""
    ephemeral = X25519PrivateKey.generate()
    shared = ephemeral.exchange(X25519PublicKey.from_public_bytes(bytes.fromhex(recipient)))
    public = ephemeral.public_key().public_bytes_raw()
    cipher = ChaCha20Poly1305(_derived(shared + public + bytes.fromhex(recipient), _WRAP))
    # The key is used once: it comes from a fresh ephemeral half, so the nonce may be fixed.
    return {"epk": public.hex(), "ct": cipher.encrypt(bytes(_NONCE), data_key, None).hex()}


def unwrap(wrapped: Mapping[str, str], key: Ed25519PrivateKey) -> bytes:
    """Return the data key.

    Raises: VaultError where it was not wrapped for this key.
    """
    private = _recipient(key)
    try:
        ephemeral = bytes.fromhex(wrapped["epk"])
        shared = private.exchange(X25519PublicKey.from_public_bytes(ephemeral))
        secret = _derived(shared + ephemeral + private.public_key().public_bytes_raw(), _WRAP)
        return ChaCha20Poly1305(secret).decrypt(bytes(_NONCE), bytes.fromhex(wrapped["ct"]), None)
    except (InvalidTag, ValueError, KeyError, TypeError) as error:
        raise VaultError(reason="not_for_you") from error


def new_recovery_code() -> str:
    """Return a code of 160 bit in groups of four, for the sheet that lies in the safe."""
    text = base64.b32encode(os.urandom(_CODE_BYTES)).decode()
    return "-".join(text[start : start + 4] for start in range(0, len(text), 4))


def wrap_for_code(data_key: bytes, code: str) -> str:
    """Wrap the data key for the recovery code; returns hex."""
    return ChaCha20Poly1305(_derived(_code_bytes(code), _RECOVERY)).encrypt(bytes(_NONCE), data_key, None).hex()


def unwrap_code(wrapped: str, code: str) -> bytes:
    """Return the data key by the recovery code.

    Raises: VaultError.
    """
    try:
        secret = _derived(_code_bytes(code), _RECOVERY)
        return ChaCha20Poly1305(secret).decrypt(bytes(_NONCE), bytes.fromhex(wrapped), None)
    except (InvalidTag, ValueError) as error:
        raise VaultError(reason="wrong_code") from error


def _code_bytes(code: str) -> bytes:
    plain = "".join(sign for sign in unicodedata.normalize("NFKC", code).upper() if sign.isalnum())
    return base64.b32decode(plain)


def plain_number(value: str) -> str:
    """Return an ID number or account as it is compared: width, spaces and dashes do not count."""
    return "".join(sign for sign in unicodedata.normalize("NFKC", value).upper() if sign.isalnum())


def match_of(data_key: bytes, field: str, value: str) -> str:
    """Return by which the same value of a field is known again; without the data key nothing can be guessed from it."""
    text = f"{field}\0{plain_number(value)}".encode()
    return hmac.new(_derived(data_key, _MATCH), text, hashlib.sha256).hexdigest()


def seal(data_key: bytes, place: str, field: str, value: str) -> Sealed:
    """Lock a value for its place (``PAYEE/FIELD``): moved to another place it does not open."""
    salt, nonce = os.urandom(_SALT), os.urandom(_NONCE)
    text = salt + value.encode()
    blob = nonce + ChaCha20Poly1305(data_key).encrypt(nonce, text, place.encode())
    digest = hashlib.sha256(blob).hexdigest()
    return Sealed(hashlib.sha256(text).hexdigest(), match_of(data_key, field, value), digest, blob)


def unseal(data_key: bytes, place: str, blob: bytes, salted_hash: str) -> str:
    """Return a locked value.

    Raises: VaultError where it was changed or moved.
    """
    try:
        text = ChaCha20Poly1305(data_key).decrypt(blob[:_NONCE], blob[_NONCE:], place.encode())
    except (InvalidTag, ValueError) as error:
        raise VaultError(reason="changed") from error
    if hashlib.sha256(text).hexdigest() != salted_hash:
        raise VaultError(reason="changed")
    return text[_SALT:].decode()
