"""期初导入: a template to fill in, the workbook tried out, and every bad row named before anything is taken."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog, QHBoxLayout

from studio_ledger.errors import LedgerError
from studio_ledger.ledger.refusals import BadOpeningError
from studio_ledger.model.money import Money
from ui.desk import words
from ui.dialogs.form_dialog import FormDialog
from ui.pages.report_files import write_file
from ui.pages.run_for import run_for
from ui.widgets.date_edit import DateEdit
from ui.widgets.field import Field
from ui.widgets.inline_alert import InlineAlert
from ui.widgets.row_table import Column, RowTable
from ui.widgets.text import button, label

if TYPE_CHECKING:
    import datetime as dt

    from PySide6.QtWidgets import QWidget

    from reports.opening_sheet import OpeningBook, RowProblem
    from studio_ledger.workspace import Session, Workspace
    from studio_ledger.workspace.old_books import OldBooks
    from ui.desk import Desk

_SHEET_OF = {"income": "到账", "voucher": "支出", "category": "支出", "number_twice": "支出", "not_covered": "支出",
             "asset": "资产"}  # fmt: skip

_AREAS = {"vault": "收款人", "payee": "收款人", "funds": "预算"}
"""Which sheet a refusal of the trial is about, by the first part of its code."""


@dataclass(frozen=True, slots=True)
class _Tried:
    book: OpeningBook
    problems: tuple[RowProblem, ...]


class OpeningDialog(FormDialog):
    """Takes the file's word only once a trial of the whole went through."""

    def __init__(self, desk: Desk, studio: str, form_id: str, parent: QWidget | None = None) -> None:
        super().__init__(parent, width=860)
        self._desk, self._studio, self._form_id = desk, studio, form_id
        self._books: OldBooks | None = None
        self._path: Path | None = None
        self.set_words(
            self.tr("期初导入"),
            self.tr("提交双签(&T)"),
            self.tr(
                "中途启用的，把以前的到账、支出、收款人、成员、资产和预算填进模板一次导入。先试算，有问题逐行列出，"
                "全部正确才能提交；主持人和法定代表人签字后生效，列为“历史导入”。"
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
        self.summary = InlineAlert("info", self.tr("还没有选择文件。"))
        self.summary.setObjectName("openingSummary")
        self.problems: RowTable[RowProblem] = RowTable(
            (
                Column(self.tr("表"), lambda one: one.sheet, width=80),
                Column(self.tr("行"), lambda one: one.row or "", width=60, numeric=True),
                Column(self.tr("问题"), lambda one: one.words),
            )
        )
        self.problems.setObjectName("openingProblems")
        self.problems.setAccessibleName(self.tr("导入问题"))
        self.problems.setMinimumHeight(220)
        self.as_of.date_changed.connect(lambda _: self._read())
        self._lay_out()
        for one in (self.template_button, self.choose_button):
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
            from reports.opening_sheet import write_template  # noqa: PLC0415 - the Excel library is large

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

    def _read(self) -> None:
        path, as_of = self._path, self.as_of.date_value()
        self._books = None
        if path is None or as_of is None:
            return
        workspace, session, studio, form_id = self._desk.workspace, self._desk.session, self._studio, self._form_id
        self._tell("info", self.tr("正在试算“{0}”…").format(path.name))
        run_for(
            self,
            self._desk,
            lambda: _try(workspace, session, path, studio, as_of, form_id),
            self._show,
            lambda error: self._tell("error", words(error)),
        )

    def _show(self, tried: _Tried | None) -> None:
        if tried is None:
            self._tell("error", self.tr("文件读不出来，请检查它是否还在原处。"))
            return
        self.problems.set_rows(tried.problems)
        if tried.problems:
            told = self.tr("有 {0} 处问题，一行也没有导入。请在文件中改正、保存后重新选择。")
            self._tell("error", told.format(len(tried.problems)))
        else:
            self._books = tried.book.books
            self._tell("ok", self.tr("试算通过：{0}。").format(_counted(tried.book.books)))

    def _tell(self, kind: str, text: str) -> None:
        self.summary.set_alert(kind, text)

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.addWidget(Field(self.tr("截止日（含）"), self.as_of, required=True))
        row.addStretch(1)
        row.addWidget(self.template_button)
        row.addWidget(self.choose_button)
        self.body.addLayout(row)
        self.body.addWidget(self.summary)
        self.body.addWidget(self.problems, 1)
        self.body.addWidget(label(self.tr("导入完成后请删除含有身份证号和账号的文件。"), "caption", wrap=True))


def _try(
    workspace: Workspace, session: Session, path: Path, studio: str, as_of: dt.date, form_id: str
) -> _Tried | None:
    """Read the workbook and try it out; None where the file cannot be read at all."""
    from reports.opening_sheet import RowProblem, read_opening_book  # noqa: PLC0415 - the Excel library is large

    try:
        data = path.read_bytes()
    except OSError:
        return None
    book = read_opening_book(data, path.name, studio, as_of, workspace.policy)
    if book.problems:
        return _Tried(book, book.problems)
    try:
        workspace.try_old_books(session, book.books, form_id)
    except BadOpeningError as error:
        sheet = _SHEET_OF.get(str(error.parameters.get("reason")), "")
        place = str(error.parameters.get("row", ""))
        row = book.row_of(sheet, int(place)) if place.isdigit() else 0
        return _Tried(book, (RowProblem(sheet, row, words(error)),))
    except LedgerError as error:
        return _Tried(book, (RowProblem(_AREAS.get(error.code.partition(".")[0], ""), 0, words(error)),))
    return _Tried(book, ())


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
