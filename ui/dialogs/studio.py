"""The studio's file: school, people, cycle, bank, members with the meter of how many there may be."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from studio_ledger.model.studio import Affiliation, Studio
from studio_ledger.rules import load_policy
from ui.dialogs.form_dialog import FormDialog
from ui.dialogs.studio_members import MemberTable, roster_problem
from ui.widgets.combo import Combo
from ui.widgets.date_edit import DateEdit
from ui.widgets.field import Field
from ui.widgets.inline_alert import InlineAlert
from ui.widgets.text import label

if TYPE_CHECKING:
    from collections.abc import Callable

    from studio_ledger.rules.terms import Terms

_TEXTS = (
    "name", "school", "tax_id", "stage", "host", "legal_representative", "mentor", "bank", "bank_account",
    "project_code",
)  # fmt: skip


class StudioForm(QWidget):
    """All fields of a studio.

    Signals:
        edited(): something was changed.
    """

    edited = Signal()

    def __init__(self, today: Callable[[], dt.date], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._studio = Studio("", "", "", "", Affiliation.CITY, "", "")
        self._terms = load_policy().terms
        self.texts = {key: QLineEdit() for key in _TEXTS}
        for key, edit in self.texts.items():
            edit.setObjectName(key)
            edit.textEdited.connect(lambda _: self._changed())
        self.affiliation, self.level = Combo(self.tr("隶属")), Combo(self.tr("级别"))
        city, district = self.tr("市直属（市级资助）"), self.tr("区属（市级 + 区级配套）")
        self.affiliation.set_choices(((Affiliation.CITY, city), (Affiliation.DISTRICT, district)))
        self.level.set_choices((("city", self.tr("市级")), ("district", self.tr("区级")), ("school", self.tr("校级"))))
        self.start, self.end = DateEdit(today=today), DateEdit(today=today)
        self.members = MemberTable()
        self.meter = label("", "strong", wrap=True, name="memberMeter")
        self.warning = InlineAlert("warn", "")
        for combo in (self.affiliation, self.level):
            combo.currentIndexChanged.connect(lambda _: self._changed())
        for edit in (self.start, self.end):
            edit.date_changed.connect(lambda _: self._changed())
        self.members.edited.connect(self._changed)
        self._lay_out()
        self.set_studio(self._studio)

    def set_studio(self, studio: Studio) -> None:
        """Show a studio without telling."""
        blocked = self.blockSignals(True)
        self._studio = studio
        for key, edit in self.texts.items():
            edit.setText(str(getattr(studio, key)))
            edit.setCursorPosition(0)
        self.affiliation.set_value(studio.affiliation)
        self.level.set_value(studio.level)
        self.start.set_date(studio.cycle_start)
        self.end.set_date(studio.cycle_end)
        self.members.set_members(studio.members)
        self.blockSignals(blocked)
        self._tell()

    def studio(self) -> Studio:
        """The studio as typed."""
        texts: dict[str, Any] = {key: edit.text().strip() for key, edit in self.texts.items()}
        return replace(
            self._studio,
            **texts,
            affiliation=Affiliation(str(self.affiliation.value())),
            level=str(self.level.value()),
            cycle_start=self.start.date_value() or self._studio.cycle_start,
            cycle_end=self.end.date_value() or self._studio.cycle_end,
            members=self.members.members(),
        )

    def set_read_only(self, read_only: bool) -> None:
        """Let nothing be changed."""
        for edit in (*self.texts.values(), self.start, self.end):
            edit.setReadOnly(read_only)
        for widget in (self.affiliation, self.level):
            widget.setEnabled(not read_only)
        self.members.set_read_only(read_only)

    def problem(self) -> str:
        """What is missing or cannot be."""
        studio = self.studio()
        if not studio.name or not studio.school or not studio.tax_id:
            return self.tr("请填写工作室名称、学校和统一社会信用代码（发票税号）。")
        if not studio.host or not studio.legal_representative:
            return self.tr("请填写{0}和{1}。").format(self._terms.host, self._terms.second_signer)
        if studio.cycle_end < studio.cycle_start:
            return self.tr("建设周期的结束日期早于开始日期。")
        return ""

    def set_terms(self, terms: Terms) -> None:
        """Count the members by this rule pack, and call the two who sign as it does."""
        self._terms = terms
        self._host.rename(terms.host)
        self._second.rename(terms.second_signer)
        self._tell()

    def _changed(self) -> None:
        self._tell()
        self.edited.emit()

    def _tell(self) -> None:
        studio = self.studio()
        own = sum(member.school == studio.school for member in studio.members)
        terms = self._terms
        told = [self.tr("成员 {0} 人").format(len(studio.members)), self.tr("本校 {0} 人").format(own)]
        if terms.least_members is not None and terms.most_members is not None:
            told[0] = self.tr("成员 {0} / {1}–{2} 人").format(
                len(studio.members), terms.least_members, terms.most_members
            )
        if terms.most_own is not None:
            told[1] = self.tr("本校 {0} / 至多 {1} 人").format(own, terms.most_own)
        self.meter.setText(" · ".join(told))
        problem = roster_problem(studio, terms)
        self.warning.set_alert("warn", problem)
        self.warning.setVisible(bool(problem))

    def _lay_out(self) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(8)
        texts, terms = self.texts, self._terms
        rows: tuple[tuple[tuple[str, QWidget, bool], ...], ...] = (
            ((self.tr("工作室名称"), texts["name"], True), (self.tr("学校（发票抬头）"), texts["school"], True)),
            ((self.tr("统一社会信用代码"), texts["tax_id"], True), (self.tr("隶属"), self.affiliation, True)),
            ((terms.host, texts["host"], True), (terms.second_signer, texts["legal_representative"], True)),
            ((self.tr("导师"), texts["mentor"], False), (self.tr("学段"), texts["stage"], False)),
            ((self.tr("级别"), self.level, False), (self.tr("项目编号"), texts["project_code"], False)),
            ((self.tr("建设周期自"), self.start, True), (self.tr("至"), self.end, True)),
            ((self.tr("开户银行"), texts["bank"], False), (self.tr("银行账号"), texts["bank_account"], False)),
        )
        fields = {text: Field(text, widget, required=required) for row in rows for text, widget, required in row}
        for at, row in enumerate(rows):
            for column, (text, _, _) in enumerate(row):
                grid.addWidget(fields[text], at, column)
        self._host, self._second = fields[terms.host], fields[terms.second_signer]
        grid.setRowStretch(len(rows), 1)
        right = QVBoxLayout()
        right.setSpacing(8)
        right.addWidget(self.meter)
        right.addWidget(self.members, 1)
        right.addWidget(self.warning)
        both = QHBoxLayout(self)
        both.setContentsMargins(0, 0, 0, 0)
        both.setSpacing(20)
        both.addLayout(grid, 62)
        both.addLayout(right, 38)


class StudioDialog(FormDialog):
    """A further studio of the school."""

    def __init__(self, school: Studio | None, today: dt.date, parent: QWidget | None = None) -> None:
        super().__init__(parent, width=900)
        self.set_words(self.tr("添加工作室"), self.tr("添加"))
        self.form = StudioForm(lambda: today)
        new = Studio(
            id=str(uuid4()),
            name="",
            school=school.school if school else "",
            tax_id=school.tax_id if school else "",
            affiliation=school.affiliation if school else Affiliation.CITY,
            host="",
            legal_representative=school.legal_representative if school else "",
            cycle_start=dt.date(today.year, 1, 1),
            cycle_end=dt.date(today.year + 2, 12, 31),
        )
        self.form.set_studio(new)
        self.body.addWidget(self.form)

    @classmethod
    def ask(
        cls, school: Studio | None, today: dt.date, terms: Terms, parent: QWidget | None = None
    ) -> Studio | None:
        """Return the studio, or None where the user turned away; `school` lends what all its studios share."""
        dialog = cls(school, today, parent)
        dialog.form.set_terms(terms)
        return dialog.form.studio() if dialog.asked() else None

    def problem(self) -> str:
        """What is missing."""
        return self.form.problem()
