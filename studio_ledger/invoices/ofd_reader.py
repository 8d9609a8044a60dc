"""OFD invoices: attachment, XBRL, named values, tags and the print are read apart and then compared."""

from __future__ import annotations

from dataclasses import replace
from posixpath import basename, dirname, join
from typing import TYPE_CHECKING

from studio_ledger.invoices import form, ofd_seal, picture_file, values, xml_file
from studio_ledger.invoices.judge import invoice_of
from studio_ledger.invoices.kinds import kind_of_vat
from studio_ledger.invoices.ofd_document import Document, documents
from studio_ledger.invoices.reading import Reading
from studio_ledger.invoices.refusal import NOT_AN_INVOICE, RefusedError
from studio_ledger.invoices.sheet import forms_of
from studio_ledger.invoices.xml_tree import all_named
from studio_ledger.model.invoice import InvoiceLine

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml import etree

    from studio_ledger.invoices.archive import Archive
    from studio_ledger.model.invoice import Invoice

_LARGEST_CODE = 700
_PRINTED = ("number", "code", "issued_on", "amount", "tax", "total", "words", "exempt")
"""What the print is asked for where structured data tell the rest: a wrapped name is no second opinion."""


def read(archive: Archive) -> tuple[Invoice, ...]:
    """Return the invoices of an OFD.

    Raises: RefusedError.
    """
    found = [readings for document in documents(archive) if (readings := _readings(archive, document))]
    if not found:
        raise RefusedError(NOT_AN_INVOICE)
    for defect in ofd_seal.defects(archive):
        found[0][0].warnings.append(defect)
    if any("\\" in name for name in archive.names):
        found[0][0].warn("archive.form", "这份 OFD 的内部路径不合标准，可能经第三方软件重新打包，请核对原件。")
    several = len(found) > 1
    return tuple(invoice_of(readings, part if several else None) for part, readings in enumerate(found, 1))


def _readings(archive: Archive, document: Document) -> list[Reading]:
    structured = list(_attachments(archive, document))
    tagged = _tagged(archive, document)
    readings = structured + [r for r in (_custom(document), tagged) if r]
    printed = _printed(document)
    if printed and tagged and _same_amounts(printed.lines, tagged.lines):
        # The tags name the items exactly; the print has the quantities that the tags leave out.
        both = zip(printed.lines, tagged.lines, strict=True)
        tagged.lines = [replace(line, item=tag.item or line.item) for line, tag in both]
    if printed and readings:
        printed = _narrowed(printed, bool(structured) or any(r.seller_name for r in readings))
    readings += [printed] if printed else []
    if not any(reading.says_anything for reading in readings):
        return []
    readings += _codes(archive, document, {reading.number for reading in readings})
    for location in document.damaged:
        readings[0].warn("page.damaged", f"文件中的 {basename(location)} 已损坏，读到的内容可能不全，请核对。")
    return readings


def _attachments(archive: Archive, document: Document) -> Iterator[Reading]:
    for name in archive.names:
        place = name.replace("\\", "/").lstrip("/")
        attached = "attach" in dirname(place).lower() or basename(place).lower() == "original_invoice.xml"
        if not attached or not place.startswith(document.folder) or not place.lower().endswith((".xml", ".xbrl")):
            continue
        if basename(place).lower() == "attachments.xml":
            continue
        try:
            reading = xml_file.read(archive.read(name), "ofd-attachment")
        except RefusedError:
            continue
        yield reading


def _codes(archive: Archive, document: Document, numbers: set[str]) -> list[Reading]:
    """Return what the QR picture says; the seal and other pictures say nothing, and JBIG2 is not decoded."""
    for name in archive.names:
        if not name.lower().endswith(".png") or not name.replace("\\", "/").lstrip("/").startswith(document.folder):
            continue
        try:
            data = archive.read(name)
            width, height = picture_file.png_size(data) or (0, 1)
            square = abs(width - height) <= height // 10 and width <= _LARGEST_CODE
            if square and (found := picture_file.code_readings(data)):
                # One code beside one invoice belongs to it, even where it tells another number.
                return [code for code in found if code.number in numbers or len(found) == 1]
        except RefusedError:
            continue
    return []


