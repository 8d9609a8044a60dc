"""PDF invoices: the print, the QR code and an attached XML are read apart and then compared."""

from __future__ import annotations

import time
from dataclasses import replace
from typing import TYPE_CHECKING

from studio_ledger.invoices import form, qr, xml_file
from studio_ledger.invoices.judge import invoice_of
from studio_ledger.invoices.pages import Pages
from studio_ledger.invoices.pdf_file import PdfFile, opened
from studio_ledger.invoices.refusal import NOT_AN_INVOICE, RefusedError
from studio_ledger.invoices.sheet import forms_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from studio_ledger.invoices.reading import Reading
    from studio_ledger.model.invoice import Invoice

_FINDING = (1310, 2400)
"""Pixels that a page is wide when the QR code is looked for, and looked for again."""

_FEW = 40
"""Letters; a page with fewer is a picture."""

_PATIENCE = 3.0
"""Seconds after which pages are no longer searched for QR codes that only repeat their text."""

_SIGNS = "票¥￥"
"""A later page of a long file that has text but none of these is no invoice's."""


def read(data: bytes) -> tuple[Invoice, ...]:
    """Return the invoices of a PDF.

    Raises: RefusedError.
    """
    with opened(data) as pdf:
        seals, doubts = pdf.seals()
        attached = list(_attached(pdf))
        pages = Pages()
        until = time.monotonic() + _PATIENCE
        for index in range(len(pdf)):
            pages.add(_page(pdf, index, late=time.monotonic() > until))
    groups = [group for group in pages.invoices() if any(reading.says_anything for reading in group)]
    # A page with a sum but no number (a ride's itinerary, a receipt) is no invoice beside one that has it.
    groups = [group for group in groups if group[0].number] or groups
    if len(groups) <= 1 and attached:
        groups = [attached + (groups[0] if groups else [])]
    if not groups:
        raise RefusedError(NOT_AN_INVOICE)
    groups[0][0].warnings.extend(doubts)
    several = len(groups) > 1
    invoices = (invoice_of(group, part if several else None) for part, group in enumerate(groups, 1))
    return tuple(replace(invoice, seals=seals) for invoice in invoices)


def _attached(pdf: PdfFile) -> Iterator[Reading]:
    for data in pdf.attachments():
        if data.lstrip(b"\xef\xbb\xbf \r\n\t")[:1] == b"<":
            try:
                yield xml_file.read(data, "pdf-attachment")
            except RefusedError:
                continue


def _page(pdf: PdfFile, index: int, *, late: bool) -> list[list[Reading]]:
    """Return the readings of each invoice on a page; `late`: no more pictures are made of what has text."""
    if late and not pdf.mentions(index, _SIGNS):
        return []
    glyphs = pdf.glyphs(index)
    sheets = forms_of(glyphs, pdf.size(index), index)
    told = [reading for sheet in sheets if (reading := form.read(sheet, "pdf-text")).says_anything or reading.lines]
    whole = bool(told) and all(map(_is_whole, told))
    printed = len(glyphs) > _FEW
    if late and printed:
        return [[reading] for reading in told]
    once = late or whole or (printed and not told)
    codes = _codes(pdf, index, _FINDING[:1] if once else _FINDING)
    if not told:
        return [[code] for code in codes]
    return [[reading, *_matching(reading, codes, alone=len(told) == 1)] for reading in told]


def _is_whole(reading: Reading) -> bool:
    """Whether a print tells by itself, by labels and twice over, all that a QR code could tell."""
    if reading.amount is None or reading.tax is None or reading.words is None:
        return False
    agreed = reading.amount + reading.tax == reading.total == reading.words
    return agreed and bool(reading.number and reading.issued_on) and not reading.weak & {"number", "code"}


def _codes(pdf: PdfFile, index: int, widths: Sequence[int]) -> list[Reading]:
    for wide in () if pdf.is_heavy(index) else widths:
        if found := qr.readings(qr.decoded(pdf.grey(index, wide))):
            return found
    return []


def _matching(reading: Reading, codes: Sequence[Reading], *, alone: bool) -> list[Reading]:
    """Return the QR codes that belong to this print; the only one belongs to the only print, even if it differs."""
    same = [code for code in codes if code.number == reading.number]
    return same or (list(codes) if alone and len(codes) == 1 else [])
