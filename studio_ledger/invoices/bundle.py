"""ZIP files: an OFD is one; a bundle holds the XML, OFD and PDF of the same invoices, which are imported once."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import replace
from posixpath import basename

from studio_ledger.invoices import ofd_reader, picture_file
from studio_ledger.invoices.archive import Archive
from studio_ledger.invoices.contents import Contents, contents_of
from studio_ledger.invoices.forms import Form, numbered, together
from studio_ledger.invoices.refusal import DAMAGED, EMPTY, HOSTILE, NOT_AN_INVOICE, RefusedError
from studio_ledger.model.invoice import Invoice

Reader = Callable[[bytes], tuple[Invoice, ...]]
_MOST_FILES = 200
_MOST_PICTURES = 4
_MOST_PIXELS = 4_000_000
_TOO_MUCH = "图片太大或太多，没有在压缩包里识读，请单独放入"
_NESTED = "压缩包里还有压缩包，请先解开"
_READABLE = (Contents.XML, Contents.PDF, Contents.ZIP, Contents.PICTURE)
_PROMISED = (".xml", ".ofd", ".pdf")
_OFFICE = "[Content_Types].xml"
_TRASH = ("__macosx/", ".ds_store", "thumbs.db")


def read(data: bytes, reader: Reader) -> tuple[Invoice, ...]:
    """Return the invoices of an OFD, or of a bundle; `reader` reads what is inside, but no further bundle.

    Raises: RefusedError.
    """
    archive = Archive(data)
    if archive.holds(_OFFICE):
        raise RefusedError("这是 Office 文档，不是发票文件")
    if ofd_reader.is_ofd(archive):
        return ofd_reader.read(archive)
    if any(name.startswith(("/", "\\")) for name in archive.names):
        raise RefusedError(HOSTILE)
    return _Bundle(archive, reader).invoices()


class _Bundle:
    """The forms found so far, by the invoice they show."""

    def __init__(self, archive: Archive, reader: Reader) -> None:
        self._archive, self._reader = archive, reader
        self._forms: dict[str, list[Form]] = {}
        self._refused: list[tuple[str, str]] = []
        self._seen: set[bytes] = set()
        self._pictures = 0

    def invoices(self) -> tuple[Invoice, ...]:
        """Return each invoice once, with what its forms disagree about.

        Raises: RefusedError where there is none.
        """
        names = [name for name in self._archive.names if not _is_trash(name)]
        if len(names) > _MOST_FILES:
            raise RefusedError(f"压缩包里的文件超过 {_MOST_FILES} 个，请分成几个压缩包")
        for name in names:
            self._take(name, self._archive.names.index(name))
        if not self._forms:
            reasons = {why for _, why in self._refused}
            raise RefusedError(reasons.pop() if len(reasons) == 1 else NOT_AN_INVOICE)
        return numbered([together(forms) for forms in self._forms.values()], self._refused)

    def _take(self, name: str, place: int) -> None:
        content = self._archive.read(name)
        kind, digest = contents_of(content), hashlib.sha256(content).digest()
        if digest in self._seen:
            return
        if kind not in _READABLE:
            if name.lower().endswith(_PROMISED):  # Named like an invoice, and none: somebody may miss it.
                self._refused.append((name, EMPTY if kind is Contents.EMPTY else DAMAGED))
            return
        self._seen.add(digest)
        try:
            invoices = self._inside(content, kind)
        except RefusedError as error:
            if kind is not Contents.PICTURE or error.reason == _TOO_MUCH:  # A logo has no code, and says nothing.
                self._refused.append((name, error.reason))
            return
        for invoice in invoices:
            placed = replace(invoice, boxes=tuple(replace(box, member=place) for box in invoice.boxes))
            self._forms.setdefault(self._identity(invoice) or name, []).append(Form(name, placed))

    def _inside(self, content: bytes, kind: Contents) -> tuple[Invoice, ...]:
        if kind is Contents.PICTURE:
            self._pictures += 1
            if self._pictures > _MOST_PICTURES or picture_file.pixels(content) > _MOST_PIXELS:
                raise RefusedError(_TOO_MUCH)
        if kind is not Contents.ZIP:
            return self._reader(content)
        inner = Archive(content, self._archive)
        if inner.holds(_OFFICE):
            return ()
        if ofd_reader.is_ofd(inner):
            return ofd_reader.read(inner)
        raise RefusedError(_NESTED)

    def _identity(self, invoice: Invoice) -> str:
        """Return the identity; a code that one form does not tell is not another invoice."""
        if not invoice.number:
            return ""
        same = (known for known, forms in self._forms.items() if _are_one(forms[0].invoice, invoice))
        return next(same, invoice.identity)


def _are_one(first: Invoice, second: Invoice) -> bool:
    return first.number == second.number and (not first.code or not second.code or first.code == second.code)


def _is_trash(name: str) -> bool:
    place = name.replace("\\", "/").lower()
    return place.startswith(_TRASH) or basename(place).startswith("._") or basename(place) in _TRASH
