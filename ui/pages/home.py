"""Home: what must I do now, and how is the money."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QWidget

from ui.pages.city_papers import paper_todos
from ui.pages.home_parts import BudgetCard, StepsCard, TodoCard
from ui.pages.page import Page
from ui.widgets.card import Card
from ui.widgets.metric_card import MetricCard
from ui.widgets.month_chart import MonthChart
from ui.widgets.text import button, label

if TYPE_CHECKING:
    from studio_ledger.queries.rows import Todo, YearFigures
    from ui.desk import Desk


@dataclass(frozen=True, slots=True)
class _Sight:
    figures: YearFigures
    todos: tuple[Todo, ...]
    names: dict[str, str]


class HomePage(Page):
    """Four figures, what is to be done, the budget by category, and the months."""

    name = "home"
    title = "首页·待办"
    icon = "home"

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.granted = MetricCard(self.tr("年度到账"))
        self.spent = MetricCard(self.tr("已入账支出"))
        self.waiting = MetricCard(self.tr("签字中"))
        self.available = MetricCard(self.tr("可用余额"))
        self.todos = TodoCard()
        self.budget = BudgetCard()
        self.steps = StepsCard()
        self.months = Card(self.tr("逐月已入账支出"))
        self.chart = MonthChart()
        self.months.head.addWidget(label(self.tr("虚线：全年均匀支出的进度 · 单位：元"), "muted"))
        self.months.body.addWidget(self.chart, 1)
        self.report = button(
            self.tr("年度报告(&R)"), icon="printer", on_click=lambda: desk.go("report"), name="homeReport"
        )
        self.head.addStretch(1)
        self.head.addWidget(self.report)
        self._lay_out()
        self.todos.chosen.connect(lambda page, tab: desk.go(page, **({"tab": tab} if tab else {})))
        self.steps.chosen.connect(desk.go)
        notifier = desk.notifier
        self.watch(
            notifier.vouchers_changed, notifier.funds_changed, notifier.drafts_changed, notifier.inbox_changed,
            notifier.studios_changed, notifier.audit_changed, notifier.standards_changed,
        )  # fmt: skip

    def refresh(self) -> None:
        """Read figures and to-dos beside the window."""
        desk, studio, year = self.desk, self.desk.studio, self.desk.year
        if studio is None:
            self.todos.hint.setText(self.tr("您还没有被指派到工作室。请管理员在“设置”里登记任期。"))
            return
        workspace, session = desk.workspace, desk.session

        def read() -> _Sight:
            return _Sight(
                workspace.year_figures(studio.id, year),
                (*workspace.todos(session, studio.id, year), *paper_todos(desk)),
                {category.id: f"{category.number} {category.name}" for category in workspace.policy.categories},
            )

        desk.run(read, self._show)

    def _lay_out(self) -> None:
        figures = QHBoxLayout()
        figures.setSpacing(12)
        for card in (self.granted, self.spent, self.waiting, self.available):
            figures.addWidget(card, 1)
        grid = QGridLayout()
        grid.setSpacing(12)
        grid.addWidget(self.todos, 0, 0, 2, 1)
        grid.addWidget(self.steps, 0, 1)
        grid.addWidget(self.budget, 0, 1)
        grid.addWidget(self.months, 1, 1)
        grid.setColumnStretch(0, 5)
        grid.setColumnStretch(1, 6)
        grid.setRowStretch(0, 5)
        grid.setRowStretch(1, 2)
        self.body.addLayout(figures)
        self.body.addLayout(grid, 1)
        self.steps.hide()
        self.todos.hint.setText(self.tr("把电子发票(PDF、OFD、XML)或照片拖到窗口任意处，即放入票据夹。"))

    def _show(self, sight: _Sight) -> None:
        figures = sight.figures
        self.granted.set_money(figures.granted, self._grant_note(figures))
        self.spent.set_money(figures.spent, self._execution_note(figures))
        self.waiting.set_money(figures.committed, self.tr("已提交、尚未入账，额度已占用"))
        self.available.set_money(figures.available, self._year_note(figures))
        today = self.desk.workspace.today()
        self.todos.set_todos(sight.todos, today)
        budgeted = any(row.budget for row in figures.categories)
        begun = bool(figures.granted) and budgeted
        self.steps.setVisible(not begun)
        self.steps.set_done(granted=bool(figures.granted), budgeted=budgeted)
        self.budget.setVisible(begun)
        self.budget.set_categories(figures.categories, lambda key: sight.names.get(key, key))
        self.chart.set_figures(figures.months, figures.granted)
        self.report.setText(self.tr("{0} 年度报告(&R)").format(figures.year))
        if not self.isAncestorOf(self.focusWidget() or self) or self.hasFocus():
            self.todos.focus_first()

    def _grant_note(self, figures: YearFigures) -> str:
        parts = [f"{_SOURCES[row.source.value]} {row.granted.grouped}" for row in figures.sources if row.granted]
        words = " + ".join(parts) or self.tr("应到 {0}").format(figures.expected.grouped)
        return f"{words}\n{figures.match_note}" if figures.match_note else words

    def _execution_note(self, figures: YearFigures) -> str:
        if not figures.granted:
            return self.tr("还没有到账")
        return self.tr("执行率 {0}%").format(f"{figures.spent.fen * 100 / figures.granted.fen:.1f}")

    def _year_note(self, figures: YearFigures) -> str:
        if figures.closed:
            return self.tr("本年已结账")
        left = (dt.date(figures.year, 12, 31) - self.desk.workspace.today()).days
        return self.tr("距年末 {0} 天").format(left) if left >= 0 else self.tr("年度已过，尚未结账")


_SOURCES = {"carried_over": "上年结转", "city": "市", "district": "区配套", "other": "其他"}
