"""How far a category's budget is used: solid posted, hatched in signing, cross-hatched over."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from studio_ledger.model.money import Money
from ui import theme

if TYPE_CHECKING:
    from studio_ledger.queries.rows import CategoryFigures


class BudgetBar(QWidget):
    """A bar as long as the budget. `set_figures` may add the voucher at hand, drawn as in signing."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._figures: CategoryFigures | None = None
        self._extra = Money()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_figures(self, figures: CategoryFigures | None, extra: Money | None = None) -> None:
        """Show a category; `extra` is the voucher being typed."""
        self._figures = figures
        self._extra = extra or Money()
        if figures is not None:
            words = self.tr("预算 {0}，已入账 {1}，签字中 {2}，剩余 {3}").format(
                figures.budget.grouped, figures.spent.grouped, figures.committed.grouped, figures.left.grouped
            )
            self.setAccessibleName(words)
            self.setToolTip(words)
        self.update()

    def shares(self) -> tuple[float, float, float]:
        """Return posted, in signing and over as parts of the bar's length."""
        if self._figures is None:
            return 0.0, 0.0, 0.0
        budget = max(self._figures.budget.fen, 0)
        spent = max(self._figures.spent.fen, 0)
        waiting = max(self._figures.committed.fen + self._extra.fen, 0)
        whole = max(budget, spent + waiting)
        if not whole:
            return 0.0, 0.0, 0.0
        over = max(spent + waiting - budget, 0)
        return spent / whole, waiting / whole, over / whole

    def sizeHint(self) -> QSize:
        """A thin line."""
        return QSize(160, 14)

    def minimumSizeHint(self) -> QSize:
        """Short enough for a narrow form."""
        return QSize(60, 14)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - drawn whole
        """Draw track, posted, in signing, and what is over."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        track = QRectF(0, (self.height() - 14) / 2, self.width(), 14)
        shape = QPainterPath()
        shape.addRoundedRect(track, 3, 3)
        painter.setClipPath(shape)
        painter.fillRect(track, theme.color("bar_track"))
        spent, waiting, over = (share * track.width() for share in self.shares())
        painter.fillRect(QRectF(0, track.top(), spent, 14), theme.color("primary"))
        hatch = QBrush(theme.color("primary"), Qt.BrushStyle.BDiagPattern)
        painter.fillRect(QRectF(spent, track.top(), waiting, 14), hatch)
        if over:
            ground = QRectF(track.width() - over, track.top(), over, 14)
            painter.fillRect(ground, theme.color("error_panel"))
            painter.fillRect(ground, QBrush(theme.color("error_rule"), Qt.BrushStyle.DiagCrossPattern))
        painter.end()
