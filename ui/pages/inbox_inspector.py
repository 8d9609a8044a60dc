"""Beside the list of originals: the picture, and below it what is known of it, with what can be opened."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from ui.pages.inbox_facts import Fact, facts_of, sources_of
from ui.widgets.card import Card
from ui.widgets.evidence_viewer import EvidenceViewer
from ui.widgets.layouts import clear
from ui.widgets.text import button, label, rule

if TYPE_CHECKING:
    from collections.abc import Sequence

    from studio_ledger.model.invoice import Invoice
    from ui.desk import Desk
    from ui.pages.inbox_rows import InboxRow

_FACTS_PX = 190


class InboxInspector(Card):
    """Shows the selected originals and what is to be said of the current one.

    Signals:
        opened(str, str): open this voucher, draft or item (its kind, its id).
    """

    opened = Signal(str, str)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self._invoices: tuple[Invoice, ...] = ()
        self.viewer = EvidenceViewer(desk, empty_text=self.tr("选中一张票据，在这里看画面。"), copies=True)
        ground = QWidget()
        ground.setObjectName("scrolled")
        column = QVBoxLayout(ground)
        column.setContentsMargins(0, 0, 4, 0)
        column.setSpacing(4)
        self._lines = QVBoxLayout()
        self._lines.setSpacing(4)
        self.sources_button = button(
            self.tr("各栏来源(&Y)"), "link", icon="chevron-down", on_click=self.toggle_sources, name="showSources"
        )
        self.sources_button.setCheckable(True)
        self._sources = QWidget()
        self._grid = QGridLayout(self._sources)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(2)
        self._grid.setColumnStretch(1, 1)
        column.addLayout(self._lines)
        column.addWidget(self.sources_button, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self._sources)
        column.addStretch(1)
        self.area = QScrollArea()
        self.area.setWidget(ground)
        self.area.setWidgetResizable(True)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setFixedHeight(_FACTS_PX)
        self.area.setAccessibleName(self.tr("这张票据的情况"))
        self.body.addWidget(self.viewer, 1)
        self.body.addWidget(rule())
        self.body.addWidget(self.area)
        self.show_rows((), None)

    def show_rows(self, chosen: Sequence[InboxRow], current: InboxRow | None) -> None:
        """Show the pictures of all chosen, and the facts of the current one."""
        looked_at = chosen or ((current,) if current is not None else ())
        self.viewer.set_evidence([row.evidence for row in looked_at])
        if current is not None:
            self.viewer.show_file(current.item.sha256)
        self._invoices = current.item.invoices if current is not None else ()
        clear(self._lines)
        for fact in facts_of(current.item) if current is not None else ():
            self._lines.addWidget(self._line(fact))
        self.sources_button.setChecked(False)
        self.sources_button.setVisible(any(invoice.sources for invoice in self._invoices))
        self._sources.hide()
        self.area.verticalScrollBar().setValue(0)

    def toggle_sources(self) -> None:
        """Show where each value was read, or hide it again."""
        clear(self._grid)
        shown = self.sources_button.isChecked()
        place = 0
        for invoice in self._invoices if shown else ():
            for name, source in sources_of(invoice):
                self._grid.addWidget(label(name, "caption"), place, 0)
                self._grid.addWidget(label(source, "", wrap=True), place, 1)
                place += 1
        self._sources.setVisible(shown)

    def facts(self) -> list[str]:
        """What is said of the current original, line by line."""
        lines = (self._lines.itemAt(place).widget() for place in range(self._lines.count()))
        return [line.accessibleName() for line in lines if line is not None]

    def _line(self, fact: Fact) -> QWidget:
        words = {"voucher": self.tr("看凭证"), "draft": self.tr("看草稿"), "item": self.tr("看它")}
        line = QWidget()
        line.setAccessibleName(fact.text)
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(label(fact.text, fact.role, wrap=True, name="inboxFact"), 1)
        if fact.page:
            look = button(
                words[fact.page], "link", on_click=lambda: self.opened.emit(fact.page, fact.target), name="openTwin"
            )
            row.addWidget(look, 0, Qt.AlignmentFlag.AlignTop)
        return line
