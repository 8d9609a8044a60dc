"""A list of documents with the chosen one as paper beside it: what both tabs of 申请与借款 are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Generic, TypeVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from studio_ledger.model.spending import Level
from studio_ledger.model.voucher import State
from ui.pages.run_for import run_for
from ui.pages.vouchers_inspector import scrolled
from ui.widgets.card import Card
from ui.widgets.empty_state import EmptyState
from ui.widgets.evidence_viewer import Evidence, EvidenceViewer
from ui.widgets.row_table import Column, RowTable
from ui.widgets.signature_strip import SignatureStrip, moment
from ui.widgets.text import button, label
from ui.widgets.voucher_paper import VoucherPaper

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtWidgets import QPushButton

    from studio_ledger.queries.around import Proposal
    from ui.desk import Desk
    from ui.widgets.voucher_paper import Paper

Row = TypeVar("Row")
WAITING = (State.SUBMITTED, State.HOST_SIGNED)
LIST_SHARE, PAPER_SHARE = 70, 30


class DocumentList(QWidget, Generic[Row]):
    """The table, the buttons for the chosen row, and its paper.

    Signals:
        known(): it was read what this person may do here.
    """

    known = Signal()

    def __init__(self, desk: Desk, columns: Sequence[Column], empty: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.may = False
        self._shown = ""
        self.table: RowTable[Row] = RowTable(columns, sortable=True)
        self.summary = label("", "caption", wrap=True)
        self.empty = EmptyState("file-invoice", empty)
        self.paper = VoucherPaper()
        self.evidence = EvidenceViewer(desk, empty_text="")
        self.signatures = SignatureStrip()
        self.buttons: tuple[QPushButton, ...] = ()
        self.table.current_row_changed.connect(self._look_at)

    def lay_out(self, buttons: Sequence[QPushButton]) -> None:
        """Put the parts together; `buttons` stand under the list."""
        self.buttons = tuple(buttons)
        self.stack = QStackedWidget()
        self.stack.addWidget(self.table)
        self.stack.addWidget(self.empty)
        self.side = Card()
        self.side.body.addWidget(scrolled(self.paper), 3)
        self.side.body.addWidget(self.evidence, 2)
        self.side.body.addWidget(self.signatures)
        bar = QHBoxLayout()
        bar.setSpacing(8)
        bar.addWidget(self.summary, 1)
        for one in self.buttons:
            bar.addWidget(one)
        left = QVBoxLayout()
        left.setSpacing(8)
        left.addWidget(self.stack, 1)
        left.addLayout(bar)
        both = QHBoxLayout(self)
        both.setContentsMargins(0, 8, 0, 0)
        both.setSpacing(12)
        both.addLayout(left, LIST_SHARE)
        both.addWidget(self.side, PAPER_SHARE)
        self.side.hide()
        for one in self.buttons:
            one.hide()

    def show_rows(self, rows: Sequence[Row]) -> None:
        """Show these rows, or that there are none."""
        self.table.set_rows(rows)
        self.stack.setCurrentIndex(0 if rows else 1)
        self._look_at(self.table.current_row())
        self.known.emit()

    def document_id(self, row: Row) -> str:
        """The document behind a row; tabs say which."""
        raise NotImplementedError

    def read_paper(self, row: Row) -> tuple[Proposal, Paper, tuple[Evidence, ...]]:
        """Read the chosen document and its sheet, on a worker; tabs say how."""
        raise NotImplementedError

    def show_buttons(self, row: Row | None) -> None:
        """Show what may be done with this row; tabs say what."""
        raise NotImplementedError

    def do(self, work: Callable[[], object], told: str, title: str = "") -> None:
        """Let the ledger work, then tell everybody."""

        def done(_: object) -> None:
            self._desk.say(told)
            self._desk.notifier.funds_changed.emit()

        run_for(self, self._desk, work, done, title=title)

    def withdraw_button(self) -> QPushButton:
        """A button that takes the chosen document back before both have signed."""
        return button(self.tr("撤回"), on_click=self._withdraw, name="withdrawDocument")

    def sign_button(self) -> QPushButton:
        """A button that opens the signing page for who signs it."""
        return button(self.tr("去签字"), icon="signature", on_click=lambda: self._desk.go("signing"), name="goSign")

    def _withdraw(self) -> None:
        row = self.table.current_row()
        if row is not None:
            workspace, session, document = self._desk.workspace, self._desk.session, self.document_id(row)
            self.do(lambda: workspace.withdraw(session, document), self.tr("已撤回"))

    def _look_at(self, row: Any) -> None:
        self.side.setVisible(row is not None)
        self.show_buttons(row)
        if row is None:
            self._shown = ""
            return
        self._shown = self.document_id(row)
        run_for(self, self._desk, lambda: self.read_paper(row), self._show_paper)

    def _show_paper(self, read: tuple[Proposal, Paper, tuple[Evidence, ...]]) -> None:
        found, paper, evidence = read
        if found.id != self._shown:
            return
        self.paper.set_paper(paper)
        self.evidence.set_evidence(evidence)
        self.evidence.setVisible(bool(evidence))
        alone = found.fields.get("level") == Level.HOST.value
        self.signatures.set_signatures(found.maker, moment(found.made_at), found.signatures, host_alone=alone)


def evidence_of(attachments: Sequence[Any]) -> tuple[Evidence, ...]:
    """The files of a document as the viewer shows them."""
    return tuple(Evidence(item.sha256, item.name) for item in attachments if item.sha256)


