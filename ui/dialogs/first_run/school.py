"""First page: the school, the studio, and what they are granted."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, cast

from PySide6.QtWidgets import QGridLayout, QLineEdit

from studio_ledger.model.studio import Affiliation, Studio
from studio_ledger.rules.packs import pack_names
from ui.dialogs.first_run import credit_code
from ui.dialogs.first_run.step import Step
from ui.widgets.combo import Combo
from ui.widgets.date_edit import DateEdit, today_here
from ui.widgets.field import Field
from ui.widgets.inline_alert import InlineAlert

if TYPE_CHECKING:
    from studio_ledger.model.studio import Member

STUDIO_ID = "studio-1"


class SchoolStep(Step):
    """The studio and its school: names, stage, affiliation, cycle, tax id, bank account."""

    def __init__(self) -> None:
        super().__init__()
        self.say(self.tr("学校与工作室"), self.tr("以后都可以在“设置”里修改。带 * 的必填。"))
        self.name = self._line("studioName", self.tr("例如：李晓梅名班主任工作室"))
        self.school = self._line("school", self.tr("发票抬头上的学校全称"))
        self.tax_id = self._line("taxId", self.tr("18 位，发票上的购买方税号"))
        self.level = self._combo(
            (("city", self.tr("市级")), ("district", self.tr("区级")), ("school", self.tr("校级")))
        )
        stages = ("小学", "初中", "高中", "九年一贯", "完全中学", "中职", "特殊教育", "幼儿园")
        self.stage = self._combo(tuple((stage, stage) for stage in stages))
        self.affiliation = self._combo(
            ((Affiliation.CITY, self.tr("市直属学校")), (Affiliation.DISTRICT, self.tr("区属学校")))
        )
        unsure = {"unverified": self.tr("，未与原件核对")}
        packs = ((one.id, f"{one.title}（{one.jurisdiction}{unsure.get(one.status, '')}）") for one in pack_names())
        self.pack = self._combo(tuple(packs))
        self.pack.setObjectName("rulePack")
        self.start, self.end = DateEdit(), DateEdit()
        self.bank = self._line("bank", self.tr("可以以后再填"))
        self.account = self._line("bankAccount", self.tr("可以以后再填"))
        self.project = self._line("projectCode", self.tr("没有可不填"))
        self.consequence = InlineAlert("info", "")
        self._lay_out()
        self.pack.setEnabled(len(pack_names()) > 1)
        year = today_here().year
        self.start.set_date(dt.date(year, 1, 1))
        self.end.set_date(dt.date(year + 2, 12, 31))
        self.affiliation.currentIndexChanged.connect(self._say_consequence)
        self.pack.currentIndexChanged.connect(self._say_consequence)
        self.tax_id.textChanged.connect(self._check_code)
        self.start.date_changed.connect(self.edited)
        self.end.date_changed.connect(self.edited)
        self._say_consequence()

    def problem(self) -> str:
        """Name the first thing that is missing or wrong."""
        if not self.name.text().strip():
            return self.tr("请填写工作室名称。")
        if not self.school.text().strip():
            return self.tr("请填写学校全称：发票抬头要与它一致。")
        wrong = credit_code.problem(self.tax_id.text())
        if wrong:
            return self._code_words(wrong)
        start, end = self.start.date_value(), self.end.date_value()
        if start is None or end is None or end < start:
            return self.tr("建设周期的起止日期不对：结束不能早于开始。")
        return ""

    def studio(self, host: str, legal: str, mentor: str, members: tuple[Member, ...]) -> Studio:
        """Return the studio as it was described; `problem` must be empty."""
        start, end = self.start.date_value(), self.end.date_value()
        return Studio(
            id=STUDIO_ID,
            name=self.name.text().strip(),
            school=self.school.text().strip(),
            tax_id=credit_code.clean(self.tax_id.text()),
            affiliation=cast("Affiliation", self.affiliation.value()),
            host=host,
            legal_representative=legal,
            cycle_start=start or dt.date.min,
            cycle_end=end or dt.date.max,
            level=str(self.level.value()),
            stage=str(self.stage.value()),
            mentor=mentor,
            members=members,
            bank=self.bank.text().strip(),
            bank_account=self.account.text().strip(),
            project_code=self.project.text().strip(),
        )

    def policy(self) -> str:
        """The id of the rule pack chosen, empty for the default one."""
        return "" if self.pack.value() == pack_names()[0].id else str(self.pack.value())

    def grant_words(self) -> str:
        """Return what the school's affiliation means for the money (Art. 2)."""
        if self.policy():
            return self.tr("所选办法没有规定每年的资助额，以实际下达的文件为准。")
        if self.affiliation.value() == Affiliation.CITY:
            return self.tr("市直属学校：市级资助每年 8 万元。")
        return self.tr("区属学校：市级资助每年 4 万元，区级配套不低于 4 万元(1:1)。")

    def _lay_out(self) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(8)
        self._code_field = Field(self.tr("统一社会信用代码(&U)"), self.tax_id, required=True)
        places = (
            (Field(self.tr("工作室名称(&N)"), self.name, required=True), 0, 0, 3),
            (Field(self.tr("级别"), self.level), 0, 3, 1), (Field(self.tr("学段"), self.stage), 0, 4, 2),
            (Field(self.tr("学校全称(&S)"), self.school, required=True), 1, 0, 3), (self._code_field, 1, 3, 3),
            (Field(self.tr("学校隶属(&A)"), self.affiliation, required=True), 2, 0, 2),
            (Field(self.tr("建设周期从"), self.start, required=True), 2, 2, 2),
            (Field(self.tr("到"), self.end, required=True), 2, 4, 2),
            (Field(self.tr("适用的经费管理办法（建账后不能更换）"), self.pack, required=True), 3, 0, 6),
            (self.consequence, 4, 0, 6),
            (Field(self.tr("开户银行"), self.bank), 5, 0, 2), (Field(self.tr("银行账号"), self.account), 5, 2, 2),
            (Field(self.tr("项目编号"), self.project), 5, 4, 2),
        )  # fmt: skip
        for widget, row, column, span in places:
            grid.addWidget(widget, row, column, 1, span)
        for column in range(6):
            grid.setColumnStretch(column, 1)
        self.body.addLayout(grid)
        self.body.addStretch(1)

    def _line(self, name: str, hint: str) -> QLineEdit:
        line = QLineEdit()
        line.setObjectName(name)
        line.setPlaceholderText(hint)
        line.textChanged.connect(self.edited)
        return line

    def _combo(self, choices: tuple[tuple[object, str], ...]) -> Combo:
        combo = Combo()
        combo.set_choices(choices)
        return combo

    def _say_consequence(self) -> None:
        self.consequence.set_alert("info", self.grant_words() + self.tr("到账须双方签字后才能支出。"))
        self.edited.emit()

    def _check_code(self, text: str) -> None:
        code = credit_code.clean(text)
        if not code:
            self._code_field.set_error("")
        elif len(code) < 18:
            self._code_field.set_note(self.tr("已填 {0} / 18 位").format(len(code)))
        else:
            wrong = credit_code.problem(code)
            self._code_field.set_error(self._code_words(wrong) if wrong else "")
            if not wrong:
                self._code_field.set_note(self.tr("校验位正确"))

    def _code_words(self, wrong: str) -> str:
        return {
            "length": self.tr("统一社会信用代码应为 18 位，请核对。"),
            "sign": self.tr("统一社会信用代码里有不会出现的字符（如 I、O、S、V、Z），请核对。"),
            "check": self.tr("统一社会信用代码的最后一位校验不符，请逐位核对。"),
        }[wrong]
