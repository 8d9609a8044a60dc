"""收款人: whom the school pays, in a list; their numbers stay masked until somebody asks, and that is logged."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from studio_ledger.model.money import Money
from studio_ledger.model.voucher import PAYEE_KINDS
from ui.dialogs.payee import PayeeDialog
from ui.dialogs.vault import RecoverDialog, RecoveryDialog, wants_new_code, wants_vault
from ui.pages.run_for import run_for
from ui.pages.settings_secret import FIELD_NAMES, SecretLine
from ui.widgets.card import Card
from ui.widgets.empty_state import EmptyState
from ui.widgets.row_table import Column, RowTable
from ui.widgets.text import button, label

if TYPE_CHECKING:
    from collections.abc import Callable

    from studio_ledger.model.payee import RegisteredPayee
    from studio_ledger.statements.recovery_sheet import RecoverySheet
    from studio_ledger.workspace import Workspace
    from ui.desk import Desk

@dataclass(frozen=True, slots=True)
class PayeeRow:
    """A payee with the fees (before tax) of this year."""

    payee: RegisteredPayee
    fees: Money

    @property
    def id(self) -> str:
        """The payee's id, by which a row stays chosen."""
        return self.payee.id


@dataclass(frozen=True, slots=True)
class _Found:
    rows: tuple[PayeeRow, ...]
    vault: bool
    may_edit: bool
    may_read: bool


def _read(workspace: Workspace, search: str, year: int) -> tuple[PayeeRow, ...]:
    paid = workspace.fees_paid(dt.date(year, 1, 1), dt.date(year, 12, 31))
    sums: dict[str, Money] = {}
    for one in paid:
        sums[one.person] = sums.get(one.person, Money()) + one.gross
    payees = workspace.registered_payees(search)
    return tuple(PayeeRow(payee, sums.get(payee.id_match or payee.name, Money())) for payee in payees)


