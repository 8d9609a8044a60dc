"""Seals of an OFD: every sealed file is listed with its digest, so a change after sealing shows.

This says "unchanged since sealing", not "genuine": the root certificate of the tax bureaus is in no public store.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
from posixpath import basename
from typing import TYPE_CHECKING

from studio_ledger.invoices.refusal import RefusedError
from studio_ledger.invoices.xml_file import parsed
from studio_ledger.invoices.xml_tree import all_named, text
from studio_ledger.model.invoice import InvoiceWarning

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml import etree

    from studio_ledger.invoices.archive import Archive

_METHODS = {"1.2.156.10197.1.401": "sm3", "sm3": "sm3", "2.16.840.1.101.3.4.2.1": "sha256", "sha256": "sha256"}


def defects(archive: Archive) -> Iterator[InvoiceWarning]:
    """Yield a warning for each sealed file that was changed or taken away."""
    for name in archive.names:
        if basename(name.replace("\\", "/")).lower() != "signature.xml":
            continue
        try:
            root = parsed(archive.read(name))
        except RefusedError:
            yield InvoiceWarning("seal.damaged", "签章信息已损坏，无法核对文件在盖章后是否改动。")
            continue
        for references in all_named(root, "References"):
            method = _METHODS.get(str(references.get("CheckMethod", "")).strip().lower())
            if method in hashlib.algorithms_available:
                yield from _changed(archive, references, str(method))


def _changed(archive: Archive, references: etree._Element, method: str) -> Iterator[InvoiceWarning]:
    for reference in all_named(references, "Reference"):
        location = str(reference.get("FileRef", ""))
        try:
            sealed = base64.b64decode(text(reference, "CheckValue"), validate=False)
            same = hashlib.new(method, archive.read(location)).digest() == sealed
        except (RefusedError, binascii.Error):
            same = False
        if not same:
            yield InvoiceWarning("seal.differs", f"{basename(location)} 在盖章后有改动或缺失，请向开票方索取原件。")
