"""Asks for a person with a first term, or for a further term of a person: role, studio, days, authorisation."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QGridLayout, QLabel, QLineEdit, QWidget

from studio_ledger.model.people import ROLE_NAMES, Role
from studio_ledger.workspace import PersonSetup, TermSetup
from ui.dialogs.form_dialog import FormDialog
from ui.widgets.combo import Combo
from ui.widgets.date_edit import DateEdit
from ui.widgets.field import Field

if TYPE_CHECKING:
    from studio_ledger.model.studio import Studio


class TermFields(QWidget):
    """The fields of a term, shared by both dialogs."""

    def __init__(self, studios: tuple[Studio, ...], today: dt.date, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.role, self.studio = Combo(self.tr("角色")), Combo(self.tr("工作室"))
        self.role.setObjectName("role")
        self.studio.setObjectName("studio")
        self.role.set_choices((role, ROLE_NAMES[role]) for role in Role)
        self.studio.set_choices((("", self.tr("全部工作室")), *((studio.id, studio.name) for studio in studios)))
        self.start, self.end = (DateEdit(today=lambda: today) for _ in range(2))
        self.start.setObjectName("start")
        self.end.setObjectName("end")
        self.start.set_date(today)
        self.end.set_date(dt.date(today.year + 2, 12, 31))
        self.authorisation = QLineEdit()
        self.authorisation.setObjectName("authorisation")
        self.authorisation.setPlaceholderText(self.tr("法定代表人或代签人必填，例如：××教〔2024〕5号"))
        self._lay_out()

    def term(self) -> TermSetup:
        """The term as typed, once `problem` is empty."""
        start, end = self.start.date_value(), self.end.date_value()
        return TermSetup(
            role=Role(str(self.role.value())),
            start=start or dt.date.min,
            end=end or dt.date.max,
            studio=str(self.studio.value() or ""),
            authorisation=self.authorisation.text().strip(),
        )

    def problem(self) -> str:
        """What is missing or cannot be."""
        start, end = self.start.date_value(), self.end.date_value()
        if start is None or end is None:
            return self.tr("请填写任期的起止日期。")
        if end < start:
            return self.tr("任期结束日期早于开始日期，请核对。")
        if Role(str(self.role.value())) is Role.LEGAL_REPRESENTATIVE and not self.authorisation.text().strip():
            return self.tr("法定代表人须登记教育局的授权文件（第四条），否则不能签字。")
        return ""

    def _lay_out(self) -> None:
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(10)
        grid.addWidget(Field(self.tr("角色"), self.role, required=True), 0, 0)
        grid.addWidget(Field(self.tr("工作室"), self.studio, required=True), 0, 1)
        grid.addWidget(Field(self.tr("任期自"), self.start, required=True), 1, 0)
        grid.addWidget(Field(self.tr("至（含当日）"), self.end, required=True), 1, 1)
        grid.addWidget(Field(self.tr("授权文件"), self.authorisation), 2, 0, 1, 2)


class PersonDialog(FormDialog):
    """A new person: name, login and the first term. The password is set by the person, never here."""

    def __init__(
        self, studios: tuple[Studio, ...], logins: frozenset[str], today: dt.date, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent, width=540)
        self._logins = logins
        self.set_words(self.tr("添加人员"), self.tr("添加"))
        self.name, self.login = QLineEdit(), QLineEdit()
        self.name.setObjectName("name")
        self.login.setObjectName("loginName")
        self.fields = TermFields(studios, today)
        hint = QLabel(self.tr("登录密码由本人首次登录时设置；请打印公钥指纹确认单并由本人签名存档。"))
        hint.setProperty("role", "caption")
        hint.setWordWrap(True)
        self.body.addWidget(Field(self.tr("姓名"), self.name, required=True))
        self.body.addWidget(Field(self.tr("登录名（字母或数字）"), self.login, required=True))
        self.body.addWidget(self.fields)
        self.body.addWidget(hint)
        self.name.setFocus()

    @classmethod
    def ask(
        cls, studios: tuple[Studio, ...], logins: frozenset[str], today: dt.date, parent: QWidget | None = None
    ) -> PersonSetup | None:
        """Return the person, or None where the user turned away."""
        dialog = cls(studios, logins, today, parent)
        return dialog.answer() if dialog.asked() else None

    def answer(self) -> PersonSetup:
        """The person as typed."""
        return PersonSetup(self.name.text().strip(), self.login.text().strip(), (self.fields.term(),))

    def problem(self) -> str:
        """What is missing or cannot be."""
        login = self.login.text().strip()
        if not self.name.text().strip():
            return self.tr("请填写姓名。")
        if not login:
            return self.tr("请填写登录名。")
        if login in self._logins:
            return self.tr("登录名“{0}”已有人使用，请换一个。").format(login)
        return self.fields.problem()


class TermDialog(FormDialog):
    """A further term of somebody who is known already."""

    def __init__(self, name: str, studios: tuple[Studio, ...], today: dt.date, parent: QWidget | None = None) -> None:
        super().__init__(parent, width=540)
        self.set_words(self.tr("为{0}添加任期").format(name), self.tr("添加任期"))
        self.fields = TermFields(studios, today)
        self.body.addWidget(self.fields)

    @classmethod
    def ask(
        cls, name: str, studios: tuple[Studio, ...], today: dt.date, parent: QWidget | None = None
    ) -> TermSetup | None:
        """Return the term, or None where the user turned away."""
        dialog = cls(name, studios, today, parent)
        return dialog.fields.term() if dialog.asked() else None

    def problem(self) -> str:
        """What is missing or cannot be."""
        return self.fields.problem()


class EndTermDialog(FormDialog):
    """The last day of a term."""

    def __init__(self, told: str, today: dt.date, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.set_words(self.tr("结束任期"), self.tr("结束任期"))
        label = QLabel(told)
        label.setWordWrap(True)
        self.end = DateEdit(today=lambda: today)
        self.end.setObjectName("end")
        self.end.set_date(today)
        self.body.addWidget(label)
        self.body.addWidget(Field(self.tr("最后一天（含当日）"), self.end, required=True))
        self.end.setFocus()

    @classmethod
    def ask(cls, told: str, today: dt.date, parent: QWidget | None = None) -> dt.date | None:
        """Return the last day, or None where the user turned away."""
        dialog = cls(told, today, parent)
        return dialog.end.date_value() if dialog.asked() else None

    def problem(self) -> str:
        """A day."""
        return "" if self.end.date_value() else self.tr("请填写日期。")
