"""Asks for a paper of the city or district that sets figures, with the document itself."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog, QGridLayout, QHBoxLayout, QLineEdit, QWidget

from studio_ledger.model.paper import CityPaper
from ui.dialogs.city_figures import CityFigures
from ui.dialogs.form_dialog import FormDialog
from ui.widgets.date_edit import DateEdit
from ui.widgets.field import Field
from ui.widgets.short_label import ShortLabel
from ui.widgets.text import button

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from studio_ledger.rules.policy import Policy


@dataclass(frozen=True, slots=True)
class PaperAnswer:
    """The paper as typed and its file, which is not stored yet."""

    paper: CityPaper
    file: Path


class CityPaperDialog(FormDialog):
    """Title, number, jurisdiction, days, figures, and the document; both signers look at it before it holds."""

    def __init__(
        self,
        studio: str,
        policy: Policy,
        today: dt.date,
        kinds: Sequence[str] = (),
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent, width=820)
        self._studio = studio
        self._file: Path | None = None
        self.set_words(
            self.tr("录入本市标准文件"),
            self.tr("提交签字"),
            self.tr("从生效日起按文件的数字审核；须附文件原文，经双方签字后生效。已审核的凭证不受影响。"),
        )
        self.title = QLineEdit()
        self.title.setObjectName("paperTitle")
        self.title.setPlaceholderText(self.tr("例如：市级机关差旅费管理办法"))
        self.number = QLineEdit()
        self.number.setObjectName("paperNumber")
        self.number.setPlaceholderText(self.tr("例如：深财行〔2020〕1号"))
        self.jurisdiction = QLineEdit(policy.jurisdiction)
        self.jurisdiction.setObjectName("paperJurisdiction")
        self.first, self.last = (DateEdit(today=lambda: today) for _ in range(2))
        self.first.setObjectName("paperFirst")
        self.last.setObjectName("paperLast")
        cities = sorted({one.key for one in policy.standards if one.id == "lodging" and one.key})
        self.figures = CityFigures(policy.standard_kinds, cities)
        self.figures.setMinimumHeight(200)
        self.file_name = ShortLabel("paperFile", role="", text=self.tr("未选择"))
        self.choose_button = button(self.tr("选择文件…(&F)"), on_click=self._choose, name="choosePaper")
        self.choose_button.setAutoDefault(False)
        self._lay_out()
        self.figures.propose(kinds)
        self.title.setFocus()

    @classmethod
    def ask(
        cls, studio: str, policy: Policy, today: dt.date, kinds: Sequence[str] = (), parent: QWidget | None = None
    ) -> PaperAnswer | None:
        """Return the paper and its file, or None where the user turned away."""
        dialog = cls(studio, policy, today, kinds, parent)
        return dialog.answer() if dialog.asked() else None

    def take_file(self, path: Path) -> None:
        """Take this file as the document."""
        self._file = path
        self.file_name.say(path.name)

    def answer(self) -> PaperAnswer | None:
        """What is typed, once `problem` is empty."""
        first = self.first.date_value()
        if first is None or self._file is None:
            return None
        paper = CityPaper(
            id="",
            studio=self._studio,
            title=self.title.text().strip(),
            number=self.number.text().strip(),
            jurisdiction=self.jurisdiction.text().strip(),
            valid_from=first,
            valid_to=self.last.date_value(),
            figures=self.figures.figures(),
            attachments=(),
        )
        return PaperAnswer(paper, self._file)

    def problem(self) -> str:
        """What is missing or cannot be."""
        first, last = self.first.date_value(), self.last.date_value()
        if not self.title.text().strip() or not self.number.text().strip() or not self.jurisdiction.text().strip():
            return self.tr("请填写文件名称、文号和发文地区。")
        if first is None or (last is None and self.last.text().strip()):
            return self.tr("请填写生效日期，例如 2020-1-1；没有失效日期的不填。")
        if last is not None and last < first:
            return self.tr("失效日期早于生效日期，请核对。")
        return self.figures.problem() or ("" if self._file else self.tr("请选择文件原文（PDF 或图片），签字人要对照。"))

    def _choose(self) -> None:
        kinds = self.tr("文件原文 (*.pdf *.ofd *.jpg *.jpeg *.png)")
        name, _ = QFileDialog.getOpenFileName(self, self.tr("选择文件原文"), "", kinds)
        if name:
            self.take_file(Path(name))

    def _lay_out(self) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(8)
        grid.addWidget(Field(self.tr("文件名称"), self.title, required=True), 0, 0, 1, 2)
        grid.addWidget(Field(self.tr("文号"), self.number, required=True), 0, 2, 1, 2)
        grid.addWidget(Field(self.tr("发文地区"), self.jurisdiction, required=True), 1, 0)
        grid.addWidget(Field(self.tr("生效日期"), self.first, required=True), 1, 1)
        grid.addWidget(Field(self.tr("失效日期（没有不填）"), self.last), 1, 2)
        file = QWidget()
        line = QHBoxLayout(file)
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(self.file_name, 1)
        line.addWidget(self.choose_button)
        grid.addWidget(Field(self.tr("文件原文（PDF 或图片）"), file, required=True), 2, 0, 1, 4)
        for column in range(4):
            grid.setColumnStretch(column, 1)
        grid.addWidget(self.figures, 3, 0, 1, 4)
        self.body.addLayout(grid)
