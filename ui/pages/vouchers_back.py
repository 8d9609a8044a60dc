"""Money back and corrections of a posted voucher: a refund in one go, and a reversal with its corrected draft."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from studio_ledger.model.money import Money
from studio_ledger.model.voucher import Attachment
from ui.dialogs.refund import Refundable, RefundAnswer, RefundDialog
from ui.dialogs.reverse import ReasonDialog
from ui.pages.run_for import run_for

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from studio_ledger.model.voucher import VoucherContent
    from studio_ledger.queries.rows import VoucherListRow
    from studio_ledger.workspace import Workspace
    from ui.desk import Desk


class MoneyBack(QObject):
    """Asks, then lets the ledger work."""

    def __init__(self, desk: Desk, page: QWidget) -> None:
        super().__init__(page)
        self._desk, self._page = desk, page

    def refund(self, row: VoucherListRow) -> None:
        """Read what may come back, then ask for the refund and submit it."""
        workspace = self._desk.workspace

        def read() -> Refundable:
            return Refundable(
                number=row.number,
                purpose=row.purpose,
                date=row.date,
                left=workspace.refundable(row.id),
                red_letters=workspace.red_letters(row.id),
                today=workspace.today(),
            )

        run_for(self, self._desk, read, lambda found: self._ask_refund(row, found), title=self._title())

    def correct(self, row: VoucherListRow) -> None:
        """Reverse the voucher and open the corrected draft in the entry form."""
        day = row.date
        words = f"{day.year}年{day.month}月{day.day}日第{row.number}号凭证"
        told = self.tr(
            "将同时做两件事：提交一张红字凭证，摘要写“注销{0}”；另开一张蓝字草稿，摘要写“订正{0}”，改好后再提交。"
            "两张都须双方签字、入账。"
        )
        reason = ReasonDialog.ask(
            self.tr("更正 {0} 号凭证").format(row.number), told.format(words), self.tr("冲销并开更正草稿"), self._page
        )
        if reason is None:
            return
        workspace, session = self._desk.workspace, self._desk.session

        def done(made: tuple[str, str]) -> None:
            self._desk.notifier.vouchers_changed.emit()
            self._desk.notifier.drafts_changed.emit()
            self._desk.say(self.tr("红字凭证已提交签字；请在这张草稿里改正后提交。"))
            self._desk.go("entry", draft=made[1])

        work = lambda: workspace.correct(session, row.id, reason)  # noqa: E731 - one line for the worker
        run_for(self, self._desk, work, done, title=self.tr("更正凭证"))

    def _title(self) -> str:
        return self.tr("登记退款")

    def _ask_refund(self, row: VoucherListRow, found: Refundable) -> None:
        if not Money.total(found.left.values()):
            self._desk.complain(self.tr("{0} 号凭证的款项已全部退回，没有可退的了。").format(row.number))
            return
        answer = RefundDialog.ask(found, self._page)
        if answer is not None:
            self._submit(row, answer)

    def _submit(self, row: VoucherListRow, answer: RefundAnswer) -> None:
        workspace, session = self._desk.workspace, self._desk.session

        def work() -> str:
            content = workspace.refund_content(row.id, answer.kind, answer.amount, answer.date)
            proven = _proven(workspace, content, answer)
            # One transaction: a refund that is refused leaves no draft that keeps the red-letter invoice to itself.
            with workspace.batch():
                draft = workspace.save_draft(session, proven, reason=answer.note)
                return workspace.submit(session, draft, answer.note)

        def done(voucher: str) -> None:
            self._desk.notifier.vouchers_changed.emit()
            self._desk.notifier.inbox_changed.emit()
            self._desk.say(
                self.tr("退款凭证 ¥{0} 已提交，等待双方签字").format(answer.amount.grouped),
                self.tr("查看凭证"),
                lambda: self._desk.go("vouchers", voucher=voucher),
            )

        run_for(self, self._desk, work, done, title=self._title())


def _proven(workspace: Workspace, content: VoucherContent, answer: RefundAnswer) -> VoucherContent:
    """Put the red-letter invoice and the proof on the refund."""
    attachments: tuple[Attachment, ...] = ()
    if answer.proof is not None:
        stored = workspace.store_evidence(answer.proof.read_bytes(), answer.proof.name)
        attachments = (Attachment(answer.proof_kind, stored, answer.proof.name),)
    if answer.red_letter is None:
        return replace(content, attachments=attachments)
    claim = replace(answer.red_letter.claim, claimed=-answer.amount)
    file = Attachment("red_invoice", claim.file, answer.red_letter.name)
    return replace(content, invoices=(claim,), attachments=(file, *attachments))
