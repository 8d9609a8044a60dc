"""One document as the signer sees it: figures, paper beside evidence, what the checks say, who signed already."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QSizePolicy, QSplitter, QVBoxLayout, QWidget

from studio_ledger.model.finding import Severity
from studio_ledger.model.people import ROLE_NAMES, Role
from studio_ledger.model.voucher import State
from ui.widgets.check_strip import CheckStrip
from ui.widgets.evidence_viewer import EvidenceViewer
from ui.widgets.inline_alert import InlineAlert
from ui.widgets.signature_strip import SignatureStrip
from ui.widgets.status_chip import StatusChip
from ui.widgets.text import label, rule
from ui.widgets.voucher_paper import VoucherPaper

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent

    from studio_ledger.queries.rows import SignRow
    from ui.desk import Desk
    from ui.pages.signing_documents import Document

_STATES = {Role.HOST.value: State.SUBMITTED, Role.LEGAL_REPRESENTATIVE.value: State.HOST_SIGNED}

_CHECKS_HEIGHT = 92
_SCROLL_BAR = 14


class DocumentView(QWidget):
    """The right half of the signing page; `zoom` gives the evidence all the room."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("documentView")
        self.title = label("", "section", name="documentTitle")
        self.title.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.chip = StatusChip(State.SUBMITTED)
        self.amount = label("", "figure", name="documentAmount")
        self.capitals = label("", "caption", wrap=True, name="documentCapitals")
        self.paper = VoucherPaper()
        self.evidence = EvidenceViewer(desk, empty_text=self.tr("这份文件没有附件"))
        self.warning = InlineAlert("warn", "")
        self.late = InlineAlert("info", "")
        for alert in (self.warning, self.late):
            alert.hide()
        self.checks = CheckStrip()
        self.signatures = SignatureStrip(desk.titles)
        self._build()

    def set_row(self, row: SignRow) -> None:
        """Name the document at once, before its content is read."""
        self.title.setText(row.title)
        self.title.setToolTip(row.title)
        self.chip.set_state(_STATES.get(row.role, State.SUBMITTED))
        # What moves no money (a city's paper, rules about requests) has no sum to show.
        self.amount.setText(f"¥{row.amount.grouped}" if row.amount else "")
        self.capitals.setText(row.amount.capitals if row.amount else "")

    def set_document(self, document: Document) -> None:
        """Show everything that was read."""
        self.set_row(document.row)
        day = document.row.date
        if document.number:
            self.amount.setText(document.number)
        sum_ = document.row.amount.capitals if document.row.amount else ""
        facts = (sum_, document.subtitle, f"{day.year}年{day.month}月{day.day}日")
        self.capitals.setText(" · ".join(fact for fact in facts if fact))
        self.paper.set_paper(document.paper)
        self.evidence.set_evidence(document.evidence)
        self.checks.set_checks(document.checks)
        self._bound_checks()
        self.signatures.set_signatures(
            document.maker, document.made, document.signatures, host_alone=document.host_alone
        )
        self._show_findings(document)
        self.late.setVisible(bool(document.late))
        if document.late:
            names = "、".join(document.late)
            self.late.set_alert("info", self.tr("提交后补充的附件（未在原签字内容中）：{0}").format(names))
        self.evidence.setVisible(bool(document.evidence))

    def toggle_zoom(self) -> None:
        """Give the evidence all the room, or share it again."""
        self._paper_area.setVisible(not self._paper_area.isVisible() or not self.evidence.isVisible())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A wider panel needs fewer rows of checks."""
        super().resizeEvent(event)
        self._bound_checks()

    def _bound_checks(self) -> None:
        """Give the checks their rows, four at most: paper and evidence must stay in sight on an old screen."""
        wanted = self.checks.heightForWidth(max(self.width() - _SCROLL_BAR, 1))
        self._checks_area.setFixedHeight(min(wanted + 4, _CHECKS_HEIGHT) if wanted else 0)

    def _show_findings(self, document: Document) -> None:
        told = [finding for finding in document.findings if finding.severity is not Severity.PASS]
        lines = [f"{finding.message}" for finding in told]
        if told and document.row.kind == "voucher":
            lines.append(self.tr("经办人书面说明：{0}").format(document.reason or self.tr("（无）")))
        blocked = any(finding.severity is Severity.BLOCK for finding in told)
        self.warning.set_alert("error" if blocked else "warn", "\n".join(lines))
        self.warning.setVisible(bool(told))

    def _build(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(10)
        head.addWidget(self.title, 1)
        head.addWidget(self.chip)
        head.addWidget(self.amount)
        self._paper_area = QScrollArea()
        self._paper_area.setWidgetResizable(True)
        self._paper_area.setFrameShape(QFrame.Shape.NoFrame)
        self._paper_area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._paper_area.setWidget(_on_desk(self.paper))
        self._paper_area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setChildrenCollapsible(False)
        split.setHandleWidth(10)
        split.addWidget(self._paper_area)
        split.addWidget(self.evidence)
        split.setStretchFactor(0, 1)
        split.setStretchFactor(1, 1)
        split.setSizes([500, 500])
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(head)
        column.addWidget(self.capitals)
        column.addWidget(split, 1)
        column.addWidget(self.late)
        column.addWidget(self.warning)
        column.addWidget(rule())
        column.addWidget(self.signatures)
        self._checks_area = _scrolling(self.checks)
        column.addWidget(self._checks_area)


def _scrolling(content: QWidget) -> QScrollArea:
    """Let the content scroll up and down on the ground of the card."""
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setWidget(content)
    for ground in (area.viewport(), content):
        ground.setAutoFillBackground(False)
    return area


def _on_desk(paper: QWidget) -> QWidget:
    """Put a sheet at the top of an area that is as high as the sheet."""
    ground = QWidget()
    ground.setObjectName("scrolled")
    column = QVBoxLayout(ground)
    column.setContentsMargins(0, 0, 0, 0)
    column.addWidget(paper)
    column.addStretch(1)
    return ground


def role_name(role: str, titles: tuple[str, str]) -> str:
    """The Chinese name of a signing role; the two who sign are called as the rule pack calls them."""
    host, second = titles
    return {Role.HOST: host, Role.LEGAL_REPRESENTATIVE: second}.get(Role(role)) or ROLE_NAMES[Role(role)]
