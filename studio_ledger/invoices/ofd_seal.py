"""Seals of an OFD: the digests of all sealed files, and the signature over the list of them.

This says "unchanged since sealing", not "genuine": the root certificate of the tax bureaus is in no public store.
"""

from __future__ import annotations

import base64
from dataclasses import dataclass
from posixpath import basename, dirname, normpath
from typing import TYPE_CHECKING

from studio_ledger.invoices import seal_times
from studio_ledger.invoices.certificates import certificate
from studio_ledger.invoices.cms import signed_data
from studio_ledger.invoices.der import BrokenValueError
from studio_ledger.invoices.digests import digest, method_of
from studio_ledger.invoices.ofd_resources import placed
from studio_ledger.invoices.refusal import RefusedError
from studio_ledger.invoices.ses import ses_signature
from studio_ledger.invoices.xml_file import parsed
from studio_ledger.invoices.xml_tree import all_named, text
from studio_ledger.model.invoice import InvoiceWarning, Seal, SealState

if TYPE_CHECKING:
    from lxml import etree

    from studio_ledger.invoices.archive import Archive

_LIST = "signature.xml"
_MOST_SEALS = 20
_UNSEALED = ("ofd.xml", "signatures.xml", "signedvalue.dat", _LIST)
"""Files that makers leave out of the list, for good or bad reasons: no doubt is raised over them."""


@dataclass(frozen=True, slots=True)
class _Word:
    """What a signature says: who, when, how; `fits` whether it is over this list of digests."""

    signer: str
    signed_at: str
    proof: tuple[str, ...]
    fits: bool | None


def looked_at(archive: Archive) -> tuple[tuple[Seal, ...], tuple[InvoiceWarning, ...]]:
    """Return the seals of an OFD, and a warning for each sealed file that was changed, taken away or put in later."""
    seals: list[Seal] = []
    doubts: list[InvoiceWarning] = []
    covered: set[str] = set()
    for name in [name for name in archive.names if basename(_slashed(name)).lower() == _LIST][:_MOST_SEALS]:
        try:
            data = archive.read(name)
            root = parsed(data)
        except RefusedError:
            seals.append(Seal(SealState.UNREAD, whole=False))
            doubts.append(InvoiceWarning("seal.damaged", "签章信息已损坏，无法核对文件在盖章后是否改动。"))
            continue
        changed, methods = _changed(archive, root)
        doubts += changed
        word = _word(archive, placed(dirname(_slashed(name)), text(root, "SignedValue")), data)
        if word is not None and word.fits is False:
            doubts.append(InvoiceWarning("seal.differs", "签章与它所盖的文件清单对不上，请向开票方索取原件。"))
        listed = {_key(str(e.get("FileRef", ""))) for e in all_named(root, "Reference")}
        covered |= listed
        whole = not (_content(archive) - listed)
        seals.append(_seal(word, root, changed=bool(changed), methods=methods, whole=whole))
    if covered:
        doubts += _added(archive, covered)
    return tuple(seals), tuple(doubts)


def _seal(word: _Word | None, root: etree._Element, *, changed: bool, methods: tuple[str, ...], whole: bool) -> Seal:
    told = seal_times.shown(text(root, "SignatureDateTime"))
    if word is None:
        return Seal(SealState.CHANGED if changed else SealState.UNREAD, "", told, methods, whole)
    state = SealState.UNCHANGED if word.fits and methods else SealState.UNREAD
    if changed or word.fits is False:
        state = SealState.CHANGED
    return Seal(state, word.signer, word.signed_at or told, (*methods, *word.proof), whole)


def _changed(archive: Archive, root: etree._Element) -> tuple[list[InvoiceWarning], tuple[str, ...]]:
    """Return a warning for each listed file that is not as it was, and the methods that were compared by."""
    doubts: list[InvoiceWarning] = []
    methods: dict[str, None] = {}
    for references in all_named(root, "References"):
        method = method_of(str(references.get("CheckMethod", "")))
        if not method:
            continue
        for reference in all_named(references, "Reference"):
            location = str(reference.get("FileRef", ""))
            methods[method] = None
            try:
                sealed = base64.b64decode(text(reference, "CheckValue"), validate=False)
                same = digest(method, archive.read(location)) == sealed
            except (RefusedError, ValueError):
                same = False
            if not same:
                words = f"{basename(_slashed(location))} 在盖章后有改动或缺失，请向开票方索取原件。"
                doubts.append(InvoiceWarning("seal.differs", words))
    return doubts, tuple(methods)


def _word(archive: Archive, location: str, listed: bytes) -> _Word | None:
    """Return what the signature says of the list; None where it cannot be read."""
    try:
        value = archive.read(location)
    except RefusedError:
        return None
    try:
        return _ses_word(value, listed)
    except BrokenValueError:
        pass
    try:
        told = signed_data(value)
    except BrokenValueError:
        return None
    signer = told.signer
    proof = (signer.proof,) if signer is not None and signer.proof else ()
    return _Word(signer.name if signer else "", seal_times.shown(told.signed_at), proof, told.fits(listed))


def _ses_word(value: bytes, listed: bytes) -> _Word:
    seal = ses_signature(value)
    signer = certificate(seal.certificate)
    method = {"1.2.840.113549.1.1.5": "sha1", "1.2.840.113549.1.1.11": "sha256"}.get(seal.method, "sm3")
    fits = seal.digest == digest(method, listed) and signer.signed(seal.signed, seal.signature, method)
    proof = (signer.proof,) if signer.proof else ()
    return _Word(signer.name, seal_times.shown(seal.signed_at), proof, fits)


def _added(archive: Archive, covered: set[str]) -> list[InvoiceWarning]:
    """An XML that no seal covers may have been put in afterwards, to be read in place of the sealed ones."""
    loose = sorted(basename(key) for key in _content(archive) - covered if key.endswith((".xml", ".xbrl")))
    if not loose:
        return []
    words = f"{'、'.join(loose[:3])} 不在签章保护的文件之内，可能是盖章后加入的，请核对。"
    return [InvoiceWarning("seal.added", words)]


def _content(archive: Archive) -> set[str]:
    """Return the files that a seal should cover."""
    return {key for key in map(_key, archive.names) if basename(key) not in _UNSEALED}


def _slashed(name: str) -> str:
    return name.replace("\\", "/")


def _key(name: str) -> str:
    return normpath(_slashed(name).lstrip("/")).lower()
