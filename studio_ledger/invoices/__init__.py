"""Reading e-invoices: ``read_invoice(path)`` takes any file and answers with invoices or with one clear refusal.

The reader is chosen by what the bytes are, never by the file's name. What is read is compared with every other
place in the same file that tells it; a doubt is a warning on the invoice. Nothing here proves that an invoice is
genuine: that takes the tax bureau's own check.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from studio_ledger.invoices.answer import as_json
from studio_ledger.invoices.contents import LARGEST_FILE, Contents, contents_of
from studio_ledger.invoices.pictures import Picture
from studio_ledger.invoices.refusal import (
    DAMAGED,
    EMPTY,
    TOO_LARGE,
    UNKNOWN_KIND,
    WEB_PAGE,
    RefusedError,
    UnreadableInvoiceError,
)
from studio_ledger.model.invoice import InvoiceWarning

if TYPE_CHECKING:
    from pathlib import Path

    from studio_ledger.model.invoice import Invoice

__all__ = [
    "Picture",
    "UnreadableInvoiceError",
    "as_json",
    "bytes_of",
    "page_pictures",
    "read_invoice",
    "read_invoice_bytes",
]


MOST_PICTURES = 20
"""Pages that are drawn: a hostile file could fill the memory with more."""

_PICTURED = (Contents.PDF, Contents.ZIP, Contents.PICTURE)


def read_invoice(path: Path) -> tuple[Invoice, ...]:
    """Read the invoices of a file in this process; a file from outside goes through the pool.

    Raises: UnreadableInvoiceError for whatever is not an undamaged, open, harmless invoice file.
    """
    return read_invoice_bytes(bytes_of(path), path.name)


def bytes_of(path: Path) -> bytes:
    """Return a file's bytes, and not many more than may be read: it may grow between asking and reading.

    Raises: UnreadableInvoiceError.
    """
    try:
        with path.open("rb") as file:
            return file.read(LARGEST_FILE + 1)
    except OSError as error:
        raise UnreadableInvoiceError(path.name, f"文件打不开（{error.strerror or '读取失败'}）") from error


def read_invoice_bytes(data: bytes, name: str) -> tuple[Invoice, ...]:
    """Read the invoices in these bytes; `name` is only for the sentence of a refusal.

    Raises: UnreadableInvoiceError.
    """
    try:
        return tuple(_named(invoice, data, name) for invoice in _read(data))
    except RefusedError as refused:
        raise UnreadableInvoiceError(name, refused.reason) from refused


def page_pictures(data: bytes, name: str, dpi: int, pages: range | None = None) -> list[Picture]:
    """Return pages of a file as pictures, text upright: the first MOST_PICTURES, or those of `pages` (from 0).

    Nothing for a file that has no picture (XML).
    Raises: UnreadableInvoiceError for a damaged, encrypted or hostile file.
    """
    if contents_of(data) not in _PICTURED:
        return []
    from studio_ledger.invoices import drawn  # noqa: PLC0415 - heavy, and most runs never need it

    wanted = pages if pages is not None else range(MOST_PICTURES)
    try:
        return list(drawn.pictures(data, dpi, wanted[:MOST_PICTURES]))
    except RefusedError as refused:
        raise UnreadableInvoiceError(name, refused.reason) from refused


def _named(invoice: Invoice, data: bytes, name: str) -> Invoice:
    """Say it where the name promises another kind of file than the bytes are: people look for files by it."""
    suffix = name.rpartition(".")[2].lower()
    promised = {"xml": Contents.XML, "pdf": Contents.PDF, "ofd": Contents.ZIP}.get(suffix)
    kind = contents_of(data)
    if promised in (None, kind):
        return invoice
    doubt = InvoiceWarning("name.differs", f"文件名以 .{suffix} 结尾，内容却是 {kind.name}，已按内容读取。")
    return replace(invoice, warnings=(*invoice.warnings, doubt))


def _read(data: bytes) -> tuple[Invoice, ...]:
    if len(data) > LARGEST_FILE:
        raise RefusedError(TOO_LARGE)
    kind = contents_of(data)
    if kind is Contents.PDF:
        from studio_ledger.invoices import pdf_reader  # noqa: PLC0415 - heavy

        return pdf_reader.read(data)
    if kind is Contents.XML:
        from studio_ledger.invoices import judge, xml_file  # noqa: PLC0415 - heavy

        return (judge.invoice_of(xml_file.readings(data)),)
    if kind is Contents.PICTURE:
        from studio_ledger.invoices import picture_file  # noqa: PLC0415 - heavy

        return picture_file.read(data)
    if kind is Contents.ZIP:
        from studio_ledger.invoices import bundle  # noqa: PLC0415 - heavy

        return bundle.read(data, _read)
    reasons = {Contents.EMPTY: EMPTY, Contents.WEB_PAGE: WEB_PAGE, Contents.DAMAGED: DAMAGED}
    raise RefusedError(reasons.get(kind, UNKNOWN_KIND))
