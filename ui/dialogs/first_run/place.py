"""Third page: where the ledger's file lies."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLineEdit, QWidget

from ui.dialogs.first_run.step import Step
from ui.widgets.field import Field
from ui.widgets.inline_alert import InlineAlert
from ui.widgets.text import button, label

SUFFIX = ".studio"


class PlaceStep(Step):
    """Where the one file lies that holds the whole ledger."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self.say(self.tr("账套位置"), self.tr("账套是一个文件，凭证、票据原件和签名都在里面。请放在会定期备份的地方。"))
        self._folder = folder
        self._chosen = False
        self.file = QLineEdit()
        self.file.setObjectName("ledgerFile")
        self.file.textChanged.connect(self.edited)
        self.file.textEdited.connect(lambda _: setattr(self, "_chosen", True))
        row = QWidget()
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(self.file, 1)
        line.addWidget(button(self.tr("选择位置(&B)…"), on_click=self._browse))
        self.file.setAccessibleName(self.tr("账套文件"))
        self.body.addWidget(Field(self.tr("账套文件"), row, required=True))
        self.body.addWidget(
            InlineAlert("info", self.tr("放在网盘或多人共享的文件夹时，同一时间只有一个窗口能修改，其他人只读查看。"))
        )
        self.body.addWidget(
            label(
                self.tr("各人的签名密钥另存在各自电脑的用户目录里，不在账套文件中；拿到账套文件的人不能代签。"),
                "caption",
                wrap=True,
            )
        )
        self.body.addStretch(1)

    def propose(self, school: str) -> None:
        """Name the file after the school, until the person chose a name."""
        if not self._chosen:
            safe = "".join(sign for sign in school if sign not in '\\/:*?"<>|') or self.tr("账套")
            self.file.setText(str(self._folder / f"{safe}{SUFFIX}"))

    def path(self) -> Path:
        """Return the file, with our suffix."""
        path = Path(self.file.text().strip()).expanduser()
        return path if path.suffix == SUFFIX else path.with_name(path.name + SUFFIX)

    def problem(self) -> str:
        """Refuse a file that is there, and a folder that is not."""
        if not self.file.text().strip():
            return self.tr("请选择账套文件的位置。")
        path = self.path()
        if path.exists():
            return self.tr("“{0}”已经存在，不会被覆盖。请换一个文件名。").format(path.name)
        if not path.parent.is_dir():
            return self.tr("文件夹“{0}”不存在。请选择已有的文件夹。").format(path.parent)
        return ""

    def _browse(self) -> None:
        chosen, _ = QFileDialog.getSaveFileName(
            self, self.tr("账套文件"), str(self.path()), self.tr("工作室账套 (*{0})").format(SUFFIX)
        )
        if chosen:
            self._chosen = True
            self.file.setText(chosen)
