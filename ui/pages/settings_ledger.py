"""The ledger itself: where it lies, its newest act, the proof that nothing was forged, and a copy in a safe place."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QFormLayout, QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from ui.pages.report_files import cannot_write
from ui.pages.run_for import run_for
from ui.widgets.card import Card
from ui.widgets.inline_alert import InlineAlert
from ui.widgets.row_table import Column, RowTable
from ui.widgets.text import button, label

if TYPE_CHECKING:
    from studio_ledger.errors import LedgerError
    from studio_ledger.model.verification import Defect, Verification
    from studio_ledger.rules.policy import Policy
    from studio_ledger.statements.figures import LogHead
    from ui.desk import Desk


class LedgerTab(QWidget):
    """Facts, verification with progress and cancel, backup.

    Signals:
        progressed(int, int): so many of so many acts are replayed (comes from the worker).
    """

    progressed = Signal(int, int)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._cancelled = threading.Event()
        self.path = label(str(desk.workspace.path), wrap=True, name="ledgerPath")
        self.ledger_id = label(desk.workspace.ledger_id, name="ledgerId")
        self.head = label("", name="ledgerHead", wrap=True)
        self.pack = label("", name="ledgerPack", wrap=True)
        for fact in (self.path, self.ledger_id, self.head):
            fact.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.verify_button = button(
            self.tr("校验账套"), "primary", icon="shield-check", on_click=self.verify, name="verify"
        )
        self.cancel_button = button(self.tr("停止"), on_click=self._cancelled.set, name="cancelVerify")
        self.backup_button = button(self.tr("备份到…"), icon="database", on_click=self.backup, name="backup")
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.result = InlineAlert("ok", "")
        self.defects: RowTable[Defect] = RowTable(
            (
                Column(self.tr("位置"), lambda defect: defect.where, width=200),
                Column(self.tr("发现"), lambda defect: defect.message),
            )
        )
        self.defects.setObjectName("defects")
        self.defects.setAccessibleName(self.tr("校验发现的问题"))
        self.progressed.connect(self._show_progress)
        self._lay_out()
        for one in (self.bar, self.cancel_button, self.result, self.defects):
            one.hide()

    def refresh(self) -> None:
        """Read the newest act."""
        run_for(self, self._desk, self._desk.workspace.head, self._show_head)
        self.pack.setText(self._pack_words(self._desk.workspace.policy))

    def _pack_words(self, policy: Policy) -> str:
        """Whose rules these are, who keeps the money, who may be in a studio, and what becomes of leftovers."""
        terms = policy.terms
        parts = [
            self.tr("{0}（{1}，第 {2} 版）").format(policy.title, policy.jurisdiction, policy.version),
            self.tr("经费由{0}管理，{1}与{2}双签").format(terms.custodian, terms.host, terms.second_signer),
        ]
        if terms.least_members is not None and terms.most_members is not None:
            parts.append(self.tr("成员 {0}–{1} 人").format(terms.least_members, terms.most_members))
        if terms.most_own is not None:
            parts.append(self.tr("本校不超过 {0} 人").format(terms.most_own))
        return "；".join(filter(None, (*parts, terms.leftovers, terms.cancelled, terms.reporting)))

    def verify(self) -> None:
        """Replay the whole log beside the window."""
        self._cancelled.clear()
        self._working(True)
        self.bar.setRange(0, 0)
        workspace, cancelled = self._desk.workspace, self._cancelled
        run_for(
            self,
            self._desk,
            lambda: workspace.verify(progress=self.progressed.emit, cancelled=cancelled.is_set),
            self._verified,
            self._refused,
            title=self.tr("校验账套"),
        )

    def backup(self) -> None:
        """Write a verified copy."""
        workspace = self._desk.workspace
        name = f"{Path(workspace.path).stem}_{workspace.today():%Y%m%d}{Path(workspace.path).suffix}"
        proposal = self._desk.settings.folder("backup") / name
        chosen, _ = QFileDialog.getSaveFileName(self, self.tr("备份账套"), str(proposal))
        if not chosen:
            return
        target = Path(chosen)
        self._desk.settings.remember_folder("backup", target)
        self._working(True)
        self.cancel_button.hide()
        self.bar.setRange(0, 0)

        def work() -> Verification | None:
            try:
                return workspace.backup(target)
            except OSError:
                return None

        run_for(
            self, self._desk, work, lambda found: self._backed_up(target, found), self._refused, title=self.tr("备份")
        )

    def _show_head(self, head: LogHead) -> None:
        self.head.setText(self.tr("第 {0} 条记录 · {1}").format(head.seq, head.hash))

    def _show_progress(self, done: int, total: int) -> None:
        self.bar.setRange(0, total)
        self.bar.setValue(done)

    def _verified(self, found: Verification) -> None:
        self._working(False)
        if self._cancelled.is_set():
            self._tell("info", self.tr("校验已停止，没有结论。"), ())
            return
        if found.ok:
            text = self.tr("校验通过：{0} 条记录、{1} 张凭证，签名、链条和账表全部一致。")
            hint = "" if found.pinned else self.tr("最后一条与纸面报告上的校验码一致，才能确认没有整段删除。")
            self._tell("ok", text.format(found.acts, found.vouchers) + hint, ())
        else:
            text = self.tr("校验发现 {0} 处问题。不要继续录入，请恢复备份或联系管理员。")
            self._tell("error", text.format(len(found.defects)), found.defects)

    def _backed_up(self, target: Path, found: Verification | None) -> None:
        self._working(False)
        if found is None:
            self._tell("error", cannot_write(target), ())
        elif found.ok:
            self._tell("ok", self.tr("已备份到 {0}，副本校验通过。").format(target), ())
        else:
            self._tell("error", self.tr("副本校验发现 {0} 处问题。").format(len(found.defects)), found.defects)

    def _refused(self, error: LedgerError) -> None:
        self._working(False)
        self._desk.complain(error)

    def _tell(self, kind: str, text: str, defects: tuple[Defect, ...]) -> None:
        self.result.set_alert(kind, text)
        self.result.show()
        self.defects.set_rows(defects)
        self.defects.setVisible(bool(defects))

    def _working(self, working: bool) -> None:
        self.bar.setVisible(working)
        self.cancel_button.setVisible(working)
        self.verify_button.setEnabled(not working)
        self.backup_button.setEnabled(not working)
        if working:
            self.result.hide()
            self.defects.hide()

    def _lay_out(self) -> None:
        facts, proof = Card(self.tr("账套")), Card(self.tr("校验与备份"))
        form = QFormLayout()
        form.setHorizontalSpacing(16)
        form.setVerticalSpacing(8)
        rows = (
            (self.tr("文件"), self.path),
            (self.tr("账套编号"), self.ledger_id),
            (self.tr("最新校验码"), self.head),
            (self.tr("规则包"), self.pack),
        )
        for text, value in rows:
            form.addRow(label(text, "caption"), value)
        facts.body.addLayout(form)
        told = self.tr(
            "校验重放全部记录，核对签名、链条、凭证号和账表。备份写成一个新文件并立即校验，可以放在另一块磁盘上。"
        )
        proof.body.addWidget(label(told, "caption", wrap=True))
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.verify_button)
        row.addWidget(self.backup_button)
        row.addWidget(self.bar, 1)
        row.addWidget(self.cancel_button)
        row.addStretch(0)
        proof.body.addLayout(row)
        proof.body.addWidget(self.result)
        proof.body.addWidget(self.defects, 1)
        proof.body.addStretch(0)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 12, 0, 0)
        column.setSpacing(12)
        column.addWidget(facts)
        column.addWidget(proof)
        column.addStretch(1)
