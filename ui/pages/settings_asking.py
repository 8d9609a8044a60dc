"""When a studio asks before it spends: categories and two limits, proposed by finance and signed by both."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import uuid4

from PySide6.QtWidgets import QCheckBox, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from studio_ledger.model.money import Money
from studio_ledger.model.spending import RequestRules
from studio_ledger.model.voucher import State
from studio_ledger.workspace.around import USUAL_ASKED, USUAL_LIMITS, rules_of
from ui.pages.run_for import run_for
from ui.widgets.card import Card
from ui.widgets.date_edit import DateEdit
from ui.widgets.field import Field
from ui.widgets.inline_alert import InlineAlert
from ui.widgets.money_edit import MoneyEdit
from ui.widgets.status_chip import StatusChip
from ui.widgets.text import button, label

if TYPE_CHECKING:
    from collections.abc import Callable

    from studio_ledger.queries.around import Proposal
    from ui.desk import Desk

_WAITING = (State.SUBMITTED, State.HOST_SIGNED)


@dataclass(frozen=True, slots=True)
class _Sight:
    in_force: RequestRules | None
    newest: Proposal | None
    may: bool


class AskingTab(QWidget):
    """Ticks and limits; what stands in force, and what still waits for signatures."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._sight = _Sight(None, None, may=False)
        self.state = InlineAlert("info", "")
        self.chip = StatusChip(State.SUBMITTED)
        self.state.add_widget(self.chip)
        self.ticks = {
            category.id: QCheckBox(f"{category.number} {category.name}")
            for category in desk.workspace.policy.categories
        }
        for key, tick in self.ticks.items():
            tick.setObjectName(f"ask_{key}")
        self.legal, self.minutes = MoneyEdit(), MoneyEdit()
        self.legal.setObjectName("legalAbove")
        self.minutes.setObjectName("minutesAbove")
        self.since = DateEdit(today=desk.workspace.today)
        self.since.setObjectName("askSince")
        self.hint = label("", "error", wrap=True, name="askingHint")
        self.propose_button = button(
            self.tr("提交办法"), "primary", on_click=self.propose, name="proposeRules", icon="signature"
        )
        self.withdraw_button = button(self.tr("撤回"), on_click=self.withdraw, name="withdrawRules")
        for signal in (desk.notifier.funds_changed, desk.studio_changed):
            signal.connect(self.refresh)
        self._lay_out()

    def refresh(self) -> None:
        """Read what is in force and what waits."""
        studio, workspace, session = self._desk.studio, self._desk.workspace, self._desk.session
        if studio is None:
            return

        def read() -> _Sight:
            made = workspace.proposals(studio.id, "request_rules")
            may = workspace.may(session, "request_rules", studio.id) and not workspace.read_only
            return _Sight(workspace.request_rules(studio.id), made[-1] if made else None, may)

        run_for(self, self._desk, read, self._show)

    def propose(self) -> None:
        """Submit the rules for two signatures."""
        problem = self.problem()
        self.hint.setText(problem)
        studio = self._desk.studio
        if problem or studio is None:
            return
        rules = RequestRules(
            id="",
            studio=studio.id,
            categories=tuple(key for key, tick in self.ticks.items() if tick.isChecked()),
            legal_above=self.legal.money() or Money(),
            minutes_above=self.minutes.money() or Money(),
            valid_from=self.since.date_value() or self._desk.workspace.today(),
        )
        workspace, session, form = self._desk.workspace, self._desk.session, str(uuid4())
        self._do(
            lambda: workspace.propose_request_rules(session, rules, form), self.tr("用款申请办法已提交，双方签字后生效")
        )

    def withdraw(self) -> None:
        """Take the proposal back."""
        newest = self._sight.newest
        if newest is not None:
            workspace, session = self._desk.workspace, self._desk.session
            self._do(lambda: workspace.withdraw(session, newest.id), self.tr("已撤回用款申请办法"))

    def problem(self) -> str:
        """What is missing or cannot be."""
        legal, minutes = self.legal.money(), self.minutes.money()
        if legal is None or minutes is None or min(legal, minutes) < Money():
            return self.tr("请填写两个限额，不能为负；每笔都要双方签的填 0。")
        if self.since.date_value() is None:
            return self.tr("请填写从哪一天起执行。")
        return ""

    def _do(self, work: Callable[[], object], told: str) -> None:
        def done(_: object) -> None:
            self._desk.say(told)
            self._desk.notifier.funds_changed.emit()

        run_for(self, self._desk, work, done)

    def _show(self, sight: _Sight) -> None:
        self._sight = sight
        waiting = sight.newest is not None and sight.newest.state in _WAITING
        shown = rules_of(sight.newest) if waiting and sight.newest else sight.in_force
        asked = shown.categories if shown else USUAL_ASKED
        for key, tick in self.ticks.items():
            tick.setChecked(key in asked)
            tick.setEnabled(sight.may and not waiting)
        self.legal.set_money(shown.legal_above if shown else USUAL_LIMITS[0])
        self.minutes.set_money(shown.minutes_above if shown else USUAL_LIMITS[1])
        self.since.set_date(shown.valid_from if waiting and shown else self._desk.workspace.today())
        for edit in (self.legal, self.minutes, self.since):
            edit.setReadOnly(not sight.may or waiting)
        self.propose_button.setVisible(sight.may and not waiting)
        self.withdraw_button.setVisible(sight.may and waiting)
        self._say_state(sight, waiting=waiting)

    def _say_state(self, sight: _Sight, *, waiting: bool) -> None:
        self.chip.setVisible(waiting)
        if waiting and sight.newest is not None:
            self.chip.set_state(sight.newest.state)
            self.state.set_alert("warn", self.tr("新的办法在签字中；签完以前仍按原来的执行。"))
        elif sight.in_force is not None:
            told = self.tr("已双签，自 {0} 起执行。修改后重新提交，双方签字才生效。")
            self.state.set_alert("ok", told.format(sight.in_force.valid_from.isoformat()))
        else:
            self.state.set_alert("info", self.tr("还没有办法：不必先申请。下面是通常的做法，改动后提交。"))

    def _lay_out(self) -> None:
        card = Card(self.tr("哪些支出先申请、后报销（第四条：主持人审核经费使用方向）"))
        ticks = QGridLayout()
        ticks.setHorizontalSpacing(24)
        ticks.setVerticalSpacing(8)
        for place, tick in enumerate(self.ticks.values()):
            ticks.addWidget(tick, place // 3, place % 3)
        limits = QHBoxLayout()
        limits.setSpacing(12)
        limits.addWidget(Field(self.tr("超过此数双方都须签（元）(&F)"), self.legal, required=True), 1)
        limits.addWidget(Field(self.tr("超过此数须附会议纪要（元）(&M)"), self.minutes, required=True), 1)
        limits.addWidget(Field(self.tr("自何日起执行(&D)"), self.since, required=True), 1)
        card.body.addLayout(ticks)
        card.body.addLayout(limits)
        bar = QHBoxLayout()
        bar.setSpacing(8)
        bar.addWidget(self.hint, 1)
        bar.addWidget(self.withdraw_button)
        bar.addWidget(self.propose_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 12, 0, 0)
        column.setSpacing(12)
        column.addWidget(self.state)
        column.addWidget(card)
        column.addLayout(bar)
        column.addStretch(1)
