"""One suspicion in full: why, figures, vouchers, what would clear it, what was answered, and the box to answer in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QPlainTextEdit, QStackedWidget, QVBoxLayout, QWidget

from studio_ledger.model.clock import SHANGHAI
from ui.pages.vouchers_inspector import scrolled
from ui.widgets.card import Card
from ui.widgets.empty_state import EmptyState
from ui.widgets.layouts import clear
from ui.widgets.row_table import Column, RowTable
from ui.widgets.status_chip import StatusChip
from ui.widgets.text import button, label, rule

if TYPE_CHECKING:
    from collections.abc import Mapping

    from studio_ledger.audit.suspicions import Suspicion
    from studio_ledger.queries.audit import Answer
    from studio_ledger.workspace.audit import AskedSuspicion

_ROW = 32
_MOST_ROWS = 3


class SuspicionInspector(Card):
    """Shows one suspicion.

    Signals:
        voucher_chosen(str): this voucher is to be opened.
        answer_wanted(): what is typed is to be signed.
        violation_wanted(): the suspicion is to be entered into the register.
    """

    voucher_chosen = Signal(str)
    answer_wanted = Signal()
    violation_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self._typed: dict[str, str] = {}
        self._shown = ""
        self.chip = StatusChip("low")
        self.title = label("", "section", wrap=True, name="suspicionTitle")
        self.place = label("", "caption", wrap=True)
        self.why = label("", wrap=True, name="suspicionWhy")
        self.figures = QGridLayout()
        self.vouchers: RowTable[tuple[str, str]] = RowTable(
            (Column(self.tr("凭证（Enter 打开）"), lambda pair: pair[1]),)
        )
        self.vouchers.setObjectName("suspicionVouchers")
        self.vouchers.setAccessibleName(self.tr("疑点涉及的凭证"))
        self.clears = label("", wrap=True)
        self.answers = QVBoxLayout()
        self.answer = QPlainTextEdit()
        self.answer.setObjectName("answer")
        self.answer.setAccessibleName(self.tr("学校答复"))
        self.answer.setPlaceholderText(self.tr("写明事实、补充了哪些材料、如何整改"))
        self.answer.setTabChangesFocus(True)
        self.answer.setFixedHeight(64)
        self.save_button = button(
            self.tr("保存答复 Ctrl+Enter"),
            "primary",
            icon="signature",
            on_click=self.answer_wanted.emit,
            name="saveAnswer",
        )
        self.violation_button = button(
            self.tr("登记为违规…"), icon="scale", on_click=self.violation_wanted.emit, name="toViolation"
        )
        self.answer.textChanged.connect(self._enable)
        self.vouchers.activated_row.connect(lambda pair: self.voucher_chosen.emit(pair[0]))
        self._may_answer = False
        self._lay_out()

    def set_rights(self, *, answer: bool, record: bool) -> None:
        """Offer only what this person may do."""
        self._may_answer = answer
        self.answer_box.setVisible(answer)
        self.save_button.setVisible(answer)
        self.violation_button.setVisible(record)
        self._enable()

    def may_answer(self) -> bool:
        """Whether an answer can be written here."""
        return self._may_answer

    def show_asked(self, asked: AskedSuspicion | None, studios: Mapping[str, str]) -> None:
        """Show a suspicion, or none; what was typed for another one is kept until it is looked at again."""
        if self._shown:
            self._typed[self._shown] = self.answer.toPlainText()
        self._shown = asked.id if asked else ""
        self.stack.setCurrentIndex(1 if asked else 0)
        if asked is None:
            return
        one = asked.suspicion
        self.chip.set_state(one.weight.word)
        self.title.setText(f"{one.kind} {one.title}")
        year = self.tr("{0} 年").format(one.year) if one.year else ""
        self.place.setText("　".join(part for part in (studios.get(one.studio, ""), year) if part))
        self.why.setText(one.why)
        self.clears.setText(self.tr("{0}\n依据：{1}").format(one.clears, one.source))
        self._show_figures(one)
        self._show_vouchers(one)
        self._show_answers(asked.answers)
        self.answer.setPlainText(self._typed.get(one.id, ""))
        self._enable()

    def text(self) -> str:
        """What is typed."""
        return self.answer.toPlainText().strip()

    def forget(self) -> None:
        """Empty the box: what was in it is signed."""
        self._typed.pop(self._shown, None)
        self.answer.clear()

    def begin(self) -> None:
        """Let the person write."""
        if self._may_answer:
            self.answer.setFocus()

    def _enable(self) -> None:
        self.save_button.setEnabled(self._may_answer and bool(self.text()))

    def _show_figures(self, one: Suspicion) -> None:
        clear(self.figures)
        for place, (name, value) in enumerate(one.figures.items()):
            row, column = divmod(place, 2)
            self.figures.addWidget(label(name, "caption"), row, column * 2)
            self.figures.addWidget(label(value, "strong", wrap=True), row, column * 2 + 1)
        self.figures.setColumnStretch(1, 1)
        self.figures.setColumnStretch(3, 1)

    def _show_vouchers(self, one: Suspicion) -> None:
        self.vouchers.set_rows(one.vouchers)
        self.vouchers.setVisible(bool(one.vouchers))
        self.vouchers.setFixedHeight(_ROW * (min(len(one.vouchers), _MOST_ROWS) + 1) + 4)

    def _show_answers(self, answers: tuple[Answer, ...]) -> None:
        clear(self.answers)
        for place, said in enumerate(answers):
            when = f"{said.at.astimezone(SHANGHAI):%Y-%m-%d %H:%M}"
            role = "strong" if place == 0 else "muted"
            self.answers.addWidget(label(said.text, role, wrap=True))
            stands = self.tr("现行答复") if place == 0 else self.tr("以前的答复")
            self.answers.addWidget(label(f"{said.person} {when} · {stands}", "muted"))
        if not answers:
            self.answers.addWidget(label(self.tr("还没有答复"), "muted"))

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(8)
        top.addWidget(self.chip)
        top.addWidget(self.title, 1)
        self.figures.setHorizontalSpacing(10)
        self.figures.setVerticalSpacing(4)
        figures, answers = QWidget(), QWidget()
        figures.setLayout(self.figures)
        answers.setLayout(self.answers)
        for inner in (self.figures, self.answers):
            inner.setContentsMargins(0, 0, 0, 0)
        told = scrolled(
            self.why,
            figures,
            self.vouchers,
            label(self.tr("学校答复"), "caption"),
            answers,
            rule(),
            label(self.tr("怎样消除"), "caption"),
            self.clears,
        )
        self.answer_box = QWidget()
        write = QVBoxLayout(self.answer_box)
        write.setContentsMargins(0, 0, 0, 0)
        write.addWidget(self.answer)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self.violation_button)
        buttons.addStretch(1)
        buttons.addWidget(self.save_button)
        full = QWidget()
        column = QVBoxLayout(full)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addLayout(top)
        column.addWidget(self.place)
        column.addWidget(told, 1)
        column.addWidget(self.answer_box)
        column.addLayout(buttons)
        self.stack = QStackedWidget()
        self.stack.addWidget(EmptyState("shield-check", self.tr("选择一条疑点查看依据和凭证")))
        self.stack.addWidget(full)
        self.body.addWidget(self.stack)