class PayeesTab(QWidget):
    """The register; finance writes it, both signers look."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._vault = self._may_edit = self._may_read = False
        self.search = QLineEdit()
        self.search.setObjectName("payeeSearch")
        self.search.setAccessibleName(self.tr("查找收款人"))
        self.search.setPlaceholderText(self.tr("姓名或单位"))
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(self.refresh)
        self.table: RowTable[PayeeRow] = RowTable(self._columns(), sortable=True)
        self.table.setObjectName("payeeTable")
        self.table.setAccessibleName(self.tr("收款人"))
        words = self.tr("还没有登记收款人。讲课、评审的专家和垫付报销的人员登记一次，发放时直接选用。")
        self.empty = EmptyState("users", words)
        self.add_button = button(
            self.tr("登记收款人(&A)"), "primary", icon="plus", on_click=self.add, name="addPayee"
        )
        self.edit_button = button(self.tr("修改(&E)"), on_click=self.edit, name="editPayee")
        self.vault_button = button(
            self.tr("建立个人信息密钥…"), icon="shield-check", on_click=self.make_vault, name="makeVault"
        )
        self.recover_button = button(self.tr("用恢复单恢复…"), "quiet", on_click=self.recover, name="recoverVault")
        self.renew_button = button(self.tr("重新签发恢复单…"), "quiet", on_click=self.renew, name="renewVault")
        self.hint = label("", "muted", wrap=True, name="payeeHint")
        self.secrets = {field: SecretLine(field) for field in FIELD_NAMES}
        for line in self.secrets.values():
            line.wanted.connect(self.reveal)
        self.table.current_row_changed.connect(self._show_secrets)
        self.table.activated_row.connect(lambda _: self.edit())
        self._lay_out()

    def refresh(self) -> None:
        """Read the register anew."""
        workspace, session = self._desk.workspace, self._desk.session
        search, year = self.search.text().strip(), workspace.today().year

        def read() -> _Found:
            return _Found(
                _read(workspace, search, year),
                workspace.has_vault(),
                workspace.may(session, "payee") and not workspace.read_only,
                workspace.may(session, "read_payees") and not workspace.read_only,
            )

        run_for(self, self._desk, read, self._show)

    def add(self) -> None:
        """Take somebody into the register."""
        self._ask(None)

    def edit(self) -> None:
        """Write the chosen payee's file anew."""
        row = self.table.current_row()
        if row is not None and self._may_edit:
            self._ask(row.payee)

    def make_vault(self) -> None:
        """Explain, make the key, and show the sheet for the safe."""
        if not wants_vault(self):
            return
        workspace, session = self._desk.workspace, self._desk.session
        run_for(
            self,
            self._desk,
            lambda: workspace.recovery_sheet(session, workspace.open_vault(session)),
            self._show_sheet,
            title=self.tr("建立个人信息密钥"),
        )

    def recover(self) -> None:
        """Come back to the numbers by the sheet in the safe."""
        code = RecoverDialog.ask(self)
        if code is not None:
            workspace, session = self._desk.workspace, self._desk.session
            self._run(lambda: workspace.recover_vault(session, code), self.tr("已恢复，可以查看身份证号和账号"))

    def renew(self) -> None:
        """Lock the numbers with a new key, and show its sheet for the safe; the old sheet is void."""
        if not wants_new_code(self):
            return
        workspace, session, title = self._desk.workspace, self._desk.session, self.tr("重新签发恢复单")
        password = self._password(self.tr("重新签发个人信息密钥恢复单，原恢复单作废。"))
        if password is not None:
            run_for(
                self,
                self._desk,
                lambda: workspace.recovery_sheet(session, workspace.renew_vault(session, password)),
                self._show_sheet,
                title=title,
            )

    def reveal(self, field: str) -> None:
        """Show a number for half a minute; who signs by password gives it here too."""
        row = self.table.current_row()
        if row is None:
            return
        workspace, session, payee = self._desk.workspace, self._desk.session, row.payee.id
        reason = self.tr("查看 {0} 的{1}。这次查看将记入日志。").format(row.payee.name, FIELD_NAMES[field])
        password = self._password(reason)
        if password is None:
            return

        def show(value: str) -> None:
            current = self.table.current_row()
            if current is not None and current.id == payee:
                self.secrets[field].reveal(value)

        run_for(self, self._desk, lambda: workspace.reveal(session, payee, field, password), show)

    def _password(self, reason: str) -> str | None:
        """Return the password of who signs by it, empty where none is needed, None where he turned away."""
        return "" if self._desk.session.key is not None else self._desk.ask_password(reason)

    def _ask(self, payee: RegisteredPayee | None) -> None:
        titles = self._desk.workspace.policy.lecture_titles
        answer = PayeeDialog.ask(payee, titles, locked=not self._vault, parent=self)
        if answer is None:
            return
        workspace, session = self._desk.workspace, self._desk.session
        self._run(
            lambda: workspace.put_payee(session, answer.payee, id_number=answer.id_number, account=answer.account),
            self.tr("已保存 {0}").format(answer.payee.name),
        )

    def _run(self, work: Callable[[], object], told: str) -> None:
        def done(_: object) -> None:
            self._desk.say(told)
            self._desk.notifier.payees_changed.emit()
            self.refresh()

        run_for(self, self._desk, work, done)

    def _show_sheet(self, sheet: RecoverySheet) -> None:
        RecoveryDialog(self._desk, sheet, self).asked()
        self.refresh()

    def _show(self, found: _Found) -> None:
        self._vault, self._may_edit, self._may_read = found.vault, found.may_edit, found.may_read
        self.table.set_rows(found.rows)
        self.table.setVisible(bool(found.rows) or bool(self.search.text()))
        self.empty.setVisible(not self.table.isVisibleTo(self))
        self.add_button.setVisible(found.may_edit)
        self.edit_button.setVisible(found.may_edit)
        self.edit_button.setEnabled(bool(found.rows))
        self.vault_button.setVisible(found.may_edit and not found.vault)
        self.recover_button.setVisible(found.may_edit and found.vault)
        self.renew_button.setVisible(found.may_read and found.vault)
        self.hint.setText(self._hint())
        self._show_secrets(self.table.current_row())

    def _hint(self) -> str:
        if not self._vault:
            return self.tr("登记身份证号和账号前，先建立个人信息密钥。")
        if self._may_read:
            return self.tr("显示 30 秒后自动遮盖；谁在何时查看了谁的哪一项，都记入日志。")
        return self.tr("身份证号和账号由财务、主持人和法定代表人查看。")

    def _show_secrets(self, row: PayeeRow | None) -> None:
        payee = row.payee if row else None
        on_file = {"id_number": bool(payee and payee.id_match), "account": bool(payee and payee.account_match)}
        for field, line in self.secrets.items():
            line.setVisible(payee is not None)
            line.set_on_file(on_file[field], may_read=self._may_read)

    def _columns(self) -> tuple[Column, ...]:
        titles = self._desk.workspace.policy.lecture_titles
        return (
            Column(self.tr("姓名"), lambda row: row.payee.name, width=110),
            Column(self.tr("类型"), lambda row: PAYEE_KINDS.get(row.payee.kind, row.payee.kind), width=96),
            Column(self.tr("职称档次"), lambda row: titles.get(row.payee.title, self.tr("—")), width=170),
            Column(self.tr("工作单位"), lambda row: row.payee.employer),
            Column(self.tr("开户银行"), lambda row: row.payee.bank),
            Column(self.tr("身份证"), lambda row: "✓" if row.payee.id_match else "—", width=64),
            Column(self.tr("账号"), lambda row: "✓" if row.payee.account_match else "—", width=56),
            Column(self.tr("本年应发"), lambda row: row.fees, numeric=True, width=110),
        )

    def _lay_out(self) -> None:
        above, below = QHBoxLayout(), QHBoxLayout()
        self.search.setMaximumWidth(240)
        above.addWidget(self.search)
        above.addStretch(1)
        for one in (self.recover_button, self.renew_button, self.vault_button, self.edit_button, self.add_button):
            above.addWidget(one)
        for line in self.secrets.values():
            below.addWidget(line)
            below.addSpacing(24)
        below.addStretch(1)
        card = Card()
        card.body.addLayout(above)
        card.body.addWidget(self.table, 1)
        card.body.addWidget(self.empty, 1)
        card.body.addLayout(below)
        card.body.addWidget(self.hint)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 12, 0, 0)
        column.addWidget(card)
