"""Asks for a 用款申请: category, purpose, plan, sum; says who must sign it, and takes the minutes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QGridLayout, QLineEdit, QPlainTextEdit

from studio_ledger.model.money import Money
from studio_ledger.model.spending import Request
from ui.dialogs.form_dialog import FormDialog
from ui.widgets.category_picker import CategoryPicker
from ui.widgets.date_edit import DateEdit
from ui.widgets.field import Field
from ui.widgets.file_row import FileRow
from ui.widgets.inline_alert import InlineAlert
from ui.widgets.money_edit import MoneyEdit
from ui.widgets.text import label

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence
    from pathlib import Path

    from PySide6.QtWidgets import QWidget

    from studio_ledger.model.spending import RequestRules
    from studio_ledger.queries.rows import CategoryFigures
    from ui.widgets.picker import Choice

_SHORTEST_PURPOSE = 4


@dataclass(frozen=True, slots=True)
class Asking:
    """What the form needs to know: the studio, its rules, what each category has left, and whether a host asks."""

    studio: str
    today: dt.date
    categories: Sequence[Choice]
    figures: tuple[CategoryFigures, ...]
    rules: RequestRules | None
    second: str
    """What the rule pack calls the one who signs after the host."""
    by_host: str = ""
    """The host's name where he asks himself: his password signs it."""
    category: str = ""
    """Chosen beforehand, when the entry form sent somebody here."""


@dataclass(frozen=True, slots=True)
class RequestAnswer:
    """The request as typed, the minutes' file (not stored yet), and the host's password where he asks himself."""

    request: Request
    minutes: Path | None
    password: str


