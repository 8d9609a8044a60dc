"""The panel beside the list of vouchers: paper, evidence, and what happened."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QStackedWidget, QTabWidget, QVBoxLayout, QWidget

from studio_ledger.model.finding import Severity
from studio_ledger.model.voucher import STATE_NAMES
from ui.pages.inbox_facts import standing_facts
from ui.pages.run_for import run_for
from ui.pages.signing_around import around_notes
from ui.pages.signing_documents import evidence_of, submitted_at
from ui.pages.signing_papers import Names, voucher_paper
from ui.widgets.card import Card
from ui.widgets.empty_state import EmptyState
from ui.widgets.evidence_viewer import EvidenceViewer
from ui.widgets.inline_alert import InlineAlert
from ui.widgets.layouts import clear
from ui.widgets.signature_strip import SignatureStrip
from ui.widgets.text import button, label
from ui.widgets.timeline import Timeline
from ui.widgets.voucher_paper import VoucherPaper

if TYPE_CHECKING:
    from PySide6.QtWidgets import QPushButton

    from studio_ledger.queries.around import VoucherLink
    from studio_ledger.queries.rows import VoucherDetail
    from studio_ledger.queries.standing import Standing
    from ui.desk import Desk
    from ui.widgets.voucher_paper import Paper


class VoucherInspector(Card):
    """Shows one voucher in three tabs, with findings and signatures below the paper."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self._desk = desk
        self._shown = ""
        self.paper = VoucherPaper()
        self.findings = InlineAlert("warn", "")
        self.findings.hide()
        self.checks = label("", "caption", wrap=True, name="voucherChecks")
        self.links = QWidget()
        self.links.setObjectName("voucherLinks")
        self._link_lines = QVBoxLayout(self.links)
        self._link_lines.setContentsMargins(0, 0, 0, 0)
        self._link_lines.setSpacing(2)
        self.signatures = SignatureStrip(desk.titles)
        self.evidence = EvidenceViewer(desk, empty_text=self.tr("这张凭证没有附件"))
        self.timeline = Timeline()
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.tabBar().setDrawBase(False)
        self.tabs.setObjectName("inspectorTabs")
        self.tabs.addTab(scrolled(self.links, self.paper, self.findings, self.checks), self.tr("凭证"))
        self.tabs.addTab(self.evidence, self.tr("附件"))
        self.tabs.addTab(scrolled(self.timeline), self.tr("经过"))
        full = QWidget()
        column = QVBoxLayout(full)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.tabs, 1)
        column.addWidget(self.signatures)
        self.stack = QStackedWidget()
        self.stack.addWidget(EmptyState("file-text", self.tr("选择一张凭证查看凭证、附件和经过")))
        self.stack.addWidget(full)
        self.old_paper = VoucherPaper()
        self.stack.addWidget(scrolled(self.old_paper))
        self.body.addWidget(self.stack)

    def set_detail(self, detail: VoucherDetail | None, names: Names | None = None) -> None:
        """Show a voucher, or none."""
        self.stack.setCurrentIndex(1 if detail and names else 0)
        if detail is None or names is None:
            return
        self.paper.set_paper(voucher_paper(detail, names))
        self.evidence.set_evidence(evidence_of(detail))
        self.timeline.set_rows(detail.timeline)
        self.signatures.set_signatures(detail.row.submitted_by, submitted_at(detail), detail.signatures)
        files = len(detail.content.attachments) + len(detail.late_evidence)
        self.tabs.setTabText(1, self.tr("附件 {0}").format(files))
        self._show_findings(detail)
        self._ask_checks(detail)
        self._ask_links(detail, names)

    def set_old(self, paper: Paper) -> None:
        """Show an expense of the old books: a sheet and nothing else."""
        self._shown = ""
        self.old_paper.set_paper(paper)
        self.stack.setCurrentIndex(2)

    def _ask_checks(self, detail: VoucherDetail) -> None:
        """What the tax bureau's page said of the invoices, and what holds one of them back."""
        workspace, claims, voucher = self._desk.workspace, detail.content.invoices, detail.row.id
        self._shown = voucher
        self.checks.setText("")

        def show(standings: tuple[Standing, ...]) -> None:
            if self._shown == voucher:
                told = zip(claims, standings, strict=True)
                self.checks.setText("\n".join(f"{claim.number}  {_told(one)}" for claim, one in told))

        if claims:
            run_for(self, self._desk, lambda: workspace.standings_of(claims, voucher), show)

    def _ask_links(self, detail: VoucherDetail, names: Names) -> None:
        """What it draws on goes on the sheet; what it refunds, undoes or corrects can be pressed, both ways."""
        workspace, voucher = self._desk.workspace, detail.row.id
        clear(self._link_lines)

        def show(read: tuple[tuple[str, ...], tuple[VoucherLink, ...]]) -> None:
            notes, links = read
            if self._shown != voucher:
                return
            self.paper.set_paper(voucher_paper(detail, names, notes))
            clear(self._link_lines)
            self.links.setVisible(bool(links))
            for link in links:
                self._link_lines.addWidget(self._link(link))

        run_for(
            self,
            self._desk,
            lambda: (around_notes(workspace, detail.content, voucher), workspace.voucher_links(voucher)),
            show,
        )

    def _link(self, link: VoucherLink) -> QPushButton:
        words = f"{link.text} · {STATE_NAMES[link.state]}  →"
        return button(words, "link", on_click=lambda: self._desk.go("vouchers", voucher=link.voucher), name="openLink")

    def _show_findings(self, detail: VoucherDetail) -> None:
        told = [finding for finding in detail.findings if finding.severity is not Severity.PASS]
        back = [row for row in detail.signatures if row.decision == "return"]
        lines = [finding.message for finding in told]
        if back:
            lines.append(self.tr("{0}退回：{1}").format(back[-1].person, back[-1].reason))
        self.findings.set_alert("warn", "\n".join(lines))
        self.findings.setVisible(bool(lines))


def _told(standing: Standing) -> str:
    return "".join(fact.text for fact in standing_facts(standing))


def scrolled(*widgets: QWidget) -> QScrollArea:
    """Put widgets one below the other into an area that scrolls up and down."""
    area, ground = QScrollArea(), QWidget()
    ground.setObjectName("scrolled")
    column = QVBoxLayout(ground)
    column.setContentsMargins(0, 8, 4, 8)
    column.setSpacing(8)
    for widget in widgets:
        column.addWidget(widget)
    column.addStretch(1)
    area.setWidget(ground)
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    return area
