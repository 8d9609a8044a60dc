"""年度报告: the very PDF that will be saved or printed, with what is still open beside it."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout

from reports import writer
from reports.files import write_atomically
from studio_ledger.model.clock import SHANGHAI
from studio_ledger.workspace.funds import report_setting
from ui.dialogs.fee_paper import offer_declaration
from ui.pages.page import Page
from ui.pages.report_close import YearClosing
from ui.pages.report_files import write_file
from ui.pages.report_preflight import Preflight, PreflightList, read_preflight
from ui.pages.report_print import has_printer, print_pdf
from ui.pages.run_for import run_for
from ui.widgets.card import Card
from ui.widgets.page_keys import key_actions
from ui.widgets.pdf_view import PdfView
from ui.widgets.text import button, label

if TYPE_CHECKING:
    from PySide6.QtGui import QAction
    from PySide6.QtWidgets import QWidget

    from studio_ledger.statements.figures import AnnualStatement
    from ui.desk import Desk


class ReportPage(Page):
    """The list of open things at the left, the preview at the right, print and save above."""

    name: ClassVar[str] = "report"
    title: ClassVar[str] = "年度报告"
    icon: ClassVar[str] = "file-text"

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.watch(desk.notifier.vouchers_changed, desk.notifier.funds_changed)
        self._facts: Preflight | None = None
        self._statement: AnnualStatement | None = None
        self._pdf = b""
        self._asked = 0
        self.closing = YearClosing(desk, self)
        self.status = label("", "caption", name="reportStatus")
        self.preflight = PreflightList()
        self.preflight.wanted.connect(self._go)
        self.preview = PdfView()
        self.close_button = button(self.tr("年结…"), on_click=self.close_year, name="closeYear")
        self.excel_button = button(
            self.tr("存为 Excel"), icon="file-spreadsheet", on_click=self.save_excel, name="saveExcel"
        )
        self.save_button = button(self.tr("存为 PDF"), icon="download", on_click=self.save_pdf, name="savePdf")
        self.tax_button = button(
            self.tr("个税申报表…"), icon="file-spreadsheet", on_click=self.save_declaration, name="taxDeclaration"
        )
        self.print_button = button(self.tr("打印 Ctrl+P"), "primary", icon="printer", on_click=self.print, name="print")
        self._actions = self._make_keys()
        self._lay_out()
        self._enable(ready=False)

    def refresh(self) -> None:
        """Make the report anew."""
        studio = self.desk.studio
        if studio is None:
            return
        workspace, session, year = self.desk.workspace, self.desk.session, self.desk.year
        self._asked += 1
        asked = self._asked
        self._enable(ready=False)
        self.status.setText(self.tr("正在生成 {0} 年度报告…").format(year))

        def facts() -> Preflight:
            may = workspace.may(session, "close", studio.id) and not workspace.read_only
            return read_preflight(workspace, studio.id, year, may_close=may)

        def made() -> tuple[AnnualStatement, bytes]:
            statement = workspace.annual_statement(studio.id, year)
            return statement, pdf_of(statement)

        run_for(self, self.desk, facts, self._show_facts)
        run_for(self, self.desk, made, lambda result: self._show(result, asked), title=self.tr("年度报告"))

    def actions_for_keys(self) -> list[QAction]:
        """The keys of this page."""
        return list(self._actions)

    def print(self) -> None:
        """Print the previewed PDF, or save it where there is no printer."""
        if not self._pdf:
            return
        if has_printer():
            print_pdf(self._pdf, self._file_name("pdf"), self)
            self._remember_paper()
        else:
            self.desk.say(self.tr("这台电脑没有打印机，改为存为 PDF。"))
            self.save_pdf()

    def save_pdf(self) -> None:
        """Save the previewed bytes."""
        data, target = self._pdf, self._ask_target("pdf", self.tr("PDF 文件 (*.pdf)"))
        if data and target is not None:
            write_file(self.desk, lambda path: write_atomically(path, data), target, title=self.tr("存为 PDF"))
            self._remember_paper()

    def save_excel(self) -> None:
        """Save the same figures as a workbook."""
        statement, target = self._statement, self._ask_target("xlsx", self.tr("Excel 工作簿 (*.xlsx)"))
        if statement is not None and target is not None:
            write_file(
                self.desk, lambda path: writer("annual", "xlsx")(statement, path), target, title=self.tr("存为 Excel")
            )

    def save_declaration(self) -> None:
        """Save a month's fees and their tax for the bureau."""
        offer_declaration(self.desk, self)

    def close_year(self) -> None:
        """Ask what becomes of what is left, and submit the closing of the year."""
        self.closing.ask()

    def _remember_paper(self) -> None:
        """Note that the report went on paper: the year's end asks for it."""
        studio, workspace, year = self.desk.studio, self.desk.workspace, self.desk.year
        if studio is not None and not workspace.read_only:
            day = workspace.today().isoformat()
            run_for(self, self.desk, lambda: workspace.set_setting(report_setting(studio.id, year), day))

    def _go(self, page: str, states: tuple[str, ...]) -> None:
        if states:
            self.desk.go(page, states=states)
        else:
            self.desk.go(page)

    def _show_facts(self, facts: Preflight) -> None:
        self._facts = facts
        self.preflight.show_facts(facts)
        self.close_button.setVisible(facts.may_close and not facts.figures.closed)

    def _show(self, result: tuple[AnnualStatement, bytes], asked: int) -> None:
        if asked != self._asked:
            return  # another year was chosen meanwhile
        self._statement, self._pdf = result
        header = self._statement.header
        kind = self.tr("定稿") if header.final else self.tr("未定稿")
        made = header.made_at.astimezone(SHANGHAI)
        self.status.setText(
            self.tr("{0} · 截至 {1} · 校验码 {2}…").format(kind, f"{made:%Y-%m-%d %H:%M}", header.head.hash[:12])
        )
        self.preview.show_bytes(self._pdf)
        self._enable(ready=True)
        if self.isVisible():
            self.print_button.setFocus()

    def _enable(self, *, ready: bool) -> None:
        for one in (self.excel_button, self.save_button, self.print_button):
            one.setEnabled(ready)

    def _file_name(self, suffix: str) -> str:
        studio = self.desk.studio.name if self.desk.studio else ""
        day = f"{self.desk.workspace.today():%Y%m%d}"
        return self.tr("{0}年度经费使用情况报告_{1}_{2}.{3}").format(self.desk.year, studio, day, suffix)

    def _ask_target(self, suffix: str, kinds: str) -> Path | None:
        proposal = self.desk.settings.folder("report") / self._file_name(suffix)
        chosen, _ = QFileDialog.getSaveFileName(self, self.tr("保存年度报告"), str(proposal), kinds)
        if not chosen:
            return None
        self.desk.settings.remember_folder("report", Path(chosen))
        return Path(chosen)

    def _make_keys(self) -> list[QAction]:
        keys = (
            (self.tr("打印"), ("Ctrl+P",), self.print),
            (self.tr("存为 PDF"), ("Ctrl+S",), self.save_pdf),
            (self.tr("存为 Excel"), ("Ctrl+E",), self.save_excel),
            (self.tr("下一页"), ("Right",), lambda: self.preview.turn(1)),
            (self.tr("上一页"), ("Left",), lambda: self.preview.turn(-1)),
        )
        actions = key_actions(self, keys)
        for turning in actions[-2:]:
            turning.setAutoRepeat(True)
        return actions

    def _lay_out(self) -> None:
        self.head.addWidget(self.status)
        self.head.addStretch(1)
        for one in (self.excel_button, self.save_button, self.print_button):
            self.head.addWidget(one)
        left = QVBoxLayout()
        left.setSpacing(12)
        left.addWidget(self.preflight)
        left.addWidget(self.close_button, 0, Qt.AlignmentFlag.AlignLeft)
        left.addWidget(self.tax_button, 0, Qt.AlignmentFlag.AlignLeft)
        left.addStretch(1)
        sheet = Card()
        sheet.body.addWidget(self.preview)
        main = QHBoxLayout()
        main.setSpacing(12)
        main.addLayout(left, 30)
        main.addWidget(sheet, 70)
        self.body.addLayout(main, 1)
        self.close_button.hide()


def pdf_of(statement: AnnualStatement) -> bytes:
    """Return the report as the bytes of the PDF that is shown, saved and printed."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "report.pdf"
        writer("annual", "pdf")(statement, path)
        return path.read_bytes()
