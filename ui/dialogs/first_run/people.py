"""Second page: who keeps the money, and the two who sign."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QGridLayout, QLineEdit, QPlainTextEdit

from studio_ledger.model.people import ROLE_NAMES, Role
from studio_ledger.model.studio import Member
from ui.dialogs.first_run.logins import propose_login
from ui.dialogs.first_run.step import Step
from ui.widgets.field import Field
from ui.widgets.text import label

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass(frozen=True, slots=True)
class Appointment:
    """A person with the roles that the wizard gives him."""

    name: str
    login: str
    roles: tuple[Role, ...]
    authorisation: str = ""


class PeopleStep(Step):
    """Who keeps, signs, runs and audits the ledger; the mentor and the members."""

    def __init__(self) -> None:
        super().__init__()
        self.say(
            self.tr("人员"),
            self.tr("主持人与法定代表人必须是两个人：双方签字后方可入账（第四条）。密码由各人首次登录时自己设置。"),
        )
        self.names: dict[Role, QLineEdit] = {}
        self.logins: dict[Role, QLineEdit] = {}
        self._typed_logins: set[Role] = set()
        self.authorisation = QLineEdit()
        self.authorisation.setObjectName("authorisation")
        self.authorisation.setPlaceholderText(self.tr("例如：深教〔2026〕12 号"))
        self.authorisation.textChanged.connect(self.edited)
        self.mentor = QLineEdit()
        self.mentor.setObjectName("mentor")
        self.members = QPlainTextEdit()
        self.members.setObjectName("members")
        self.members.setFixedHeight(88)
        self.members.setTabChangesFocus(True)
        self.members.setPlaceholderText(self.tr("一行一人：姓名 学校"))
        self.members.textChanged.connect(self._count_members)
        self._lay_out()

    def problem(self) -> str:
        """Name the first thing that is missing or wrong."""
        for role in (Role.FINANCE, Role.HOST, Role.LEGAL_REPRESENTATIVE):
            if not self._name(role):
                return self.tr("请填写{0}的姓名。").format(ROLE_NAMES[role])
        if self._same_person():
            return self._same_words()
        if not self.authorisation.text().strip():
            return self.tr("请填写法定代表人的授权文件文号：没有书面授权的签字无效（第四条）。")
        logins = [appointment.login for appointment in self.appointments()]
        if not all(logins) or len(set(logins)) != len(logins):
            return self.tr("登录名不能空着，也不能相同。请改一个。")
        return ""

    def warning(self) -> str:
        """Refuse at once that one person signs twice."""
        return self._same_words() if self._same_person() else ""

    def appointments(self) -> tuple[Appointment, ...]:
        """Return everybody with an account; one name in two lines is one person with both roles."""
        roles: dict[str, list[Role]] = {}
        for role, line in self.names.items():
            if line.text().strip():
                roles.setdefault(line.text().strip(), []).append(role)
        if not self._name(Role.ADMINISTRATOR) and self._name(Role.FINANCE):
            roles[self._name(Role.FINANCE)].append(Role.ADMINISTRATOR)
        return tuple(self._appointment(name, tuple(held)) for name, held in roles.items())

    def host(self) -> str:
        """Return the host's name."""
        return self._name(Role.HOST)

    def legal_representative(self) -> str:
        """Return the legal representative's name."""
        return self._name(Role.LEGAL_REPRESENTATIVE)

    def team(self) -> tuple[Member, ...]:
        """Return the members as typed, one a line: the name, then the school."""
        lines = (line.replace(",", " ").replace(",", " ").split(maxsplit=1) for line in self._member_lines())
        return tuple(Member(parts[0], parts[1].strip() if len(parts) > 1 else "") for parts in lines)

    def _appointment(self, name: str, roles: tuple[Role, ...]) -> Appointment:
        login = next((self.logins[role].text().strip() for role in roles if role in self.logins), "")
        signs = Role.LEGAL_REPRESENTATIVE in roles
        return Appointment(name, login, roles, self.authorisation.text().strip() if signs else "")

    def _lay_out(self) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(6)
        for column, words in enumerate((self.tr("角色"), self.tr("姓名"), self.tr("登录名（可改）"), "")):
            grid.addWidget(label(words, "caption"), 0, column)
        hints = {
            Role.FINANCE: self.tr("录入、提交、入账"),
            Role.HOST: self.tr("第一签：审核票据真实"),
            Role.LEGAL_REPRESENTATIVE: "",
            Role.ADMINISTRATOR: self.tr("管人员，不碰钱；不填由财务兼任"),
            Role.AUDITOR: self.tr("只能查看；可以以后再加"),
        }
        for row, (role, hint) in enumerate(hints.items(), start=1):
            required = role in {Role.FINANCE, Role.HOST, Role.LEGAL_REPRESENTATIVE}
            caption = label(ROLE_NAMES[role] + (" *" if required else ""))
            grid.addWidget(caption, row, 0)
            grid.addWidget(self._name_line(role), row, 1)
            grid.addWidget(self._login_line(role), row, 2)
            grid.addWidget(label(hint, "muted"), row, 3)
        authorisation = Field(self.tr("授权文件文号"), self.authorisation, required=True)
        authorisation.caption.hide()
        self.authorisation.setPlaceholderText(self.tr("授权文件文号 *，例如：深教〔2026〕12 号"))
        grid.addWidget(authorisation, 3, 3)
        for column, stretch in enumerate((0, 3, 3, 5)):
            grid.setColumnStretch(column, stretch)
        self.body.addLayout(grid)
        team = QGridLayout()
        team.setHorizontalSpacing(12)
        self._members_field = Field(self.tr("成员（6–8 人，本校不超过 2 人）"), self.members)
        team.addWidget(Field(self.tr("导师"), self.mentor), 0, 0)
        team.addWidget(self._members_field, 0, 1)
        team.setColumnStretch(0, 1)
        team.setColumnStretch(1, 2)
        self.body.addLayout(team)
        self.body.addStretch(1)

    def _name_line(self, role: Role) -> QLineEdit:
        line = QLineEdit()
        line.setObjectName(f"name_{role.value}")
        line.setAccessibleName(self.tr("{0}的姓名").format(ROLE_NAMES[role]))
        line.textChanged.connect(self.edited)
        line.editingFinished.connect(lambda: self._propose(role))
        self.names[role] = line
        return line

    def _login_line(self, role: Role) -> QLineEdit:
        line = QLineEdit()
        line.setObjectName(f"login_{role.value}")
        line.setAccessibleName(self.tr("{0}的登录名").format(ROLE_NAMES[role]))
        line.textEdited.connect(lambda _: self._typed_logins.add(role))
        line.textChanged.connect(self.edited)
        self.logins[role] = line
        return line

    def _name(self, role: Role) -> str:
        return self.names[role].text().strip()

    def _propose(self, role: Role) -> None:
        name = self._name(role)
        if role in self._typed_logins and self.logins[role].text():
            return
        same = next((other for other in self.names if other is not role and self._name(other) == name), None)
        if same is not None and self.logins[same].text():
            self.logins[role].setText(self.logins[same].text())
            return
        taken = {line.text() for other, line in self.logins.items() if other is not role}
        self.logins[role].setText(propose_login(name, taken))

    def _same_person(self) -> bool:
        return bool(self.host()) and self.host() == self.legal_representative()

    def _same_words(self) -> str:
        return self.tr(
            "主持人与法定代表人为同一人，不能双签。请在“法定代表人”处登记教育局书面授权的另一签字人，并填写授权文件文号。"
        )

    def _member_lines(self) -> Iterator[str]:
        return (line.strip() for line in self.members.toPlainText().splitlines() if line.strip())

    def _count_members(self) -> None:
        self._members_field.set_note(self.tr("已填 {0} 人").format(len(self.team())))
        self.edited.emit()
