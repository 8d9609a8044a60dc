"""What is asked of a signer's certificate: a name for people, and the key that the signature is checked with.

No chain is built: the roots of the tax bureaus, the railway and the seal makers are in no public store.
"""

from __future__ import annotations

from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.serialization import load_der_public_key

from studio_ledger.invoices import der, sm2

_COMMON_NAME, _ORGANISATION = "2.5.4.3", "2.5.4.10"
_SM2_CURVE = "1.2.156.10197.1.301"
_ENCODINGS = {0x0C: ("utf-8",), 0x1E: ("utf-16-be",), 0x14: ("utf-8", "gb18030"), 0x13: ("utf-8", "gb18030")}
_HASHES: dict[str, type[hashes.HashAlgorithm]] = {
    "sha1": hashes.SHA1, "sha256": hashes.SHA256, "sha384": hashes.SHA384, "sha512": hashes.SHA512, "md5": hashes.MD5,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Certificate:
    """A certificate as far as it is needed here; `issuer` and `number` tell it from others."""

    name: str
    issuer: bytes
    number: int
    key: bytes

    @property
    def proof(self) -> str:
        """Which kind of signature its key makes: sm2, rsa, ecdsa; empty for others."""
        if _sm2_key(self.key):
            return "sm2"
        key = _loaded(self.key)
        return "rsa" if isinstance(key, rsa.RSAPublicKey) else "ecdsa" if key is not None else ""

    def signed(self, message: bytes, signature: bytes, method: str) -> bool | None:
        """Whether its key made this signature over the message; None where that cannot be told."""
        if point := _sm2_key(self.key):
            return _is_sm2(point, message, signature)
        key, algorithm = _loaded(self.key), _HASHES.get(method)
        if key is None or algorithm is None:
            return None
        try:
            if isinstance(key, rsa.RSAPublicKey):
                key.verify(signature, message, padding.PKCS1v15(), algorithm())
            else:
                key.verify(signature, message, ec.ECDSA(algorithm()))
        except InvalidSignature:
            return False
        except (UnsupportedAlgorithm, ValueError):
            return None
        return True


def certificate(data: bytes) -> Certificate:
    """Read a certificate.

    Raises: BrokenValueError.
    """
    try:
        body = [part for part in der.parsed(data).children[0].children if part.tag != 0xA0]
        return Certificate(_name(body[4]), body[2].raw, body[0].number, body[5].raw)
    except (IndexError, ValueError) as error:
        raise der.BrokenValueError("not a certificate") from error


def _name(subject: der.Node) -> str:
    """Return the common name; the organisation where there is none, or where it is only a number."""
    found = {
        pair.children[0].object_id: _text(pair.children[1])
        for group in subject.children
        for pair in group.children
        if len(pair.children) == 2
    }
    name, organisation = found.get(_COMMON_NAME, ""), found.get(_ORGANISATION, "")
    return organisation if not name or (name.isascii() and organisation and not organisation.isascii()) else name


def _text(node: der.Node) -> str:
    for encoding in _ENCODINGS.get(node.tag, ("utf-8", "gb18030")):
        try:
            return node.content.decode(encoding).strip("\0 ")
        except UnicodeDecodeError:
            continue
    return ""


def _sm2_key(key: bytes) -> bytes:
    """Return the point of an SM2 key; empty for a key of another kind."""
    try:
        method, point = der.parsed(key).children
        return point.bits if method.children[1].object_id == _SM2_CURVE else b""
    except (ValueError, IndexError):
        return b""


def _loaded(key: bytes) -> rsa.RSAPublicKey | ec.EllipticCurvePublicKey | None:
    try:
        found = load_der_public_key(key)
    except (ValueError, UnsupportedAlgorithm):
        return None
    return found if isinstance(found, rsa.RSAPublicKey | ec.EllipticCurvePublicKey) else None


def _is_sm2(point: bytes, message: bytes, signature: bytes) -> bool | None:
    try:
        pair = der.parsed(signature).children
        r, s = (int.from_bytes(part.content, "big") for part in pair[:2])
    except ValueError:
        # Some makers write both numbers bare.
        if len(signature) != 64:
            return None
        r, s = int.from_bytes(signature[:32], "big"), int.from_bytes(signature[32:], "big")
    return sm2.is_signature(point, message, r, s)
