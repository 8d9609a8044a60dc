"""The printed form of a sample 数电票: the same on any page that can print texts, lines and a QR code."""

from __future__ import annotations

from importlib.resources import files
from typing import TYPE_CHECKING, Any, Protocol

from reportlab.lib.colors import HexColor
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

from studio_ledger.model.money import Money

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reports.specimen_invoice import Specimen
    from studio_ledger.model.invoice import InvoiceLine

WIDTH, HEIGHT = 596.0, 397.0
FRAME = HexColor("#8c3b2a")
INK = HexColor("#101030")
_PALE = HexColor("#c9a9a2")
FONT, BOLD = "StudioLedgerSans", "StudioLedgerSans-Bold"
_COLUMNS = (("项目名称", 46), ("规格型号", 120), ("单 位", 190), ("数 量", 264), ("单 价", 335), ("金 额", 407))
_LINES_TOP, _LINES_BOTTOM = 168.0, 258.0
_ITEM_WIDTH = 100.0


class Page(Protocol):
    """Where a sample is printed: 596 x 397 points, heights from the top; `tag` names what a text is."""

    def text(self, x: float, y: float, text: str, size: float = 9, **look: Any) -> None:
        """Print a text from `x`; `look` may hold colour, font and tag."""

    def right(self, x: float, y: float, text: str, size: float = 9, *, tag: str = "") -> None:
        """Print a text that ends at `x`."""

    def line(self, x1: float, y1: float, x2: float, y2: float, width: float = 0.6) -> None:
        """Draw a line of the frame."""

    def code(self, x: float, y: float, side: float, payload: str) -> None:
        """Draw a QR code."""


def draw(page: Page, specimen: Specimen) -> None:
    """Print the sample on a page, whatever it is made of."""
    for part in (_head, _parties, _table, _foot):
        part(page, specimen)


def register_fonts() -> None:
    """Make the fonts known that measure and print the samples."""
    folder = files("resources") / "fonts"
    for name, file in ((FONT, "NotoSansSC-Regular.ttf"), (BOLD, "NotoSansSC-Bold.ttf")):
        if name not in pdfmetrics.getRegisteredFontNames():
            pdfmetrics.registerFont(TTFont(name, str(folder / file)))


def _head(page: Page, specimen: Specimen) -> None:
    page.code(22, 12, 52, specimen.qr_payload)
    page.text(210, 40, "电子发票（普通发票）", 18, colour=FRAME, font=BOLD)
    page.line(200, 46, 396, 46, 1.0)
    page.line(200, 48.5, 396, 48.5)
    page.text(86, 26, "样张", 16, colour=_PALE, font=BOLD)
    page.text(86, 38, "不作凭证", 7, colour=_PALE)
    page.text(438, 40, "发票号码：", colour=FRAME)
    page.text(483, 40, specimen.number, tag="InvoiceNo")
    page.text(438, 57, "开票日期：", colour=FRAME)
    day = f"{specimen.issued_on:%Y}年{specimen.issued_on:%m}月{specimen.issued_on:%d}日"
    page.text(483, 57, day, tag="IssueDate")


def _parties(page: Page, specimen: Specimen) -> None:
    sides = ((14.0, "购买方信息", "Buyer", specimen.buyer), (299.0, "销售方信息", "Seller", specimen.seller))
    for left, title, side, party in sides:
        for i, character in enumerate(title):
            page.text(left + 3, 96 + i * 11.5, character, 8, colour=FRAME)
        page.line(left + 15, 82, left + 15, 148)
        page.text(left + 19, 103, "名称：", 8.5, colour=FRAME)
        size = min(8.5, 8.5 * 225 / max(pdfmetrics.stringWidth(party.name, FONT, 8.5), 1))
        page.text(left + 45, 103, party.name, size, tag=f"{side}Name")
        page.text(left + 19, 134, "统一社会信用代码/纳税人识别号：", 8.5, colour=FRAME)
        page.text(left + 149, 134, party.tax_id, 8.5, tag=f"{side}TaxID")


def _table(page: Page, specimen: Specimen) -> None:
    for edge in (82, 148, 278, 296, 366):
        page.line(14, edge, 582, edge, 0.9)
    page.line(14, 82, 14, 366, 0.9)
    page.line(582, 82, 582, 366, 0.9)
    page.line(299, 82, 299, 148)
    for title, x in (*_COLUMNS, ("税率/征收率", 447), ("税 额", 552)):
        page.text(x, 159, title, 8.5, colour=FRAME)
    rows = [(line, list(_wrapped(line.item))) for line in specimen.lines]
    pitch = min(11.5, (_LINES_BOTTOM - _LINES_TOP) / max(sum(len(parts) for _, parts in rows), 1))
    y = _LINES_TOP + pitch * 0.6
    for line, parts in rows:
        for i, part in enumerate(parts):
            page.text(13, y + i * pitch, part, pitch * 0.7, tag="Item" if i == 0 else "Item+")
        _figures(page, line, y, pitch * 0.7)
        y += pitch * len(parts)
    page.text(58, 270, "合 计", 9, colour=FRAME)
    page.right(438, 270, f"¥{specimen.amount}", tag="TaxExclusiveTotalAmount")
    page.right(580, 270, _tax(specimen), tag="TaxTotalAmount")
    page.text(48, 290, "价税合计（大写）", 9, colour=FRAME)
    page.text(179, 290, specimen.capitals, tag="TaxInclusiveTotalAmountWithWords")
    page.text(412, 290, "（小写）", 9, colour=FRAME)
    page.text(449, 290, f"¥{specimen.total}", tag="TaxInclusiveTotalAmount")


def _figures(page: Page, line: InvoiceLine, y: float, size: float) -> None:
    page.text(120, y, line.specification, size)
    page.text(194, y, line.unit, size)
    page.right(292, y, "" if line.quantity is None else f"{line.quantity:f}", size)
    page.right(365, y, "" if line.unit_price is None else f"{line.unit_price:f}", size)
    page.right(438, y, str(line.amount or Money()), size, tag="Amount")
    page.text(468, y, line.rate, size, tag="TaxScheme")
    tax = str(line.tax) if line.tax else "***" if line.rate in ("免税", "不征税") else "0.00"
    page.right(580, y, tax, size, tag="TaxAmount")


def _tax(specimen: Specimen) -> str:
    exempt = all(line.rate in ("免税", "不征税") for line in specimen.lines)
    return "***" if exempt and not specimen.tax else f"¥{specimen.tax}"


def _wrapped(item: str) -> Iterator[str]:
    part = ""
    for character in item:
        if pdfmetrics.stringWidth(part + character, FONT, 8) > _ITEM_WIDTH:
            yield part
            part = ""
        part += character
    yield part


def _foot(page: Page, specimen: Specimen) -> None:
    for y, character in ((318, "备"), (342, "注")):
        page.text(17, y, character, 9, colour=FRAME)
    page.line(30, 296, 30, 366)
    for i, line in enumerate(specimen.remark.splitlines()[:5]):
        page.text(34, 308 + i * 12, line, 8, tag="Note" if i == 0 else "Note+")
    page.text(56, 378, "开票人：", 9, colour=FRAME)
    page.text(92, 378, "样张")
