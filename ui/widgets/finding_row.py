"""One finding of the rules as a row: what is wrong, the article, the figures compared, and ways out."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from studio_ledger.model.finding import Finding, Severity
from ui import theme

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QMouseEvent

_FIGURE = re.compile(r"-?[\d,]+(\.\d+)?")
"""Only figures are put side by side; names are in the sentence already."""


class FindingRow(QFrame):
    """One finding: what is wrong and what to do, the article, its text on demand.

    Signals:
        located(Finding): the row was clicked.
        grown(): the article's text was unfolded or folded.
    """

    located = Signal(object)
    grown = Signal()

    def __init__(self, finding: Finding, article_text: Callable[[str], str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.finding = finding
        self._article_text = article_text
        block = finding.severity is Severity.BLOCK
        self.setObjectName("alert")
        self.setProperty("kind", "error" if block else "warn")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        mark = QLabel()
        theme.set_icon(mark, "ban" if block else "alert-triangle", "error_rule" if block else "warn_rule")
        mark.setAccessibleName(self.tr("不能提交") if block else self.tr("需要说明"))
        self._message = _wrapped(finding.message)
        self._message.setObjectName("findingMessage")
        self._message.setProperty("role", "strong")
        self._article = _wrapped("")
        self._article.setVisible(False)
        self._build(mark)

    def height_at(self, width: int) -> int:
        """How high it is at a width, its words wrapped."""
        height = self.heightForWidth(width)
        return height if height > 0 else self.sizeHint().height()

    def _build(self, mark: QLabel) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(10, 6, 8, 6)
        row.setSpacing(8)
        row.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout()
        column.setSpacing(2)
        column.addWidget(self._message)
        if self.finding.article:
            column.addLayout(self._basis())
        column.addWidget(self._article)
        row.addLayout(column, 1)

    def _basis(self) -> QHBoxLayout:
        line = self._links = QHBoxLayout()
        line.setSpacing(8)
        self._unfold = QPushButton(self.tr("查看条文"))
        self._unfold.setProperty("kind", "link")
        self._unfold.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._unfold.clicked.connect(self.toggle)
        figures = _figures(self.finding, self.tr("标准 {0}，本单 {1}"))
        basis = self.tr("依据：{0}").format(self.finding.article)
        told = _wrapped(f"{basis}　{figures}".strip())
        told.setProperty("role", "caption")
        line.addWidget(told, 1)
        line.addWidget(self._unfold, 0, Qt.AlignmentFlag.AlignTop)
        return line

    def offer_standard(self, enter: Callable[[], None]) -> None:
        """Show a link that enters the city's figure in place of an unverified one."""
        link = QPushButton(self.tr("录入本市标准"))
        link.setObjectName("enterStandard")
        link.setProperty("kind", "link")
        link.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        link.clicked.connect(lambda _checked=False: enter())
        self._links.addWidget(link, 0, Qt.AlignmentFlag.AlignTop)

    @property
    def unfolded(self) -> bool:
        """Whether the article's text is shown."""
        return self._article.isVisibleTo(self)

    def toggle(self) -> None:
        """Unfold the article's text, or fold it; a finding without an article has none."""
        if not self.finding.article:
            return
        if not self._article.text():
            self._article.setText(self._article_text(self.finding.article))
        self._article.setVisible(not self.unfolded)
        self._unfold.setText(self.tr("收起条文") if self.unfolded else self.tr("查看条文"))
        self.grown.emit()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Go to the field."""
        super().mousePressEvent(event)
        self.located.emit(self.finding)


def _figures(finding: Finding, words: str) -> str:
    compared = _FIGURE.fullmatch(finding.limit) and _FIGURE.fullmatch(finding.actual)
    return words.format(finding.limit, finding.actual) if compared else ""


def _wrapped(text: str) -> QLabel:
    label = QLabel(text)
    label.setWordWrap(True)
    label.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
    return label
