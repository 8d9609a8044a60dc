"""Twelve columns of posted spending, with the line of an even pace."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QLineF, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QPainter, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from studio_ledger.model.money import Money
from ui import theme

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent

_TOP, _FOOT = 20, 20


class MonthChart(QWidget):
    """Columns are months; the dashed line is a twelfth of the year's money."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._months: tuple[Money, ...] = ()
        self._pace = Money()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def set_figures(self, months: tuple[Money, ...], granted: Money) -> None:
        """Show the twelve months; the even pace is a twelfth of what was granted."""
        self._months = months
        self._pace = Money(granted.fen // 12)
        spoken = [
            self.tr("{0} 月 {1}").format(month, amount.grouped)
            for month, amount in enumerate(months, start=1)
            if amount
        ]
        self.setAccessibleName(self.tr("逐月已入账支出：{0}").format(",".join(spoken) or self.tr("还没有")))
        self.setToolTip("\n".join(spoken))
        self.update()

    def sizeHint(self) -> QSize:
        """Wide and low."""
        return QSize(480, 150)

    def minimumSizeHint(self) -> QSize:
        """Still readable."""
        return QSize(300, 100)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - drawn whole
        """Draw columns, their figures, the months and the pace."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        font = QFont(self.font())
        font.setPixelSize(theme.px("caption") - 1)
        painter.setFont(font)
        height = self.height() - _TOP - _FOOT
        tallest = max([amount.fen for amount in self._months] + [self._pace.fen, 1])
        self._paint_base(painter)
        heights = [height * max(amount.fen, 0) / tallest for amount in self._months]
        for at, amount in enumerate(self._months):
            self._paint_column(painter, at, amount, heights[at])
        if self._pace.fen > 0:
            self._paint_pace(painter, self.height() - _FOOT - height * self._pace.fen / tallest)
        for at, amount in enumerate(self._months):
            self._paint_words(painter, at, amount, heights[at])
        painter.end()

    def _slot(self) -> float:
        return self.width() / 12

    def _paint_base(self, painter: QPainter) -> None:
        painter.setPen(QPen(theme.color("border"), 1))
        base = self.height() - _FOOT + 0.5
        painter.drawLine(QLineF(0, base, self.width(), base))

    def _paint_column(self, painter: QPainter, at: int, amount: Money, height: float) -> None:
        slot = self._slot()
        column = QRectF(at * slot + slot * 0.22, self.height() - _FOOT - height, slot * 0.56, height)
        if amount.fen > 0:
            painter.fillRect(column, theme.color("primary"))

    def _paint_words(self, painter: QPainter, at: int, amount: Money, height: float) -> None:
        slot, base = self._slot(), self.height() - _FOOT
        centre = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignVCenter
        painter.setPen(theme.color("muted"))
        painter.drawText(QRectF(at * slot, base + 2, slot, _FOOT - 2), centre, self.tr("{0}月").format(at + 1))
        if not amount:
            return
        words = _short(amount)
        width = painter.fontMetrics().horizontalAdvance(words) + 4
        box = QRectF(at * slot + (slot - width) / 2, base - height - 17, width, 16)
        # The line of the even pace must not run through a figure.
        painter.fillRect(box, theme.color("surface"))
        painter.setPen(theme.color("text2" if amount.fen > 0 else "red"))
        painter.drawText(box, centre, words)

    def _paint_pace(self, painter: QPainter, y: float) -> None:
        painter.setPen(QPen(theme.color("plot2"), 1.5, Qt.PenStyle.DashLine))
        painter.drawLine(QLineF(0, y, self.width(), y))


def _short(amount: Money) -> str:
    """Return whole yuan, or ten-thousands where it gets long."""
    yuan = amount.fen / 100
    return f"{yuan / 10000:.1f}万" if abs(yuan) >= 10000 else f"{yuan:,.0f}"
