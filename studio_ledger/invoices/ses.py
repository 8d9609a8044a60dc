"""Electronic seals (GB/T 38540, and GM/T 0031 before it): what SignedValue.dat of an OFD holds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from studio_ledger.invoices import der

if TYPE_CHECKING:
    from studio_ledger.invoices.der import Node

_LARGEST_PICTURE = 5_000_000


@dataclass(frozen=True, slots=True)
class SesSignature:
    """A seal put on a document: `signed` are the bytes that the signature is over, `digest` the document's."""

    signed: bytes
    digest: bytes
    certificate: bytes
    method: str
    signature: bytes
    signed_at: str
    picture: bytes


def ses_signature(data: bytes) -> SesSignature:
    """Read a seal of either version.

    Raises: BrokenValueError for anything else.
    """
    try:
        root = der.parsed(data).children
        body = root[0].children
        seal, time, digest = body[1], body[2], body[3]
        if len(root) >= 4:
            # 2020: certificate, method and signature stand beside what is signed.
            certificate, method, signature = root[1].octets, root[2].object_id, root[3].bits
        else:
            # 2014: certificate and method are signed with the rest.
            certificate, method, signature = body[5].octets, body[6].object_id, root[1].bits
        # A time stamp of an authority, in place of a plain time, is not taken apart.
        told = time.content.decode("ascii", "replace") if time.tag in (der.GENERALIZED_TIME, der.UTC_TIME) else ""
        return SesSignature(root[0].raw, digest.bits, certificate, method, signature, told, _picture(seal))
    except (IndexError, ValueError) as error:
        raise der.BrokenValueError("not a seal") from error


def _picture(seal: Node) -> bytes:
    """Return the seal's picture (PNG, JPEG, a small OFD); empty where it has none that can be read."""
    try:
        told = seal.children[0].children[3].children
        data = told[1].octets
    except (ValueError, IndexError):
        return b""
    return data if len(data) <= _LARGEST_PICTURE else b""
