"""历史导入 in the list of vouchers: the expenses of the old books, to be looked at and printed, never to be changed."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QFileDialog

from reports import writer
from studio_ledger.model.funds import SOURCE_NAMES
from studio_ledger.model.money import Money
from studio_ledger.model.opening import HISTORIC_WORDS
from ui.pages.report_files import write_file
from ui.pages.signing_papers import total_words
from ui.widgets.row_table import Column, RowTable
from ui.widgets.voucher_paper import Paper, PaperColumn

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from studio_ledger.workspace import Workspace
    from studio_ledger.workspace.opening import HistoricRow
    from ui.desk import Desk
    from ui.pages.signing_papers import Names
    from ui.widgets.filter_bar import Choice


@dataclass(frozen=True, slots=True)
class OldBooks:
    """What the filter finds in the old books; `there` says whether the years hold any at all."""

    rows: tuple[HistoricRow, ...] = ()
    there: bool = False

    @property
    def total(self) -> Money:
        """What they cost together."""
        return Money.total(row.voucher.amount for row in self.rows)


def read_old_books(workspace: Workspace, studio: str, year: int | None, choice: Choice) -> OldBooks:
    """Read what category and search find of a studio's old books; None means every year."""
    if not studio:
        return OldBooks()
    rows = workspace.historic(studio, year, category=choice.category, search=choice.search)
    return OldBooks(rows, bool(rows) or bool(workspace.historic(studio, year)))


def historic_table(category: Callable[[str], str]) -> RowTable[HistoricRow]:
    """A table of the old books' expenses; `category` words a category's id."""
    columns = (
        Column(_tr("原凭证号"), lambda row: row.voucher.number or _tr("—"), width=96),
        Column(_tr("日期"), lambda row: row.voucher.date, width=96),
        Column(_tr("摘要"), lambda row: row.voucher.purpose),
        Column(_tr("类别"), lambda row: category(row.voucher.category), width=124),
        Column(_tr("金额"), lambda row: row.voucher.amount, numeric=True, width=108),
        Column(_tr("来历"), lambda _: "historic", width=116, chip=True),
    )
    table: RowTable[HistoricRow] = RowTable(columns, sortable=True)
    table.setObjectName("historicTable")
    table.setAccessibleName(_tr("历史导入清单"))
    return table


def historic_paper(row: HistoricRow, names: Names, studio: str) -> Paper:
    """An expense of the old books as a sheet without anybody's name: nobody signed it in the program."""
    voucher = row.voucher
    day = f"{voucher.date.year}年{voucher.date.month}月{voucher.date.day}日"
    number = _tr("原凭证号 {0}").format(voucher.number or _tr("无"))
    invoice = (_tr("发票号码：{0}").format(voucher.invoice),) if voucher.invoice else ()
    return Paper(
        title=_tr("历史导入凭证"),
        head=(
            (names.studio(studio), ""),
            (f"{day}　{names.category(voucher.category)}", number),
            (_tr("收款方：{0}").format(voucher.payee), ""),
        ),
        columns=(
            PaperColumn(_tr("内容"), 5),
            PaperColumn(_tr("来源"), 2.3),
            PaperColumn(_tr("金额"), 2.5, numeric=True),
        ),
        rows=((voucher.purpose, SOURCE_NAMES[voucher.source], voucher.amount.grouped),),
        total=total_words(voucher.amount),
        notes=(*invoice, HISTORIC_WORDS),
        stamp=_tr("历史导入"),
    )


def print_historic(desk: Desk, row: HistoricRow, parent: QWidget) -> None:
    """Write the sheet as a PDF where the person wants it, and open it for printing."""
    name = _tr("历史导入_{0}_{1}.pdf").format(row.voucher.number, f"{row.voucher.date:%Y%m%d}")
    name = "".join("_" if letter in '\\/:*?"<>|' else letter for letter in name)
    proposal, title, workspace = desk.settings.folder("print") / name, _tr("打印凭证"), desk.workspace
    chosen, _ = QFileDialog.getSaveFileName(parent, _tr("存为 PDF"), str(proposal), _tr("PDF 文件 (*.pdf)"))
    if not chosen:
        return

    def write(path: Path) -> None:
        writer("historic", "pdf")(workspace.historic_sheet(row.opening, row.line), path)

    desk.settings.remember_folder("print", Path(chosen))
    write_file(desk, write, Path(chosen), title=title, open_it=True)


def _tr(text: str) -> str:
    return QCoreApplication.translate("vouchers", text)
