"""Signatures of a PDF: the digest over all bytes but the signature's own, and who signed it.

What is looked for: PKCS #7 and CAdES, the bare RSA of the years before 2019, and the seals of GB/T 38540.
"Unchanged since it was signed" is all that can be said offline; it does not mean "genuine".
"""

from __future__ import annotations

import ctypes
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pypdfium2 import raw

from studio_ledger.invoices import der, seal_times
from studio_ledger.invoices.certificates import certificate
from studio_ledger.invoices.cms import signed_data
from studio_ledger.invoices.digests import digest
from studio_ledger.invoices.pdf_strings import string, string_object
from studio_ledger.invoices.ses import ses_signature
from studio_ledger.model.invoice import InvoiceWarning, Seal, SealState

if TYPE_CHECKING:
    from studio_ledger.invoices.certificates import Certificate

_MOST_SEALS = 20
_LARGEST = 1_000_000
_CERTIFICATE = re.compile(rb"/Cert\s*(\[)?\s*(?:(\d+)\s+\d+\s+R|([(<]))")
_NEAR = 20_000


@dataclass(frozen=True, slots=True)
class _Signature:
    """A signature dictionary: its form, the two stretches of bytes it is over, its value and its time."""

    form: str
    stretches: tuple[int, int, int, int]
    value: bytes
    told_at: str


def looked_at(data: bytes, document: Any) -> tuple[tuple[Seal, ...], tuple[InvoiceWarning, ...]]:
    """Return the signatures of an open PDF, and a warning where one says that the file was changed."""
    count = min(raw.FPDF_GetSignatureCount(document), _MOST_SEALS)
    seals = tuple(_seal(data, _signature(document, index)) for index in range(max(count, 0)))
    doubts = [
        InvoiceWarning("seal.differs", f"文件在{_by(seal)}签章后有改动，请向开票方索取原件。")
        for seal in seals
        if seal.state is SealState.CHANGED
    ]
    unchanged = [seal for seal in seals if seal.state is SealState.UNCHANGED]
    if unchanged and not doubts and not any(seal.whole for seal in unchanged):
        doubts.append(InvoiceWarning("seal.added", f"文件在{_by(unchanged[-1])}签章后追加过内容，请核对。"))
    return seals, tuple(doubts)


def _by(seal: Seal) -> str:
    return f"“{seal.signer}”" if seal.signer else ""


def _seal(data: bytes, signature: _Signature) -> Seal:
    start, first, second, length = signature.stretches
    unread = Seal(SealState.UNREAD, signed_at=signature.told_at, whole=False)
    is_gap = data[first : first + 1] == b"<" and data[second - 1 : second] == b">" if second else False
    if start or not is_gap or not 0 < first < second <= len(data) or second + length > len(data) or length < 0:
        return unread
    message = data[:first] + data[second : second + length]
    try:
        fits, signer, proof, told_at = _checked(data, signature, message)
    except (ValueError, IndexError):
        return unread
    state = {True: SealState.UNCHANGED, False: SealState.CHANGED, None: SealState.UNREAD}[fits]
    name = signer.name if signer is not None else ""
    whole = not data[second + length :].strip()
    return Seal(state, name, signature.told_at or seal_times.shown(told_at), proof, whole)


def _checked(
    data: bytes, signature: _Signature, message: bytes
) -> tuple[bool | None, Certificate | None, tuple[str, ...], str]:
    """Return whether the signature fits, its signer, how it was checked, and its own time.

    Raises: ValueError, IndexError for a form that is not known.
    """
    if "x509" in signature.form:
        signer = certificate(_bare_certificate(data, signature.stretches))
        fits = signer.signed(message, der.parsed(signature.value).octets, "sha1")
        return fits, signer, ("sha1", signer.proof), ""
    if "sm2" in signature.form.lower() or "gm" in signature.form.lower():
        seal = ses_signature(signature.value)
        signer = certificate(seal.certificate)
        fits = seal.digest == digest("sm3", message) and signer.signed(seal.signed, seal.signature, "sm3")
        return fits, signer, ("sm3", signer.proof), seal.signed_at
    told = signed_data(signature.value)
    # The oldest form carries the SHA-1 of the file, and is over that.
    fits = told.fits(message)
    if told.content is not None:
        fits = told.content == digest("sha1", message) and told.fits(told.content)
    proof = (told.method, told.signer.proof) if told.signer is not None else (told.method,)
    return fits, told.signer, proof, told.signed_at


def _bare_certificate(data: bytes, stretches: tuple[int, int, int, int]) -> bytes:
    """Return the signer's certificate, which stands beside the signature as a string or as an object of its own.

    Raises: ValueError.
    """
    before = data[max(0, stretches[1] - _NEAR) : stretches[1]]
    after = data[stretches[2] : stretches[2] + _NEAR]
    found = next((m for part in (before, after) for m in list(_CERTIFICATE.finditer(part))[-1:]), None)
    if found is None:
        raise ValueError("no certificate")
    return string_object(data, int(found[2])) if found[2] else string(found.string, found.start(3))


def _signature(document: Any, index: int) -> _Signature:
    found = raw.FPDF_GetSignatureObject(document, index)
    form = _asked(raw.FPDFSignatureObj_GetSubFilter, found, ctypes.c_char)
    ranges = list(_asked(raw.FPDFSignatureObj_GetByteRange, found, ctypes.c_int))
    told = bytes(_asked(raw.FPDFSignatureObj_GetTime, found, ctypes.c_char)).rstrip(b"\0").decode("ascii", "replace")
    stretches = (ranges[0], ranges[1], ranges[2], ranges[3]) if len(ranges) == 4 else (0, 0, 0, 0)
    value = bytes(_asked(raw.FPDFSignatureObj_GetContents, found, ctypes.c_char))
    name = bytes(form).rstrip(b"\0").decode("ascii", "replace")
    return _Signature(name, stretches, value, seal_times.shown(told))


def _asked(ask: Any, found: Any, kind: Any) -> Any:
    """Ask pdfium twice: how much room an answer needs, then for the answer."""
    length = min(ask(found, None, 0), _LARGEST)
    room = (kind * length)()
    ask(found, room, length)
    return room
