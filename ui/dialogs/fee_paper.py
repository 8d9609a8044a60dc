"""Asks how much of ID numbers and accounts a paper about fees is to show, and of which month it is."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QFileDialog

from reports import writer
from studio_ledger.workspace.fee_papers import Numbers
from ui.dialogs.form_dialog import FormDialog
from ui.pages.report_files import write_file
from ui.widgets.combo import Combo
from ui.widgets.field import Field
from ui.widgets.text import label

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QWidget

    from studio_ledger.model.voucher import VoucherContent
    from ui.desk import Desk

_MONTHS = 18


def _tr(text: str) -> str:
    return QCoreApplication.translate("FeePaper", text)


class FeePaperDialog(FormDialog):
    """The numbers, and where `months` are given, the month."""

    def __init__(self, title: str, *, months: Sequence[dt.date] = (), parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.set_words(title, self.tr("生成"))
        self.month = Combo(self.tr("所得月份"))
        self.month.setObjectName("declaredMonth")
        chosen = months[1] if len(months) > 1 else None
        self.month.set_choices(((one, self.tr("{0}年{1}月").format(one.year, one.month)) for one in months), chosen)
        self.numbers = Combo(self.tr("身份证号和账号"))
        self.numbers.setObjectName("paperNumbers")
        choices = (
            (Numbers.NONE, self.tr("不列出（手工填写）")),
            (Numbers.LAST, self.tr("只列末四位")),
            (Numbers.WHOLE, self.tr("列出全号（须输入密码）")),
        )
        # Auditors want the sheet with the last four; the bureau's list is filled in on purpose only.
        self.numbers.set_choices(choices, Numbers.NONE if months else Numbers.LAST)
        if months:
            self.body.addWidget(Field(self.tr("所得月份"), self.month))
        self.body.addWidget(Field(self.tr("身份证号和账号"), self.numbers))
        words = self.tr("列出号码即为查看个人信息，谁在何时查看了谁的号码，都记入日志。")
        self.body.addWidget(label(words, "caption", wrap=True))

    @classmethod
    def ask(
        cls, title: str, *, months: Sequence[dt.date] = (), parent: QWidget | None = None
    ) -> tuple[Numbers, dt.date | None] | None:
        """Return numbers and month, or None where the user turned away."""
        dialog = cls(title, months=months, parent=parent)
        return (dialog.shown_numbers(), dialog.shown_month()) if dialog.asked() else None

    def shown_numbers(self) -> Numbers:
        """How much of the numbers was chosen."""
        return Numbers(str(self.numbers.value()))

    def shown_month(self) -> dt.date | None:
        """The first of the month chosen; None where none was asked for."""
        value = self.month.value()
        return value if isinstance(value, dt.date) else None


def offer_fee_sheet(desk: Desk, content: VoucherContent, voucher: str, parent: QWidget) -> None:
    """Ask for numbers and a file, write the sheet that everybody signs, and open it for printing."""
    title = _tr("发放签收单")
    answer = FeePaperDialog.ask(title, parent=parent)
    if answer is None:
        return
    numbers, password = answer[0], _password(desk, answer[0])
    if password is None:
        return
    name = _tr("发放签收单_{0}.pdf").format(f"{content.date:%Y%m%d}")
    target = _target(desk, name, _tr("PDF 文件 (*.pdf)"), parent)
    if target is not None:
        workspace, session = desk.workspace, desk.session

        def write(path: Path) -> None:
            sheet = workspace.fee_sheet(session, content, numbers, password, voucher)
            writer("fee_sheet", "pdf")(sheet, path)

        write_file(desk, write, target, title=title, open_it=True)


def offer_declaration(desk: Desk, parent: QWidget) -> None:
    """Ask for a month, numbers and a file, and write the list for the tax bureau."""
    studio, title = desk.studio, _tr("个税扣缴申报表")
    if studio is None:
        return
    answer = FeePaperDialog.ask(title, months=_months(desk.workspace.today()), parent=parent)
    if answer is None or answer[1] is None:
        return
    numbers, month = answer[0], answer[1]
    password = _password(desk, numbers)
    if password is None:
        return
    name = _tr("个税扣缴申报表_{0}.xlsx").format(f"{month:%Y%m}")
    target = _target(desk, name, _tr("Excel 工作簿 (*.xlsx)"), parent)
    if target is not None:
        workspace, session = desk.workspace, desk.session

        def write(path: Path) -> None:
            writer("tax_declaration", "xlsx")(
                workspace.tax_declaration(session, studio.id, month, numbers, password), path
            )

        write_file(desk, write, target, title=title)


def _months(today: dt.date) -> tuple[dt.date, ...]:
    """This month and those before it, the newest first."""
    first, found = today.replace(day=1), []
    for _ in range(_MONTHS):
        found.append(first)
        first = (first - dt.timedelta(days=1)).replace(day=1)
    return tuple(found)


def _password(desk: Desk, numbers: Numbers) -> str | None:
    """Return the password where one is needed, empty where none is, None where the user turned away."""
    if numbers is Numbers.WHOLE or (numbers is Numbers.LAST and desk.session.key is None):
        return desk.ask_password(_tr("列出收款人的身份证号和账号，查看记入日志。"))
    return ""


def _target(desk: Desk, name: str, kinds: str, parent: QWidget) -> Path | None:
    chosen, _ = QFileDialog.getSaveFileName(parent, _tr("保存文件"), str(desk.settings.folder("print") / name), kinds)
    if not chosen:
        return None
    desk.settings.remember_folder("print", Path(chosen))
    return Path(chosen)
