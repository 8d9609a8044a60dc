"""The data key of the payees' private numbers: made once, its code put on paper once, and got back by that paper."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QFileDialog, QPlainTextEdit

from reports import writer
from ui.dialogs.form_dialog import FormDialog, confirmed
from ui.pages.report_files import write_file
from ui.widgets.field import Field
from ui.widgets.text import button, label

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from studio_ledger.statements.recovery_sheet import RecoverySheet
    from ui.desk import Desk

_IN_A_ROW = 4


def wants_vault(parent: QWidget) -> bool:
    """Explain what the key is for, and ask whether to make it."""
    tr = parent.tr
    words = tr(
        "身份证号和银行账号加密保存在账套里，只有财务、主持人和法定代表人能查看，每次查看都记入日志。"
        "建立密钥时会给出一个恢复码，请打印成恢复单存入保险柜：程序不保存它，人员全部换掉时只有它能打开这些内容。"
    )
    return confirmed(tr("建立个人信息密钥"), words, tr("建立密钥(&K)"), parent)


def wants_new_code(parent: QWidget) -> bool:
    """Explain what a new code does to the old one, and ask whether to issue it."""
    tr = parent.tr
    words = tr(
        "恢复单遗失或恢复码可能泄露时重新签发。程序更换密钥并给出新的恢复码，原恢复单随即作废，请收回销毁；"
        "没有查看权限的人员不再持有密钥。签发记入日志。以前的备份文件仍可用原恢复码打开，应妥善保管。"
    )
    return confirmed(tr("重新签发恢复单"), words, tr("重新签发(&R)"), parent)


class RecoveryDialog(FormDialog):
    """Shows the code once; it does not close before somebody said that it is on paper."""

    def __init__(self, desk: Desk, sheet: RecoverySheet, parent: QWidget | None = None) -> None:
        super().__init__(parent, width=560)
        self._desk, self._sheet = desk, sheet
        self.set_words(
            self.tr("恢复单"),
            self.tr("完成"),
            self.tr("恢复码只显示这一次，程序不保存。请打印恢复单，装入信封存入保险柜，打印后删除 PDF 文件。"),
        )
        rows = [sheet.groups[start : start + _IN_A_ROW] for start in range(0, len(sheet.groups), _IN_A_ROW)]
        self.code = label("\n".join("  ".join(row) for row in rows), "figure", name="recoveryCode")
        self.code.setAccessibleName(self.tr("恢复码"))
        self.code.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.code.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.save_button = button(self.tr("存为 PDF 并打开(&S)"), icon="printer", on_click=self.save, name="saveSheet")
        self.save_button.setAutoDefault(False)
        self.kept = QCheckBox(self.tr("恢复单已经打印或逐组抄写(&P)"))
        self.kept.setObjectName("sheetKept")
        self.body.addWidget(self.code)
        self.body.addWidget(self.kept)
        self.save_button.setParent(self)
        self.buttons.insertWidget(0, self.save_button)
        self.reject_button.hide()

    def problem(self) -> str:
        """The code must be on paper."""
        return "" if self.kept.isChecked() else self.tr("请先打印或抄写恢复单，再勾选确认。以后不能再看到恢复码。")

    def reject(self) -> None:
        """Esc does not throw the code away."""
        self.accept()

    def save(self) -> None:
        """Write the sheet where the person wants it, and open it for printing."""
        proposal = self._desk.settings.folder("paper") / self.tr("个人信息密钥恢复单.pdf")
        chosen, _ = QFileDialog.getSaveFileName(self, self.tr("存为 PDF"), str(proposal), "PDF (*.pdf)")
        if chosen:
            sheet, title = self._sheet, self.tr("恢复单")
            write_file(
                self._desk,
                lambda path: writer("recovery_sheet", "pdf")(sheet, path),
                Path(chosen),
                title=title,
                open_it=True,
            )


class RecoverDialog(FormDialog):
    """Asks for the code of the sheet in the safe."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, width=520)
        self.set_words(
            self.tr("用恢复单打开个人信息"),
            self.tr("恢复"),
            self.tr("密钥遗失或重设密码后看不到身份证号和账号时使用。请照恢复单逐组录入，大小写和连字符不限；录入记入日志。"),
        )
        self.code = QPlainTextEdit()
        self.code.setObjectName("recoveryTyped")
        self.code.setTabChangesFocus(True)
        self.code.setFixedHeight(72)
        self.body.addWidget(Field(self.tr("恢复码"), self.code, required=True))
        self.code.setFocus()

    @classmethod
    def ask(cls, parent: QWidget | None = None) -> str | None:
        """Return the code typed, or None where the user turned away."""
        dialog = cls(parent)
        return dialog.code.toPlainText() if dialog.asked() else None

    def problem(self) -> str:
        """What is missing."""
        return "" if self.code.toPlainText().strip() else self.tr("请录入恢复单上的恢复码。")
