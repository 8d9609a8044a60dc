"""A payee's file: who he is, and the two numbers that are locked away; the ID number is checked while it is typed."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QGridLayout, QLineEdit

from studio_ledger.model.payee import RegisteredPayee, id_number_holds
from studio_ledger.model.voucher import PAYEE_KINDS
from ui.dialogs.form_dialog import FormDialog
from ui.widgets.combo import Combo
from ui.widgets.field import Field
from ui.widgets.plain_edit import PlainEdit

if TYPE_CHECKING:
    from collections.abc import Mapping

    from PySide6.QtWidgets import QWidget

_ID_LENGTH = 18
_SHORTEST_ACCOUNT, _LONGEST_ACCOUNT = 8, 30


@dataclass(frozen=True, slots=True)
class PayeeAnswer:
    """What is to be kept; an empty number leaves the one on file as it is."""

    payee: RegisteredPayee
    id_number: str = ""
    account: str = ""


def _plain(text: str) -> str:
    return "".join(sign for sign in unicodedata.normalize("NFKC", text).upper() if sign not in " -")


class PayeeDialog(FormDialog):
    """New or changed; without a data key (`locked`) the numbers cannot be taken in."""

    def __init__(
        self,
        payee: RegisteredPayee | None,
        titles: Mapping[str, str],
        *,
        locked: bool,
        name: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent, width=580)
        self._before = payee or RegisteredPayee("", name, "external_person")
        self._locked = locked
        words = self.tr("还没有建立个人信息密钥，暂不能登记身份证号和账号；其余内容可以先保存。") if locked else ""
        self.set_words(self.tr("修改收款人") if payee else self.tr("登记收款人"), self.tr("保存"), words)
        self.name, self.employer = QLineEdit(self._before.name), QLineEdit(self._before.employer)
        self.bank = QLineEdit(self._before.bank)
        self.kind = Combo(self.tr("类型"))
        self.kind.set_choices(PAYEE_KINDS.items(), self._before.kind)
        self.title = Combo(self.tr("职称档次"))
        self.title.set_choices([("", self.tr("（不讲课）")), *titles.items()], self._before.title)
        self.id_number = PlainEdit(_plain, frozenset("0123456789X"))
        self.account = PlainEdit(_plain, frozenset("0123456789"))
        self.id_number.setMaxLength(_ID_LENGTH)
        self.account.setMaxLength(_LONGEST_ACCOUNT)
        for widget, named in (
            (self.name, "payeeFileName"), (self.kind, "payeeFileKind"), (self.title, "payeeFileTitle"),
            (self.employer, "payeeFileEmployer"), (self.bank, "payeeFileBank"), (self.id_number, "payeeFileId"),
            (self.account, "payeeFileAccount"),
        ):  # fmt: skip
            widget.setObjectName(named)
        self._lay_out()
        self.id_number.textChanged.connect(self._check_id)
        self._check_id()
        self.name.setFocus()

    @classmethod
    def ask(
        cls,
        payee: RegisteredPayee | None,
        titles: Mapping[str, str],
        *,
        locked: bool,
        name: str = "",
        parent: QWidget | None = None,
    ) -> PayeeAnswer | None:
        """Return what is to be kept, or None where the user turned away."""
        dialog = cls(payee, titles, locked=locked, name=name, parent=parent)
        return dialog.answer() if dialog.asked() else None

    def answer(self) -> PayeeAnswer:
        """What is typed, once `problem` is empty."""
        payee = RegisteredPayee(
            id=self._before.id,
            name=self.name.text().strip(),
            kind=str(self.kind.value()),
            title=str(self.title.value() or ""),
            employer=self.employer.text().strip(),
            bank=self.bank.text().strip(),
        )
        return PayeeAnswer(payee, self.id_number.text(), self.account.text())

    def problem(self) -> str:
        """What is missing or cannot be."""
        number, account = self.id_number.text(), self.account.text()
        if not self.name.text().strip():
            return self.tr("请填写姓名或单位名称。")
        if number and not id_number_holds(number):
            return self.tr("身份证号不对：应为 18 位，末位校验码须相符。请对照证件核对。")
        if account and len(account) < _SHORTEST_ACCOUNT:
            return self.tr("银行账号应为 8 至 30 位数字，请核对。")
        return ""

    def _check_id(self) -> None:
        number = self.id_number.text()
        self.id_field.set_note("")
        if not number:
            on_file = self.tr("已登记，留空不改") if self._before.id_match else ""
            self.id_field.set_note(on_file)
        elif len(number) < _ID_LENGTH:
            self.id_field.set_note(self.tr("还差 {0} 位").format(_ID_LENGTH - len(number)))
        elif id_number_holds(number):
            self.id_field.set_note(self.tr("✓ 校验码相符"))
        else:
            self.id_field.set_error(self.tr("✕ 校验码不符，请核对"))

    def _lay_out(self) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(10)
        self.id_field = Field(self.tr("身份证号"), self.id_number)
        self.account_field = Field(self.tr("银行账号"), self.account)
        if self._before.account_match:
            self.account_field.set_note(self.tr("已登记，留空不改"))
        places = (
            (Field(self.tr("姓名"), self.name, required=True), 0, 0), (Field(self.tr("类型"), self.kind), 0, 1),
            (Field(self.tr("职称档次"), self.title), 1, 0), (Field(self.tr("工作单位"), self.employer), 1, 1),
            (self.id_field, 2, 0), (Field(self.tr("开户银行"), self.bank), 2, 1),
            (self.account_field, 3, 0),
        )  # fmt: skip
        for field, row, column in places:
            grid.addWidget(field, row, column)
        for widget in (self.id_number, self.account):
            widget.setEnabled(not self._locked)
        for column in range(2):
            grid.setColumnStretch(column, 1)
        self.body.addLayout(grid)
