"""Last page: what will be made."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QCheckBox, QGridLayout, QWidget

from studio_ledger.model.people import ROLE_NAMES
from ui.dialogs.first_run.step import Step
from ui.widgets.card import Card
from ui.widgets.layouts import clear
from ui.widgets.text import label

if TYPE_CHECKING:
    from pathlib import Path

    from studio_ledger.model.studio import Studio
    from ui.dialogs.first_run.people import Appointment


class CheckStep(Step):
    """What was said on the other pages, once more, and whether to ask before spending."""

    def __init__(self) -> None:
        super().__init__()
        self.say(self.tr("核对"), self.tr("请核对。点“建立账套”后写入第一条记录；各人随后用登录名首次登录、自设密码。"))
        self.card = Card()
        self.body.addWidget(self.card)
        words = self.tr(
            "建立后请在“规则库·支出标准”录入本市差旅、培训、讲课费标准文件；录入前按中央文件审核，其中部分数字未核实。"
        )
        self.ask_first = QCheckBox(self.tr("设备、会议、外出、出版支出先申请、后报销(&Q)（第四条）"))
        self.ask_first.setObjectName("askFirst")
        self.ask_first.setChecked(True)
        told = self.tr("财务首次登录时提出，双方签字后生效；类别和限额可在“设置”中修改。")
        self.body.addWidget(self.ask_first)
        self.body.addWidget(label(told, "caption", wrap=True))
        self.body.addWidget(label(words, "caption", wrap=True))
        midway = self.tr("中途启用的：财务首次登录后，在“设置与备份·期初”用 Excel 导入以前的收支、资产和预算等。")
        self.body.addWidget(label(midway, "caption", wrap=True))
        self.body.addStretch(1)

    def show_plan(self, studio: Studio, grant: str, people: tuple[Appointment, ...], path: Path) -> None:
        """List what was said on the other pages."""
        clear(self.card.body)
        sheet = QWidget()
        grid = QGridLayout(sheet)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setVerticalSpacing(7)
        grid.setHorizontalSpacing(20)
        for row, (name, words) in enumerate(self._lines(studio, grant, people, path)):
            grid.addWidget(label(name, "caption"), row, 0)
            grid.addWidget(label(words, wrap=True), row, 1)
        grid.setColumnStretch(1, 1)
        self.card.body.addWidget(sheet)

    def _lines(self, studio: Studio, grant: str, people: tuple[Appointment, ...], path: Path) -> list[tuple[str, str]]:
        lines = [
            (self.tr("工作室"), studio.name),
            (self.tr("学校"), self.tr("{0}({1})").format(studio.school, studio.tax_id)),
            (self.tr("建设周期"), self.tr("{0} 至 {1}").format(studio.cycle_start, studio.cycle_end)),
            (self.tr("资助与办法"), grant),
        ]
        for person in people:
            roles = "、".join(ROLE_NAMES[role] for role in person.roles)
            words = self.tr("{0}（登录名 {1}）").format(person.name, person.login)
            if person.authorisation:
                words += self.tr("，授权文件 {0}").format(person.authorisation)
            lines.append((roles, words))
        if studio.mentor:
            lines.append((self.tr("导师"), studio.mentor))
        members = "、".join(member.name for member in studio.members)
        lines.append((self.tr("成员"), members or self.tr("暂未登记（应有 6–8 人，可以以后补）")))
        lines.append((self.tr("账套文件"), str(path)))
        return lines
