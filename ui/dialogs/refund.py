"""Asks for money that came back for a posted voucher: why, how much, when, and what proves it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QGridLayout, QLineEdit

from studio_ledger.model.funds import SOURCE_NAMES
from studio_ledger.model.money import Money
from studio_ledger.model.voucher import REFUND_NAMES, RefundKind
from studio_ledger.queries.red_letters import FAULTS, RedLetter
from ui.dialogs.form_dialog import FormDialog
from ui.widgets.combo import Combo
from ui.widgets.date_edit import DateEdit
from ui.widgets.field import Field
from ui.widgets.file_row import FileRow
from ui.widgets.money_edit import MoneyEdit
from ui.widgets.text import label

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping
    from pathlib import Path

    from PySide6.QtWidgets import QWidget

    from studio_ledger.model.funds import Source

PROOFS = {"bank_slip": "银行回单", "receipt": "收款收据", "red_invoice": "红字发票"}
"""What proves a refund where no red-letter invoice lies in the inbox."""
_MOST_NAMED = 3
"""Red-letter invoices that are told by number as unfit; a full inbox would fill the form."""


@dataclass(frozen=True, slots=True)
class Refundable:
    """What the form needs to know of the voucher whose money comes back; the fitting red letters come first."""

    number: str
    purpose: str
    date: dt.date
    left: Mapping[Source, Money]
    red_letters: tuple[RedLetter, ...]
    today: dt.date


@dataclass(frozen=True, slots=True)
class RefundAnswer:
    """The refund as typed: a red-letter invoice, or a file of a kind of PROOFS (not stored yet)."""

    kind: RefundKind
    amount: Money
    date: dt.date
    red_letter: RedLetter | None
    proof: Path | None
    proof_kind: str
    note: str


class RefundDialog(FormDialog):
    """Reason, sum, day and proof."""

    def __init__(self, voucher: Refundable, parent: QWidget | None = None) -> None:
        super().__init__(parent, width=600)
        self._voucher = voucher
        self._most = Money.total(voucher.left.values())
        told = "，".join(f"{SOURCE_NAMES[source]} {rest.grouped} 元" for source, rest in voucher.left.items() if rest)
        self.set_words(
            self.tr("{0} 号凭证退款").format(voucher.number),
            self.tr("提交退款凭证"),
            self.tr("{0}。还可退回：{1}。").format(voucher.purpose, told or self.tr("无")),
        )
        self.kind = Combo(self.tr("退款原因"))
        self.kind.setObjectName("refundKind")
        self.kind.set_choices(REFUND_NAMES.items(), RefundKind.SELLER)
        self.amount = MoneyEdit()
        self.amount.setObjectName("refundAmount")
        self.date = DateEdit(today=lambda: voucher.today)
        self.date.setObjectName("refundDate")
        self.date.set_date(voucher.today)
        self.red_letter = Combo(self.tr("红字发票"))
        self.red_letter.setObjectName("refundInvoice")
        choices: list[tuple[object, str]] = [(None, self.tr("没有红字发票，另附凭据"))]
        fitting = [one for one in voucher.red_letters if not one.fault]
        choices += [(one, self._named(one)) for one in fitting]
        self.red_letter.set_choices(choices, fitting[0] if fitting else None)
        self.told = label("", "caption", wrap=True, name="refundRedLetter")
        self.proof_kind = Combo(self.tr("凭据种类"))
        self.proof_kind.setObjectName("refundProofKind")
        self.proof_kind.set_choices(PROOFS.items(), "bank_slip")
        self.proof = FileRow(self.tr("选择凭据"))
        self.proof.setObjectName("refundProof")
        self.note = QLineEdit()
        self.note.setObjectName("refundNote")
        self.note.setMaxLength(200)
        self.red_letter.currentIndexChanged.connect(self._invoice_chosen)
        self.amount.money_changed.connect(lambda _: self._tell())
        self._lay_out()
        self._invoice_chosen()
        self.amount.setFocus()

    @classmethod
    def ask(cls, voucher: Refundable, parent: QWidget | None = None) -> RefundAnswer | None:
        """Return the refund, or None where the user turned away."""
        dialog = cls(voucher, parent)
        return dialog.answer() if dialog.asked() else None

    def answer(self) -> RefundAnswer:
        """What is typed, once `problem` is empty."""
        return RefundAnswer(
            kind=RefundKind(str(self.kind.value())),
            amount=self.amount.money() or Money(),
            date=self.date.date_value() or self._voucher.today,
            red_letter=self._chosen(),
            proof=self.proof.path,
            proof_kind=str(self.proof_kind.value()),
            note=self.note.text().strip(),
        )

    def problem(self) -> str:
        """What is missing or cannot be."""
        amount, date, chosen = self.amount.money(), self.date.date_value(), self._chosen()
        if amount is None or not Money() < amount <= self._most:
            return self.tr("退款金额须大于零，不超过还可退回的 {0} 元。").format(self._most.grouped)
        if date is None or not self._voucher.date <= date <= self._voucher.today:
            return self.tr("退款日期不能早于原凭证（{0}），也不能晚于今天。").format(self._voucher.date.isoformat())
        if chosen is None and self.proof.path is None:
            return self.tr("请选择红字发票，或附上银行回单、收款收据。")
        if chosen is None or amount == (red := -chosen.claim.total):
            return ""
        if amount > red:
            return self.tr("退款 {0} 元超过红字发票的 {1} 元：请按发票金额登记，其余另附凭据登记一笔。").format(
                amount.grouped, red.grouped
            )
        return "" if self.note.text().strip() else self._less(amount, red)

    def _chosen(self) -> RedLetter | None:
        value = self.red_letter.value()
        return value if isinstance(value, RedLetter) else None

    def _invoice_chosen(self) -> None:
        chosen = self._chosen()
        if chosen is not None and self.amount.money() is None:
            self.amount.set_money(min(-chosen.claim.total, self._most))
        self._tell()

    def _named(self, one: RedLetter) -> str:
        told = self.tr("冲销 {0}").format(one.blue) if one.blue else self.tr("同一销售方，未写明对应蓝字发票")
        return self.tr("{0} · {1} 元 · {2}").format(one.claim.number, one.claim.total.grouped, told)

    def _less(self, amount: Money, red: Money) -> str:
        return self.tr("退款比红字发票的 {0} 元少 {1} 元，请在说明里写明原因。").format(
            red.grouped, (red - amount).grouped
        )

    def _tell(self) -> None:
        """How the refund and the chosen invoice differ, and which red-letter invoices are not offered."""
        chosen, amount = self._chosen(), self.amount.money() or Money()
        words = []
        if chosen is not None:
            red = -chosen.claim.total
            if amount and amount < red:
                words.append(self._less(amount, red))
        unfit = [one for one in self._voucher.red_letters if one.fault]
        words += [
            self.tr("不能用：{0}（{1}）").format(one.claim.number or one.name, FAULTS[one.fault])
            for one in unfit[:_MOST_NAMED]
        ]
        if len(unfit) > _MOST_NAMED:
            words.append(self.tr("另有 {0} 张红字发票不能用于本凭证。").format(len(unfit) - _MOST_NAMED))
        self.told.setText("\n".join(words))
        self.told.setVisible(bool(words))

    def _lay_out(self) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(10)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        grid.addWidget(Field(self.tr("退款原因(&R)"), self.kind, required=True), 0, 0)
        grid.addWidget(Field(self.tr("退款金额（元）(&J)"), self.amount, required=True), 0, 1)
        grid.addWidget(Field(self.tr("退款日期(&D)"), self.date, required=True), 1, 0)
        grid.addWidget(Field(self.tr("说明"), self.note), 1, 1)
        grid.addWidget(Field(self.tr("红字发票（票据夹）(&H)"), self.red_letter), 2, 0, 1, 2)
        grid.addWidget(self.told, 3, 0, 1, 2)
        grid.addWidget(Field(self.tr("凭据种类"), self.proof_kind), 4, 0)
        grid.addWidget(Field(self.tr("凭据（PDF 或图片）"), self.proof), 4, 1)
        self.body.addLayout(grid)
        told = self.tr("生成退款凭证，双方签字入账后恢复预算和来源余额；跨年的退款记入第一个未结账的年度。")
        self.body.addWidget(label(told, "caption", wrap=True))
