"""Signatures in the form of CMS (PKCS #7, and GM/T 0010 with SM2): who signed which digest, and whether it fits."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from studio_ledger.invoices import der
from studio_ledger.invoices.certificates import Certificate, certificate
from studio_ledger.invoices.digests import digest, method_of

if TYPE_CHECKING:
    from studio_ledger.invoices.der import Node

_SIGNED_DATA = ("1.2.840.113549.1.7.2", "1.2.156.10197.6.1.4.2.2")
_MESSAGE_DIGEST, _SIGNING_TIME = "1.2.840.113549.1.9.4", "1.2.840.113549.1.9.5"
_BY_SIGNATURE = {
    "1.2.840.113549.1.1.5": "sha1", "1.2.840.113549.1.1.11": "sha256", "1.2.840.113549.1.1.12": "sha384",
    "1.2.840.113549.1.1.13": "sha512", "1.2.840.113549.1.1.4": "md5",
}  # fmt: skip


_PLAIN = (
    "1.2.840.113549.1.1.1", "1.2.840.10045.2.1", "1.2.840.10045.4.1", "1.2.840.10045.4.3.2", "1.2.840.10045.4.3.3",
    "1.2.840.10045.4.3.4", "1.2.156.10197.1.301", "1.2.156.10197.1.301.1", "1.2.156.10197.1.501",
)  # fmt: skip
"""Ways of signing that are checked here; another one is not called wrong for that."""


@dataclass(frozen=True, slots=True)
class SignedData:
    """One signer's word: `content` is what the signature itself carries, `attributes` what is signed in its place."""

    content: bytes | None
    method: str
    attributes: bytes
    digest: bytes
    signature: bytes
    signed_at: str
    signer: Certificate | None
    known: bool

    def fits(self, message: bytes) -> bool | None:
        """Whether the signer signed this message; None where the signature cannot be checked."""
        if self.attributes and digest(self.method, message) != self.digest:
            return False
        if self.signer is None or not self.known:
            return None
        return self.signer.signed(self.attributes or message, self.signature, self.method)


def signed_data(data: bytes) -> SignedData:
    """Read a signature with its first signer.

    Raises: BrokenValueError for anything else.
    """
    try:
        kind, wrapped = der.parsed(data).children[:2]
        if kind.object_id not in _SIGNED_DATA:
            raise der.BrokenValueError("not signed data")
        body = wrapped.children[0].children
        carried = body[2].children
        certificates = [
            certificate(part.raw) for part in _tagged(body, 0xA0) for part in part.children if part.tag == der.SEQUENCE
        ]
        return _signer(body[-1].children[0].children, certificates, _carried(carried))
    except (IndexError, ValueError) as error:
        raise der.BrokenValueError("damaged signature") from error


def _signer(parts: tuple[Node, ...], certificates: list[Certificate], content: bytes | None) -> SignedData:
    attributes = next(iter(_tagged(parts, 0xA0)), None)
    after = parts[4:] if attributes is not None else parts[3:]
    told = after[0].children[0].object_id
    method = method_of(parts[2].children[0].object_id) or _BY_SIGNATURE.get(told, "")
    if not method:
        raise der.BrokenValueError("unknown digest")
    known = _known(attributes)
    wanted = parts[1].children if parts[1].tag == der.SEQUENCE else ()
    signer = next((c for c in certificates if len(wanted) == 2 and c.number == wanted[1].number), None)
    if signer is None and len(certificates) == 1:
        signer = certificates[0]
    # What is signed is the set itself, not the tag it travels under.
    signed = b"" if attributes is None else bytes((der.SET,)) + attributes.raw[1:]
    return SignedData(
        content,
        method,
        signed,
        known.get(_MESSAGE_DIGEST, b""),
        after[1].octets,
        known.get(_SIGNING_TIME, b"").decode("ascii", "replace"),
        signer,
        told in _PLAIN or told in _BY_SIGNATURE,
    )


def _known(attributes: Node | None) -> dict[str, bytes]:
    """Return the first value of each signed attribute."""
    found = {}
    for attribute in attributes.children if attributes is not None else ():
        name, values = attribute.children[:2]
        if values.children:
            found[name.object_id] = values.children[0].content
    return found


def _carried(parts: tuple[Node, ...]) -> bytes | None:
    return parts[1].children[0].octets if len(parts) > 1 and parts[1].children else None


def _tagged(parts: tuple[Node, ...], tag: int) -> list[Node]:
    return [part for part in parts if part.tag == tag]
