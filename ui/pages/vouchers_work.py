"""Doing what the buttons of the voucher list say: each asks what it must, then lets the ledger work."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QObject
from PySide6.QtWidgets import QFileDialog, QWidget

from reports import writer
from studio_ledger.model.money import Money
from ui.dialogs.attach_evidence import AttachDialog
from ui.dialogs.entries import EntriesDialog
from ui.dialogs.fee_paper import offer_fee_sheet
from ui.dialogs.form_dialog import confirmed
from ui.dialogs.reverse import ReasonDialog, ask_reversal
from ui.pages.report_files import write_file
from ui.pages.run_for import run_for
from ui.pages.vouchers_back import MoneyBack
from ui.pages.vouchers_print import write_evidence

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from studio_ledger.model.accounts import Entry
    from studio_ledger.queries.rows import VoucherListRow
    from ui.desk import Desk
    from ui.pages.vouchers_actions import VoucherAction


class VoucherWork(QObject):
    """One method an action, found by its name."""

    def __init__(self, desk: Desk, page: QWidget) -> None:
        super().__init__(page)
        self._desk, self._page = desk, page
        self._back = MoneyBack(desk, page)

    def do(self, name: str, rows: Sequence[VoucherListRow]) -> None:
        """Do an action with these vouchers."""
        works: dict[str, Callable[[], None]] = {
            "post": lambda: self.post(rows),
            "withdraw": lambda: self.withdraw(rows[0]),
            "void": lambda: self.void(rows[0]),
            "edit": lambda: self.edit(rows[0]),
            "reverse": lambda: self.reverse(rows[0]),
            "refund": lambda: self._back.refund(rows[0]),
            "correct": lambda: self._back.correct(rows[0]),
            "attach": lambda: self.attach(rows[0]),
            "entries": lambda: self.show_entries(rows[0]),
            "fee_sheet": lambda: self.print_fees(rows[0]),
            "print": lambda: self.print_sheet(rows[0]),
            "print_all": lambda: self.print_with_evidence(rows),
        }
        works[name]()

    def post(self, rows: Sequence[VoucherListRow]) -> None:
        """Enter vouchers into the books; there is no way back but a reversal."""
        total = Money.total(row.amount for row in rows)
        told = self.tr("共 {0} 张，合计 ¥{1}。入账后编连续凭证号，不能修改或删除，只能红字冲销。")
        verb = self.tr("入账 {0} 张").format(len(rows))
        if not confirmed(self.tr("入账"), told.format(len(rows), total.grouped), verb, self._page):
            return
        workspace, session, ids = self._desk.workspace, self._desk.session, [row.id for row in rows]
        run_for(self, self._desk, lambda: workspace.post(session, ids), self._posted, title=self.tr("入账"))

    def show_entries(self, row: VoucherListRow) -> None:
        """Show a posted voucher's entries in the school's general ledger."""
        workspace = self._desk.workspace

        def read() -> tuple[tuple[Entry, ...], Mapping[str, str]]:
            return workspace.entries(row.id), workspace.account_names()

        def show(found: tuple[tuple[Entry, ...], Mapping[str, str]]) -> None:
            EntriesDialog(row.number, *found, self._page).asked()

        run_for(self, self._desk, read, show)

    def withdraw(self, row: VoucherListRow) -> None:
        """Take a voucher back; the bar offers to change it at once."""
        workspace, session = self._desk.workspace, self._desk.session

        def done(_: object) -> None:
            self._desk.say(self.tr("已撤回“{0}”").format(row.purpose), self.tr("修改重报"), lambda: self.edit(row))
            self._desk.notifier.vouchers_changed.emit()

        run_for(self, self._desk, lambda: workspace.withdraw(session, row.id), done, title=self.tr("撤回"))

    def void(self, row: VoucherListRow) -> None:
        """Give a voucher up."""
        told = self.tr("“{0}” ¥{1} 将作废，占用的预算和发票随之释放；记录保留在台账中。")
        reason = ReasonDialog.ask(
            self.tr("作废凭证"), told.format(row.purpose, row.amount.grouped), self.tr("作废"), self._page
        )
        if reason is not None:
            workspace, session = self._desk.workspace, self._desk.session
            self._run(lambda: workspace.void(session, row.id, reason), self.tr("已作废“{0}”").format(row.purpose))

    def edit(self, row: VoucherListRow) -> None:
        """Open a returned or withdrawn voucher in the entry form."""
        self._desk.go("entry", voucher=row.id)

    def reverse(self, row: VoucherListRow) -> None:
        """Submit the reversal of a posted voucher."""
        reason = ask_reversal(row.number, (-row.amount).grouped, self._page)
        if reason is not None:
            workspace, session = self._desk.workspace, self._desk.session
            told = self.tr("红字凭证已提交，等待主持人签字")
            self._run(lambda: workspace.reverse(session, row.id, reason), told)

    def attach(self, row: VoucherListRow) -> None:
        """Add evidence to a voucher."""
        workspace, session, settings = self._desk.workspace, self._desk.session, self._desk.settings
        answer = AttachDialog.ask(workspace.policy.evidence_kinds, settings.folder("evidence"), self._page)
        if answer is None:
            return
        settings.remember_folder("evidence", answer.path)

        def work() -> None:
            sha256 = workspace.store_evidence(answer.path.read_bytes(), answer.path.name)
            workspace.attach(session, row.id, answer.kind, sha256, answer.path.name)

        self._run(work, self.tr("已补充附件“{0}”").format(answer.path.name))

    def print_fees(self, row: VoucherListRow) -> None:
        """Write the sheet on which everybody on the voucher signs for his fee."""
        workspace, desk, page = self._desk.workspace, self._desk, self._page
        run_for(
            self,
            desk,
            lambda: workspace.voucher(row.id),
            lambda detail: offer_fee_sheet(desk, detail.content, row.id, page),
        )

    def print_sheet(self, row: VoucherListRow) -> None:
        """Write the voucher's sheet as a PDF and open it for printing."""
        name = self.tr("记账凭证_{0}_{1}.pdf").format(row.number or self.tr("未入账"), f"{row.date:%Y%m%d}")
        workspace = self._desk.workspace
        self._print(
            name,
            lambda path: writer("voucher_sheet", "pdf")(workspace.voucher_sheet(row.id), path),
            self.tr("打印凭证"),
        )

    def print_with_evidence(self, rows: Sequence[VoucherListRow]) -> None:
        """Write vouchers, each with its evidence behind it, into one PDF and open it for printing."""
        name = self.tr("凭证及附件_{0}_{1}.pdf").format(rows[0].number or self.tr("未入账"), f"{rows[0].date:%Y%m%d}")
        if len(rows) > 1:
            name = self.tr("凭证及附件_{0}等{1}张.pdf").format(rows[0].number or f"{rows[0].date:%Y%m%d}", len(rows))
        workspace, ids = self._desk.workspace, [row.id for row in rows]
        self._print(name, lambda path: write_evidence(workspace, ids, path), self.tr("打印凭证及附件"))

    def _print(self, name: str, write: Callable[[Path], object], title: str) -> None:
        proposal = self._desk.settings.folder("print") / name
        kinds = self.tr("PDF 文件 (*.pdf)")
        chosen, _ = QFileDialog.getSaveFileName(self._page, self.tr("存为 PDF"), str(proposal), kinds)
        if chosen:
            self._desk.settings.remember_folder("print", Path(chosen))
            write_file(self._desk, write, Path(chosen), title=title, open_it=True)

    def _posted(self, posted: tuple[tuple[str, str], ...]) -> None:
        numbers = [number for _, number in posted]
        span = numbers[0] if len(numbers) == 1 else f"{numbers[0]}–{numbers[-1]}"
        self._desk.say(self.tr("已入账 {0} 张，凭证号 {1}").format(len(numbers), span))
        self._desk.notifier.vouchers_changed.emit()

    def _run(self, work: Callable[[], object], told: str) -> None:
        def done(_: object) -> None:
            self._desk.say(told)
            self._desk.notifier.vouchers_changed.emit()

        run_for(self, self._desk, work, done)


def action_text(action: VoucherAction, count: int = 1) -> str:
    """A button's words in the language of the window, for so many vouchers."""
    if count > 1 and action.name == "post":
        return QCoreApplication.translate("vouchers", "入账 {0} 张 F9").format(count)
    if count > 1 and action.name == "print_all":
        return QCoreApplication.translate("vouchers", "打印 {0} 张凭证及附件").format(count)
    return QCoreApplication.translate("vouchers", action.text)
