"""Between the list of fees and the ledger: the register, what was paid earlier in the month, findings per person."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from ui.pages.entry.work import JUDGE_AFTER_MS
from ui.pages.run_for import run_for

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from studio_ledger.model.payee import RegisteredPayee
    from studio_ledger.queries.rows import Judgement
    from ui.desk import Desk
    from ui.pages.entry.form import EntryForm
    from ui.pages.entry.session import EntrySession


class FeeBoard(QObject):
    """Feeds the list; what it is told comes back through the form."""

    def __init__(self, desk: Desk, form: EntryForm, session: EntrySession, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk, self._fees, self._session, self._window = desk, form.fees, session, parent
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(JUDGE_AFTER_MS)
        self._pause.timeout.connect(self._ask)
        form.changed.connect(self._later)
        session.loaded.connect(lambda _: self._later())
        session.judged.connect(self._judged)
        desk.notifier.vouchers_changed.connect(self._later)
        desk.notifier.payees_changed.connect(self.read)
        self._fees.register_wanted.connect(self.register)
        self._fees.sheet_wanted.connect(self.offer_sheet)
        self.read()

    def read(self) -> None:
        """Read the register anew."""
        workspace, tax = self._desk.workspace, self._desk.workspace.policy.tax
        run_for(self, self._desk, workspace.registered_payees, lambda payees: self._fees.set_payees(payees, tax))

    def register(self, name: str) -> None:
        """Take somebody into the register and onto the list."""
        from ui.dialogs.payee import PayeeDialog  # noqa: PLC0415 - a dialog is loaded when asked for

        workspace, session = self._desk.workspace, self._desk.session
        locked = not workspace.has_vault()
        answer = PayeeDialog.ask(None, workspace.policy.lecture_titles, locked=locked, name=name, parent=self._window)
        if answer is None:
            return

        def keep() -> RegisteredPayee:
            kept = workspace.put_payee(session, answer.payee, id_number=answer.id_number, account=answer.account)
            return next(one for one in workspace.registered_payees(answer.payee.name) if one.id == kept)

        def done(payee: RegisteredPayee) -> None:
            self._fees.take_registered(payee, name, workspace.policy.tax)
            self._desk.notifier.payees_changed.emit()

        run_for(self, self._desk, keep, done)

    def offer_sheet(self) -> None:
        """Put the list on paper as it is typed, for the signatures."""
        from ui.dialogs.fee_paper import offer_fee_sheet  # noqa: PLC0415 - a dialog is loaded when asked for

        typed = self._session.typed()
        if typed is not None:
            offer_fee_sheet(self._desk, typed.content, typed.voucher, self._window)

    def _later(self) -> None:
        if self._fees.active():
            self._pause.start()

    def _ask(self) -> None:
        typed = self._session.typed()
        if typed is None or not typed.content.fees:
            return
        workspace = self._desk.workspace
        run_for(
            self,
            self._desk,
            lambda: workspace.paid_before(typed.content, typed.voucher),
            self._fees.set_before,
        )

    def _judged(self, judgement: Judgement) -> None:
        if self._fees.active():
            self._fees.set_findings(judgement.findings)
