"""Asks how and when money moved for posted vouchers: one payment, or the same for several at once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QGridLayout, QLineEdit, QWidget

from studio_ledger.model.money import Money
from studio_ledger.model.spending import METHODS, PART_NAMES, Part
from ui.dialogs.form_dialog import FormDialog
from ui.widgets.combo import Combo
from ui.widgets.date_edit import DateEdit
from ui.widgets.field import Field
from ui.widgets.file_row import FileRow
from ui.widgets.money_edit import MoneyEdit
from ui.widgets.text import label

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from studio_ledger.queries.spending import DueRow

_CASH_LIMIT = Money.yuan("1000")
"""结算起点, above which the school may not pay in cash (现金管理暂行条例 art. 5)."""
_METHODS = {"official_card": "official_card", "cash": "cash"}


@dataclass(frozen=True, slots=True)
class PaymentAnswer:
    """What is to be recorded; `amount` is None where each voucher moves what `moves` says of this part."""

    amount: Money | None
    part: Part
    paid_on: dt.date
    method: str
    account: str
    note: str
    slip: Path | None


def moves(rows: Sequence[DueRow], taxes: Mapping[str, Money], part: Part) -> tuple[tuple[DueRow, Part, Money], ...]:
    """Return what moves when all of these are recorded at once: of fees the net to the person, or the tax alone."""
    found = []
    for row in rows:
        tax = taxes.get(row.voucher, Money())
        if not tax:
            found.append((row, Part.WHOLE, Money() if part is Part.TAX else row.rest))
        else:
            found.append((row, part, tax) if part is Part.TAX else (row, Part.NET, row.rest - tax))
    return tuple((row, what, amount) for row, what, amount in found if amount)


class PaymentDialog(FormDialog):
    """One voucher with its sum to be changed, or several that are recorded by what is left of them.

    `taxes`: by voucher, what of its rest is tax withheld from fees: it goes to the bureau, apart from the net.
    """

    def __init__(
        self,
        rows: Sequence[DueRow],
        today: dt.date,
        account: str,
        taxes: Mapping[str, Money],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent, width=560)
        self._rows, self._today, self._taxes = tuple(rows), today, taxes
        self._tax = Money.total(taxes.get(row.voucher, Money()) for row in rows)
        self._whole = Money.total(row.rest for row in rows)
        coming = self._whole < Money()
        self.set_words(
            self.tr("登记收款") if coming else self.tr("登记付款"),
            self.tr("登记"),
            self._named(),
        )
        self.amount = MoneyEdit()
        self.amount.setObjectName("paymentAmount")
        self.amount.setReadOnly(len(self._rows) > 1)
        self.part = Combo(self.tr("款项"))
        self.part.setObjectName("paymentPart")
        parts = (Part.NET, Part.TAX) if self._tax else (Part.WHOLE,)
        only_tax = bool(self._tax) and self._tax == self._whole
        names = PART_NAMES | ({Part.NET: self.tr("个税以外的款项")} if len(self._rows) > 1 else {})
        self.part.set_choices(((part, names[part]) for part in parts), parts[-1] if only_tax else parts[0])
        self.method = Combo(self.tr("支付方式"))
        self.method.setObjectName("paymentMethod")
        self.method.set_choices(METHODS.items(), _METHODS.get(self._rows[0].payment, "transfer"))
        self.paid_on = DateEdit(today=lambda: today)
        self.paid_on.setObjectName("paidOn")
        self.paid_on.set_date(today)
        self.account = QLineEdit(account)
        self.account.setObjectName("paymentAccount")
        self.note = QLineEdit()
        self.note.setObjectName("paymentNote")
        self.slip = FileRow(self.tr("选择银行回单"))
        self.slip.setObjectName("paymentSlip")
        self.late = label("", "warn", wrap=True, name="cardLate")
        self.paid_on.date_changed.connect(lambda _: self._tell_late())
        self.part.currentIndexChanged.connect(lambda _: self._propose())
        self._lay_out(one_part=len(parts) == 1)
        self._propose()
        self._tell_late()
        self.paid_on.setFocus()

    @classmethod
    def ask(
        cls,
        rows: Sequence[DueRow],
        today: dt.date,
        account: str,
        taxes: Mapping[str, Money],
        parent: QWidget | None = None,
    ) -> PaymentAnswer | None:
        """Return what is to be recorded, or None where the user turned away."""
        dialog = cls(rows, today, account, taxes, parent)
        return dialog.answer() if dialog.asked() else None

    def answer(self) -> PaymentAnswer:
        """What is typed, once `problem` is empty."""
        amount = self.amount.money() or Money()
        return PaymentAnswer(
            amount=None if len(self._rows) > 1 else (-amount if self._whole < Money() else amount),
            part=Part(str(self.part.value())),
            paid_on=self.paid_on.date_value() or self._today,
            method=str(self.method.value()),
            account=self.account.text().strip(),
            note=self.note.text().strip(),
            slip=self.slip.path,
        )

    def problem(self) -> str:
        """What is missing or cannot be."""
        amount, day = self.amount.money(), self.paid_on.date_value()
        if amount is None or amount <= Money():
            return self.tr("请填写金额，须大于零。")
        most = self._most()
        if amount > most:
            return self.tr("金额超过还没有收付的 {0} 元。").format(most.grouped)
        if day is None or day > self._today:
            return self.tr("请填写日期，不能晚于今天。")
        largest = amount if len(self._rows) == 1 else max(max(row.rest, -row.rest) for row in self._rows)
        if self.method.value() == "cash" and largest > _CASH_LIMIT:
            return self.tr("现金不得超过结算起点 1,000.00 元，请改用转账或公务卡（现金管理暂行条例第五条）。")
        return ""

    def _named(self) -> str:
        if len(self._rows) == 1:
            row = self._rows[0]
            return self.tr("第 {0} 号凭证 · {1} · 应收付 {2} 元，已收付 {3} 元").format(
                row.number, row.payee, row.due.grouped, row.paid.grouped
            )
        if self._tax:
            words = self.tr("{0} 张凭证，合计 {1} 元，其中代扣个税 {2} 元与其余款项分开登记。")
            return words.format(len(self._rows), self._whole.grouped, self._tax.grouped)
        return self.tr("{0} 张凭证，各按余额全部登记，合计 {1} 元。").format(len(self._rows), self._whole.grouped)

    def _most(self) -> Money:
        """What is left to move of the part that is chosen, in or out."""
        moving = moves(self._rows, self._taxes, Part(str(self.part.value())))
        whole = Money.total(amount for _, _, amount in moving)
        return max(whole, -whole)

    def _propose(self) -> None:
        """A fee is paid in two parts: to the person, and by the fifteenth of the next month to the bureau."""
        self.amount.set_money(self._most())

    def _tell_late(self) -> None:
        """Say which cards are repaid after their last day; the interest is nobody's from this fund."""
        day = self.paid_on.date_value() or self._today
        late = [row for row in self._rows if row.card and row.rest > Money() and row.card.days_left(day) < 0]
        words = self.tr("公务卡到期日 {0} 已过，将记为逾期还款；罚息、滞纳金不得列入本项经费（第三条）。")
        last = "、".join(sorted({str(row.card.repay_by) for row in late if row.card}))
        self.late.setText(words.format(last))
        self.late.setVisible(bool(late))

    def _lay_out(self, *, one_part: bool) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(10)
        grid.addWidget(Field(self.tr("金额（元）"), self.amount, required=True), 0, 0)
        grid.addWidget(Field(self.tr("日期"), self.paid_on, required=True), 0, 1)
        grid.addWidget(Field(self.tr("支付方式"), self.method, required=True), 1, 0)
        part = Field(self.tr("款项"), self.part)
        part.setVisible(not one_part)
        grid.addWidget(part, 1, 1)
        grid.addWidget(Field(self.tr("本单位账户"), self.account), 2, 0, 1, 2)
        grid.addWidget(Field(self.tr("备注"), self.note), 3, 0, 1, 2)
        grid.addWidget(Field(self.tr("银行回单（PDF 或图片）"), self.slip), 4, 0, 1, 2)
        self.body.addLayout(grid)
        self.body.addWidget(self.late)
        if self._tax:
            words = self.tr("个税 {0} 元须在次月15日前缴入国库（个人所得税法第十四条）。").format(self._tax.grouped)
            self.body.addWidget(label(words, "caption", wrap=True))
