"""The key folder: each person's Ed25519 key, locked with Argon2id and ChaCha20-Poly1305.

Opening a key is the password check; nobody can set or reset another's password. Keys never
lie in the ledger, the log or a backup.
"""

from __future__ import annotations

import base64
import json
import os
from typing import TYPE_CHECKING, Any, Final

import argon2.low_level
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from studio_ledger.errors import LedgerError

if TYPE_CHECKING:
    from pathlib import Path

FEWEST_CHARACTERS: Final = 12
_MEMORY_KIB, _PASSES, _LANES = 65_536, 3, 4
_QUICK_MEMORY_KIB: Final = 1_024
_COMMON: Final = frozenset(
    [
        "123456789012",
        "1234567890123",
        "12345678901234",
        "111111111111",
        "000000000000",
        "password1234",
        "passwordpassword",
        "qwertyuiop12",
        "qwertyuiopas",
        "abcdefghijkl",
        "abc123456789",
        "a12345678910",
        "1qaz2wsx3edc",
        "woaini1314520",
        "woaini520131",
        "admin1234567",
        "5201314520131",
        "888888888888",
        "666666666666",
        "123123123123",
        "112233445566",
        "123456123456",
    ]
)


class WeakPasswordError(LedgerError):
    """The password is too short or among those that are tried first."""

    code = "password.weak"


class WrongPasswordError(LedgerError):
    """The password does not open the key; `wait_seconds` must pass before the next try."""

    code = "password.wrong"


class NoKeyError(LedgerError):
    """The person's key is not in this machine's key folder."""

    code = "password.no_key"


class DamagedKeyError(LedgerError):
    """The key file cannot be read: a lost key means enrolment anew."""

    code = "password.damaged_key"


def check_password(password: str) -> None:
    """Refuse a password that is short, common, or one character over and over.

    Raises: WeakPasswordError.
    """
    if len(password) < FEWEST_CHARACTERS or password.lower() in _COMMON or len(set(password)) < 4:
        raise WeakPasswordError(fewest=FEWEST_CHARACTERS)


class KeyFolder:
    """The locked keys of the people who sign on this machine."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def _file(self, ledger: str, person: str) -> Path:
        return self.folder / ledger / f"{person}.key"

    def holds(self, ledger: str, person: str) -> bool:
        """Whether this machine has the person's key for the ledger."""
        return self._file(ledger, person).exists()

    def store(self, ledger: str, person: str, password: str, key: Ed25519PrivateKey, *, quick: bool = False) -> None:
        """Lock a key with a password and put it into the folder, replacing an earlier one.

        `quick` derives with little memory: for sample ledgers, whose passwords are printed anyway.

        Raises: WeakPasswordError.
        """
        check_password(password)
        memory = _QUICK_MEMORY_KIB if quick else _MEMORY_KIB
        header: dict[str, Any] = {
            "v": 1,
            "alg": "ed25519",
            "kdf": "argon2id",
            "m": memory,
            "t": _PASSES,
            "p": _LANES,
            "ledger": ledger,
            "person": person,
            "public": key.public_key().public_bytes_raw().hex(),
            "salt": os.urandom(16).hex(),
            "nonce": os.urandom(12).hex(),
        }
        cipher = ChaCha20Poly1305(_derive(password, header))
        locked = cipher.encrypt(bytes.fromhex(header["nonce"]), key.private_bytes_raw(), _associated(header))
        self._write(self._file(ledger, person), {**header, "ct": base64.b64encode(locked).decode()})

    def _write(self, path: Path, record: dict[str, Any]) -> None:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        temporary = path.with_suffix(".tmp")
        descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            json.dump(record, file)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)

    def open(self, ledger: str, person: str, password: str) -> Ed25519PrivateKey:
        """Unlock a key.

        Raises: NoKeyError, DamagedKeyError, WrongPasswordError (its wait is the caller's business).
        """
        path = self._file(ledger, person)
        if not path.exists():
            raise NoKeyError(person=person, folder=self.folder)
        try:
            record = json.loads(path.read_text(encoding="utf-8"))
            header = {name: value for name, value in record.items() if name != "ct"}
            locked = base64.b64decode(record["ct"])
            secret, nonce = _derive(password, header), bytes.fromhex(header["nonce"])
        except (OSError, ValueError, KeyError, TypeError, argon2.exceptions.HashingError) as error:
            raise DamagedKeyError(person=person, file=path) from error
        try:
            return Ed25519PrivateKey.from_private_bytes(
                ChaCha20Poly1305(secret).decrypt(nonce, locked, _associated(header))
            )
        except InvalidTag as error:
            raise WrongPasswordError(wait_seconds=0) from error


def _derive(password: str, header: dict[str, Any]) -> bytes:
    return argon2.low_level.hash_secret_raw(
        password.encode("utf-8", "surrogatepass"),
        bytes.fromhex(header["salt"]),
        time_cost=int(header["t"]),
        memory_cost=min(int(header["m"]), 1_048_576),
        parallelism=int(header["p"]),
        hash_len=32,
        type=argon2.low_level.Type.ID,
    )


def _associated(header: dict[str, Any]) -> bytes:
    return json.dumps(header, sort_keys=True, separators=(",", ":")).encode()


def public_key(key: Ed25519PrivateKey) -> str:
    """Return the public half as hexadecimal text."""
    return key.public_key().public_bytes_raw().hex()
