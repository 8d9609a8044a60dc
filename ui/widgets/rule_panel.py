"""What the rules say of the expense, while it is being typed: worst first, with article and way out."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from ui import theme
from ui.widgets.finding_row import FindingRow

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtGui import QFocusEvent, QKeyEvent

    from studio_ledger.model.finding import Finding

LEAST_HEIGHT, MOST_HEIGHT = 30, 132
_STEPS: dict[int, int] = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1, Qt.Key.Key_Home: -10_000, Qt.Key.Key_End: 10_000}
"""How far a key goes; there are never so many findings."""


class RulePanel(QScrollArea):
    """Lists the findings; F8 walks through them.

    With findings it takes the keyboard by Tab: up and down choose one, Enter goes to its field, Space unfolds its
    article.

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
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

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
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus if listed else Qt.FocusPolicy.NoFocus)
        if self.hasFocus():
            self._choose(0)
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

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Stand at a finding: the one gone to last, else the worst."""
        super().focusInEvent(event)
        self._choose(max(self._place, 0))

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """No finding is chosen while the keyboard is elsewhere."""
        super().focusOutEvent(event)
        self._show_chosen()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Walk through the findings, go to a field, unfold an article."""
        key = event.key()
        if not self._rows or event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            super().keyPressEvent(event)
        elif key in _STEPS:
            self._choose(max(self._place, 0) + _STEPS[key])
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._locate(self._rows[max(self._place, 0)].finding)
        elif key == Qt.Key.Key_Space:
            self.toggle_article()
        else:
            super().keyPressEvent(event)

    def toggle_article(self) -> None:
        """Unfold or fold the article of the finding gone to last, of the worst one before that."""
        if self._rows:
            row = self._rows[max(self._place, 0)]
            row.toggle()
            self.ensureWidgetVisible(row, 0, 0)

    def _choose(self, place: int) -> None:
        """Stand at the finding at this place, or at the nearest there is."""
        if not self._rows:
            return
        self._place = min(max(place, 0), len(self._rows) - 1)
        row = self._rows[self._place]
        self.ensureWidgetVisible(row, 0, 0)
        self.setAccessibleDescription(row.finding.message)
        self._show_chosen()

    def _show_chosen(self) -> None:
        for place, row in enumerate(self._rows):
            theme.set_property(row, "chosen", self.hasFocus() and place == self._place)

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


def _quiet_row(parent: QWidget) -> QWidget:
    row = QWidget(parent)
    line = QHBoxLayout(row)
    line.setContentsMargins(2, 2, 2, 2)
    line.setSpacing(8)
    line.addWidget(QLabel())
    line.addWidget(QLabel(), 1)
    return row
