"""What stands under the form: the sum, what the rules say, the budget, the reason, and the two buttons."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from studio_ledger.model.finding import Finding, Severity
from ui import theme
from ui.widgets.budget_bar import BudgetBar
from ui.widgets.capitals_label import CapitalsLabel
from ui.widgets.rule_panel import RulePanel
from ui.widgets.text import button, label

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from studio_ledger.model.money import Money
    from studio_ledger.queries.rows import CategoryFigures, Judgement


class EntryFoot(QWidget):
    """The verdict and the way on.

    Signals:
        reason_edited(): the reason for the warnings was typed.
        save_wanted(), submit_wanted(): the buttons.
    """

    reason_edited = Signal()
    save_wanted = Signal()
    submit_wanted = Signal()

    def __init__(self, category_name: Callable[[str], str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._category_name = category_name
        self.total = CapitalsLabel()
        self.verdict = label("", "warn", name="verdictCount")
        self.rules = RulePanel()
        self.budget = BudgetBar()
        self._budget_words = label("", "caption", name="budgetWords")
        self._budget_row = QWidget()
        self.reason = QLineEdit()
        self.reason.setObjectName("submitReason")
        self.reason.setAccessibleName(self.tr("提交说明"))
        self.reason.setPlaceholderText(self.tr("有需说明的事项：写明理由，签字人和年度报告都会看到"))
        self.reason.setMaxLength(300)
        self.reason.textEdited.connect(self.reason_edited)
        self._reason_row = QWidget()
        self.save_button = button(self.tr("存草稿 Ctrl+S"), on_click=self.save_wanted.emit, name="saveDraft")
        self.submit_button = button(
            self.tr("提交签字 Ctrl+Enter"), "primary", on_click=self.submit_wanted.emit, name="submitVoucher"
        )
        self._hint = label(
            self.tr(
                "Enter 下一格 · .. 同上 · = 发票余额 · F7 选择 · F8 下一问题 · Shift+F8 条文"
                " · F9 讲课费 · Shift+F9 出差"
            ),
            "muted",
            wrap=True,
        )
        self._build()
        self.clear()

    def _build(self) -> None:
        budget = _row(self._budget_row)
        budget.addWidget(self._budget_words)
        budget.addWidget(self.budget, 1)
        reason = _row(self._reason_row)
        caption = label(self.tr("提交说明(&R) *"), "caption")
        caption.setBuddy(self.reason)
        reason.addWidget(caption)
        reason.addWidget(self.reason, 1)
        buttons = QHBoxLayout()
        buttons.addWidget(self._hint, 1)
        buttons.addWidget(self.save_button)
        buttons.addWidget(self.submit_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        sums = QHBoxLayout()
        sums.addWidget(self.total, 1)
        sums.addWidget(self.verdict)
        column.addLayout(sums)
        for widget in (self.rules, self._budget_row, self._reason_row):
            column.addWidget(widget)
        column.addLayout(buttons)

    def clear(self) -> None:
        """Show that nothing has been judged yet."""
        self.rules.clear()
        self.verdict.clear()
        self._budget_row.hide()
        self._reason_row.hide()

    def set_reason(self, reason: str) -> None:
        """Show the reason of a draft."""
        self.reason.setText(reason)

    def show_judgement(self, judgement: Judgement, amount: Money) -> None:
        """Show what the rules say and how the budget stands."""
        self.rules.set_findings(judgement.findings)
        self._reason_row.setVisible(bool(self.reason.text()) or (self.needs_reason() and not self.blocked()))
        self._count(judgement.findings)
        self._show_budget(judgement.category, amount)

    def _count(self, findings: Sequence[Finding]) -> None:
        blocks = sum(finding.severity is Severity.BLOCK for finding in findings)
        warns = sum(finding.severity is Severity.WARN for finding in findings)
        parts = [self.tr("{0} 项不能提交").format(blocks)] if blocks else []
        parts += [self.tr("{0} 项需说明").format(warns)] if warns else []
        self.verdict.setText(" · ".join(parts))
        theme.set_property(self.verdict, "role", "error" if blocks else "warn")

    def needs_reason(self) -> bool:
        """Whether a warning stands."""
        return any(finding.severity is Severity.WARN for finding in self.rules.findings())

    def blocked(self) -> bool:
        """Whether something forbids the submission."""
        return any(finding.severity is Severity.BLOCK for finding in self.rules.findings())

    def ask_reason(self) -> None:
        """Go to the line for the reason."""
        self._reason_row.show()
        self.reason.setFocus()

    def _show_budget(self, figures: CategoryFigures | None, amount: Money) -> None:
        self._budget_row.setVisible(figures is not None)
        if figures is None:
            return
        self.budget.set_figures(figures, amount)
        words = self.tr("{0} 预算 {1}　已用 {2}　签字中 {3}　本单 {4}")
        sums = (figures.budget, figures.spent, figures.committed, amount)
        self._budget_words.setText(words.format(self._category_name(figures.category), *(s.grouped for s in sums)))

    def set_may_submit(self, may: bool) -> None:
        """Let only finance go on."""
        self.save_button.setVisible(may)
        self.submit_button.setVisible(may)
        self._hint.setVisible(may)
        self.reason.setReadOnly(not may)


def _row(holder: QWidget) -> QHBoxLayout:
    row = QHBoxLayout(holder)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(8)
    return row
