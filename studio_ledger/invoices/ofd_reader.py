"""OFD invoices: attachment, XBRL, named values, tags and the print are read apart and then compared."""

from __future__ import annotations

from dataclasses import replace
from posixpath import basename, dirname
from typing import TYPE_CHECKING

from studio_ledger.invoices import ofd_codes, ofd_print, ofd_seal, ofd_tags, values, xml_file
from studio_ledger.invoices.judge import invoice_of
from studio_ledger.invoices.kinds import kind_of_vat
from studio_ledger.invoices.ofd_document import Document, documents, placed
from studio_ledger.invoices.reading import Reading
from studio_ledger.invoices.refusal import (
    BANK_SLIP,
    DAMAGED,
    HOSTILE,
    NOT_AN_INVOICE,
    TREASURY_SLIP,
    RefusedError,
)
from studio_ledger.invoices.xml_lines import compare
from studio_ledger.invoices.xml_tree import all_named

if TYPE_CHECKING:
    from collections.abc import Iterator

    from studio_ledger.invoices.archive import Archive
    from studio_ledger.model.invoice import Invoice

_MOST_ATTACHMENTS = 30
_FIGURES = ("code", "number", "issued_on", "check_code", "amount", "total")
_FROM_PRINT = ("ofd-custom-data", "ofd-tags", "ofd-text")
"""Where an invoice's first source is one of these, its lines come from the print."""

_DECISIVE = (HOSTILE, BANK_SLIP, TREASURY_SLIP)
"""An attachment that is refused for one of these refuses the whole file."""


def is_ofd(archive: Archive) -> bool:
    """Whether a ZIP is an OFD.

    Raises: RefusedError for one whose head is missing: what is left of it is no evidence.
    """
    if archive.holds("OFD.xml"):
        return True
    if any(basename(name.replace("\\", "/")).lower() == "document.xml" for name in archive.names):
        raise RefusedError(DAMAGED)
    return False


def read(archive: Archive) -> tuple[Invoice, ...]:
    """Return the invoices of an OFD: one a document as a rule, several where several are printed.

    Raises: RefusedError.
    """
    found = [readings for document in documents(archive) for readings in _invoices(archive, document)]
    if not found:
        raise RefusedError(NOT_AN_INVOICE)
    seals, doubts = ofd_seal.looked_at(archive)
    odd = any("\\" in name or name.startswith("/") for name in archive.names)
    for first, *_ in found:
        first.warnings.extend(doubts)
        if odd:
            first.warn("archive.form", "这份 OFD 的内部路径不合标准，可能经第三方软件重新打包，请核对原件。")
    several = len(found) > 1
    invoices = (invoice_of(readings, part if several else None) for part, readings in enumerate(found, 1))
    return tuple(replace(invoice, seals=seals) for invoice in invoices)


def _invoices(archive: Archive, document: Document) -> list[list[Reading]]:
    """Return the readings of each invoice of a document; what its data tell is about one of those it prints."""
    structured = list(_attachments(archive, document))
    data = structured + [reading for reading in (_custom(document),) if reading]
    tagged = ofd_tags.read(archive, document)
    told = data + [reading for reading in (tagged,) if reading]
    numbers = {reading.number for reading in told}
    prints = ofd_print.read(document)
    printed = next((one for one in prints if one.number in numbers), prints[0] if prints else None)
    for reading in data:
        ofd_print.compare(document, reading, printed)
    if printed and tagged:
        tagged.lines = ofd_print.with_details(tagged.lines, printed.lines)
    if printed:
        names_are_told = bool(structured) or any(reading.seller_name for reading in told)
        told.append(ofd_print.narrowed(printed, names_are_told) if told else printed)
    others = [[one] for one in prints if one is not printed and one.number]
    groups = [group for group in (told, *others) if any(reading.says_anything for reading in group)]
    for group in groups:
        _finish(archive, document, group, alone=len(groups) == 1)
    return groups


