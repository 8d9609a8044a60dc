"""Asks how a violation was put right: measures, day, money that came back, and the proof of it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog, QGridLayout, QHBoxLayout, QPlainTextEdit, QWidget

from studio_ledger.model.money import Money
from ui.dialogs.form_dialog import FormDialog
from ui.widgets.date_edit import DateEdit
from ui.widgets.field import Field
from ui.widgets.money_edit import MoneyEdit
from ui.widgets.short_label import ShortLabel
from ui.widgets.text import button

if TYPE_CHECKING:
    import datetime as dt

    from studio_ledger.model.school_books import Violation


@dataclass(frozen=True, slots=True)
class MendAnswer:
    """The entry as mended, and a proof that is not stored yet; None where the earlier one stays."""

    entry: Violation
    proof: Path | None


class MendDialog(FormDialog):
    """What was done about one entry of the register."""

    def __init__(self, entry: Violation, today: dt.date, folder: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent, width=560)
        self._entry, self._today, self._folder = entry, today, folder
        self._proof: Path | None = None
        owed = self.tr("应追回 ¥{0}").format(entry.claw_back.grouped)
        self.set_words(self.tr("登记整改"), self.tr("登记"), f"{entry.what}　{owed}")
        self.measures = QPlainTextEdit(entry.measures)
        self.measures.setObjectName("measures")
        self.measures.setTabChangesFocus(True)
        self.measures.setFixedHeight(84)
        self.mended_on = DateEdit(today=lambda: today)
        self.mended_on.setObjectName("mendedOn")
        self.mended_on.set_date(entry.mended_on or today)
        self.returned = MoneyEdit()
        self.returned.setObjectName("returned")
        self.returned.set_money(entry.returned)
        self.proof_name = ShortLabel("proofName", role="", text=entry.proof_name or self.tr("未选择"))
        self._lay_out()
        self.measures.setFocus()

    @classmethod
    def ask(cls, entry: Violation, today: dt.date, folder: Path, parent: QWidget | None = None) -> MendAnswer | None:
        """Return what was done, or None where the user turned away."""
        dialog = cls(entry, today, folder, parent)
        return dialog.answer() if dialog.asked() else None

    def answer(self) -> MendAnswer:
        """What is typed, once `problem` is empty."""
        entry = replace(
            self._entry,
            measures=self.measures.toPlainText().strip(),
            mended_on=self.mended_on.date_value() or self._today,
            returned=self.returned.money() or Money(),
        )
        return MendAnswer(entry, self._proof)

    def problem(self) -> str:
        """What is missing or cannot be."""
        day, returned = self.mended_on.date_value(), self.returned.money()
        if not self.measures.toPlainText().strip():
            return self.tr("请写明采取了哪些整改措施。")
        if day is None or not self._entry.found_on <= day <= self._today:
            return self.tr("整改日期应在发现日期（{0}）与今天之间。").format(self._entry.found_on)
        if returned is None or returned < Money():
            return self.tr("请填写已追回的金额，没有的填 0。")
        if returned and not (self._proof or self._entry.proof):
            return self.tr("登记追回金额须附到账证明，请选择回单文件。")
        return ""

    def take_proof(self, path: Path) -> None:
        """Attach this file as proof of return."""
        self._proof = path
        self.proof_name.say(path.name)

    def _lay_out(self) -> None:
        row = QWidget()
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(self.proof_name, 1)
        line.addWidget(button(self.tr("选择文件…"), on_click=self._choose, name="chooseProof"))
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(10)
        grid.addWidget(Field(self.tr("整改措施"), self.measures, required=True), 0, 0, 1, 2)
        grid.addWidget(Field(self.tr("整改日期"), self.mended_on, required=True), 1, 0)
        grid.addWidget(Field(self.tr("已追回金额（元）"), self.returned, required=True), 1, 1)
        grid.addWidget(Field(self.tr("到账证明（银行回单）"), row), 2, 0, 1, 2)
        self.body.addLayout(grid)

    def _choose(self) -> None:
        kinds = self.tr("票据文件 (*.pdf *.ofd *.jpg *.jpeg *.png)")
        name, _ = QFileDialog.getOpenFileName(self, self.tr("选择到账证明"), str(self._folder), kinds)
        if name:
            self.take_proof(Path(name))
