"""A voucher's evidence made ready for paper: pages as pictures, forms drawn where a file has none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QImage

from studio_ledger.invoices import UnreadableInvoiceError
from studio_ledger.invoices.pictures import Picture
from ui.pages.signing_documents import evidence_of
from ui.widgets.invoice_paper import invoice_sheets

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from reports.evidence_pages import PrintedFile, PrintedVoucher
    from studio_ledger.workspace import Workspace
    from ui.widgets.evidence_viewer import Evidence

PRINT_DPI = 200


def write_evidence(workspace: Workspace, vouchers: Sequence[str], path: Path) -> None:
    """Write these vouchers with their evidence into one PDF; for a worker thread.

    Raises: OSError, LedgerError.
    """
    from reports.evidence_pages import write_with_evidence  # noqa: PLC0415 - the drawing library: not at start

    first = workspace.voucher_sheet(vouchers[0])
    title = _tr("凭证及附件 {0}").format(first.number).strip()
    title += _tr(" 等{0}张").format(len(vouchers)) if len(vouchers) > 1 else ""
    write_with_evidence(_printed(workspace, vouchers), path, title=title, author=first.header.school)


def _printed(workspace: Workspace, vouchers: Sequence[str]) -> Iterator[PrintedVoucher]:
    from reports.evidence_pages import PrintedVoucher  # noqa: PLC0415

    for voucher in vouchers:
        files = tuple(_file(workspace, evidence) for evidence in evidence_of(workspace.voucher(voucher)))
        yield PrintedVoucher(workspace.voucher_sheet(voucher), files)


def _file(workspace: Workspace, evidence: Evidence) -> PrintedFile:
    from reports.evidence_pages import PrintedFile  # noqa: PLC0415

    name = evidence.name or workspace.evidence_name(evidence.sha256)
    data = workspace.evidence(evidence.sha256)
    pages = _pages(data, name)
    note = "" if pages else _tr("“{0}”没有可以打印的画面，原文件保存在台账中。").format(name)
    return PrintedFile(name, evidence.sha256, pages, note)


def _pages(data: bytes, name: str) -> tuple[Picture, ...]:
    """Return the pages as they look; an XML's form is drawn from what is read of it."""
    from studio_ledger.invoices.pool import POOL  # noqa: PLC0415 - not at start

    try:
        if pictures := POOL.pictures(data, name, PRINT_DPI):
            return tuple(pictures)
    except UnreadableInvoiceError:
        pass
    try:
        images, _ = invoice_sheets(POOL.read(data, name))
    except UnreadableInvoiceError:
        return ()
    return tuple(map(_picture, images))


def _picture(image: QImage) -> Picture:
    plain = image.convertToFormat(QImage.Format.Format_RGBA8888)
    return Picture(plain.width(), plain.height(), bytes(plain.constBits()))


def _tr(text: str) -> str:
    return QCoreApplication.translate("vouchers", text)
