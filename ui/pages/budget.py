"""年度预算: what each category may cost out of which source, its versions, and the way to sign them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar
from uuid import uuid4

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from studio_ledger.model.funds import SOURCE_NAMES, Budget, Source
from studio_ledger.model.money import Money
from studio_ledger.model.voucher import State
from ui.dialogs.adjustment import AdjustmentDialog, BudgetChange
from ui.dialogs.form_dialog import confirmed
from ui.pages.budget_grid import BudgetGrid
from ui.pages.budget_model import FIRST_SOURCE, SOURCES, GridRow, lines_of, rows_of
from ui.pages.budget_versions import BudgetVersions
from ui.pages.page import Page
from ui.pages.run_for import run_for
from ui.pages.signing_documents import category_names
from ui.widgets.inline_alert import InlineAlert
from ui.widgets.text import button, label

if TYPE_CHECKING:
    from collections.abc import Mapping

    from PySide6.QtWidgets import QWidget

    from studio_ledger.model.studio import Studio
    from studio_ledger.queries.rows import BudgetRow, YearFigures
    from ui.desk import Desk

_WAITING = (State.SUBMITTED, State.HOST_SIGNED)


@dataclass(frozen=True, slots=True)
class _Plans:
    key: tuple[str, int]
    versions: tuple[BudgetRow, ...]
    last_year: tuple[BudgetRow, ...]
    figures: YearFigures
    may: bool


class BudgetPage(Page):
    """The grid at the left, the versions at the right, what may be done below."""

    name: ClassVar[str] = "budget"
    title: ClassVar[str] = "年度预算"
    icon: ClassVar[str] = "chart-bar"

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.watch(desk.notifier.funds_changed, desk.notifier.vouchers_changed)
        self._names: Mapping[str, str] = category_names(desk.workspace)
        self._plans: _Plans | None = None
        self._editing = False
        self._form = ""
        self.status = label("", "caption", name="budgetStatus")
        self.grid = BudgetGrid(self._names)
        self.over = InlineAlert("warn", "")
        self.versions = BudgetVersions(desk.titles)
        self.versions.chosen.connect(self._show_version)
        self.grid.plan.edited.connect(self._edited)
        self.copy_button = button(self.tr("复制上年"), icon="copy", on_click=self.copy_last_year, name="copyLastYear")
        self.adjust_button = button(self.tr("调整预算"), icon="pencil", on_click=self.adjust, name="adjust")
        self.withdraw_button = button(self.tr("撤回"), on_click=self.withdraw, name="withdrawBudget")
        self.drop_button = button(self.tr("放弃修改"), on_click=self.drop, name="dropChanges")
        self.submit_button = button(self.tr("提交签字"), "primary", on_click=self.submit, name="submitBudget")
        self._lay_out()

    def refresh(self) -> None:
        """Read versions and figures; what is being typed stays."""
        studio = self.desk.studio
        if studio is None:
            return
        workspace, session, year = self.desk.workspace, self.desk.session, self.desk.year

        def read() -> _Plans:
            figures = workspace.year_figures(studio.id, year)
            may = workspace.may(session, "budget", studio.id) and not workspace.read_only and not figures.closed
            versions = workspace.budgets(studio.id, year)
            return _Plans((studio.id, year), versions, workspace.budgets(studio.id, year - 1), figures, may)

        run_for(self, self.desk, read, self._show)

    def copy_last_year(self) -> None:
        """Start from last year's budget in force."""
        if self._plans is None:
            return
        last = _in_force(self._plans.last_year)
        if last is None:
            self.desk.say(self.tr("上年没有已生效的预算可以复制。"))
        else:
            self._edit(rows_of(last.budget.lines, tuple(self._names)))
            self._edited()

    def adjust(self) -> None:
        """Open the version in force for changes."""
        row = self._standing()
        self._edit(rows_of(row.budget.lines if row else (), tuple(self._names)))

    def drop(self) -> None:
        """Forget what was typed since the last version."""
        told = self.tr("放弃后恢复为最近一版预算，本次填写的内容不保留。")
        if not self._changes() or confirmed(self.tr("放弃修改"), told, self.tr("放弃修改"), self):
            self._editing = False
            self._show_newest()

    def withdraw(self) -> None:
        """Take the version that waits for signatures back."""
        row = self.versions.current()
        if row is not None:
            workspace, session = self.desk.workspace, self.desk.session
            told = self.tr("已撤回预算")
            run_for(self, self.desk, lambda: workspace.withdraw(session, row.budget.id), lambda _: self._done(told))

    def submit(self) -> None:
        """Propose what was typed; an adjustment asks for its reason."""
        plans, studio = self._plans, self.desk.studio
        if plans is None or studio is None:
            return
        self.grid.setFocus()  # closes the open cell, so that its amount counts
        lines = lines_of(self.grid.plan.rows)
        if not lines:
            self.desk.say(self.tr("预算还是空的，请先填写金额。"))
            return
        reason = ""
        if _in_force(plans.versions):
            asked = AdjustmentDialog.ask(self._changes(), plans.versions[0].version + 1, self)
            if asked is None:
                return
            reason = asked
        budget = Budget(self._form, studio.id, self.desk.year, lines, reason)
        workspace, session, form = self.desk.workspace, self.desk.session, self._form
        run_for(
            self,
            self.desk,
            lambda: workspace.propose_budget(session, budget, form),
            lambda _: self._done(self.tr("预算已提交，等待双方签字")),
            title=self.tr("提交预算"),
        )

    def _done(self, told: str) -> None:
        self._editing = False
        self.desk.say(told)
        self.desk.notifier.funds_changed.emit()

    def _show(self, plans: _Plans) -> None:
        same = self._plans is not None and self._plans.key == plans.key
        self._plans = plans
        self._editing = self._editing and same
        self._show_funds()
        self.versions.set_rows(plans.versions)
        if not self._editing:
            self._show_newest()
        self._show_actions()

    def _show_newest(self) -> None:
        plans = self._plans
        if plans is None:
            return
        waiting = next((row for row in plans.versions if row.state in _WAITING), None)
        row = waiting or _in_force(plans.versions)
        if row is None and plans.may:
            newest = plans.versions[0] if plans.versions else None
            self._edit(rows_of(newest.budget.lines if newest else (), tuple(self._names)))
        else:
            self.versions.choose(row)
            self._show_version(row)

    def _show_version(self, row: BudgetRow | None) -> None:
        if self._editing:
            return
        lines = row.budget.lines if row else ()
        self.grid.plan.show_plan(rows_of(lines, tuple(self._names)), self._before(row), editable=False)
        self.grid.set_editable(False)
        self._show_actions()
        self._show_over()

    def _edit(self, rows: tuple[GridRow, ...]) -> None:
        self._editing, self._form = True, str(uuid4())
        standing = self._standing()
        before = _places(standing.budget) if standing else {}
        self.grid.plan.show_plan(rows, before, editable=True)
        self.grid.set_editable(True)
        self._show_actions()
        self._show_over()

    def _edited(self) -> None:
        self._show_actions()
        self._show_over()

    def _standing(self) -> BudgetRow | None:
        return _in_force(self._plans.versions) if self._plans else None

    def _before(self, row: BudgetRow | None) -> Mapping[tuple[str, Source], Money]:
        standing = self._standing()
        return _places(standing.budget) if row and standing and standing.version < row.version else {}

    def _changes(self) -> tuple[BudgetChange, ...]:
        standing = self._standing()
        before = _places(standing.budget) if standing else {}
        rows = self.grid.plan.rows
        after = {(row.category, source): amount for row in rows for source, amount in row.amounts.items()}
        places = [place for place in {**before, **after} if before.get(place, Money()) != after.get(place, Money())]
        return tuple(
            BudgetChange(
                f"{self._names.get(category, category)} · {SOURCE_NAMES[source]}",
                before.get((category, source), Money()),
                after.get((category, source), Money()),
            )
            for category, source in places
        )

    def _show_funds(self) -> None:
        plans, studio = self._plans, self.desk.studio
        if plans is None or studio is None:
            return
        funds = self._funds(plans.figures, studio)
        used = {row.category: row.spent + row.committed for row in plans.figures.categories}
        self.grid.plan.show_funds(funds, used)
        for place, source in enumerate(SOURCES):
            planned = any(line.source is source for row in plans.versions for line in row.budget.lines)
            wanted = bool(funds.get(source)) or planned or source is Source.CITY
            self.grid.setColumnHidden(FIRST_SOURCE + place, not wanted)

    def _funds(self, figures: YearFigures, studio: Studio) -> dict[Source, Money]:
        """What each source will have: what came, or what is still expected where that is more."""
        expected = self.desk.workspace.policy.expected_grants(studio.affiliation)
        granted = {row.source: row.granted for row in figures.sources}
        return {source: max(granted.get(source, Money()), expected.get(source, Money())) for source in SOURCES}

    def _show_over(self) -> None:
        plan = self.grid.plan
        over = [source for source in SOURCES if plan.sum_of(source) > plan.funds_of(source)]
        told = "；".join(
            self.tr("{0}超出可用资金 {1} 元").format(
                SOURCE_NAMES[source], (plan.sum_of(source) - plan.funds_of(source)).grouped
            )
            for source in over
        )
        self.over.set_alert("warn", self.tr("{0}。经费到账前不能支出，请核对金额或来源。").format(told))
        self.over.setVisible(bool(over))

    def _show_actions(self) -> None:
        plans = self._plans
        may = bool(plans and plans.may)
        shown, standing = self.versions.current(), self._standing()
        waiting = any(row.state in _WAITING for row in plans.versions) if plans else False
        self.copy_button.setVisible(may and self._editing and standing is None)
        self.adjust_button.setVisible(may and not self._editing and standing is not None and not waiting)
        self.withdraw_button.setVisible(may and not self._editing and bool(shown and shown.state in _WAITING))
        self.drop_button.setVisible(self._editing and bool(plans and plans.versions))
        self.submit_button.setVisible(may and self._editing)
        self.status.setText(self._status(shown))

    def _status(self, shown: BudgetRow | None) -> str:
        if self._editing:
            total = self.grid.plan.sum_of().grouped
            return self.tr("正在填写 · 合计 ¥{0} · 提交后由双方签字").format(total)
        if shown is None:
            return self.tr("{0} 年度还没有预算").format(self.desk.year)
        return self.tr("第 {0} 版 · 合计 ¥{1}").format(shown.version, shown.budget.total.grouped)

    def _lay_out(self) -> None:
        self.head.addWidget(self.status)
        self.head.addStretch(1)
        left = QVBoxLayout()
        left.setSpacing(8)
        left.addWidget(self.grid, 1)
        left.addWidget(self.over)
        main = QHBoxLayout()
        main.setSpacing(12)
        main.addLayout(left, 1)
        main.addWidget(self.versions)
        bar = QHBoxLayout()
        bar.setSpacing(8)
        bar.addWidget(label(self.tr("Enter 下一格 · 金额可输入算式，如 6*4000"), "muted"), 1)
        buttons = (self.drop_button, self.withdraw_button, self.copy_button, self.adjust_button, self.submit_button)
        for one in buttons:
            bar.addWidget(one, 0, Qt.AlignmentFlag.AlignRight)
        self.body.addLayout(main, 1)
        self.body.addLayout(bar)


def _in_force(versions: tuple[BudgetRow, ...]) -> BudgetRow | None:
    return next((row for row in versions if row.in_force), None)


def _places(budget: Budget) -> dict[tuple[str, Source], Money]:
    sums: dict[tuple[str, Source], Money] = {}
    for line in budget.lines:
        place = line.category, line.source
        sums[place] = sums.get(place, Money()) + line.amount
    return sums
