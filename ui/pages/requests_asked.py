"""用款申请: what was asked for, how much of it vouchers have drawn, and what is left."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from uuid import uuid4

from PySide6.QtCore import QTimer

from studio_ledger.model.money import Money
from studio_ledger.model.people import Role
from studio_ledger.model.voucher import State
from studio_ledger.workspace.around import request_of
from ui.dialogs.form_dialog import confirmed
from ui.dialogs.request import Asking, RequestAnswer, RequestDialog
from ui.pages.around_papers import LEVEL_NAMES, budget_effect, request_paper
from ui.pages.entry.choices import Choices
from ui.pages.requests_list import WAITING, DocumentList, evidence_of, kept, may_sign
from ui.pages.signing_documents import names_of
from ui.widgets.row_table import Column
from ui.widgets.text import button

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from studio_ledger.model.spending import RequestRules
    from studio_ledger.queries.around import Proposal
    from studio_ledger.queries.rows import YearFigures
    from studio_ledger.queries.spending import RequestRow
    from studio_ledger.workspace import Session, Workspace
    from ui.desk import Desk
    from ui.pages.signing_papers import Names
    from ui.widgets.evidence_viewer import Evidence
    from ui.widgets.voucher_paper import Paper


@dataclass(frozen=True, slots=True)
class _Sight:
    rows: tuple[RequestRow, ...]
    rules: RequestRules | None
    figures: YearFigures
    names: Names
    may: bool
    signs: bool


class RequestsTab(DocumentList["RequestRow", "_Sight"]):
    """The year's requests."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        empty = "本年度还没有用款申请。设备、会议、外出等支出先申请、后报销（第四条）。"
        super().__init__(desk, self._columns(), empty, parent)
        self.table.setObjectName("requestTable")
        self.table.setAccessibleName(self.tr("用款申请清单"))
        self.new_button = button(
            self.tr("新建申请 Ctrl+N"), "primary", icon="plus", on_click=self.new, name="newRequest"
        )
        self.close_button = button(self.tr("释放余额"), on_click=self.close_rest, name="closeRequest")
        self._wanted: str | None = None
        self.lay_out((self.close_button,))

    def read_sight(self, workspace: Workspace, session: Session, studio: str, year: int) -> _Sight:
        """The year's requests, the rules for asking, and what the budget leaves."""
        figures = workspace.year_figures(studio, year)
        may = workspace.may(session, "request", studio) and not workspace.read_only and not figures.closed
        rows, rules = workspace.requests(studio, year), workspace.request_rules(studio)
        return _Sight(rows, rules, figures, names_of(workspace), may, may_sign(workspace, session, studio))

    def ask_later(self, category: str) -> None:
        """Ask for this category as soon as the list is read (the entry form sent somebody here)."""
        self._wanted = category
        self.refresh()

    def new(self, category: str = "") -> None:
        """Ask for a request and submit it."""
        studio, sight = self._desk.studio, self.sight
        if studio is None or sight is None or not self.may:
            return
        workspace, person = self._desk.workspace, self._desk.session.person
        host = person.holds(Role.HOST, workspace.today(), studio.id)
        asking = Asking(
            studio=studio.id,
            today=workspace.today(),
            categories=Choices.of(workspace.policy).categories,
            figures=sight.figures.categories,
            rules=sight.rules,
            second=self._desk.titles()[1],
            by_host=person.name if host else "",
            category=category,
        )
        answer = RequestDialog.ask(asking, self)
        if answer is not None:
            self._submit(answer)

    def close_rest(self) -> None:
        """Free what is left of the chosen request."""
        row = self.table.current_row()
        if row is None:
            return
        told = self.tr("“{0}”还剩 {1} 元，释放后回到这一类预算，这份申请不能再动用。")
        words = told.format(row.request.purpose, row.rest.grouped)
        if confirmed(self.tr("释放用款申请余额"), words, self.tr("释放余额"), self):
            workspace, session = self._desk.workspace, self._desk.session
            said = self.tr("已释放 {0} 元").format(row.rest.grouped)
            self.do(lambda: workspace.close_hold(session, row.request.id), said)

    def document_id(self, row: RequestRow) -> str:
        """The request's id."""
        return row.request.id

    def read_paper(self, row: RequestRow) -> tuple[Proposal, Paper, tuple[Evidence, ...]]:
        """The request as a sheet, with its minutes."""
        workspace = self._desk.workspace
        found = workspace.proposal(row.request.id)
        effect = ""
        if row.closed:
            effect = self.tr("已结清：动用 {0} 元，余额已释放。").format(row.drawn.grouped)
        elif row.state is State.SIGNED:
            effect = self.tr("占用预算 {0} 元，已动用 {1} 元，余 {2} 元。").format(
                row.request.amount.grouped, row.drawn.grouped, row.rest.grouped
            )
        elif row.state in WAITING:
            figures = workspace.year_figures(found.studio, found.year)
            effect = budget_effect(figures, row.request.category, row.request.amount, held=False)
        return found, request_paper(found, names_of(workspace), effect), evidence_of(request_of(found).attachments)

    def show_buttons(self, row: RequestRow | None) -> None:
        """Release what is left, beside what every document has."""
        super().show_buttons(row)
        signed = row is not None and row.state is State.SIGNED and not row.closed
        self.close_button.setVisible(signed and self.may_withdraw())

    def may_withdraw(self) -> bool:
        """Finance takes a request back and releases it."""
        return self.may and self._desk.workspace.may(self._desk.session, "close_hold", self._studio_id())

    def _submit(self, answer: RequestAnswer) -> None:
        workspace, session, form, minutes = self._desk.workspace, self._desk.session, str(uuid4()), answer.minutes

        def work() -> str:
            request = replace(answer.request, attachments=kept(workspace, "minutes", minutes))
            return workspace.request(session, request, form, answer.password)

        told = self.tr("用款申请已提交：{0} ¥{1}").format(answer.request.purpose, answer.request.amount.grouped)
        self.do(work, told, self.tr("用款申请"))

    def _show(self, sight: _Sight) -> None:
        super()._show(sight)
        if self._wanted is not None and self.may:
            wanted, self._wanted = self._wanted, None
            QTimer.singleShot(0, self, lambda: self.new(wanted))

    def told(self, sight: _Sight) -> str:
        """What is left of all requests, and what must be asked for."""
        rest = Money.total(row.rest for row in sight.rows)
        held = self.tr("未动用余额合计 {0} 元。").format(rest.grouped)
        if sight.rules is None:
            return held + self.tr("本工作室没有规定哪些支出须先申请，可在“设置”中提出。")
        kinds = "、".join(sight.names.category(one) for one in sight.rules.categories)
        return held + self.tr("须先申请：{0}。").format(kinds or self.tr("无"))

    def _studio_id(self) -> str:
        return self._desk.studio.id if self._desk.studio else ""

    def _category(self, row: RequestRow) -> str:
        return self.sight.names.category(row.request.category) if self.sight else ""

    def _columns(self) -> tuple[Column, ...]:
        return (
            Column("日期", lambda row: f"{row.request.date:%m-%d}", width=60),
            Column("类别", self._category, width=108),
            Column("用途", lambda row: row.request.purpose),
            Column("金额", lambda row: row.request.amount, numeric=True, width=86),
            Column("已动用", lambda row: row.drawn, numeric=True, width=82),
            Column("余额", lambda row: row.rest, numeric=True, width=82),
            Column("审批", lambda row: LEVEL_NAMES[row.request.level], width=68),
            Column("状态", _chip, width=138, chip=True),
        )


def _chip(row: RequestRow) -> State | str:
    return "settled" if row.closed else row.state
