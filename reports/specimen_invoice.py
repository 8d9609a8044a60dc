"""Sample e-invoices (数电票): the tour, the demo ledger and the tests make their own instead of keeping anybody's.

A sample is marked 样张 and its QR code carries the sample's own figures. It is nobody's invoice.
"""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from importlib.resources import files
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET  # only written here, never parsed

import segno
from reportlab.lib.colors import HexColor
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from studio_ledger.model.money import Money

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator
    from pathlib import Path

    from studio_ledger.model.invoice import InvoiceLine, Party

_WIDTH, _HEIGHT = 596.0, 397.0
_FRAME = HexColor("#8c3b2a")
_INK = HexColor("#101030")
_PALE = HexColor("#c9a9a2")
_FONT, _BOLD = "StudioLedgerSans", "StudioLedgerSans-Bold"
_COLUMNS = (("项目名称", 46), ("规格型号", 120), ("单 位", 190), ("数 量", 264), ("单 价", 335), ("金 额", 407))
_LINES_TOP, _LINES_BOTTOM = 168.0, 258.0
_ITEM_WIDTH = 100.0


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
    _register_fonts()
    canvas = Canvas(str(path), pagesize=(_WIDTH, _HEIGHT), invariant=1)
    canvas.setTitle(f"样张 {specimen.number}")
    page = _Page(canvas)
    _head(page, specimen)
    _parties(page, specimen)
    _table(page, specimen)
    _foot(page, specimen)
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

    def text(self, x: float, y: float, text: str, size: float = 9, *, colour: Any = _INK, font: str = _FONT) -> None:
        self._prepare(colour, font, size)
        self.canvas.drawString(x, _HEIGHT - y, text)

    def right(self, x: float, y: float, text: str, size: float = 9) -> None:
        self._prepare(_INK, _FONT, size)
        self.canvas.drawRightString(x, _HEIGHT - y, text)

    def line(self, x1: float, y1: float, x2: float, y2: float, width: float = 0.6) -> None:
        self.canvas.setStrokeColor(_FRAME)
        self.canvas.setLineWidth(width)
        self.canvas.line(x1, _HEIGHT - y1, x2, _HEIGHT - y2)

    def square(self, x: float, y: float, side: float) -> None:
        self.canvas.setFillColor(_INK)
        self.canvas.rect(x, _HEIGHT - y - side, side, side, stroke=0, fill=1)

    def _prepare(self, colour: Any, font: str, size: float) -> None:
        self.canvas.setFillColor(colour)
        self.canvas.setFont(font, size)


def _register_fonts() -> None:
    folder = files("resources") / "fonts"
    for name, file in ((_FONT, "NotoSansSC-Regular.ttf"), (_BOLD, "NotoSansSC-Bold.ttf")):
        if name not in pdfmetrics.getRegisteredFontNames():
            pdfmetrics.registerFont(TTFont(name, str(folder / file)))


def _head(page: _Page, specimen: Specimen) -> None:
    matrix = [list(row) for row in segno.make(specimen.qr_payload, error="m", micro=False).matrix]
    module = 52 / len(matrix)
    for row, dots in enumerate(matrix):
        for column, dark in enumerate(dots):
            if dark:
                page.square(22 + column * module, 12 + row * module, module)
    page.text(210, 40, "电子发票（普通发票）", 18, colour=_FRAME, font=_BOLD)
    page.line(200, 46, 396, 46, 1.0)
    page.line(200, 48.5, 396, 48.5)
    page.text(86, 26, "样张", 16, colour=_PALE, font=_BOLD)
    page.text(86, 38, "不作凭证", 7, colour=_PALE)
    page.text(438, 40, "发票号码：", colour=_FRAME)
    page.text(483, 40, specimen.number)
    page.text(438, 57, "开票日期：", colour=_FRAME)
    page.text(483, 57, f"{specimen.issued_on:%Y}年{specimen.issued_on:%m}月{specimen.issued_on:%d}日")


def _parties(page: _Page, specimen: Specimen) -> None:
    for left, title, party in ((14.0, "购买方信息", specimen.buyer), (299.0, "销售方信息", specimen.seller)):
        for i, character in enumerate(title):
            page.text(left + 3, 96 + i * 11.5, character, 8, colour=_FRAME)
        page.line(left + 15, 82, left + 15, 148)
        page.text(left + 19, 103, "名称：", 8.5, colour=_FRAME)
        size = min(8.5, 8.5 * 225 / max(pdfmetrics.stringWidth(party.name, _FONT, 8.5), 1))
        page.text(left + 45, 103, party.name, size)
        page.text(left + 19, 134, "统一社会信用代码/纳税人识别号：", 8.5, colour=_FRAME)
        page.text(left + 149, 134, party.tax_id, 8.5)


def _table(page: _Page, specimen: Specimen) -> None:
    for edge in (82, 148, 278, 296, 366):
        page.line(14, edge, 582, edge, 0.9)
    page.line(14, 82, 14, 366, 0.9)
    page.line(582, 82, 582, 366, 0.9)
    page.line(299, 82, 299, 148)
    for title, x in (*_COLUMNS, ("税率/征收率", 447), ("税 额", 552)):
        page.text(x, 159, title, 8.5, colour=_FRAME)
    rows = [(line, list(_wrapped(line.item))) for line in specimen.lines]
    pitch = min(11.5, (_LINES_BOTTOM - _LINES_TOP) / max(sum(len(parts) for _, parts in rows), 1))
    y = _LINES_TOP + pitch * 0.6
    for line, parts in rows:
        for i, part in enumerate(parts):
            page.text(13, y + i * pitch, part, pitch * 0.7)
        _figures(page, line, y, pitch * 0.7)
        y += pitch * len(parts)
    page.text(58, 270, "合 计", 9, colour=_FRAME)
    page.right(438, 270, f"¥{specimen.amount}")
    page.right(580, 270, _tax(specimen))
    page.text(48, 290, "价税合计（大写）", 9, colour=_FRAME)
    page.text(179, 290, specimen.capitals)
    page.text(412, 290, "（小写）", 9, colour=_FRAME)
    page.text(449, 290, f"¥{specimen.total}")


def _figures(page: _Page, line: InvoiceLine, y: float, size: float) -> None:
    page.text(120, y, line.specification, size)
    page.text(194, y, line.unit, size)
    page.right(292, y, "" if line.quantity is None else f"{line.quantity:f}", size)
    page.right(365, y, "" if line.unit_price is None else f"{line.unit_price:f}", size)
    page.right(438, y, str(line.amount or Money()), size)
    page.text(468, y, line.rate, size)
    page.right(580, y, str(line.tax) if line.tax else "***" if line.rate in ("免税", "不征税") else "0.00", size)


def _tax(specimen: Specimen) -> str:
    exempt = all(line.rate in ("免税", "不征税") for line in specimen.lines)
    return "***" if exempt and not specimen.tax else f"¥{specimen.tax}"


def _wrapped(item: str) -> Iterator[str]:
    part = ""
    for character in item:
        if pdfmetrics.stringWidth(part + character, _FONT, 8) > _ITEM_WIDTH:
            yield part
            part = ""
        part += character
    yield part


def _foot(page: _Page, specimen: Specimen) -> None:
    for y, character in ((318, "备"), (342, "注")):
        page.text(17, y, character, 9, colour=_FRAME)
    page.line(30, 296, 30, 366)
    for i, line in enumerate(specimen.remark.splitlines()[:5]):
        page.text(34, 308 + i * 12, line, 8)
    page.text(56, 378, "开票人：", 9, colour=_FRAME)
    page.text(92, 378, "样张")
