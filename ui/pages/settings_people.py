"""People and terms: who may do what, from when to when, and whether the key that signs is there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from studio_ledger.model.people import ROLE_NAMES
from ui.dialogs.person import EndTermDialog, PersonDialog, TermDialog
from ui.dialogs.reverse import ReasonDialog
from ui.enrolment_paper import EnrolmentPaper
from ui.pages.run_for import run_for
from ui.widgets.card import Card
from ui.widgets.row_table import Column, RowTable
from ui.widgets.text import button, label

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable

    from studio_ledger.model.people import Person, Term
    from studio_ledger.model.studio import Studio
    from ui.desk import Desk


@dataclass(frozen=True, slots=True)
class _PersonRow:
    person: Person
    roles: str
    key: str

    @property
    def id(self) -> str:
        return self.person.id


class PeopleTab(QWidget):
    """People above, the terms of the chosen one below; the administrator changes both."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._may = False
        self._studios: tuple[Studio, ...] = ()
        self._today = desk.workspace.today()
        self.paper = EnrolmentPaper(desk.settings, self)
        self.paper.failed.connect(desk.complain)
        self.people: RowTable[_PersonRow] = RowTable(self._person_columns())
        self.people.setObjectName("peopleTable")
        self.people.setAccessibleName(self.tr("人员"))
        self.terms: RowTable[Term] = RowTable(self._term_columns())
        self.terms.setObjectName("termTable")
        self.terms.setAccessibleName(self.tr("任期"))
        self.add_button = button(
            self.tr("添加人员"), "primary", icon="plus", on_click=self.add_person, name="addPerson"
        )
        self.form_button = button(self.tr("打印指纹登记表"), icon="printer", on_click=self.print_form, name="printForm")
        self.revoke_button = button(self.tr("吊销密钥"), "danger", on_click=self.revoke, name="revokeKey")
        self.term_button = button(self.tr("添加任期"), icon="plus", on_click=self.add_term, name="addTerm")
        self.end_button = button(self.tr("结束任期"), on_click=self.end_term, name="endTerm")
        self.hint = label(self.tr("只有管理员可以修改人员和任期；管理员不能经手经费。"), "muted", wrap=True)
        self.people.current_row_changed.connect(self._show_person)
        self.terms.current_row_changed.connect(lambda _: self._show_buttons())
        self._lay_out()

    def refresh(self, may: bool) -> None:
        """Read everybody anew."""
        self._may = may
        workspace = self._desk.workspace
        self._today = workspace.today()
        run_for(self, self._desk, lambda: (workspace.people(), workspace.studios()), self._show)

    def add_person(self) -> None:
        """Take a person into the ledger."""
        logins = frozenset(row.person.login for row in self.people.rows())
        setup = PersonDialog.ask(self._studios, logins, self._today, self)
        if setup is not None:
            workspace, session = self._desk.workspace, self._desk.session
            told = self.tr("已添加{0}，请本人首次登录设置密码").format(setup.name)
            self._run(lambda: workspace.add_person(session, setup), told)

    def add_term(self) -> None:
        """Give the chosen person a further term."""
        row = self.people.current_row()
        if row is None:
            return
        term = TermDialog.ask(row.person.name, self._studios, self._today, self)
        if term is not None:
            workspace, session = self._desk.workspace, self._desk.session
            self._run(lambda: workspace.add_term(session, row.id, term), self.tr("已添加任期"))

    def end_term(self) -> None:
        """Let the chosen term end."""
        row, term = self.people.current_row(), self.terms.current_row()
        if row is None or term is None:
            return
        told = self.tr("{0}的“{1}”任期").format(row.person.name, ROLE_NAMES[term.role])
        last: dt.date | None = EndTermDialog.ask(told, self._today, self)
        if last is not None:
            workspace, session = self._desk.workspace, self._desk.session
            self._run(lambda: workspace.end_term(session, term.id, last), self.tr("任期已改为 {0} 结束").format(last))

    def revoke(self) -> None:
        """Declare the chosen person's key lost."""
        row = self.people.current_row()
        if row is None:
            return
        told = self.tr("吊销后{0}不能再用原密码登录和签字，须重新设置密码并签新的指纹登记表。以前的签字仍然有效。")
        title = self.tr("吊销{0}的签字密钥").format(row.person.name)
        reason = ReasonDialog.ask(title, told.format(row.person.name), self.tr("吊销密钥"), self)
        if reason is not None:
            workspace, session = self._desk.workspace, self._desk.session
            self._run(lambda: workspace.revoke_key(session, row.id, reason), self.tr("密钥已吊销"))

    def print_form(self) -> None:
        """Offer the fingerprint form of the chosen person."""
        row = self.people.current_row()
        if row is not None:
            workspace = self._desk.workspace
            run_for(self, self._desk, lambda: workspace.enrolment_form(row.id), self.paper.offer)

    def _run(self, work: Callable[[], object], told: str) -> None:
        def done(_: object) -> None:
            self._desk.say(told)
            self._desk.notifier.people_changed.emit()

        run_for(self, self._desk, work, done)

    def _show(self, found: tuple[tuple[Person, ...], tuple[Studio, ...]]) -> None:
        people, self._studios = found
        self.people.set_rows(tuple(_PersonRow(one, self._roles(one), self._key(one)) for one in people))
        self._show_buttons()

    def _roles(self, person: Person) -> str:
        held = person.roles(self._today)
        return "、".join(ROLE_NAMES[role] for role in held) or self.tr("（今天没有任期）")

    def _key(self, person: Person) -> str:
        if person.revoked:
            return self.tr("✕ 已吊销")
        return self.tr("✓ 已登记") if person.public_key else self.tr("○ 未设密码")

    def _show_person(self, row: _PersonRow | None) -> None:
        self.terms.set_rows(row.person.terms if row else ())
        name = row.person.name if row else ""
        self.term_card.set_title(self.tr("{0}的任期").format(name) if name else self.tr("任期"))
        self._show_buttons()

    def _show_buttons(self) -> None:
        row, term = self.people.current_row(), self.terms.current_row()
        self.hint.setVisible(not self._may)
        self.add_button.setVisible(self._may)
        self.form_button.setVisible(bool(row and row.person.enrolled))
        self.revoke_button.setVisible(bool(self._may and row and row.person.enrolled))
        self.term_button.setVisible(bool(self._may and row))
        self.end_button.setVisible(bool(self._may and term and term.end >= self._today))

    def _studio_name(self, term: Term) -> str:
        if not term.studio:
            return self.tr("全部工作室")
        return next((studio.name for studio in self._studios if studio.id == term.studio), term.studio)

    def _person_columns(self) -> tuple[Column, ...]:
        return (
            Column(self.tr("姓名"), lambda row: row.person.name, width=120),
            Column(self.tr("登录名"), lambda row: row.person.login, width=140),
            Column(self.tr("今天的角色"), lambda row: row.roles),
            Column(self.tr("签字密钥"), lambda row: row.key, width=140),
        )

    def _term_columns(self) -> tuple[Column, ...]:
        return (
            Column(self.tr("角色"), lambda term: ROLE_NAMES[term.role], width=130),
            Column(self.tr("工作室"), self._studio_name),
            Column(self.tr("自"), lambda term: term.start, width=100),
            Column(self.tr("至"), lambda term: term.end, width=100),
            Column(self.tr("授权文件"), lambda term: term.authorisation or self.tr("—"), width=220),
        )

    def _lay_out(self) -> None:
        above, below = QHBoxLayout(), QHBoxLayout()
        for one in (self.form_button, self.revoke_button, self.add_button):
            above.addWidget(one)
        above.insertWidget(0, self.hint, 1)
        above.insertStretch(0, 1)
        below.addStretch(1)
        below.addWidget(self.end_button)
        below.addWidget(self.term_button)
        people, self.term_card = Card(self.tr("人员")), Card(self.tr("任期"))
        people.body.addWidget(self.people, 1)
        people.body.addLayout(above)
        self.term_card.body.addWidget(self.terms, 1)
        self.term_card.body.addLayout(below)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 12, 0, 0)
        column.setSpacing(12)
        column.addWidget(people, 55)
        column.addWidget(self.term_card, 45)
