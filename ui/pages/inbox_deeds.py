"""What is decided about originals: refused, sent back, checked, typed from paper. Each asks first, then writes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from studio_ledger.model.original import StopKind
from ui.dialogs.bureau_check import CheckDialog
from ui.dialogs.hold_original import HoldDialog
from ui.dialogs.paper_invoice import PaperDialog
from ui.pages.run_for import run_for

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtWidgets import QWidget

    from studio_ledger.model.original import Original
    from studio_ledger.queries.rows import InboxItem
    from ui.desk import Desk
    from ui.dialogs.paper_invoice import PaperAnswer
    from ui.pages.inbox_rows import InboxRow


class InboxDeeds(QObject):
    """One method a deed.

    Signals:
        registered(str): a paper original is in the inbox now: its item's id.
    """

    registered = Signal(str)

    def __init__(self, desk: Desk, page: QWidget) -> None:
        super().__init__(page)
        self._desk, self._page = desk, page

    def may(self) -> bool:
        """Whether this person judges originals in this window."""
        workspace = self._desk.workspace
        return not workspace.read_only and workspace.may(self._desk.session, "originals")

    def refuse(self, row: InboxRow | None) -> None:
        """Refuse an original (拒收)."""
        self._hold(StopKind.REFUSED, row)

    def send_back(self, row: InboxRow | None) -> None:
        """Send an original back to be mended (退回补正)."""
        self._hold(StopKind.RETURNED, row)

    def _hold(self, kind: StopKind, row: InboxRow | None) -> None:
        if row is None or not self.may():
            return
        originals, studio = row.item.originals, self._desk.studio
        head = studio.legal_representative if studio is not None else ""
        told = head if kind is StopKind.REFUSED else originals[0].seller
        what = "\n".join(_named(one) for one in originals)
        hold = HoldDialog.ask(kind, what, told, self._desk.workspace.today(), self._page)
        if hold is None:
            return
        workspace, session = self._desk.workspace, self._desk.session
        write = workspace.refuse_original if kind is StopKind.REFUSED else workspace.return_original

        def write_all() -> None:
            # All invoices of a file or none: they are one piece of paper.
            with workspace.batch():
                for original in originals:
                    write(session, original, hold.reason, hold.told, hold.told_on)

        said = self.tr("已登记拒收，原件留存。") if kind is StopKind.REFUSED else self.tr("已登记退回补正。")
        self._do(write_all, said)

    def check(self, rows: Sequence[InboxRow]) -> None:
        """Record what the bureau's page said of the invoices in these rows."""
        originals = [one for row in rows for one in row.item.originals if one.number]
        if not originals or not self.may():
            return
        workspace, session = self._desk.workspace, self._desk.session
        answer = CheckDialog.ask(originals, session.person.name, workspace.today(), self._page)
        if answer is not None:
            self._do(
                lambda: workspace.record_checks(
                    session, originals, answer.result, answer.checked_on, answer.checker, answer.note
                ),
                self.tr("已登记 {0} 张发票的查验结果。").format(len(originals)),
            )

    def register_paper(self) -> None:
        """Ask for an invoice on paper and put it into the inbox."""
        if not self.may():
            return
        workspace, studio = self._desk.workspace, self._desk.studio
        school = (studio.school, studio.tax_id) if studio is not None else ("", "")
        answer = PaperDialog.ask(workspace.paper_problems, school, workspace.today(), self._page)
        if answer is not None:
            run_for(self, self._desk, lambda: self._store(answer), self._stored)

    def _store(self, answer: PaperAnswer) -> InboxItem:
        scan = (answer.scan.read_bytes(), answer.scan.name) if answer.scan is not None else None
        workspace, session = self._desk.workspace, self._desk.session
        return workspace.register_paper(session, answer.invoice, answer.capitals, scan)

    def _stored(self, item: InboxItem) -> None:
        self._desk.notifier.inbox_changed.emit()
        self._desk.say(self.tr("纸质发票 {0} 已放入票据夹。").format(item.invoices[0].number))
        self.registered.emit(item.id)

    def _do(self, work: Callable[[], None], words: str) -> None:
        def told(_: None) -> None:
            self._desk.notifier.inbox_changed.emit()
            self._desk.say(words)

        run_for(self, self._desk, work, told)


def _named(original: Original) -> str:
    total = f"¥{original.total.grouped}" if original.total else ""
    return "  ".join(part for part in (original.seller or original.name, original.number, total) if part)
