"""The tab of the register of violations (Art. 5): what was found, what must come back, and what was done."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from studio_ledger.model.money import Money
from studio_ledger.model.school_books import FOUND_BY
from ui.dialogs.mend_violation import MendAnswer, MendDialog
from ui.dialogs.violation import ViolationDialog
from ui.pages.run_for import run_for
from ui.widgets.card import Card
from ui.widgets.empty_state import EmptyState
from ui.widgets.row_table import Column, RowTable
from ui.widgets.text import button, label

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from studio_ledger.audit.suspicions import Suspicion
    from studio_ledger.model.school_books import Violation
    from ui.desk import Desk
    from ui.pages.audit import Rights


class ViolationsTab(QWidget):
    """The register as a list, the chosen entry in words below, and what may be done with it."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self._rights: Rights | None = None
        self._studios: Mapping[str, str] = {}
        self.table: RowTable[Violation] = RowTable(self._columns())
        self.table.setObjectName("violationTable")
        self.table.setAccessibleName(self.tr("违规与追回登记簿"))
        self.empty = EmptyState(
            "scale", self.tr("登记簿是空的。发现违规使用经费时在此登记，逐项整改、追回、销号（第五条）。")
        )
        self.told = label("", wrap=True, name="violationTold")
        self.sums = label("", "strong", name="violationSums")
        self.record_button = button(
            self.tr("登记违规 Ctrl+N"), "primary", icon="plus", on_click=self.record, name="recordViolation"
        )
        self.mend_button = button(self.tr("登记整改…"), icon="pencil", on_click=self.mend, name="mendViolation")
        self.close_button = button(
            self.tr("销号…"), icon="circle-check", on_click=self.close_entry, name="closeViolation"
        )
        self.voucher_button = button(self.tr("看凭证"), icon="notebook", on_click=self.open_voucher, name="seeVoucher")
        self.table.current_row_changed.connect(self._look_at)
        self.table.activated_row.connect(lambda _: self.mend())
        self._lay_out()

    def show_register(self, register: tuple[Violation, ...], studios: Mapping[str, str], rights: Rights) -> None:
        """Show the entries of this person's studios."""
        self._studios, self._rights = studios, rights
        self.table.set_rows(register)
        self.stack.setCurrentIndex(0 if register else 1)
        back = Money.total(entry.claw_back for entry in register)
        returned = Money.total(entry.returned for entry in register)
        self.sums.setText(
            self.tr("{0} 项 · 应追回 ¥{1} · 已追回 ¥{2}").format(len(register), back.grouped, returned.grouped)
        )
        self.record_button.setVisible(rights.record)
        self._look_at(self.table.current_row())

    def record(self) -> None:
        """Ask for a violation and enter it."""
        self.record_for(None)

    def record_for(self, suspicion: Suspicion | None) -> None:
        """Ask for a violation, prefilled from a suspicion where there is one, and enter it."""
        studio = self.desk.studio
        if studio is None or self._rights is None or not self._rights.record:
            return
        workspace = self.desk.workspace
        place = suspicion.studio if suspicion and suspicion.studio in self._studios else studio.id
        run_for(
            self, self.desk, lambda: workspace.voucher_numbers(place), lambda known: self._ask(place, known, suspicion)
        )

    def mend(self) -> None:
        """Ask what was done, what came back and for the proof."""
        entry = self.table.current_row()
        if entry is None or entry.closed_on is not None or self._rights is None or not self._rights.record:
            return
        answer = MendDialog.ask(entry, self.desk.workspace.today(), self.desk.settings.folder("evidence"), self)
        if answer is not None:
            self._do(lambda: self._mend(answer), self.tr("整改已登记"), self.tr("登记整改"))

    def close_entry(self) -> None:
        """Let the legal representative close the entry with the password."""
        entry = self.table.current_row()
        if entry is None or self._rights is None or not self._rights.close:
            return
        password = self.desk.ask_password(self.tr("销号：确认“{0}”已整改，款项已追回。").format(entry.what))
        workspace, session = self.desk.workspace, self.desk.session
        if password:
            told = self.tr("已销号")
            self._do(lambda: workspace.close_violation(session, entry.id, password), told, self.tr("销号"))

    def open_voucher(self) -> None:
        """Go to the first voucher of the entry."""
        entry = self.table.current_row()
        if entry is not None and entry.vouchers:
            self.desk.go("vouchers", voucher=entry.vouchers[0])

    def _ask(self, studio: str, known: Mapping[str, str], suspicion: Suspicion | None) -> None:
        answer = ViolationDialog.ask(studio, self.desk.workspace.today(), known, suspicion, self)
        if answer is not None:
            workspace, session = self.desk.workspace, self.desk.session
            self._do(lambda: workspace.record_violation(session, answer), self.tr("违规已登记"), self.tr("登记违规"))

    def _mend(self, answer: MendAnswer) -> None:
        workspace, entry = self.desk.workspace, answer.entry
        if answer.proof is not None:
            stored = workspace.store_evidence(answer.proof.read_bytes(), answer.proof.name)
            entry = replace(entry, proof=stored, proof_name=answer.proof.name)
        workspace.mend_violation(self.desk.session, entry)

    def _do(self, work: Callable[[], object], told: str, title: str) -> None:
        def done(_: object) -> None:
            self.desk.say(told)
            self.desk.notifier.audit_changed.emit()

        run_for(self, self.desk, work, done, title=title)

    def _look_at(self, entry: Violation | None) -> None:
        rights = self._rights
        open_ = entry is not None and entry.closed_on is None
        self.mend_button.setVisible(bool(rights and rights.record and open_))
        self.close_button.setVisible(bool(rights and rights.close and entry is not None and entry.state == "mended"))
        self.voucher_button.setVisible(bool(entry and entry.vouchers))
        self.detail.setVisible(entry is not None)
        if entry is not None:
            self.told.setText(self._words(entry))

    def _words(self, entry: Violation) -> str:
        lines = [
            self.tr("{0}（{1}）").format(entry.what, self._studios.get(entry.studio, "")),
            self.tr("依据：{0}　发现：{1} {2}　期限：{3}").format(
                entry.rule, FOUND_BY[entry.found_by], entry.found_on, entry.due_on
            ),
        ]
        if entry.mended_on is not None:
            proof = self.tr("　到账证明：{0}").format(entry.proof_name) if entry.proof else ""
            lines.append(self.tr("整改：{0}（{1}）{2}").format(entry.measures, entry.mended_on, proof))
        if entry.closed_on is not None:
            lines.append(self.tr("销号：{0} {1}").format(entry.closed_by, entry.closed_on))
        elif entry.overdue(self.desk.workspace.today()):
            late = (self.desk.workspace.today() - entry.due_on).days
            lines.append(self.tr("已超期 {0} 天").format(late))
        return "\n".join(lines)

    def _columns(self) -> tuple[Column, ...]:
        return (
            Column(self.tr("状态"), lambda entry: entry.state, width=100, chip=True),
            Column(self.tr("违规事实"), lambda entry: entry.what),
            Column(self.tr("依据条款"), lambda entry: entry.rule, width=200),
            Column(self.tr("违规金额"), lambda entry: entry.amount, numeric=True, width=104),
            Column(self.tr("应追回"), lambda entry: entry.claw_back, numeric=True, width=104),
            Column(self.tr("已追回"), lambda entry: entry.returned, numeric=True, width=104),
            Column(self.tr("发现方"), lambda entry: FOUND_BY[entry.found_by], width=84),
            Column(self.tr("整改期限"), lambda entry: entry.due_on, width=98),
        )

    def _lay_out(self) -> None:
        self.stack = QStackedWidget()
        self.stack.addWidget(self.table)
        self.stack.addWidget(self.empty)
        self.detail = Card()
        self.detail.body.addWidget(self.told)
        bar = QHBoxLayout()
        bar.setSpacing(8)
        bar.addWidget(self.sums, 1)
        for one in (self.voucher_button, self.mend_button, self.close_button, self.record_button):
            bar.addWidget(one)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 8, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.stack, 1)
        column.addWidget(self.detail)
        column.addLayout(bar)
        self.detail.hide()
