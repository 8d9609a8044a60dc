"""City money against the district's match: two bars, what each should be, and whether it is one to one (Art. 2)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from ui import theme
from ui.widgets.text import label

if TYPE_CHECKING:
    from decimal import Decimal

    from studio_ledger.model.money import Money


@dataclass(frozen=True, slots=True)
class SourceBar:
    """A source's money: what is signed, what waits for signatures, and what is expected."""

    name: str
    signed: Money
    waiting: Money
    expected: Money


class MatchBars(QWidget):
    """A bar a source: solid signed, pale waiting, a mark where it should reach."""

    _NAME, _FIGURE, _ROW = 76, 190, 30

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bars: tuple[SourceBar, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_bars(self, bars: tuple[SourceBar, ...]) -> None:
        """Show these sources."""
        self._bars = bars
        words = self.tr("{0}：{1}，应到 {2}")
        told = (words.format(bar.name, bar.signed.grouped, bar.expected.grouped) for bar in bars)
        self.setAccessibleName("；".join(told))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """A row a source."""
        return QSize(420, self._ROW * max(len(self._bars), 1))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the bars."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        most = max((max(bar.signed.fen + bar.waiting.fen, bar.expected.fen) for bar in self._bars), default=0) or 1
        for place, bar in enumerate(self._bars):
            self._draw(painter, bar, place * self._ROW, most)
        painter.end()
        super().paintEvent(event)

    def _draw(self, painter: QPainter, bar: SourceBar, top: int, most: int) -> None:
        room = max(self.width() - self._NAME - self._FIGURE, 60)
        middle = int(Qt.AlignmentFlag.AlignVCenter)
        painter.setPen(theme.color("text"))
        painter.drawText(QRectF(0, top, self._NAME, self._ROW), middle, bar.name)
        track = QRectF(self._NAME, top + 8, room, self._ROW - 16)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("bar_track"))
        painter.drawRoundedRect(track, 3, 3)
        signed, waiting = room * bar.signed.fen / most, room * bar.waiting.fen / most
        painter.setBrush(theme.color("primary"))
        painter.drawRoundedRect(QRectF(track.left(), track.top(), signed, track.height()), 3, 3)
        painter.setBrush(Qt.BrushStyle.BDiagPattern)
        pale = painter.brush()
        pale.setColor(theme.color("primary"))
        painter.setBrush(pale)
        painter.drawRect(QRectF(track.left() + signed, track.top(), waiting, track.height()))
        if bar.expected:
            painter.setPen(QPen(theme.color("text"), 2))
            x = track.left() + room * bar.expected.fen / most
            painter.drawLine(int(x) - 1, int(track.top()) - 3, int(x) - 1, int(track.bottom()) + 3)
        painter.setPen(theme.color("text2"))
        told = f"{bar.signed.grouped} / {bar.expected.grouped}" if bar.expected else bar.signed.grouped
        place = QRectF(self.width() - self._FIGURE, top, self._FIGURE, self._ROW)
        painter.drawText(place, middle | int(Qt.AlignmentFlag.AlignRight), told)


class MatchPanel(QWidget):
    """The bars with the ratio and the legend."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.bars = MatchBars()
        self.ratio = label("", "strong", name="matchRatio")
        self.note = label("", "caption", wrap=True, name="matchNote")
        legend = label(self.tr("■ 已签到账　▨ 待签　│ 应到"), "muted")
        foot = QHBoxLayout()
        foot.addWidget(self.ratio)
        foot.addStretch(1)
        foot.addWidget(legend)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(self.bars)
        column.addLayout(foot)
        column.addWidget(self.note)

    def set_figures(self, bars: tuple[SourceBar, ...], ratio: Decimal | None, least: Decimal, note: str) -> None:
        """Show the bars; `ratio` is district to city, None where no match is due."""
        self.bars.set_bars(bars)
        self.ratio.setVisible(ratio is not None)
        if ratio is not None:
            enough = ratio >= least
            words = self.tr("配套比例 1 : {0} ✓") if enough else self.tr("! 配套比例 1 : {0}，不足1:1（第二条）")
            self.ratio.setText(words.format(f"{ratio:.2f}"))
            theme.set_property(self.ratio, "role", "ok" if enough else "warn")
        self.note.setText(note)
        self.note.setVisible(bool(note))