def _finish(archive: Archive, document: Document, readings: list[Reading], *, alone: bool) -> None:
    """Add to an invoice what its QR code says, its boxes and what was wrong with the file."""
    if readings[0].source in _FROM_PRINT:
        _compare_lines(readings)
    codes = ofd_codes.found(archive, document.folder, {reading.number for reading in readings}, alone=alone)
    readings += _witnesses(readings, codes)
    boxes = ofd_print.boxes(document, readings)
    for reading in readings:
        reading.boxes = boxes if reading is readings[0] else []
    _defects(document, readings[0])


def _witnesses(readings: list[Reading], codes: list[Reading]) -> list[Reading]:
    """Return the codes without what one told as text has said: told and drawn it is still one witness."""
    graphs = [reading for reading in readings if reading.source == "qr"]
    for code in codes:
        for name in _FIGURES:
            if any(getattr(graph, name) == getattr(code, name) for graph in graphs):
                setattr(code, name, None if name in ("issued_on", "amount", "total") else "")
    return codes


def _compare_lines(readings: list[Reading]) -> None:
    """Look at each line by itself, where it is read from the print: data have been looked at as they were read."""
    told = next((reading for reading in readings if reading.lines), None)
    for index, line in enumerate(told.lines if told else (), 1):
        compare(readings[0].warn, index, line)


def _defects(document: Document, reading: Reading) -> None:
    for location in dict.fromkeys(document.damaged):
        reading.warn("page.damaged", f"文件中的 {basename(location)} 已损坏或缺失，读到的内容可能不全，请核对。")
    if document.is_cut:
        reading.warn("page.too-long", "文件的页数或文字太多，只读了前面的部分，请核对。")
    for name in document.doubled:
        reading.warn("value.doubled", f"文档属性里的“{name}”有两个不同的值，请核对原件。")


def _attachments(archive: Archive, document: Document) -> Iterator[Reading]:
    for name in _attached(archive, document):
        try:
            yield from xml_file.readings(archive.read(name), "ofd-attachment")
        except RefusedError as refused:
            if refused.reason in _DECISIVE:
                raise
            if refused.reason != NOT_AN_INVOICE:
                document.damaged.append(name)


def _attached(archive: Archive, document: Document) -> list[str]:
    """Return the data files of a document: those its index names, and those that lie where such files lie."""
    named: list[str] = []
    if document.attachments:
        try:
            index = xml_file.parsed(archive.read(document.attachments))
        except RefusedError:
            document.damaged.append(document.attachments)
        else:
            here = dirname(document.attachments)
            named = [placed(here, str(e.text or "")) for e in all_named(index, "FileLoc")]
    for name in archive.within(document.folder):
        place = name.replace("\\", "/")
        if "attach" in dirname(place).lower() or basename(place).lower() == "original_invoice.xml":
            named.append(name)
    found: dict[str, str] = {}
    for name in named:
        is_data = name.lower().endswith((".xml", ".xbrl")) and basename(name).lower() != "attachments.xml"
        if is_data and archive.holds(name):
            found.setdefault(archive.key(name), name)
        elif is_data:
            document.damaged.append(name)
    if len(found) > _MOST_ATTACHMENTS:
        raise RefusedError(HOSTILE)
    return list(found.values())


def _custom(document: Document) -> Reading | None:
    told = document.custom
    if not told.get("发票号码"):
        return None
    reading = Reading(
        source="ofd-custom-data",
        number=told["发票号码"].replace(" ", ""),
        code=told.get("发票代码", "").replace(" ", ""),
        issued_on=values.date(told.get("开票日期")),
        check_code=told.get("校验码", "").replace(" ", ""),
        buyer_name=told.get("购买方名称", ""),
        buyer_id=told.get("购买方纳税人识别号", "").replace(" ", ""),
        seller_name=told.get("销售方名称", ""),
        seller_id=told.get("销售方纳税人识别号", "").replace(" ", ""),
        amount=values.money(told.get("合计金额")),
        tax=values.exempt_or_money(told.get("合计税额")),
        total=values.money(told.get("价税合计")),
    )
    reading.kind = kind_of_vat(reading.code)
    return reading
