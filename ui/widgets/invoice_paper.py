"""An invoice that has no picture (XML, a damaged OFD) drawn as a neat form, with the place of every field on it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QGuiApplication, QImage, QPainter, QPen

from studio_ledger.model.invoice import FieldBox, Invoice, InvoiceLine, Party
from ui.widgets.invoice_words import as_plain, invoice_title, trip_words

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from decimal import Decimal

    from studio_ledger.model.money import Money

WIDTH, SCALE = 900.0, 2
_LEAST_HEIGHT = 560.0
_EDGE = 30.0
_INK, _QUIET, _RED = QColor("#18212F"), QColor("#5A6679"), QColor("#8C3A32")
"""Paper is white and its ink dark in both themes."""
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_MIDDLE = Qt.AlignmentFlag.AlignCenter
_TABLE_TOP, _ROW, _LINE = 166.0, 26.0, 16.0
_ROOM = 520.0
"""Height that is left for lines on every page."""
_FOOT = 130.0
_MOST_PAGES = 20
_MAY_LACK = ("buyer_id",)
"""A person buys without a tax id."""


def invoice_sheets(
    invoices: Sequence[Invoice], scale: float = SCALE
) -> tuple[tuple[QImage, ...], tuple[FieldBox, ...]]:
    """Return the drawn pages of these invoices, one after the other, and where their fields stand on them."""
    images: list[QImage] = []
    boxes: list[FieldBox] = []
    for invoice in invoices:
        parts = _parted(invoice.lines)
        for number, (first, lines) in enumerate(parts, 1):
            if len(images) >= _MOST_PAGES:
                break
            high = max(_LEAST_HEIGHT, _TABLE_TOP + _ROW + sum(map(_height, lines)) + _FOOT + 40)
            sheet = _Sheet(invoice, len(images), high, boxes, scale)
            sheet.draw(first, lines, number, len(parts))
            images.append(sheet.image)
    return tuple(images), tuple(boxes)


def _font(px: int, *, bold: bool = False) -> QFont:
    font = QFont(QGuiApplication.font())
    font.setPixelSize(px)
    font.setBold(bold)
    return font


@dataclass(frozen=True, slots=True)
class _Column:
    caption: str
    left: float
    width: float
    cell: Callable[[InvoiceLine], str]
    align: Qt.AlignmentFlag = _LEFT
    folds: bool = False


_COLUMNS = (
    _Column("项目名称", 38, 246, lambda line: line.item, folds=True),
    _Column("规格型号", 292, 108, lambda line: line.specification, folds=True),
    _Column("单位", 408, 44, lambda line: line.unit, _MIDDLE),
    _Column("数量", 456, 72, lambda line: _number(line.quantity), _RIGHT),
    _Column("单价", 534, 100, lambda line: _number(line.unit_price), _RIGHT),
    _Column("金额", 640, 96, lambda line: _money(line.amount), _RIGHT),
    _Column("税率", 742, 52, lambda line: line.rate, _MIDDLE),
    _Column("税额", 798, 66, lambda line: _money(line.tax), _RIGHT),
)


def _parted(lines: Sequence[InvoiceLine]) -> list[tuple[int, list[InvoiceLine]]]:
    """Part the lines into pages: the place of the first line of each, and its lines."""
    pages: list[tuple[int, list[InvoiceLine]]] = [(0, [])]
    used = 0.0
    for place, line in enumerate(lines):
        high = _height(line)
        if used + high > _ROOM and pages[-1][1]:
            pages.append((place, []))
            used = 0.0
        pages[-1][1].append(line)
        used += high
    return pages


def _height(line: InvoiceLine) -> float:
    """A row is as high as its longest words, folded."""
    return max([_ROW, *(_LINE * len(_folded(c.cell(line), c.width)) + 10 for c in _COLUMNS if c.folds)])


def _folded(text: str, width: float, most: int = 3) -> list[str]:
    """Return the text in lines that fit, the last one shortened where there is more."""
    metrics = QFontMetrics(_font(12))
    rows: list[str] = []
    rest = text.replace("\n", " ")
    while rest and len(rows) < most - 1:
        fits = len(rest)
        while fits > 1 and metrics.horizontalAdvance(rest[:fits]) > width:
            fits -= 1
        rows.append(rest[:fits])
        rest = rest[fits:]
    return [*rows, metrics.elidedText(rest, Qt.TextElideMode.ElideRight, int(width))] if rest else rows or [""]


class _Sheet:
    """One page being drawn."""

    def __init__(self, invoice: Invoice, page: int, height: float, boxes: list[FieldBox], scale: float) -> None:
        self._invoice, self._page, self._height, self._boxes = invoice, page, height, boxes
        self.image = QImage(int(WIDTH * scale), int(height * scale), QImage.Format.Format_RGB32)
        self.image.fill(Qt.GlobalColor.white)
        self._painter = QPainter(self.image)
        self._painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._painter.scale(scale, scale)

    def draw(self, first: int, lines: Sequence[InvoiceLine], page: int, pages: int) -> None:
        """Draw the form with these lines, `first` being the place of the first one."""
        self._head(page, pages)
        self._parties()
        bottom = self._height - _FOOT
        self._frame(bottom)
        self._lines(first, lines)
        self._foot(bottom, last=page == pages)
        self._painter.end()

    def _text(
        self,
        area: QRectF,
        text: str,
        align: Qt.AlignmentFlag = _LEFT,
        px: int = 12,
        colour: QColor = _INK,
        *,
        bold: bool = False,
    ) -> None:
        """Write one line, shortened where it does not fit."""
        self._painter.setFont(_font(px, bold=bold))
        self._painter.setPen(colour)
        short = self._painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, int(area.width()))
        self._painter.drawText(area, int(align), short)

    def _field(self, name: str, area: QRectF, caption: str, value: str) -> None:
        """Write caption and value, and remember where the field stands."""
        self._text(area, caption, colour=_RED)
        offset = self._painter.fontMetrics().horizontalAdvance(caption) + 4
        blank = _tr("（无）") if name in _MAY_LACK else _tr("（未读出）")
        blank = _tr("（此类票据不列）") if name.startswith("seller") and self._invoice.kind == "rail" else blank
        self._text(area.adjusted(offset, 0, 0, 0), value or blank, colour=_INK if value else _QUIET)
        self._mark(name, area)

    def _mark(self, name: str, area: QRectF) -> None:
        box = area.adjusted(-3, -1, 3, 1)
        left, right = box.left() / WIDTH, box.right() / WIDTH
        self._boxes.append(
            FieldBox(name, self._page, left, box.top() / self._height, right, box.bottom() / self._height)
        )

    def _head(self, page: int, pages: int) -> None:
        invoice = self._invoice
        self._text(QRectF(0, 18, WIDTH, 34), invoice_title(invoice.kind), _MIDDLE, 22, _RED)
        note = _tr("按结构化数据绘制，不是票面原样")
        note += _tr("　第 {0} 页 / 共 {1} 页").format(page, pages) if pages > 1 else ""
        self._text(QRectF(0, 52, WIDTH, 18), note, _MIDDLE, 11, _QUIET)
        issued = f"{invoice.issued_on:%Y年%m月%d日}" if invoice.issued_on else ""
        rows = [("code", _tr("发票代码："), invoice.code)] if invoice.code else []
        rows += [("number", _tr("发票号码："), invoice.number), ("issued_on", _tr("开票日期："), issued)]
        rows += [("check_code", _tr("校验码："), invoice.check_code)] if invoice.check_code else []
        for place, (name, caption, value) in enumerate(rows):
            self._field(name, QRectF(632, 14 + place * 19, 238, 18), caption, value)

    def _parties(self) -> None:
        for name, title, party, left in (
            ("buyer", _tr("购买方"), self._invoice.buyer, _EDGE),
            ("seller", _tr("销售方"), self._invoice.seller, WIDTH / 2),
        ):
            self._party(name, title, party, left + 8)

    def _party(self, name: str, title: str, party: Party, left: float) -> None:
        room = WIDTH / 2 - _EDGE - 14
        self._field(name, QRectF(left, 102, room, 20), f"{title}：", party.name)
        self._field(f"{name}_id", QRectF(left, 128, room, 20), _tr("税号："), party.tax_id)

    def _frame(self, bottom: float) -> None:
        self._painter.setPen(QPen(_RED, 1.2))
        right = WIDTH - _EDGE
        self._painter.drawRect(QRectF(_EDGE, 94, right - _EDGE, self._height - 94 - 20))
        for level in (158.0, bottom, bottom + 30):
            self._painter.drawLine(int(_EDGE), int(level), int(right), int(level))
        self._painter.drawLine(int(WIDTH / 2), 94, int(WIDTH / 2), 158)

    def _lines(self, first: int, lines: Sequence[InvoiceLine]) -> None:
        for column in _COLUMNS:
            area = QRectF(column.left, _TABLE_TOP - 4, column.width, 22)
            self._text(area, _tr(column.caption), column.align, colour=_RED)
        top = _TABLE_TOP + _ROW - 4
        for place, line in enumerate(lines, first + 1):
            high = _height(line)
            for column in _COLUMNS:
                words = _folded(column.cell(line), column.width) if column.folds else [column.cell(line)]
                for row, text in enumerate(words):
                    self._text(QRectF(column.left, top + 4 + row * _LINE, column.width, _LINE), text, column.align)
            self._mark(f"line-{place}", QRectF(_EDGE + 6, top + 1, WIDTH - 2 * _EDGE - 12, high - 3))
            top += high

    def _foot(self, bottom: float, *, last: bool) -> None:
        invoice, left, room = self._invoice, _EDGE + 8, WIDTH - 2 * _EDGE - 16
        if not last:
            self._text(QRectF(left, bottom + 5, room, 20), _tr("（续下页）"), _MIDDLE, colour=_QUIET)
            return
        self._text(QRectF(left, bottom - 24, 200, 20), _tr("合计"), colour=_RED)
        for name, column, sum_ in (("amount", _COLUMNS[5], invoice.amount), ("tax", _COLUMNS[7], invoice.tax)):
            area = QRectF(column.left, bottom - 24, column.width, 20)
            self._text(area, as_plain(sum_), _RIGHT)
            self._mark(name, area)
        total = invoice.total
        area = QRectF(left, bottom + 5, room, 20)
        self._field(
            "total", area, _tr("价税合计："), total.capitals.removeprefix("人民币") if total is not None else ""
        )
        self._text(area, as_plain(total), _RIGHT, 13, bold=True)
        rows = [(_tr("行程："), "trip", trip_words(invoice.trip))] if invoice.trip else []
        rows.append((_tr("备注："), "remark", invoice.remark.replace("\n", " ") or "—"))
        if invoice.red_of:
            rows.append((_tr("红字："), "red_of", _tr("对应蓝字发票 {0}").format(invoice.red_of)))
        top = bottom + 34
        for caption, name, value in rows:
            words = _folded(value, room - 46, 2)
            area = QRectF(left, top, room, _LINE * len(words))
            self._text(QRectF(left, top, 46, _LINE), caption, colour=_RED)
            for row, text in enumerate(words):
                self._text(QRectF(left + 42, top + row * _LINE, room - 42, _LINE), text)
            self._mark(name, area)
            top += _LINE * len(words) + 4


def _number(value: Decimal | None) -> str:
    return "" if value is None else f"{value.normalize():f}"


def _money(amount: Money | None) -> str:
    return "" if amount is None else amount.grouped


def _tr(text: str) -> str:
    return QCoreApplication.translate("InvoicePaper", text)
