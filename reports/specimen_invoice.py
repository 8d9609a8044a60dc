"""Sample e-invoices (数电票): the tour, the demo ledger and the tests make their own instead of keeping anybody's.

A sample is marked 样张 and its QR code carries the sample's own figures. It is nobody's invoice.
"""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET  # only written here, never parsed

import segno
from reportlab.pdfgen.canvas import Canvas

from reports.specimen_form import FONT, FRAME, HEIGHT, INK, WIDTH, draw, register_fonts
from studio_ledger.model.money import Money

if TYPE_CHECKING:
    import datetime as dt
    from pathlib import Path

    from studio_ledger.model.invoice import InvoiceLine, Party


@dataclass(frozen=True)
class Specimen:
    """A sample invoice: `number` has 20 digits, amounts stand in the lines, tax apart."""

    number: str
    issued_on: dt.date
    buyer: Party
    seller: Party
    lines: tuple[InvoiceLine, ...]
    remark: str = ""

    @property
    def amount(self) -> Money:
        """The sum without tax."""
        return Money.total(line.amount or Money() for line in self.lines)

    @property
    def tax(self) -> Money:
        """The sum of the taxes."""
        return Money.total(line.tax or Money() for line in self.lines)

    @property
    def total(self) -> Money:
        """What is to be paid."""
        return self.amount + self.tax

    @property
    def capitals(self) -> str:
        """The total in capitals as tax invoices print it: 圆, no currency, a red one with （负数）."""
        words = Money(abs(self.total.fen)).capitals.removeprefix("人民币").replace("元", "圆")
        return f"（负数）{words}" if self.total < Money() else words

    @property
    def qr_payload(self) -> str:
        """The text in the QR code, in the form of a digital ordinary invoice."""
        head = f"01,32,,{self.number},{self.total},{self.issued_on:%Y%m%d},,"
        return head + f"{zlib.crc32(head.encode()) & 0xFFFF:04X}"


def write_xml(path: Path, specimen: Specimen) -> None:
    """Write the sample as the tax bureau's XML."""
    ET.indent(root := _xml(specimen))
    path.write_bytes(ET.tostring(root, encoding="UTF-8", xml_declaration=True))


def write_pdf(path: Path, specimen: Specimen) -> None:
    """Write the sample as a page that looks like a printed 数电票."""
    register_fonts()
    canvas = Canvas(str(path), pagesize=(WIDTH, HEIGHT), invariant=1)
    canvas.setTitle(f"样张 {specimen.number}")
    draw(_Page(canvas), specimen)
    canvas.showPage()
    canvas.save()


def _xml(specimen: Specimen) -> ET.Element:
    root = ET.Element("EInvoice")
    red = specimen.total < Money()
    _add(
        root,
        {
            "Header": {
                "EIid": specimen.number,
                "EInvoiceTag": "SWEI3200",
                "Version": "0.37",
                "InherentLabel": {
                    "InIssuType": {"LabelCode": "N" if red else "Y", "LabelName": "红字" if red else "蓝字"},
                    "EInvoiceType": {"LabelCode": "01", "LabelName": "电子发票"},
                    "GeneralOrSpecialVAT": {"LabelCode": "02", "LabelName": "普通发票"},
                },
            }
        },
    )
    data = ET.SubElement(root, "EInvoiceData")
    for name, party in (("Seller", specimen.seller), ("Buyer", specimen.buyer)):
        _add(data, {f"{name}Information": {f"{name}IdNum": party.tax_id, f"{name}Name": party.name}})
    basic = {
        "TotalAmWithoutTax": str(specimen.amount),
        "TotalTaxAm": str(specimen.tax),
        "TotalTax-includedAmount": str(specimen.total),
        "TotalTax-includedAmountInChinese": specimen.capitals,
        "Drawer": "样张",
        "RequestTime": f"{specimen.issued_on} 09:30:00",
    }
    _add(data, {"BasicInformation": basic})
    for line in specimen.lines:
        _add(data, {"IssuItemInformation": _xml_line(line)})
    _add(data, {"AdditionalInformation": {"Remark": specimen.remark}})
    _add(root, {"TaxSupervisionInfo": {"InvoiceNumber": specimen.number, "IssueTime": str(specimen.issued_on)}})
    return root


def _xml_line(line: InvoiceLine) -> dict[str, Any]:
    return {
        "ItemName": line.item,
        "SpecMod": line.specification,
        "MeaUnits": line.unit,
        "Quantity": "" if line.quantity is None else f"{line.quantity:f}",
        "UnPrice": "" if line.unit_price is None else f"{line.unit_price:f}",
        "Amount": str(line.amount or Money()),
        "TaxRate": line.rate,
        "ComTaxAm": str(line.tax or Money()),
        "TotaltaxIncludedAmount": str(line.with_tax or Money()),
    }


def _add(parent: ET.Element, tree: dict[str, Any]) -> None:
    for name, value in tree.items():
        child = ET.SubElement(parent, name)
        if isinstance(value, dict):
            _add(child, value)
        else:
            child.text = value


class _Page:
    """A canvas whose heights count from the top, as a form is measured."""

    def __init__(self, canvas: Any) -> None:
        self.canvas = canvas

    def text(self, x: float, y: float, text: str, size: float = 9, **look: Any) -> None:
        self._prepare(look.get("colour", INK), look.get("font", FONT), size)
        self.canvas.drawString(x, HEIGHT - y, text)

    def right(self, x: float, y: float, text: str, size: float = 9, *, tag: str = "") -> None:  # noqa: ARG002 - no tags
        self._prepare(INK, FONT, size)
        self.canvas.drawRightString(x, HEIGHT - y, text)

    def line(self, x1: float, y1: float, x2: float, y2: float, width: float = 0.6) -> None:
        self.canvas.setStrokeColor(FRAME)
        self.canvas.setLineWidth(width)
        self.canvas.line(x1, HEIGHT - y1, x2, HEIGHT - y2)

    def code(self, x: float, y: float, side: float, payload: str) -> None:
        matrix = [list(row) for row in segno.make(payload, error="m", micro=False).matrix]
        module = side / len(matrix)
        self.canvas.setFillColor(INK)
        for row, dots in enumerate(matrix):
            for column, dark in enumerate(dots):
                if dark:
                    top = HEIGHT - y - (row + 1) * module
                    self.canvas.rect(x + column * module, top, module, module, stroke=0, fill=1)

    def _prepare(self, colour: Any, font: str, size: float) -> None:
        self.canvas.setFillColor(colour)
        self.canvas.setFont(font, size)
