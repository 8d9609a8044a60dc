"""What the rules say of the expense, while it is being typed: worst first, with article and way out."""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from studio_ledger.model.finding import Finding, Severity
from ui import theme

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtGui import QMouseEvent

LEAST_HEIGHT, MOST_HEIGHT = 30, 132
_FIGURE = re.compile(r"-?[\d,]+(\.\d+)?")
"""Only figures are put side by side; names are in the sentence already."""


class RulePanel(QScrollArea):
    """Lists the findings; F8 walks through them.

    Signals:
        located(Finding): go to the field that this finding is about.
        standard_wanted(Finding): enter the city's figure for this one.
    """

    located = Signal(object)
    standard_wanted = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("rulePanel")
        self.setAccessibleName(self.tr("检查结果"))
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._findings: tuple[Finding, ...] | None = None
        self._place = -1
        self._article_text: Callable[[str], str] = lambda article: article
        self._offers: Callable[[Finding], bool] = lambda _finding: False
        self._rows: list[FindingRow] = []
        inner = QWidget()
        inner.setObjectName("scrolled")
        self._column = QVBoxLayout(inner)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(6)
        self.setWidget(inner)
        self._quiet = _quiet_row(self)
        self._column.addWidget(self._quiet)
        self._column.addStretch(1)
        self._say_quiet("info-circle", self.tr("填写后自动检查。"))

    def set_article_text(self, lookup: Callable[[str], str]) -> None:
        """Say how the text of an article is found."""
        self._article_text = lookup

    def set_offer(self, offers: Callable[[Finding], bool]) -> None:
        """Say of which findings the city's own figure may be entered."""
        self._offers = offers

    def findings(self) -> tuple[Finding, ...]:
        """The findings as they are listed."""
        return self._findings or ()

    def rows(self) -> tuple[FindingRow, ...]:
        """The rows as they are listed."""
        return tuple(self._rows)

    def clear(self) -> None:
        """Show that nothing has been judged yet."""
        self._findings = None
        self._drop_rows()
        self._say_quiet("info-circle", self.tr("填写后自动检查。"))

    def set_findings(self, findings: Sequence[Finding]) -> None:
        """List these, the worst first; nothing moves where nothing changed."""
        listed = tuple(sorted(findings, key=lambda finding: (-finding.severity, finding.line or 0)))
        if listed == self._findings:
            return
        self._findings, self._place = listed, -1
        self._drop_rows()
        for finding in listed:
            row = FindingRow(finding, self._article_text)
            row.located.connect(self._locate)
            row.grown.connect(self._fit)
            if self._offers(finding):
                row.offer_standard(partial(self.standard_wanted.emit, finding))
            self._rows.append(row)
            self._column.insertWidget(self._column.count() - 1, row)
        if not listed:
            self._say_quiet("circle-check", self.tr("未发现问题，可以提交。"), "ok")
        self._fit()

    def next_finding(self) -> Finding | None:
        """Go to the next finding, after the last one to the first."""
        if not self._rows:
            return None
        self._place = (self._place + 1) % len(self._rows)
        row = self._rows[self._place]
        self.ensureWidgetVisible(row, 0, 0)
        self._locate(row.finding)
        return row.finding

    def first_finding(self) -> Finding | None:
        """Go to the worst finding."""
        self._place = -1
        return self.next_finding()

    def stand_at(self, findings: Sequence[Finding]) -> None:
        """Stand at the first of these, unless it stands at one of them already; none changes nothing."""
        here = [place for place, row in enumerate(self._rows) if row.finding in findings]
        if here and self._place not in here:
            self._place = here[0]

    def toggle_article(self) -> None:
        """Unfold or fold the article of the finding gone to last, of the worst one before that."""
        if self._rows:
            row = self._rows[max(self._place, 0)]
            row.toggle()
            self.ensureWidgetVisible(row, 0, 0)

    def _locate(self, finding: Finding) -> None:
        self.located.emit(finding)

    def _drop_rows(self) -> None:
        for row in self._rows:
            self._column.removeWidget(row)
            row.hide()
            row.deleteLater()
        self._rows = []
        self._quiet.setVisible(False)

    def _say_quiet(self, icon: str, text: str, role: str = "caption") -> None:
        self._quiet.setVisible(True)
        mark, words = self._quiet.findChildren(QLabel)
        theme.set_icon(mark, icon, "ok_rule" if role == "ok" else "muted")
        words.setText(text)
        theme.set_property(words, "role", role)
        self.setFixedHeight(LEAST_HEIGHT)

    def _fit(self) -> None:
        if not self._rows:
            return
        width = max(200, self.viewport().width())
        heights = [row.height_at(width) for row in self._rows]
        wanted = sum(heights) + 6 * (len(heights) - 1)
        self.setFixedHeight(max(LEAST_HEIGHT, min(MOST_HEIGHT, wanted + 2)))

    def resizeEvent(self, event: object) -> None:
        """Words wrap anew."""
        super().resizeEvent(event)  # type: ignore[arg-type]
        self._fit()


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


def _quiet_row(parent: QWidget) -> QWidget:
    row = QWidget(parent)
    line = QHBoxLayout(row)
    line.setContentsMargins(2, 2, 2, 2)
    line.setSpacing(8)
    line.addWidget(QLabel())
    line.addWidget(QLabel(), 1)
    return row
