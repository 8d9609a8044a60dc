"""ZIP files: an OFD is one; a bundle holds the XML, OFD and PDF of the same invoices, which are imported once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from studio_ledger.invoices import ofd_reader
from studio_ledger.invoices.archive import Archive
from studio_ledger.invoices.contents import Contents, contents_of
from studio_ledger.invoices.refusal import NOT_AN_INVOICE, RefusedError
from studio_ledger.model.invoice import Invoice, InvoiceWarning

Reader = Callable[[bytes], tuple[Invoice, ...]]
_MOST_FILES = 200
_TRUST = ("xml", "ofd-attachment", "xbrl", "ofd-tags", "ofd-custom-data")


def read(data: bytes, reader: Reader) -> tuple[Invoice, ...]:
    """Return the invoices of an OFD, or of a bundle; `reader` reads what is inside, but no further bundle.

    Raises: RefusedError.
    """
    archive = Archive(data)
    if ofd_reader.is_ofd(archive):
        return ofd_reader.read(archive)
    found: dict[str, Invoice] = {}
    refused: list[str] = []
    for name in archive.names[:_MOST_FILES]:
        content = archive.read(name)
        if contents_of(content) not in (Contents.XML, Contents.PDF, Contents.ZIP):
            continue
        try:
            invoices = _inside(content, reader)
        except RefusedError as error:
            refused.append(f"{name}：{error.reason}")
            continue
        for invoice in invoices:
            known = found.get(invoice.identity)
            found[invoice.identity or name] = _together(known, invoice) if known else invoice
    if not found:
        raise RefusedError(refused[0] if len(refused) == 1 else NOT_AN_INVOICE)
    return _numbered(list(found.values()), refused)


def _inside(content: bytes, reader: Reader) -> tuple[Invoice, ...]:
    if contents_of(content) is not Contents.ZIP:
        return reader(content)
    archive = Archive(content)
    if not ofd_reader.is_ofd(archive):
        raise RefusedError("压缩包里还有压缩包，请先解开")
    return ofd_reader.read(archive)


def _together(first: Invoice, second: Invoice) -> Invoice:
    """Keep the better source of one invoice, and say where the two files differ."""
    better, other = sorted((first, second), key=lambda i: (i.read_from[0] not in _TRUST, len(i.warnings)))
    warnings = list(better.warnings)
    for label, one, two in (
        ("价税合计", better.total, other.total),
        ("开票日期", better.issued_on, other.issued_on),
    ):
        if one is not None and two is not None and one != two:
            warnings.append(
                InvoiceWarning("files.differ", f"压缩包里两份文件的{label}不一致：{one} 与 {two}，请核对。")
            )
    return replace(
        better,
        warnings=tuple(warnings),
        read_from=tuple(dict.fromkeys((*better.read_from, *other.read_from))),
        boxes=better.boxes,
    )


def _numbered(invoices: list[Invoice], refused: list[str]) -> tuple[Invoice, ...]:
    doubts = tuple(InvoiceWarning("file.refused", f"压缩包中有文件没有读取：{reason}。") for reason in refused)
    several = len(invoices) > 1
    return tuple(
        replace(invoice, part=part if several else None, warnings=(*invoice.warnings, *doubts))
        for part, invoice in enumerate(invoices, 1)
    )
