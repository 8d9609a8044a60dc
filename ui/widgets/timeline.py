"""What happened to a document, act by act: who did what and when."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from studio_ledger.model.clock import SHANGHAI
from ui import theme

if TYPE_CHECKING:
    from studio_ledger.queries.rows import TimelineRow


class Timeline(QWidget):
    """A line with a dot an act, newest at the top; text wraps to the width it gets."""

    _LEFT = 20
    _GAP = 10

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("timeline")
        self._rows: tuple[TimelineRow, ...] = ()
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def set_rows(self, rows: tuple[TimelineRow, ...]) -> None:
        """Show these acts."""
        self._rows = tuple(sorted(rows, key=lambda row: row.seq, reverse=True))
        self.setAccessibleName(self.tr("经过"))
        self.setAccessibleDescription("\n".join(f"{self._head(row)} {row.text}" for row in self._rows))
        self.updateGeometry()
        self.update()

    def hasHeightForWidth(self) -> bool:
        """Text wraps."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Room for every act at this width."""
        return sum(self._height(row, width) + self._GAP for row in self._rows) or self.fontMetrics().height()

    def sizeHint(self) -> QSize:
        """A narrow column."""
        return QSize(240, self.heightForWidth(240))

    def minimumSizeHint(self) -> QSize:
        """As narrow as a side panel may get."""
        return QSize(140, self.fontMetrics().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw line, dots and words."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        top, line = 0, self.fontMetrics().height()
        for index, row in enumerate(self._rows):
            height = self._height(row, self.width())
            middle = QPointF(7, top + line / 2)
            if index + 1 < len(self._rows):
                painter.setPen(QPen(theme.color("border"), 2))
                painter.drawLine(middle, QPointF(7, top + height + self._GAP + line / 2))
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("primary" if index == 0 else "muted"))
            painter.drawEllipse(middle, 4, 4)
            self._words(painter, row, QRect(self._LEFT, top, self.width() - self._LEFT, height))
            top += height + self._GAP
        painter.end()
        super().paintEvent(event)

    def _words(self, painter: QPainter, row: TimelineRow, place: QRect) -> None:
        line = self.fontMetrics().height()
        painter.setPen(theme.color("muted"))
        painter.drawText(place, Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft, self._head(row))
        painter.setPen(theme.color("text"))
        flags = Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap | Qt.TextFlag.TextWrapAnywhere
        painter.drawText(place.adjusted(0, line, 0, 0), int(flags), row.text)

    def _head(self, row: TimelineRow) -> str:
        return f"{row.at.astimezone(SHANGHAI):%Y-%m-%d %H:%M}  {row.person}"

    def _height(self, row: TimelineRow, width: int) -> int:
        flags = Qt.TextFlag.TextWordWrap | Qt.TextFlag.TextWrapAnywhere
        room = QRect(0, 0, max(width - self._LEFT, 40), 10_000)
        return self.fontMetrics().height() + self.fontMetrics().boundingRect(room, int(flags), row.text).height()
