"""An invoice that has no picture (XML, some OFD) drawn as a neat sheet, with the place of every field on it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QGuiApplication, QImage, QPainter, QPen

from studio_ledger.model.invoice import FieldBox, Invoice, InvoiceLine, Party

if TYPE_CHECKING:
    from collections.abc import Callable

    from studio_ledger.model.money import Money

WIDTH, HEIGHT, SCALE = 640.0, 430.0, 2
_INK, _QUIET, _RED = QColor("#18212F"), QColor("#5A6679"), QColor("#8C3A32")
"""Paper is white and its ink dark in both themes."""
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_MIDDLE = Qt.AlignmentFlag.AlignCenter
_LINES_SHOWN = 7


def invoice_sheet(invoice: Invoice) -> tuple[QImage, tuple[FieldBox, ...]]:
    """Return the drawn sheet and where its fields stand on it. Call it in the main thread."""
    image = QImage(int(WIDTH * SCALE), int(HEIGHT * SCALE), QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.scale(SCALE, SCALE)
    sheet = _Sheet(painter, invoice, [])
    for part in (_head, _parties, _table, _foot):
        part(sheet)
    painter.end()
    return image, tuple(sheet.boxes)


@dataclass(frozen=True, slots=True)
class _Sheet:
    painter: QPainter
    invoice: Invoice
    boxes: list[FieldBox]

    def text(self, area: QRectF, text: str, *, align: Qt.AlignmentFlag = _LEFT, px: int = 12, **look: object) -> None:
        """Write one line, shortened where it does not fit."""
        font = QFont(QGuiApplication.font())
        font.setPixelSize(px)
        font.setBold(bool(look.get("bold")))
        self.painter.setFont(font)
        colour = look.get("colour", _INK)
        self.painter.setPen(colour if isinstance(colour, QColor) else _INK)
        short = self.painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, int(area.width()))
        self.painter.drawText(area, int(align), short)

    def field(self, name: str, area: QRectF, caption: str, value: str) -> None:
        """Write caption and value, and remember where the field stands."""
        self.text(area, caption, colour=_QUIET)
        offset = self.painter.fontMetrics().horizontalAdvance(caption) + 4
        self.text(area.adjusted(offset, 0, 0, 0), value or _tr("（未读出）"), colour=_INK if value else _QUIET)
        self.mark(name, area)

    def mark(self, name: str, area: QRectF) -> None:
        """Remember where a field stands."""
        box = area.adjusted(-3, -1, 3, 1)
        left, top = box.left() / WIDTH, box.top() / HEIGHT
        self.boxes.append(FieldBox(name, 0, left, top, box.right() / WIDTH, box.bottom() / HEIGHT))


def _head(sheet: _Sheet) -> None:
    invoice = sheet.invoice
    sheet.text(QRectF(0, 16, WIDTH, 30), invoice_title(invoice.kind), align=_MIDDLE, px=20, colour=_RED)
    sheet.text(QRectF(24, 50, 250, 18), _tr("（由结构化数据绘制）"), px=11, colour=_QUIET)
    number = f"{invoice.code} {invoice.number}".strip()
    sheet.field("number", QRectF(390, 34, 226, 18), _tr("发票号码："), number)
    issued = f"{invoice.issued_on:%Y年%m月%d日}" if invoice.issued_on else ""
    sheet.field("issued_on", QRectF(390, 54, 226, 18), _tr("开票日期："), issued)


def _parties(sheet: _Sheet) -> None:
    painter = sheet.painter
    painter.setPen(QPen(_RED, 1.5))
    painter.drawRect(QRectF(24, 80, WIDTH - 48, 320))
    painter.drawLine(320, 80, 320, 132)
    painter.drawLine(24, 132, int(WIDTH) - 24, 132)
    _party(sheet, "buyer", _tr("购买方"), sheet.invoice.buyer, 30)
    _party(sheet, "seller", _tr("销售方"), sheet.invoice.seller, 326)


def _party(sheet: _Sheet, name: str, title: str, party: Party, left: float) -> None:
    sheet.field(name, QRectF(left, 86, 284, 18), f"{title}：", party.name)
    sheet.field(f"{name}-tax_id", QRectF(left, 108, 284, 18), _tr("税号："), party.tax_id)


_COLUMNS: tuple[tuple[str, float, float, Callable[[InvoiceLine], str], Qt.AlignmentFlag], ...] = (
    ("项目名称", 30, 226, lambda line: line.item, _LEFT),
    ("规格", 262, 76, lambda line: line.specification, _LEFT),
    ("数量", 342, 50, lambda line: f"{line.quantity.normalize():f}" if line.quantity is not None else "", _RIGHT),
    ("金额", 398, 90, lambda line: _money(line.amount), _RIGHT),
    ("税率", 494, 44, lambda line: line.rate, _RIGHT),
    ("税额", 542, 70, lambda line: _money(line.tax), _RIGHT),
)


def _table(sheet: _Sheet) -> None:
    lines = sheet.invoice.lines
    shown = lines if len(lines) <= _LINES_SHOWN else lines[: _LINES_SHOWN - 1]
    for caption, left, width, _, align in _COLUMNS:
        sheet.text(QRectF(left, 136, width, 20), _tr(caption), align=align, colour=_QUIET)
    for place, line in enumerate(shown):
        top = 158 + place * 22
        for _, left, width, cell, align in _COLUMNS:
            sheet.text(QRectF(left, top, width, 20), cell(line), align=align)
        sheet.mark(f"line-{place + 1}", QRectF(30, top, WIDTH - 60, 20))
    if len(shown) < len(lines):
        more = _tr("……另有 {0} 行").format(len(lines) - len(shown))
        sheet.text(QRectF(30, 158 + len(shown) * 22, 300, 20), more, colour=_QUIET)


def _foot(sheet: _Sheet) -> None:
    invoice, painter = sheet.invoice, sheet.painter
    painter.setPen(QPen(_RED, 1.5))
    for level in (320, 348):
        painter.drawLine(24, level, int(WIDTH) - 24, level)
    capitals = invoice.total.capitals.removeprefix("人民币") if invoice.total is not None else ""
    area = QRectF(30, 324, WIDTH - 60, 20)
    sheet.field("total", area, _tr("价税合计："), capitals)
    sheet.text(area, f"¥{_money(invoice.total)}" if invoice.total is not None else "", align=_RIGHT, bold=True)
    sheet.field("remark", QRectF(30, 354, WIDTH - 60, 18), _tr("备注："), invoice.remark.replace("\n", " ") or "—")
    if invoice.red_of:
        sheet.text(QRectF(30, 376, WIDTH - 60, 18), _tr("红字发票，对应蓝票 {0}").format(invoice.red_of), colour=_RED)


def invoice_title(kind: str) -> str:
    """Return the Chinese name of a kind of invoice."""
    return {
        "digital": _tr("电子发票"), "vat-general": _tr("增值税普通发票"), "vat-special": _tr("增值税专用发票"),
        "rail": _tr("铁路电子客票"), "air": _tr("航空运输电子客票"), "shenzhen": _tr("深圳电子普通发票"),
        "toll": _tr("通行费发票"), "fiscal": _tr("财政票据"),
    }.get(kind, _tr("其他票据"))  # fmt: skip


def short_title(kind: str) -> str:
    """Return the name people use in a list."""
    return {
        "digital": _tr("数电票"), "vat-general": _tr("增值税普票"), "vat-special": _tr("增值税专票"),
        "rail": _tr("铁路客票"), "air": _tr("航空客票"), "shenzhen": _tr("深圳电子票"),
    }.get(kind) or invoice_title(kind)  # fmt: skip


def _money(amount: Money | None) -> str:
    return "" if amount is None else amount.grouped


def _tr(text: str) -> str:
    return QCoreApplication.translate("InvoicePaper", text)
