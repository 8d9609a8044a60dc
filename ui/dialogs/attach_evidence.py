"""Asks for a file that is added to a voucher after it was submitted, and for what kind of paper it is."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QWidget

from ui.dialogs.form_dialog import FormDialog
from ui.widgets.combo import Combo
from ui.widgets.field import Field
from ui.widgets.short_label import ShortLabel
from ui.widgets.text import button, label

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class LateEvidence:
    """A file and its kind (a key of the policy's evidence kinds)."""

    path: Path
    kind: str


class AttachDialog(FormDialog):
    """A file and its kind; it is added, never put in the place of another."""

    def __init__(self, kinds: Mapping[str, str], folder: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._folder = folder
        self.path: Path | None = None
        self.set_words(self.tr("补充附件"), self.tr("添加附件"))
        self.kind = Combo(self.tr("附件种类"))
        self.kind.setObjectName("kind")
        self.kind.set_choices(kinds.items())
        told = label(self.tr("补充的附件另行记录并提示后面的签字人，不替换已签的附件。"), "caption", wrap=True)
        self.file_name = ShortLabel("fileName", role="", text=self.tr("未选择"))
        row = QWidget()
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(self.file_name, 1)
        line.addWidget(button(self.tr("选择文件…"), on_click=self._choose, name="chooseFile"))
        self.body.addWidget(told)
        self.body.addWidget(Field(self.tr("文件"), row, required=True))
        self.body.addWidget(Field(self.tr("附件种类"), self.kind, required=True))

    @classmethod
    def ask(cls, kinds: Mapping[str, str], folder: Path, parent: QWidget | None = None) -> LateEvidence | None:
        """Return file and kind, or None where the user turned away."""
        dialog = cls(kinds, folder, parent)
        if not dialog.asked() or dialog.path is None:
            return None
        return LateEvidence(dialog.path, str(dialog.kind.value()))

    def take(self, path: Path) -> None:
        """Choose this file."""
        self.path = path
        self.file_name.say(path.name)

    def problem(self) -> str:
        """A file that is there."""
        return "" if self.path and self.path.is_file() else self.tr("请选择要补充的文件。")

    def _choose(self) -> None:
        name, _ = QFileDialog.getOpenFileName(self, self.tr("选择附件"), str(self._folder))
        if name:
            self.take(Path(name))