class RequestDialog(FormDialog):
    """All fields of a request; it says at once who signs it by the studio's limits."""

    def __init__(self, asking: Asking, parent: QWidget | None = None) -> None:
        super().__init__(parent, width=600)
        self._asking = asking
        self.set_words(self.tr("用款申请"), self.tr("提交申请"))
        self.category = CategoryPicker()
        self.category.setObjectName("requestCategory")
        self.category.set_categories(asking.categories)
        self.category.set_figures(asking.figures)
        self.amount = MoneyEdit()
        self.amount.setObjectName("requestAmount")
        self.date = DateEdit(today=lambda: asking.today)
        self.date.setObjectName("requestDate")
        self.date.set_date(asking.today)
        self.purpose = QLineEdit()
        self.purpose.setObjectName("requestPurpose")
        self.purpose.setMaxLength(200)
        self.purpose.setPlaceholderText(self.tr("买什么、办什么事"))
        self.plan = QPlainTextEdit()
        self.plan.setObjectName("requestPlan")
        self.plan.setTabChangesFocus(True)
        self.plan.setFixedHeight(72)
        self.plan.setPlaceholderText(self.tr("何时、何人、怎样实施；数量和单价"))
        self.minutes = FileRow(self.tr("选择会议纪要"))
        self.minutes.setObjectName("requestMinutes")
        self.password = QLineEdit()
        self.password.setObjectName("requestPassword")
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        self.who = InlineAlert("info", "")
        self.amount.money_changed.connect(self._say_who)
        self.category.picked.connect(self._say_left)
        self._lay_out()
        self._say_who(None)
        if asking.category:
            self.category.set_key(asking.category)
            self._say_left(asking.category)
        (self.amount if asking.category else self.category).setFocus()

    @classmethod
    def ask(cls, asking: Asking, parent: QWidget | None = None) -> RequestAnswer | None:
        """Return the request, or None where the user turned away."""
        dialog = cls(asking, parent)
        return dialog.answer() if dialog.asked() else None

    def answer(self) -> RequestAnswer:
        """What is typed, once `problem` is empty."""
        request = Request(
            id="",
            studio=self._asking.studio,
            category=self.category.key(),
            purpose=self.purpose.text().strip(),
            plan=self.plan.toPlainText().strip(),
            amount=self.amount.money() or Money(),
            date=self.date.date_value() or self._asking.today,
        )
        return RequestAnswer(request, self.minutes.path, self.password.text())

    def problem(self) -> str:
        """What is missing or cannot be."""
        amount = self.amount.money()
        if not self.category.key():
            return self.tr("请选择支出类别，可输入编号、首字母或名称。")
        if amount is None or amount <= Money():
            return self.tr("请填写申请金额，须大于零。")
        left = self._left(self.category.key())
        if amount > left:
            return self.tr("这一类预算还能申请 {0} 元。请减少金额，或先调整预算。").format(left.grouped)
        if len(self.purpose.text().strip()) < _SHORTEST_PURPOSE:
            return self.tr("请写明用途：买什么、办什么事。")
        if self.date.date_value() is None:
            return self.tr("申请日期读不出来。可输入 1118、11-18 或 t（今天）。")
        return self._proof_problem(amount)

    def _proof_problem(self, amount: Money) -> str:
        if self._needs_minutes(amount) and self.minutes.path is None:
            limit = self._asking.rules.minutes_above.grouped if self._asking.rules else ""
            return self.tr("超过 {0} 元须附集体研究的会议纪要，请选择文件。").format(limit)
        if self._asking.by_host and not self.password.text():
            return self.tr("请输入您的密码：主持人提出申请即为签字。")
        return ""

    def _left(self, category: str) -> Money:
        return next((row.left for row in self._asking.figures if row.category == category), Money())

    def _needs_minutes(self, amount: Money | None) -> bool:
        rules = self._asking.rules
        return rules is not None and amount is not None and amount > rules.minutes_above

    def _say_left(self, category: str) -> None:
        self._category_field.set_note(self.tr("预算还可用 {0} 元").format(self._left(category).grouped))

    def _say_who(self, amount: Money | None) -> None:
        rules, host = self._asking.rules, bool(self._asking.by_host)
        alone = rules is not None and amount is not None and amount <= rules.legal_above
        first = self.tr("您提出即签字") if host else self.tr("主持人签字")
        if alone and rules is not None:
            told = self.tr("{0}后生效（不超过 {1} 元）。").format(first, rules.legal_above.grouped)
        elif rules is not None:
            told = self.tr("超过 {1} 元：{0}，再由{2}签字后生效。").format(
                first, rules.legal_above.grouped, self._asking.second
            )
        else:
            told = self.tr("{0}，再由{1}签字后生效。").format(first, self._asking.second)
        if self._needs_minutes(amount) and rules is not None:
            told += self.tr("超过 {0} 元，须附会议纪要。").format(rules.minutes_above.grouped)
        self.who.set_alert("info", told)
        self.adjustSize()

    def _lay_out(self) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(10)
        self._category_field = Field(self.tr("支出类别(&C)"), self.category, required=True)
        grid.addWidget(self._category_field, 0, 0, 1, 2)
        grid.addWidget(Field(self.tr("申请金额（元）(&J)"), self.amount, required=True), 1, 0)
        grid.addWidget(Field(self.tr("申请日期(&D)"), self.date, required=True), 1, 1)
        grid.addWidget(Field(self.tr("用途(&Y)"), self.purpose, required=True), 2, 0, 1, 2)
        grid.addWidget(Field(self.tr("实施计划(&P)"), self.plan), 3, 0, 1, 2)
        grid.addWidget(Field(self.tr("会议纪要（PDF 或图片）(&M)"), self.minutes), 4, 0, 1, 2)
        self.body.addLayout(grid)
        self.body.addWidget(self.who)
        if self._asking.by_host:
            field = Field(self.tr("{0} 的密码(&W)").format(self._asking.by_host), self.password, required=True)
            self.body.addWidget(field)
        told = self.tr("生效后占用这一类预算，报销时动用；用不完的余额可以释放（第四条）。")
        self.body.addWidget(label(told, "caption", wrap=True))
