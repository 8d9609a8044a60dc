"""A list of documents with the chosen one as paper beside it: what both tabs of 申请与借款 are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Generic, Protocol, TypeVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from studio_ledger.model.spending import Level
from studio_ledger.model.voucher import Attachment, State
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
    from pathlib import Path

    from PySide6.QtWidgets import QPushButton

    from studio_ledger.queries.around import Proposal
    from studio_ledger.workspace import Session, Workspace
    from ui.desk import Desk
    from ui.widgets.voucher_paper import Paper

Row = TypeVar("Row", bound="DocumentRow")
Found = TypeVar("Found", bound="DocumentSight")
WAITING = (State.SUBMITTED, State.HOST_SIGNED)
LIST_SHARE, PAPER_SHARE = 70, 30


class DocumentRow(Protocol):
    """A document in the list."""

    @property
    def state(self) -> State:
        """How far it is."""


class DocumentSight(Protocol):
    """What a tab reads at once: its rows, and what this person may do here."""

    @property
    def rows(self) -> Sequence[Any]:
        """The documents of the year."""

    @property
    def may(self) -> bool:
        """Whether he may make such a document."""

    @property
    def signs(self) -> bool:
        """Whether he signs them."""


class DocumentList(QWidget, Generic[Row, Found]):
    """The table, the buttons for the chosen row, and its paper.

    Signals:
        known(): it was read what this person may do here.
    """

    known = Signal()

    def __init__(self, desk: Desk, columns: Sequence[Column], empty: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.may = False
        self.sight: Found | None = None
        self._shown = ""
        self.table: RowTable[Row] = RowTable(columns, sortable=True)
        self.summary = label("", "caption", wrap=True)
        self.empty = EmptyState("file-invoice", empty)
        self.paper = VoucherPaper()
        self.evidence = EvidenceViewer(desk, empty_text="")
        self.signatures = SignatureStrip(desk.titles)
        self.withdraw = button(self.tr("撤回"), on_click=self._withdraw, name="withdrawDocument")
        self.sign = button(
            self.tr("去签字"), icon="signature", on_click=lambda: desk.go("signing"), name="goSign"
        )
        self.buttons: tuple[QPushButton, ...] = ()
        self.table.current_row_changed.connect(self._look_at)

    def lay_out(self, buttons: Sequence[QPushButton]) -> None:
        """Put the parts together; `buttons` stand under the list, between taking back and signing."""
        self.buttons = (self.withdraw, *buttons, self.sign)
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

    def refresh(self) -> None:
        """Read the year's documents."""
        studio = self._desk.studio
        if studio is not None:
            workspace, session, year = self._desk.workspace, self._desk.session, self._desk.year
            run_for(self, self._desk, lambda: self.read_sight(workspace, session, studio.id, year), self._show)

    def read_sight(self, workspace: Workspace, session: Session, studio: str, year: int) -> Found:
        """Read all that the tab shows, on a worker; tabs say what."""
        raise NotImplementedError

    def told(self, sight: Found) -> str:
        """Sum up what was read; tabs say how."""
        raise NotImplementedError

    def document_id(self, row: Row) -> str:
        """The document behind a row; tabs say which."""
        raise NotImplementedError

    def read_paper(self, row: Row) -> tuple[Proposal, Paper, tuple[Evidence, ...]]:
        """Read the chosen document and its sheet, on a worker; tabs say how."""
        raise NotImplementedError

    def show_buttons(self, row: Row | None) -> None:
        """Show what may be done with this row: what waits is withdrawn or signed; tabs add what is theirs."""
        waiting = row is not None and row.state in WAITING
        self.withdraw.setVisible(waiting and self.may_withdraw())
        self.sign.setVisible(waiting and self.sight is not None and self.sight.signs)

    def may_withdraw(self) -> bool:
        """Whether this person may take a document back."""
        return self.may

    def do(self, work: Callable[[], object], told: str, title: str = "") -> None:
        """Let the ledger work, then tell everybody."""

        def done(_: object) -> None:
            self._desk.say(told)
            self._desk.notifier.funds_changed.emit()

        run_for(self, self._desk, work, done, title=title)

    def _withdraw(self) -> None:
        row = self.table.current_row()
        if row is not None:
            workspace, session, document = self._desk.workspace, self._desk.session, self.document_id(row)
            self.do(lambda: workspace.withdraw(session, document), self.tr("已撤回"))

    def _show(self, sight: Found) -> None:
        self.sight, self.may = sight, sight.may
        self.summary.setText(self.told(sight))
        self.show_rows(sight.rows)

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


def may_sign(workspace: Workspace, session: Session, studio: str) -> bool:
    """Whether this person is one of the two who sign."""
    return any(workspace.may(session, step, studio) for step in ("sign_host", "sign_legal"))


def kept(workspace: Workspace, kind: str, file: Path | None) -> tuple[Attachment, ...]:
    """Put a file among the evidence; none where there is no file. For a worker: the file is read here."""
    if file is None:
        return ()
    return (Attachment(kind, workspace.store_evidence(file.read_bytes(), file.name), file.name),)


def evidence_of(attachments: Sequence[Any]) -> tuple[Evidence, ...]:
    """The files of a document as the viewer shows them."""
    return tuple(Evidence(item.sha256, item.name) for item in attachments if item.sha256)


