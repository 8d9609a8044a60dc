"""期初: what was taken over from the old books, marked 历史导入, and the way to take it over."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from reports import writer
from studio_ledger.model.funds import SOURCE_NAMES
from studio_ledger.model.money import Money
from ui.dialogs.opening import OpeningDialog
from ui.pages.report_files import write_file
from ui.pages.run_for import run_for
from ui.widgets.card import Card
from ui.widgets.empty_state import EmptyState
from ui.widgets.row_table import Column, RowTable
from ui.widgets.text import button, label

if TYPE_CHECKING:
    from studio_ledger.model.opening import OpeningAsset
    from studio_ledger.workspace.opening import HistoricRow
    from ui.desk import Desk


@dataclass(frozen=True, slots=True)
class _Sight:
    rows: tuple[HistoricRow, ...]
    assets: tuple[OpeningAsset, ...]
    may: bool
    proposed: bool


class OpeningTab(QWidget):
    """A list to read, and one button for finance."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.table: RowTable[HistoricRow] = RowTable(self._columns())
        self.table.setObjectName("historicTable")
        self.table.setAccessibleName(self.tr("历史导入的支出"))
        words = self.tr("还没有历史数据。中途启用的，可把以前的到账、支出、收款人、成员、资产和预算用 Excel 一次导入。")
        self.empty = EmptyState("history", words)
        self.summary = label("", "caption", wrap=True, name="historicSummary")
        self.import_button = button(
            self.tr("期初导入…(&I)"), "primary", icon="upload", on_click=self.take_over, name="importOpening"
        )
        self.print_button = button(self.tr("期初建账单…(&P)"), icon="printer", on_click=self.print, name="printOpening")
        self._lay_out()

    def refresh(self) -> None:
        """Read anew what was taken over."""
        studio, workspace, session = self._desk.studio, self._desk.workspace, self._desk.session
        if studio is None:
            return

        def read() -> _Sight:
            may = workspace.may(session, "opening", studio.id) and not workspace.read_only
            proposed = workspace.opening_sheet(studio.id) is not None
            return _Sight(workspace.historic(studio.id), workspace.opening_assets(studio.id), may, proposed)

        run_for(self, self._desk, read, self._show)

    def take_over(self) -> None:
        """Ask for the workbook, and propose what was tried out."""
        studio = self._desk.studio
        if studio is None:
            return
        workspace, session, form_id = self._desk.workspace, self._desk.session, uuid4().hex
        books = OpeningDialog.ask(self._desk, studio.id, form_id, self)
        if books is None:
            return

        def done(_: object) -> None:
            notifier = self._desk.notifier
            for signal in (notifier.funds_changed, notifier.payees_changed, notifier.studios_changed):
                signal.emit()
            self._desk.say(self.tr("已导入，期初和预算等待双方签字。"))

        run_for(
            self,
            self._desk,
            lambda: workspace.take_old_books(session, books, form_id),
            done,
            title=self.tr("期初导入"),
        )

    def print(self) -> None:
        """Put what was taken over on paper, whole."""
        studio, title = self._desk.studio, self.tr("期初建账单")
        proposal = self._desk.settings.folder("paper") / self.tr("期初建账单.pdf")
        chosen, _ = QFileDialog.getSaveFileName(self, self.tr("存为 PDF"), str(proposal), "PDF (*.pdf)")
        if not chosen or studio is None:
            return
        workspace = self._desk.workspace

        def write(path: Path) -> None:
            sheet = workspace.opening_sheet(studio.id)
            if sheet is not None:
                writer("opening", "pdf")(sheet, path)

        write_file(self._desk, write, Path(chosen), title=title, open_it=True)

    def _show(self, sight: _Sight) -> None:
        self.table.set_rows(sight.rows)
        self.table.setVisible(bool(sight.rows))
        self.empty.setVisible(not sight.rows)
        self.import_button.setVisible(sight.may)
        self.print_button.setVisible(sight.proposed)
        whole = Money.total(row.voucher.amount for row in sight.rows)
        told = self.tr("历史导入：支出 {0} 笔 {1} 元，资产 {2} 件。原凭证在纸面签字，不是本程序签署。")
        self.summary.setText(told.format(len(sight.rows), whole.grouped, len(sight.assets)) if sight.rows else "")

    def _columns(self) -> tuple[Column, ...]:
        names = {one.id: one.name for one in self._desk.workspace.policy.categories}
        return (
            Column(self.tr("日期"), lambda row: row.voucher.date, width=96),
            Column(self.tr("原凭证号"), lambda row: row.voucher.number, width=90),
            Column(self.tr("类别"), lambda row: names.get(row.voucher.category, row.voucher.category), width=150),
            Column(self.tr("来源"), lambda row: SOURCE_NAMES[row.voucher.source], width=84),
            Column(self.tr("用途摘要"), lambda row: row.voucher.purpose),
            Column(self.tr("收款方"), lambda row: row.voucher.payee, width=150),
            Column(self.tr("金额"), lambda row: row.voucher.amount, numeric=True, width=104),
            Column(self.tr("标记"), lambda _: self.tr("历史导入"), width=80),
        )

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.addWidget(self.summary, 1)
        row.addWidget(self.print_button)
        row.addWidget(self.import_button)
        card = Card()
        card.body.addLayout(row)
        card.body.addWidget(self.table, 1)
        card.body.addWidget(self.empty, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 12, 0, 0)
        column.addWidget(card)
