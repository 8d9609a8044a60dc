"""Says that the program made a mistake, and gives the details to copy."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPlainTextEdit

from ui.widgets.caption_dialog import CaptionDialog
from ui.widgets.text import button

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget


class CrashDialog(CaptionDialog):
    """The details can be copied; the program goes on."""

    def __init__(self, details: str, parent: QWidget | None = None) -> None:
        tr = QCoreApplication.translate
        super().__init__(
            tr("CrashDialog", "程序出错了"),
            tr(
                "CrashDialog",
                "刚才这一步没有做完，账套没有被改坏：每一步要么全部写入，要么一点也不写。"
                "请复制下面的详细信息交给维护人员，然后可以继续使用；若再次出错，请重新打开程序。",
            ),
            tr("CrashDialog", "继续使用"),
            parent,
        )
        self.setObjectName("crashDialog")
        self.resize(640, 420)
        self.details = QPlainTextEdit(details)
        self.details.setReadOnly(True)
        self.details.setAccessibleName(self.tr("详细信息"))
        self.body.addWidget(self.details)
        self.reject_button.hide()
        self.copy_button = button(self.tr("复制详细信息(&C)"), icon="copy", on_click=self.copy, name="copyDetails")
        self.buttons.insertWidget(0, self.copy_button)

    def copy(self) -> None:
        """Put the details on the clipboard."""
        QGuiApplication.clipboard().setText(self.details.toPlainText())
        self.copy_button.setText(self.tr("已复制"))
