"""The print of an OFD: read as a form, and asked whether it says what the data beside it tell."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from studio_ledger.invoices import form
from studio_ledger.invoices.judge import SOURCE_NAMES
from studio_ledger.invoices.pages import Pages
from studio_ledger.invoices.reading import Reading
from studio_ledger.invoices.sheet import forms_of
from studio_ledger.invoices.values import plain
from studio_ledger.model.invoice import FieldBox

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from studio_ledger.invoices.ofd_document import Document
    from studio_ledger.invoices.ofd_text import Printed
    from studio_ledger.model.invoice import InvoiceLine

_COMPARED = ("number", "code", "issued_on", "amount", "tax", "total", "words", "exempt")
"""What the print is asked for where structured data tell the rest: a wrapped name is no second opinion."""

_PARTIES = ("buyer_name", "buyer_id", "seller_name", "seller_id")
_SOUGHT = {
    "buyer_name": "购买方名称",
    "buyer_id": "购买方税号",
    "seller_name": "销售方名称",
    "seller_id": "销售方税号",
    "check_code": "校验码",
}
_BOXED = {
    "number": "number",
    "code": "code",
    "check_code": "check_code",
    "buyer": "buyer_name",
    "buyer_id": "buyer_id",
    "seller": "seller_name",
    "seller_id": "seller_id",
}


def read(document: Document) -> list[Reading]:
    """Read the pages as printed forms: one reading an invoice, wherever it goes on."""
    pages = Pages()
    for index, page in enumerate(document.pages):
        for sheet in forms_of(page.glyphs, page.size, index):
            reading = form.read(sheet, "ofd-text")
            if page.turn:
                reading.boxes = [page.as_printed(box) for box in reading.boxes]
            if reading.says_anything or reading.lines:
                pages.add([[reading]])
    return [reading for (reading, *_) in pages.invoices() if reading.says_anything]


def narrowed(printed: Reading, names_are_told: bool) -> Reading:
    """Return what of the print may be compared with the data beside it."""
    keep = Reading(source="ofd-text", kind=printed.kind, boxes=printed.boxes, lines=printed.lines)
    keep.trip, keep.red_of = printed.trip, printed.red_of
    names = _COMPARED if names_are_told else (*_COMPARED, *_PARTIES, "remark")
    for name in names:
        if name not in printed.weak or name == "total":
            setattr(keep, name, getattr(printed, name))
    keep.weak = printed.weak & {"total"}
    keep.warnings = printed.warnings
    return keep


def with_details(lines: Sequence[InvoiceLine], printed: Sequence[InvoiceLine]) -> list[InvoiceLine]:
    """Return tagged lines with what only the print has; the tags name the items exactly."""
    if [line.amount for line in lines] != [line.amount for line in printed]:
        return list(lines)
    return [
        replace(
            tagged,
            item=tagged.item or line.item,
            specification=tagged.specification or line.specification,
            unit=tagged.unit or line.unit,
            quantity=line.quantity if tagged.quantity is None else tagged.quantity,
            unit_price=line.unit_price if tagged.unit_price is None else tagged.unit_price,
        )
        for tagged, line in zip(lines, printed, strict=True)
    ]


def compare(document: Document, told: Reading, printed: Reading | None) -> None:
    """Doubt each name and id of the data that the print does not hold anywhere."""
    ink = document.ink
    if document.damaged or document.is_cut or not told.number:
        return  # What could not be read whole says nothing against anybody.
    source = SOURCE_NAMES.get(told.source, told.source)
    if not ink.says(told.number):
        if not (printed and printed.number):  # Where another number is printed, both are compared anyway.
            told.warn("number.unprinted", f"{source}的发票号码 {told.number} 没有印在版面上，请核对原件。")
        return
    for name, label in _SOUGHT.items():
        value = str(getattr(told, name))
        if value and not ink.says(value):
            seen = str(getattr(printed, name)) if printed else ""
            other = f"为 {seen}" if seen and plain(seen) != plain(value) else "没有这几个字"
            told.warn(f"{name}.differs", f"{label}不一致：{source}为 {value}，版面文字{other}，请核对原件。")
    if "清单" in ink.whole or told.trip:
        return  # The list may be another file, and a ticket prints no item.
    seen_items = {plain(line.item) for line in printed.lines} if printed else set()
    for line in told.lines:
        if line.item and not ink.says(line.item) and plain(line.item) not in seen_items:
            told.warn("lines.item-differs", f"{source}里的项目“{line.item}”在版面上没有印出，请核对原件。")


def boxes(document: Document, readings: Sequence[Reading]) -> list[FieldBox]:
    """Return one box a field: by its tag, by the form, or where the value is printed once and alone."""
    found: dict[str, FieldBox] = {}
    for reading in sorted(readings, key=lambda reading: reading.source != "ofd-tags"):
        for box in reading.boxes:
            found.setdefault(box.field, box)
    for field, box in _alone(document, readings):
        found.setdefault(field, box)
    return list(found.values())


def _alone(document: Document, readings: Sequence[Reading]) -> Iterator[tuple[str, FieldBox]]:
    places: dict[str, list[Printed]] = {}
    for printed in document.ink.objects.values():
        places.setdefault(plain(printed.text), []).append(printed)
    for field, name in _BOXED.items():
        value = next((str(getattr(reading, name)) for reading in readings if getattr(reading, name)), "")
        here = places.get(plain(value), []) if value else []
        if len(here) == 1:
            yield field, FieldBox(field, here[0].page, *here[0].edges)
