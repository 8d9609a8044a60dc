"""期初导入: a template to fill in, the workbook tried out, and every bad row named before anything is taken."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog, QHBoxLayout

from studio_ledger.model.money import Money
from ui.desk import words
from ui.dialogs.form_dialog import FormDialog
from ui.dialogs.opening_trial import Tried, tried
from ui.pages.report_files import write_file
from ui.pages.run_for import run_for
from ui.widgets.date_edit import DateEdit
from ui.widgets.field import Field
from ui.widgets.inline_alert import InlineAlert
from ui.widgets.row_table import Column, RowTable
from ui.widgets.text import button, label

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from reports.opening_sheet import RowProblem
    from studio_ledger.workspace.old_books import OldBooks
    from ui.desk import Desk

class OpeningDialog(FormDialog):
    """Takes the file's word only once a trial of the whole went through."""

    def __init__(self, desk: Desk, studio: str, form_id: str, parent: QWidget | None = None) -> None:
        super().__init__(parent, width=1040)
        self._desk, self._studio, self._form_id = desk, studio, form_id
        self._books: OldBooks | None = None
        self._path: Path | None = None
        self._tried: Tried | None = None
        self.set_words(
            self.tr("期初导入"),
            self.tr("提交双签(&T)"),
            self.tr(
                "中途启用的，把以前的到账、支出、收款人、成员、资产和预算填进模板一次导入。先试算，有问题逐行列出，"
                "全部正确才能提交；双方签字后生效，列为“历史导入”。"
            ),
        )
        self.as_of = DateEdit(today=desk.workspace.today)
        self.as_of.setObjectName("openingAsOf")
        self.as_of.set_date(desk.workspace.today())
        self.template_button = button(
            self.tr("存模板…(&M)"), icon="file-spreadsheet", on_click=self.save_template, name="openingTemplate"
        )
        self.choose_button = button(
            self.tr("选择填好的文件…(&O)"), icon="upload", on_click=self.choose, name="openingFile"
        )
        self.results_button = button(
            self.tr("存试算结果…(&R)"), icon="download", on_click=self.save_results, name="openingResults"
        )
        self.results_button.setEnabled(False)
        self.summary = InlineAlert("info", self.tr("还没有选择文件。"))
        self.summary.setObjectName("openingSummary")
        self.problems: RowTable[RowProblem] = RowTable(
            (
                Column(self.tr("表"), lambda one: one.sheet, width=80),
                Column(self.tr("行"), lambda one: one.row or "", width=60, numeric=True),
                Column(self.tr("列"), lambda one: one.column or self.tr("—"), width=84),
                Column(self.tr("问题"), lambda one: one.words),
                Column(self.tr("怎么改"), lambda one: one.advice),
            )
        )
        self.problems.setObjectName("openingProblems")
        self.problems.setAccessibleName(self.tr("导入问题"))
        self.problems.setMinimumHeight(220)
        self.as_of.date_changed.connect(lambda _: self._read())
        self._lay_out()
        for one in (self.template_button, self.choose_button, self.results_button):
            one.setAutoDefault(False)

    @classmethod
    def ask(cls, desk: Desk, studio: str, form_id: str, parent: QWidget | None = None) -> OldBooks | None:
        """Return what is to be taken over, or None where the user turned away."""
        dialog = cls(desk, studio, form_id, parent)
        return dialog.answer() if dialog.asked() else None

    def answer(self) -> OldBooks | None:
        """The books that were tried out; None before that."""
        return self._books

    def problem(self) -> str:
        """What keeps the books from being taken over."""
        if self._path is None:
            return self.tr("请先选择填好的文件。")
        return "" if self._books is not None else self.tr("文件还有问题，请按上表改正后重新选择。")

    def save_template(self) -> None:
        """Write the empty template where the person wants it."""
        proposal = self._desk.settings.folder("opening") / self.tr("期初导入模板.xlsx")
        chosen, _ = QFileDialog.getSaveFileName(self, self.tr("存模板"), str(proposal), "Excel (*.xlsx)")
        if chosen:
            from reports.opening_template import write_template  # noqa: PLC0415 - the Excel library is large

            policy = self._desk.workspace.policy
            self._desk.settings.remember_folder("opening", Path(chosen))
            write_file(self._desk, lambda path: write_template(path, policy), Path(chosen), title=self.tr("期初导入"))

    def choose(self) -> None:
        """Ask for the workbook, and try it out."""
        folder = str(self._desk.settings.folder("opening"))
        chosen, _ = QFileDialog.getOpenFileName(self, self.tr("选择填好的文件"), folder, "Excel (*.xlsx)")
        if chosen:
            self._path = Path(chosen)
            self._desk.settings.remember_folder("opening", self._path)
            self._read()

    def save_results(self) -> None:
        """Write what the trial found as a workbook, row by row."""
        found = self._tried
        if found is None or self._path is None:
            return
        proposal = self._path.with_name(self.tr("{0}_试算结果.xlsx").format(self._path.stem))
        chosen, _ = QFileDialog.getSaveFileName(self, self.tr("存试算结果"), str(proposal), "Excel (*.xlsx)")
        if chosen:
            from reports.opening_results import write_results  # noqa: PLC0415 - the Excel library is large

            sheets, problems = found.book.sheets, found.problems
            write_file(
                self._desk, lambda path: write_results(path, sheets, problems), Path(chosen), title=self.tr("期初导入")
            )

    def _read(self) -> None:
        path, as_of = self._path, self.as_of.date_value()
        self._books = self._tried = None
        self.results_button.setEnabled(False)
        if path is None or as_of is None:
            return
        workspace, session, studio, form_id = self._desk.workspace, self._desk.session, self._studio, self._form_id
        self._tell("info", self.tr("正在试算“{0}”…").format(path.name))
        run_for(
            self,
            self._desk,
            lambda: tried(workspace, session, path, studio, as_of, form_id),
            self._show,
            lambda error: self._tell("error", words(error)),
        )

    def _show(self, found: Tried | None) -> None:
        self._tried = found
        self.results_button.setEnabled(found is not None)
        if found is None:
            self._tell("error", self.tr("文件读不出来，请检查它是否还在原处。"))
            return
        self.problems.set_rows(found.problems)
        if found.problems:
            told = self.tr("{0} 行有 {1} 处问题，一行也没有导入。请在文件中改正、保存后重新选择。")
            lines = {(one.sheet, one.row) for one in found.problems}
            self._tell("error", told.format(len(lines), len(found.problems)))
        else:
            self._books = found.book.books
            self._tell("ok", self.tr("试算通过：{0}。").format(_counted(found.book.books)))

    def _tell(self, kind: str, text: str) -> None:
        self.summary.set_alert(kind, text)

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.addWidget(Field(self.tr("截止日（含）"), self.as_of, required=True))
        row.addStretch(1)
        row.addWidget(self.template_button)
        row.addWidget(self.choose_button)
        row.addWidget(self.results_button)
        self.body.addLayout(row)
        self.body.addWidget(self.summary)
        self.body.addWidget(self.problems, 1)
        self.body.addWidget(label(self.tr("导入完成后请删除含有身份证号和账号的文件。"), "caption", wrap=True))


def _counted(books: OldBooks) -> str:
    opening = books.opening
    came = Money.total(one.amount for one in opening.incomes)
    spent = Money.total(one.amount for one in opening.vouchers)
    parts = (
        (len(opening.incomes), f"到账 {len(opening.incomes)} 笔 {came.grouped} 元"),
        (len(opening.vouchers), f"支出 {len(opening.vouchers)} 笔 {spent.grouped} 元"),
        (len(opening.assets), f"资产 {len(opening.assets)} 件"),
        (len(books.budgets), f"预算 {len(books.budgets)} 个年度"),
        (len(books.payees), f"收款人 {len(books.payees)} 名"),
        (len(books.members), f"成员 {len(books.members)} 名"),
    )
    return "，".join(words for count, words in parts if count) or "文件里没有数据"