def _custom(document: Document) -> Reading | None:
    told = document.custom
    if not told.get("发票号码"):
        return None
    reading = Reading(
        source="ofd-custom-data",
        number=told["发票号码"],
        code=told.get("发票代码", ""),
        issued_on=values.date(told.get("开票日期")),
        check_code=told.get("校验码", "").replace(" ", ""),
        buyer_name=told.get("购买方名称", ""),
        buyer_id=told.get("购买方纳税人识别号", ""),
        seller_name=told.get("销售方名称", ""),
        seller_id=told.get("销售方纳税人识别号", ""),
        amount=values.money(told.get("合计金额")),
        tax=values.exempt_or_money(told.get("合计税额")),
        total=values.money(told.get("价税合计")),
    )
    reading.kind = kind_of_vat(reading.code)
    return reading


def _tagged(archive: Archive, document: Document) -> Reading | None:
    """Read the tags: each names a field and points to the text objects that print it."""
    for index in document.tags:
        for root in _tag_files(archive, index):
            reading = _tag_reading(document, root)
            if reading.number or reading.total is not None:
                return reading
    return None


def _tag_files(archive: Archive, index: str) -> Iterator[etree._Element]:
    try:
        for location in all_named(xml_file.parsed(archive.read(index)), "FileLoc"):
            bare = str(location.text or "").strip().replace("\\", "/")
            yield xml_file.parsed(archive.read(bare if bare.startswith("/") else join(dirname(index), bare)))
    except RefusedError:
        return


def _tag_reading(document: Document, root: etree._Element) -> Reading:
    def told(name: str) -> list[str]:
        return [_joined(document, element) for element in all_named(root, name)]

    def first(name: str) -> str:
        return next((value for value in told(name) if value), "")

    tax = first("TaxTotalAmount")
    reading = Reading(
        source="ofd-tags",
        number=first("InvoiceNo"),
        code=first("InvoiceCode"),
        issued_on=values.date(first("IssueDate")),
        check_code=first("InvoiceCheckCode").replace(" ", ""),
        buyer_name=first("BuyerName"),
        buyer_id=first("BuyerTaxID"),
        seller_name=first("SellerName"),
        seller_id=first("SellerTaxID"),
        amount=values.money(first("TaxExclusiveTotalAmount").replace(" ", "")),
        tax=values.exempt_or_money(tax.replace(" ", "")),
        total=values.money(first("TaxInclusiveTotalAmount").replace(" ", "")),
        exempt=tax in values.EXEMPT,
        remark=first("Note"),
    )
    reading.kind = kind_of_vat(reading.code)
    columns = [told(name) for name in ("Item", "Amount", "TaxScheme", "TaxAmount")]
    if columns[0] and all(len(column) == len(columns[0]) for column in columns):
        # The tags of quantity and unit skip empty cells, so only columns that are always filled may be zipped.
        reading.lines = [_tag_line(*cells) for cells in zip(*columns, strict=True)]
    return reading


def _tag_line(item: str, amount: str, rate: str, tax: str) -> InvoiceLine:
    return InvoiceLine(item, amount=values.money(amount), rate=values.rate(rate), tax=values.exempt_or_money(tax))


def _joined(document: Document, element: etree._Element) -> str:
    references = [str(reference.text or "").strip() for reference in all_named(element, "ObjectRef")]
    return "".join(document.texts.get(reference, "") for reference in references)


def _printed(document: Document) -> Reading | None:
    """Read the pages as a printed form; the pages after the first one only continue it."""
    whole: Reading | None = None
    for index, (glyphs, size) in enumerate(document.pages):
        for sheet in forms_of(glyphs, size, index):
            reading = form.read(sheet, "ofd-text")
            if whole is None and reading.says_anything:
                whole = reading
            elif whole is not None and reading.number in ("", whole.number):
                whole.lines += reading.lines
                whole.total = whole.total or reading.total
                whole.words = whole.words or reading.words
    return whole


def _same_amounts(lines: list[InvoiceLine], others: list[InvoiceLine]) -> bool:
    return [line.amount for line in lines] == [line.amount for line in others]


def _narrowed(printed: Reading, names_are_told: bool) -> Reading:
    keep = Reading(source="ofd-text", kind=printed.kind, boxes=printed.boxes, lines=printed.lines)
    names = _PRINTED if names_are_told else (*_PRINTED, "buyer_name", "buyer_id", "seller_name", "seller_id", "remark")
    for name in names:
        if name not in printed.weak:
            setattr(keep, name, getattr(printed, name))
    return keep


def is_ofd(archive: Archive) -> bool:
    """Whether a ZIP is an OFD."""
    return archive.holds("OFD.xml")
