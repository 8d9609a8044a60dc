"""A document as it will lie on paper: head, table, total in capitals, and the places for names.

The sheet stays white in the dark theme: it is a picture of paper, not a part of the window.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui import theme

_PAD = 14
_CELL = 5
_WRAP = int(Qt.TextFlag.TextWordWrap | Qt.TextFlag.TextWrapAnywhere | Qt.AlignmentFlag.AlignVCenter)
_LEFT = int(Qt.AlignmentFlag.AlignLeft)
_RIGHT = int(Qt.AlignmentFlag.AlignRight)
_CENTRE = int(Qt.AlignmentFlag.AlignCenter)


@dataclass(frozen=True, slots=True)
class PaperColumn:
    """A column of the sheet's table; `share` is its part of the width."""

    heading: str
    share: float
    numeric: bool = False


@dataclass(frozen=True, slots=True)
class Paper:
    """All that is printed on one sheet. A cell that starts with - in a numeric column is printed red."""

    title: str
    head: tuple[tuple[str, str], ...] = ()
    """Lines under the title: left text and right text."""
    columns: tuple[PaperColumn, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    total: tuple[str, str] = ("", "")
    """The amount in capitals and in figures."""
    notes: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    stamp: str = ""
    rows_at_least: int = 3


class VoucherPaper(QWidget):
    """Draws a Paper as wide as it may be and as high as its text needs."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("voucherPaper")
        self.paper: Paper | None = None
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def set_paper(self, paper: Paper | None) -> None:
        """Show this sheet, or none."""
        self.paper = paper
        self.setAccessibleName(paper.title if paper else self.tr("凭证"))
        self.setAccessibleDescription("\n".join(_spoken(paper)) if paper else "")
        self.updateGeometry()
        self.update()

    def hasHeightForWidth(self) -> bool:
        """Text wraps in its cells."""
        return True

    def heightForWidth(self, width: int) -> int:
        """The sheet's height at this width."""
        return _Sheet(self.paper, self.font(), width).height if self.paper else 40

    def sizeHint(self) -> QSize:
        """A comfortable reading width."""
        return QSize(420, self.heightForWidth(420))

    def minimumSizeHint(self) -> QSize:
        """The narrowest sheet that can be read."""
        return QSize(260, 40)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the sheet."""
        if self.paper:
            painter = QPainter(self)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            _Sheet(self.paper, self.font(), self.width()).draw(painter)
            painter.end()
        super().paintEvent(event)


def _spoken(paper: Paper) -> list[str]:
    lines = [f"{left} {right}".strip() for left, right in paper.head]
    lines += ["，".join(cell for cell in row if cell) for row in paper.rows]
    return [*lines, " ".join(paper.total), *paper.notes, *paper.names]


@lru_cache(maxsize=1)
def _light() -> theme.Tokens:
    """Ink on paper has the colours of the light theme whatever the window wears."""
    return theme.Tokens.load("light")


def _ink(name: str) -> QColor:
    return QColor(_light().colors[name])


@lru_cache(maxsize=8)
def _fonts(family: str, pixels: int) -> tuple[QFont, QFont, QFont, QFont]:
    """Body, bold, title and small type of a sheet."""
    made = []
    for size, bold in ((pixels, False), (pixels, True), (pixels + 6, True), (pixels - 1, False)):
        font = QFont(family)
        font.setPixelSize(size)
        font.setBold(bold)
        made.append(font)
    return made[0], made[1], made[2], made[3]


class _Sheet:
    """One layout of a sheet: computed for its height, drawn from the same numbers."""

    def __init__(self, paper: Paper, font: QFont, width: int) -> None:
        pixels = font.pixelSize() if font.pixelSize() > 0 else 13
        self.paper = paper
        self.body, self.bold, self.title, self.small = _fonts(font.family(), pixels)
        self.left, self.width = _PAD, max(width - 2 * _PAD, 120)
        self.sheet_width = width
        self.line = QFontMetrics(self.body).height() + 4
        shares = sum(column.share for column in paper.columns) or 1
        self.edges = [float(self.left)]
        for column in paper.columns:
            self.edges.append(self.edges[-1] + self.width * column.share / shares)
        heads = tuple(column.heading for column in paper.columns)
        self.heading_height = self._row_height(heads, self.bold) if heads else 0
        self.row_heights = [self._row_height(row) for row in paper.rows]
        self.note_heights = [self._wrapped(note, self.width, self.small) + 4 for note in paper.notes]
        self.head_heights = [self._head_height(left, right) for left, right in paper.head]
        self.height = self._measure()

    def draw(self, painter: QPainter) -> None:
        """Draw everything from the top down."""
        painter.fillRect(QRect(0, 0, self.sheet_width, self.height), _ink("paper"))
        painter.setPen(QPen(_ink("border"), 1))
        painter.drawRect(QRectF(0.5, 0.5, self.sheet_width - 1, self.height - 1))
        top = self._draw_title(painter)
        top = self._draw_head(painter, top)
        if self.paper.columns:
            top = self._draw_table(painter, top)
        top = self._draw_notes(painter, top + 6)
        self._draw_names(painter, top)
        if self.paper.stamp:
            self._draw_stamp(painter)

    def _measure(self) -> int:
        blank = max(self.paper.rows_at_least - len(self.row_heights), 0) if self.paper.columns else 0
        table = self.heading_height + (self.line + 6) * (1 + blank) + sum(self.row_heights) if self.paper.columns else 0
        names = len(self._name_rows()) * (self.line + 2)
        title = QFontMetrics(self.title).height() + 14
        return int(_PAD + title + sum(self.head_heights) + 6 + table + 6 + sum(self.note_heights) + names + _PAD)

    def _wrapped(self, text: str, width: float, font: QFont) -> int:
        room = QRect(0, 0, max(int(width), 20), 100_000)
        return QFontMetrics(font).boundingRect(room, _WRAP, text or " ").height()

    def _row_height(self, row: tuple[str, ...], font: QFont | None = None) -> int:
        widths = (self.edges[i + 1] - self.edges[i] - 2 * _CELL for i in range(len(self.paper.columns)))
        heights = (self._wrapped(text, width, font or self.body) for text, width in zip(row, widths, strict=False))
        return max(heights, default=0) + 8

    def _head_height(self, left: str, right: str) -> int:
        room = self.width - QFontMetrics(self.small).horizontalAdvance(right) - 8
        return self._wrapped(left, room, self.small) + 3

    def _pen(self, painter: QPainter, name: str = "text", width: float = 1) -> None:
        painter.setPen(QPen(_ink(name), width))

    def _draw_title(self, painter: QPainter) -> int:
        painter.setFont(self.title)
        self._pen(painter)
        metrics = QFontMetrics(self.title)
        painter.drawText(QRect(self.left, _PAD - 4, self.width, metrics.height()), _CENTRE, self.paper.title)
        half = metrics.horizontalAdvance(self.paper.title) / 2 + 14
        middle, under = self.left + self.width / 2, _PAD + metrics.height()
        for offset in (0, 3):
            painter.drawLine(QPointF(middle - half, under + offset), QPointF(middle + half, under + offset))
        return under + 12

    def _draw_head(self, painter: QPainter, top: int) -> int:
        painter.setFont(self.small)
        for (left, right), height in zip(self.paper.head, self.head_heights, strict=True):
            room = self.width - QFontMetrics(self.small).horizontalAdvance(right) - 8
            painter.drawText(QRect(self.left, top, room, height), _WRAP | _LEFT, left)
            painter.drawText(QRect(self.left, top, self.width, height), _RIGHT, right)
            top += height
        return top + 4

    def _draw_table(self, painter: QPainter, top: int) -> int:
        bottom, plain = float(top), self.line + 6
        lines = [bottom]
        heads = tuple(column.heading for column in self.paper.columns)
        self._draw_row(painter, bottom, self.heading_height, heads, heading=True)
        bottom += self.heading_height
        lines.append(bottom)
        for row, height in zip(self.paper.rows, self.row_heights, strict=True):
            self._draw_row(painter, bottom, height, row)
            bottom += height
            lines.append(bottom)
        filled = bottom
        for _ in range(max(self.paper.rows_at_least - len(self.paper.rows), 0)):
            bottom += plain
            lines.append(bottom)
        self._strike(painter, filled, bottom)
        self._grid(painter, lines, bottom + plain)
        self._draw_total(painter, bottom, plain)
        return int(bottom + plain)

    def _draw_row(
        self, painter: QPainter, top: float, height: float, row: tuple[str, ...], *, heading: bool = False
    ) -> None:
        painter.setFont(self.bold if heading else self.body)
        for index, (column, text) in enumerate(zip(self.paper.columns, row, strict=False)):
            cell = QRectF(self.edges[index], top, self.edges[index + 1] - self.edges[index], height)
            cell.adjust(_CELL, 0, -_CELL, 0)
            red = column.numeric and text.startswith("-")
            self._pen(painter, "red" if red else "text")
            align = _CENTRE if heading else (_RIGHT if column.numeric else _LEFT)
            painter.drawText(cell, _WRAP | align, text)

    def _strike(self, painter: QPainter, top: float, bottom: float) -> None:
        """A stroke through the empty rows, so that nothing can be written in later (空行划线注销)."""
        if bottom > top:
            self._pen(painter, "muted")
            painter.drawLine(QPointF(self.edges[-1] - 6, top + 4), QPointF(self.edges[0] + 6, bottom - 4))

    def _grid(self, painter: QPainter, lines: list[float], bottom: float) -> None:
        self._pen(painter, "muted")
        for y in lines:
            painter.drawLine(QPointF(self.edges[0], y), QPointF(self.edges[-1], y))
        for x in self.edges[1:-1]:
            painter.drawLine(QPointF(x, lines[0]), QPointF(x, lines[-1]))
        self._pen(painter, "text", 1.4)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(QRectF(self.edges[0], lines[0], self.edges[-1] - self.edges[0], bottom - lines[0]))

    def _draw_total(self, painter: QPainter, top: float, height: float) -> None:
        words, figure = self.paper.total
        painter.setFont(self.bold)
        self._pen(painter, "red" if figure.lstrip("¥").startswith("-") else "text")
        row = QRectF(self.edges[0] + _CELL, top, self.width - 2 * _CELL, height)
        room = row.width() - QFontMetrics(self.bold).horizontalAdvance(figure) - 8
        words = QFontMetrics(self.bold).elidedText(words, Qt.TextElideMode.ElideRight, int(room))
        painter.drawText(row, int(Qt.AlignmentFlag.AlignVCenter) | _LEFT, words)
        painter.drawText(row, int(Qt.AlignmentFlag.AlignVCenter) | _RIGHT, figure)

    def _draw_notes(self, painter: QPainter, top: int) -> int:
        painter.setFont(self.small)
        self._pen(painter)
        for note, height in zip(self.paper.notes, self.note_heights, strict=True):
            painter.drawText(QRect(self.left, top, self.width, height), _WRAP | _LEFT, note)
            top += height
        return top

    def _name_rows(self) -> list[tuple[str, ...]]:
        """The names in as few rows as they fit in."""
        names, metrics = self.paper.names, QFontMetrics(self.body)
        across = max(len(names), 1)
        while across > 1 and any(metrics.horizontalAdvance(name) + 10 > self.width / across for name in names):
            across -= 1
        return [names[i : i + across] for i in range(0, len(names), across)]

    def _draw_names(self, painter: QPainter, top: int) -> None:
        painter.setFont(self.body)
        self._pen(painter)
        for row in self._name_rows():
            share = self.width / max(len(row), 1)
            for index, name in enumerate(row):
                place = QRectF(self.left + index * share, top, share, self.line)
                painter.drawText(place, int(Qt.AlignmentFlag.AlignVCenter) | _LEFT, name)
            top += self.line + 2

    def _draw_stamp(self, painter: QPainter) -> None:
        """A tilted frame at the top right, where no amount stands."""
        painter.save()
        painter.setFont(self.bold)
        width = QFontMetrics(self.bold).horizontalAdvance(self.paper.stamp) + 16
        painter.translate(self.left + self.width - width - 4, _PAD + 14)
        painter.rotate(-12)
        ink = _ink("red")
        painter.setPen(QPen(ink, 2))
        frame = QRectF(0, 0, width, self.line + 2)
        painter.drawRoundedRect(frame, 3, 3)
        painter.drawText(frame, _CENTRE, self.paper.stamp)
        painter.restore()
