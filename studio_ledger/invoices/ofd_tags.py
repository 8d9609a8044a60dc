"""Tags of an OFD: each names a field and points to the text objects that print it, wherever these stand."""

from __future__ import annotations

from posixpath import dirname
from typing import TYPE_CHECKING

from studio_ledger.invoices import values
from studio_ledger.invoices.kinds import kind_of_vat
from studio_ledger.invoices.ofd_document import placed
from studio_ledger.invoices.ofd_text import boxes_of
from studio_ledger.invoices.reading import Reading
from studio_ledger.invoices.refusal import HOSTILE, RefusedError
from studio_ledger.invoices.xml_digital import red_of as digital_red_of
from studio_ledger.invoices.xml_file import parsed_loosely
from studio_ledger.invoices.xml_tree import all_named, told
from studio_ledger.invoices.xml_vat import red_of as vat_red_of
from studio_ledger.model.invoice import FieldBox, InvoiceLine

if TYPE_CHECKING:
    from lxml import etree

    from studio_ledger.invoices.archive import Archive
    from studio_ledger.invoices.ofd_document import Document
    from studio_ledger.invoices.ofd_text import Printed

_NAMES = {
    "number": ("InvoiceNo", "InvoiceNumber", "EIid"),
    "code": ("InvoiceCode",),
    "issued_on": ("IssueDate", "IssueTime"),
    "check_code": ("InvoiceCheckCode",),
    "buyer": ("BuyerName",),
    "buyer_id": ("BuyerTaxID", "BuyerIdNum"),
    "seller": ("SellerName",),
    "seller_id": ("SellerTaxID", "SellerIdNum"),
    "amount": ("TaxExclusiveTotalAmount", "TotalAmWithoutTax"),
    "tax": ("TaxTotalAmount", "TotalTaxAm"),
    "total": ("TaxInclusiveTotalAmount", "TotalTax-includedAmount"),
    "words": ("TaxInclusiveTotalAmountWithWords", "TotalTax-includedAmountInChinese"),
    "remark": ("Note", "Remark"),
}
"""The names of a field's tag in the two families of tags that are in use."""

_COLUMNS = {
    "item": ("Item", "ItemName"),
    "amount": ("Amount",),
    "rate": ("TaxScheme", "TaxRate"),
    "tax": ("TaxAmount", "ComTaxAm"),
    "specification": ("Specification", "SpecMod"),
    "unit": ("MeasurementDimension", "MeaUnits"),
    "quantity": ("Quantity",),
    "unit_price": ("Price", "UnPrice"),
}
_ALWAYS = ("item", "amount", "rate", "tax")
"""Columns that are filled on every line; the tags of the others leave out empty cells."""

_MOST_FILES = 20
_MOST_REFERENCES = 20_000
_LONGEST = 5_000
_Told = tuple[str, list["Printed"]]


def read(archive: Archive, document: Document) -> Reading | None:
    """Return what the tags of a document tell; tags that cannot be read are noted as damaged."""
    if not document.tags:
        return None
    try:
        index = parsed_loosely(archive.read(document.tags))
    except RefusedError:
        document.damaged.append(document.tags)
        return None
    for file in all_named(index, "FileLoc")[:_MOST_FILES]:
        location = placed(dirname(document.tags), str(file.text or ""))
        try:
            reading = _Tags(document, parsed_loosely(archive.read(location))).reading()
        except RefusedError as refused:
            if refused.reason == HOSTILE:
                raise
            document.damaged.append(location)
            continue
        if reading.number or reading.total is not None:
            return reading
    return None


class _Tags:
    """The tags of one file, by name and in order, with the text they point to."""

    def __init__(self, document: Document, root: etree._Element) -> None:
        self._document = document
        self._told: dict[str, list[_Told]] = {}
        self._left = _MOST_REFERENCES
        wanted = {name for names in (*_NAMES.values(), *_COLUMNS.values()) for name in names}
        for element in root.iter("*"):
            name = str(element.tag).rpartition("}")[2]
            if name in wanted:
                self._told.setdefault(name, []).append(self._pointed(element))

    def _pointed(self, element: etree._Element) -> _Told:
        references = all_named(element, "ObjectRef")
        self._left -= len(references)
        if self._left < 0:
            raise RefusedError(HOSTILE)
        if not references:
            return told(element), []
        found = [
            printed
            for reference in references
            if (printed := self._document.ink.of(str(reference.get("PageRef", "")), str(reference.text or "").strip()))
        ]
        if sum(len(printed.text) for printed in found) > _LONGEST:
            raise RefusedError(HOSTILE)
        return "".join(printed.text for printed in found), found

    def _first(self, field: str) -> _Told:
        return next((one for name in _NAMES[field] for one in self._told.get(name, ()) if one[0]), ("", []))

    def reading(self) -> Reading:
        """Return what the tags tell."""
        heads = {field: self._first(field) for field in _NAMES}
        bare = {field: value.replace(" ", "") for field, (value, _) in heads.items()}
        reading = Reading(
            source="ofd-tags",
            kind=kind_of_vat(bare["code"]),
            number=bare["number"],
            code=bare["code"],
            issued_on=values.date(heads["issued_on"][0]),
            check_code=bare["check_code"],
            buyer_name=heads["buyer"][0],
            buyer_id=bare["buyer_id"],
            seller_name=heads["seller"][0],
            seller_id=bare["seller_id"],
            amount=values.money(bare["amount"]),
            tax=values.exempt_or_money(bare["tax"]),
            # Some makers tag the ¥ alone: that is no sum, and no doubt either.
            total=values.money(bare["total"]),
            words=values.capitals(bare["words"]),
            exempt=bare["tax"] in values.EXEMPT,
            remark=heads["remark"][0],
        )
        reading.red_of = digital_red_of(reading.remark) or vat_red_of(reading.remark)
        for field, (value, places) in heads.items():
            self._box(reading, field, value, places)
        self._lines(reading)
        return reading

    def _box(self, reading: Reading, field: str, value: str, places: list[Printed]) -> None:
        around = boxes_of(places) if value.strip("¥￥ ") else None
        if around:
            reading.boxes.append(FieldBox(field, *around))

    def _lines(self, reading: Reading) -> None:
        columns = {field: self._column(names) for field, names in _COLUMNS.items()}
        count = len(columns["item"])
        if not count or any(len(columns[field]) != count for field in _ALWAYS):
            return
        for i in range(count):
            cells = {field: column[i][0] if len(column) == count else "" for field, column in columns.items()}
            places = [place for field in _ALWAYS for place in columns[field][i][1]]
            reading.lines.append(_line(cells))
            self._box(reading, f"line-{i + 1}", cells["item"], places)

    def _column(self, names: tuple[str, ...]) -> list[_Told]:
        return next((self._told[name] for name in names if self._told.get(name)), [])


def _line(cells: dict[str, str]) -> InvoiceLine:
    return InvoiceLine(
        item=cells["item"],
        specification=cells["specification"],
        unit=cells["unit"],
        quantity=values.number(cells["quantity"]),
        unit_price=values.number(cells["unit_price"]),
        amount=values.money(cells["amount"].replace(" ", "")),
        rate=values.rate(cells["rate"]),
        tax=values.exempt_or_money(cells["tax"].replace(" ", "")),
    )
