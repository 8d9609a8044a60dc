"""A line that names a file and lets another one be chosen."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QWidget

from ui.widgets.short_label import ShortLabel
from ui.widgets.text import button


class FileRow(QWidget):
    """One file, or none yet.

    Signals:
        chosen(Path): this file was chosen.
    """

    chosen = Signal(object)

    def __init__(self, title: str, folder: Path | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title, self._folder = title, folder
        self.path: Path | None = None
        self.name = ShortLabel("fileName", role="", text=self.tr("未选择"))
        self.choose_button = button(self.tr("选择文件…"), on_click=self.choose, name="chooseFile")
        self.choose_button.setAutoDefault(False)
        self.choose_button.setAccessibleName(title)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.name, 1)
        row.addWidget(self.choose_button)
        self.setFocusProxy(self.choose_button)

    def take(self, path: Path) -> None:
        """Have this file."""
        self.path = path
        self.name.say(path.name)
        self.name.setToolTip(str(path))
        self.chosen.emit(path)

    def choose(self) -> None:
        """Ask for a file."""
        kinds = self.tr("票据文件 (*.pdf *.ofd *.jpg *.jpeg *.png *.xlsx *.docx);;所有文件 (*)")
        name, _ = QFileDialog.getOpenFileName(self, self._title, str(self._folder or ""), kinds)
        if name:
            self.take(Path(name))
