"""What a reading child does with a file: read its invoices, or draw its pages."""

from __future__ import annotations

import io
import zipfile
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from studio_ledger.invoices import page_pictures, read_invoice_bytes
from studio_ledger.invoices.checked import LONGEST_REASON, MOST_PICTURES
from studio_ledger.invoices.contents import Contents, contents_of
from studio_ledger.invoices.refusal import RefusedError, UnreadableInvoiceError
from studio_ledger.invoices.spelling import invoice_fields

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from studio_ledger.invoices.pictures import Picture
    from studio_ledger.invoices.worker import Frame
    from studio_ledger.model.invoice import Invoice

LONG: dict[str, Any] = {"long": True}
"""Said before the answer: this file may take the time of a long one."""
_ORDINARY_PAGES = 10
_ORDINARY_SIZE = 1_000_000


def prepare() -> None:
    """Load every reader and its libraries, so that the first file is as fast as any."""
    empty = io.BytesIO()
    with zipfile.ZipFile(empty, "w") as archive:
        archive.writestr("a.txt", b"")
    for sample in (b"%PDF-1.7\n%%EOF", b"<a/>", b"\xff\xd8\xff", empty.getvalue()):
        with suppress(UnreadableInvoiceError):
            read_invoice_bytes(sample, "")


def answers(head: dict[str, Any], data: bytes) -> Iterator[Frame]:
    """Yield the frames that answer a question."""
    name = head["name"]
    if head["do"] == "read":
        if _is_long(data):
            yield LONG, b""
        yield told(lambda: read_invoice_bytes(data, name))
        return
    yield LONG, b""
    try:
        for picture in _pages_drawn(data, head):
            size = [picture.width, picture.height]
            yield {"picture": size, "place": [picture.member, picture.page]}, picture.rgba
        yield {"end": True}, b""
    except UnreadableInvoiceError as error:
        yield _refusal(error)


def told(read: Callable[[], tuple[Invoice, ...]]) -> Frame:
    """Return the frame that tells what was read, or why nothing was."""
    try:
        return {"invoices": [invoice_fields(invoice) for invoice in read()]}, b""
    except UnreadableInvoiceError as error:
        return _refusal(error)


def _refusal(error: UnreadableInvoiceError) -> Frame:
    return {"refused": error.reason[:LONGEST_REASON]}, b""


def _pages_drawn(data: bytes, head: dict[str, Any]) -> Iterator[Picture]:
    """Draw one page at a time: twenty at once would fill the child's memory."""
    asked = head["pages"] or (0, MOST_PICTURES)
    for index in range(*asked)[:MOST_PICTURES]:
        drawn = page_pictures(data, head["name"], head["dpi"], range(index, index + 1))
        if not drawn:
            return
        yield drawn[0]


def _is_long(data: bytes) -> bool:
    """Whether reading honestly takes longer: pictures, bundles, many pages."""
    kind = contents_of(data)
    if kind is Contents.PDF:
        return _pages(data) > _ORDINARY_PAGES
    if kind is Contents.ZIP:
        return len(data) > _ORDINARY_SIZE or b"OFD.xml" not in data
    return kind is Contents.PICTURE


def _pages(data: bytes) -> int:
    from studio_ledger.invoices.pdf_file import opened  # noqa: PLC0415 - heavy, loaded by `prepare`

    try:
        with opened(data) as pdf:
            return len(pdf)
    except RefusedError:
        return 0
