"""A folder from which originals come in by themselves: the scanner's, or where the phone's photos arrive."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QCheckBox, QFileDialog, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from ui.widgets.card import Card
from ui.widgets.field import Field
from ui.widgets.seeing_card import SeeingCard
from ui.widgets.text import button, label

if TYPE_CHECKING:
    from ui.desk import Desk


class InboxTab(QWidget):
    """One folder and whether it is watched; both kept on this computer."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        settings = desk.settings
        self.watching = QCheckBox(self.tr("自动收取这个文件夹里的票据(&W)"))
        self.watching.setObjectName("watching")
        self.folder = QLineEdit(str(settings.watched_folder or ""))
        self.folder.setObjectName("watchedFolder")
        self.folder.setAccessibleName(self.tr("监视的文件夹"))
        self.folder.setReadOnly(True)
        self.folder.setPlaceholderText(self.tr("还没有选择文件夹"))
        self.choose_button = button(self.tr("选择文件夹…(&F)"), on_click=self.choose, name="chooseWatchedFolder")
        self.state = label("", "caption", wrap=True, name="watchState")
        self.watching.setChecked(settings.watching and settings.watched_folder is not None)
        self.watching.toggled.connect(self._keep)
        self._lay_out()
        self._tell()

    def choose(self) -> None:
        """Ask for the folder."""
        name = QFileDialog.getExistingDirectory(self, self.tr("选择要监视的文件夹"), self.folder.text())
        if name:
            self.take(Path(name))

    def take(self, folder: Path) -> None:
        """Watch this folder from now on, where watching is on."""
        self._desk.settings.watched_folder = folder
        self.folder.setText(str(folder))
        self._keep()

    def _keep(self) -> None:
        settings = self._desk.settings
        if self.watching.isChecked() and settings.watched_folder is None:
            self.choose()
            if settings.watched_folder is None:
                self.watching.setChecked(False)
            return
        settings.watching = self.watching.isChecked()
        self._tell()
        self._desk.notifier.watch_changed.emit()

    def _tell(self) -> None:
        folder = self._desk.settings.watched_folder
        self.watching.setEnabled(not self._desk.workspace.read_only)
        if folder is not None and not folder.is_dir():
            self.state.setText(self.tr("找不到这个文件夹。请检查扫描仪或网络盘是否连接，或另选文件夹。"))
        elif self.watching.isChecked():
            self.state.setText(self.tr("正在监视。新文件写完后自动放入票据夹，文件夹里已有的票据也会收进来。"))
        else:
            self.state.setText(self.tr("没有监视文件夹。"))

    def _lay_out(self) -> None:
        row = QWidget()
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(self.folder, 1)
        line.addWidget(self.choose_button)
        card = Card(self.tr("自动收取票据"))
        card.body.addWidget(self.watching)
        card.body.addWidget(Field(self.tr("扫描仪或手机照片的文件夹"), row))
        card.body.addWidget(self.state)
        card.body.addWidget(
            label(
                self.tr(
                    "只在财务人员打开本窗口时收取；收过的文件不再收第二次，文件夹里的原文件不移动、不删除。"
                    "收取 PDF、OFD、XML、ZIP 和图片，子文件夹不收。"
                ),
                "muted",
                wrap=True,
            )
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 12, 0, 0)
        column.addWidget(card)
        column.addWidget(SeeingCard())
        column.addStretch(1)
