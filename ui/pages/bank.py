"""The bank tab: statements taken in, each line ticked against payments and grants, and the reconciliation."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from reports.bank_file import read_bank_file
from reports.reconciliation import write_xlsx
from studio_ledger.errors import LedgerError
from studio_ledger.model.money import Money
from ui.dialogs.bank_import import BankImportDialog
from ui.pages.bank_lines import LineSide, ticked_words
from ui.pages.run_for import run_for
from ui.widgets.card import Card
from ui.widgets.combo import Combo
from ui.widgets.empty_state import EmptyState
from ui.widgets.page_keys import key_actions
from ui.widgets.row_table import Column, RowTable
from ui.widgets.side_by_side import side_by_side
from ui.widgets.text import button, label

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from reports.bank_file import BankFile
    from studio_ledger.model.spending import BankStatement
    from studio_ledger.queries.bank import LineRow, OpenItem, Reconciliation
    from ui.desk import Desk


@dataclass(frozen=True, slots=True)
class _Sight:
    accounts: tuple[str, ...]
    lines: tuple[LineRow, ...]
    open_items: tuple[OpenItem, ...]
    reconciled: Reconciliation | None
    may: bool


class BankTab(QWidget):
    """Lines at the left, what the chosen one may stand for at the right, the reconciliation below."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._may = False
        self.account = Combo(self.tr("银行账户"))
        self.account.setObjectName("bankAccountChoice")
        self.account.currentIndexChanged.connect(lambda _: self.refresh())
        self.import_button = button(
            self.tr("导入对账单…"), icon="upload", on_click=self.choose_file, hint="Ctrl+I", name="importStatement"
        )
        self.all_button = button(self.tr("勾对唯一相符的"), on_click=self.tick_certain, name="tickCertain")
        self.save_button = button(
            self.tr("余额调节表…"),
            icon="file-spreadsheet",
            on_click=self.save_reconciliation,
            name="saveReconciliation",
        )
        self._until: dt.date | None = None
        self.table: RowTable[LineRow] = RowTable(self._columns())
        self.table.setObjectName("bankLines")
        self.table.setAccessibleName(self.tr("对账单明细"))
        self.side = LineSide()
        self.table.current_row_changed.connect(self.side.show_line)
        self.side.tick_wanted.connect(self._tick)
        self.side.untick_wanted.connect(self._untick)
        self.result = label("", "caption", wrap=True, name="reconciliation")
        self.empty = EmptyState(
            "building-bank",
            self.tr("还没有对账单。从网上银行导出 Excel 或 CSV，再导入到这里。"),
            self.tr("导入对账单…"),
        )
        self.empty.clicked.connect(self.choose_file)
        self.keys = key_actions(self, ((self.tr("导入对账单"), ("Ctrl+I",), self.choose_file),))
        self._lay_out()

    def _lay_out(self) -> None:
        left, right = Card(), Card()
        left.body.addWidget(self.table, 1)
        left.body.addWidget(self.result)
        right.body.addWidget(self.side, 1)
        self.stack = QStackedWidget()
        self.stack.addWidget(side_by_side(left, right, (64, 36)))
        self.stack.addWidget(self.empty)
        head = QHBoxLayout()
        head.addWidget(self.account)
        head.addStretch(1)
        head.addWidget(self.all_button)
        head.addWidget(self.save_button)
        head.addWidget(self.import_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 8, 0, 0)
        column.addLayout(head)
        column.addWidget(self.stack, 1)

    # ---- showing -------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Read the account's lines and how it stands against the books."""
        workspace, session, studio = self._desk.workspace, self._desk.session, self._desk.studio
        wanted = str(self.account.value() or "")

        def read() -> _Sight:
            statements = workspace.statements()
            accounts = tuple(dict.fromkeys(one.account for one in statements))
            account = wanted if wanted in accounts else next(iter(accounts), "")
            last = max((one.end for one in statements if one.account == account), default=None)
            may = studio is not None and workspace.may(session, "pay", studio.id) and not workspace.read_only
            return _Sight(
                accounts,
                workspace.bank_lines(account) if account else (),
                workspace.open_items() if account else (),
                workspace.reconciliation(account, last) if last else None,
                may,
            )

        run_for(self, self._desk, read, self._show)

    def _show(self, sight: _Sight) -> None:
        self._may = sight.may
        chosen = str(self.account.value() or "")
        kept = chosen if chosen in sight.accounts else next(iter(sight.accounts), "")
        self.account.blockSignals(True)
        self.account.set_choices(((name, name) for name in sight.accounts), kept)
        self.account.blockSignals(False)
        self.account.setVisible(len(sight.accounts) > 1)
        self.import_button.setVisible(sight.may and bool(sight.accounts))
        certain = [row for row in sight.lines if len(row.proposals) == 1]
        self.all_button.setVisible(sight.may and bool(certain))
        self.all_button.setText(self.tr("勾对唯一相符的 {0} 行").format(len(certain)))
        self.side.set_open_items(sight.open_items, may=sight.may)
        self.table.set_rows(sight.lines)
        self.stack.setCurrentIndex(0 if sight.accounts else 1)
        self.result.setText(reconciliation_words(sight.reconciled) if sight.reconciled else "")
        self._until = sight.reconciled.until if sight.reconciled else None
        self.save_button.setVisible(self._until is not None)

    # ---- taking in -------------------------------------------------------------------------------

    def choose_file(self) -> None:
        """Ask for a bank's file and take it in."""
        if not self._may and self.stack.currentIndex() == 0:
            return
        name, _ = QFileDialog.getOpenFileName(
            self, self.tr("选择银行对账单"), "", self.tr("对账单 (*.xlsx *.csv *.txt)")
        )
        if name:
            self.take_file(Path(name))

    def take_file(self, path: Path) -> None:
        """Read a bank's file, show what it was taken for, and take it in."""
        try:
            data = path.read_bytes()
            file = read_bank_file(data, path.name, self._desk.settings.bank_columns())
        except LedgerError as error:
            self._desk.complain(error)
            return
        except OSError:
            self._desk.complain(self.tr("文件打不开：{0}。请检查它是否还在。").format(path.name))
            return
        studio = self._desk.studio
        answer = BankImportDialog.ask(file, uuid4().hex, studio.bank_account if studio else "", self)
        if answer is not None:
            self._take(data, path.name, *answer)

    def _take(self, data: bytes, name: str, statement: BankStatement, file: BankFile) -> None:
        workspace, session = self._desk.workspace, self._desk.session
        self._desk.settings.remember_bank_columns(file.signature, file.matched)

        def work() -> None:
            kept = workspace.store_evidence(data, name)
            workspace.take_statement(session, replace(statement, file=kept))

        told = self.tr("已导入 {0} 行对账单。").format(len(statement.lines))
        run_for(self, self._desk, work, lambda _: self._changed(told), title=self.tr("导入对账单"))

    def save_reconciliation(self) -> None:
        """Save 银行存款余额调节表 of the chosen account as a workbook."""
        studio, until = self._desk.studio, self._until
        if studio is None or until is None:
            return
        name = self.tr("银行存款余额调节表_{0}.xlsx").format(until.strftime("%Y%m%d"))
        proposal = self._desk.settings.folder("report") / name
        chosen, _ = QFileDialog.getSaveFileName(
            self, self.tr("保存余额调节表"), str(proposal), self.tr("Excel 工作簿 (*.xlsx)")
        )
        if chosen:
            self.write_reconciliation(Path(chosen), str(self.account.value() or ""), until)

    def write_reconciliation(self, path: Path, account: str, until: dt.date) -> None:
        """Write the workbook of an account on a day."""
        workspace, studio = self._desk.workspace, self._desk.studio
        if studio is None:
            return
        self._desk.settings.remember_folder("report", path)

        def work() -> None:
            write_xlsx(*workspace.reconciliation_paper(studio.id, account, until), path)

        told = self.tr("已保存 {0}").format(path.name)
        run_for(self, self._desk, work, lambda _: self._desk.say(told), title=self.tr("保存余额调节表"))

    # ---- ticking ---------------------------------------------------------------------------------

    def tick_certain(self) -> None:
        """Tick every line that only one thing fits."""
        workspace, session = self._desk.workspace, self._desk.session
        rows = [row for row in self.table.rows() if len(row.proposals) == 1]

        def work() -> int:
            taken: set[tuple[str, str]] = set()
            count = 0
            for row in rows:
                items = row.proposals[0]
                # The same payment may be the only one for two lines: the second is left to a person.
                if taken & {(item.kind, item.id) for item in items}:
                    continue
                workspace.tick(session, row.statement, row.line.number, items)
                taken |= {(item.kind, item.id) for item in items}
                count += 1
            return count

        run_for(self, self._desk, work, lambda count: self._changed(self.tr("已勾对 {0} 行。").format(count)))

    def _tick(self, row: LineRow, items: Sequence[OpenItem], note: str) -> None:
        workspace, session = self._desk.workspace, self._desk.session

        def work() -> None:
            workspace.tick(session, row.statement, row.line.number, items, note=note)

        run_for(self, self._desk, work, lambda _: self._changed(""))

    def _untick(self, row: LineRow) -> None:
        workspace, session = self._desk.workspace, self._desk.session
        run_for(
            self,
            self._desk,
            lambda: workspace.untick(session, row.statement, row.line.number),
            lambda _: self._changed(""),
        )

    def _changed(self, told: str) -> None:
        if told:
            self._desk.say(told)
        self._desk.notifier.payments_changed.emit()

    def _columns(self) -> tuple[Column, ...]:
        return (
            Column(self.tr("日期"), lambda row: row.line.date, width=92),
            Column(self.tr("对方"), lambda row: row.line.counterparty),
            Column(self.tr("摘要"), lambda row: row.line.text, width=120),
            Column(self.tr("收入"), lambda row: _above_zero(row.line.amount), numeric=True, width=96),
            Column(self.tr("支出"), lambda row: _above_zero(-row.line.amount), numeric=True, width=96),
            Column(self.tr("勾对"), ticked_words, width=112),
        )


def _above_zero(amount: Money) -> Money | None:
    return amount if amount > Money() else None


def reconciliation_words(found: Reconciliation) -> str:
    """Say how the account stands against the books on its last day."""
    bank = f"银行余额 {found.bank.grouped}，其中非本经费 {found.foreign.grouped}"
    lines = [f"截至 {found.until}：{bank}；账面余额 {found.books.grouped}。"]
    if found.unbanked:
        total = Money.total(item.amount for item in found.unbanked)
        lines.append(f"账上已记、银行未达 {len(found.unbanked)} 笔，合计 {total.grouped}。")
    if found.unbooked:
        total = Money.total(row.line.amount for row in found.unbooked)
        lines.append(f"银行已记、账上未记 {len(found.unbooked)} 笔，合计 {total.grouped}。")
    lines.append(
        f"调节后余额一致：{found.bank_after.grouped}。"
        if not found.difference
        else f"调节后仍差 {found.difference.grouped} 元，请查明。"
    )
    return "\n".join(lines)
