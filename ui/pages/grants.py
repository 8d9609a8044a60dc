"""经费到账: the year's money by source, whether all came that should, and the form for what arrived."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING, ClassVar
from uuid import uuid4

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout

from studio_ledger.model.funds import SOURCE_NAMES, Source
from studio_ledger.model.money import Money
from studio_ledger.model.studio import Affiliation
from studio_ledger.model.voucher import State
from ui.dialogs.grant import GrantAnswer, GrantDialog
from ui.pages.grants_match import MatchPanel, SourceBar
from ui.pages.page import Page
from ui.pages.run_for import run_for
from ui.pages.signing_documents import names_of
from ui.pages.signing_papers import Names, grant_paper
from ui.pages.vouchers_inspector import scrolled
from ui.widgets.card import Card
from ui.widgets.empty_state import EmptyState
from ui.widgets.metric_card import MetricCard
from ui.widgets.page_keys import key_actions
from ui.widgets.row_table import Column, RowTable
from ui.widgets.signature_strip import SignatureStrip
from ui.widgets.text import button, label
from ui.widgets.voucher_paper import VoucherPaper

if TYPE_CHECKING:
    from collections.abc import Mapping

    from PySide6.QtGui import QAction, QShowEvent
    from PySide6.QtWidgets import QWidget

    from studio_ledger.model.studio import Studio
    from studio_ledger.queries.rows import GrantRow, YearFigures
    from ui.desk import Desk

_WAITING = (State.SUBMITTED, State.HOST_SIGNED)
_IN_FORCE = (State.SIGNED, State.POSTED)


@dataclass(frozen=True, slots=True)
class _Funds:
    rows: tuple[GrantRow, ...]
    figures: YearFigures
    names: Names
    may: bool


class GrantsPage(Page):
    """Figures and bars above, the list below, the chosen grant as paper at the right."""

    name: ClassVar[str] = "grants"
    title: ClassVar[str] = "经费到账"
    icon: ClassVar[str] = "building-bank"

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.watch(desk.notifier.funds_changed)
        self._funds: _Funds | None = None
        self.cards = {
            "expected": MetricCard(self.tr("本年应到")),
            "signed": MetricCard(self.tr("已到账（双签）")),
            "waiting": MetricCard(self.tr("已登记待签")),
            "short": MetricCard(self.tr("尚缺")),
        }
        self.match = MatchPanel()
        self.table: RowTable[GrantRow] = RowTable(self._columns())
        self.table.setObjectName("grantTable")
        self.table.setAccessibleName(self.tr("到账清单"))
        self.paper = VoucherPaper()
        self.signatures = SignatureStrip(desk.titles)
        self.empty = EmptyState("building-bank", "")
        self.new_button = button(
            self.tr("登记到账 Ctrl+N"), "primary", icon="plus", on_click=self.record, name="record"
        )
        self.withdraw_button = button(self.tr("撤回"), on_click=self.withdraw, name="withdrawGrant")
        self.table.current_row_changed.connect(self._look_at)
        [self._key] = key_actions(self, [(self.tr("登记到账"), ("Ctrl+N",), self.record)])
        self._lay_out()

    def refresh(self) -> None:
        """Read the year's grants and figures."""
        studio = self.desk.studio
        if studio is None:
            return
        workspace, session, year = self.desk.workspace, self.desk.session, self.desk.year

        def read() -> _Funds:
            figures = workspace.year_figures(studio.id, year)
            may = workspace.may(session, "grant", studio.id) and not workspace.read_only and not figures.closed
            return _Funds(workspace.grants(studio.id, year), figures, names_of(workspace), may)

        run_for(self, self.desk, read, self._show)

    def showEvent(self, event: QShowEvent) -> None:
        """The list has the keyboard when the page comes into sight."""
        super().showEvent(event)
        self.table.setFocus()

    def actions_for_keys(self) -> list[QAction]:
        """The keys of this page."""
        return [self._key]

    def record(self) -> None:
        """Ask for money that arrived and submit it for two signatures."""
        studio, funds = self.desk.studio, self._funds
        if studio is None or funds is None or not funds.may:
            return
        grants = [row.grant for row in funds.rows if row.state is not State.VOID]
        known = frozenset((grant.document_number, grant.amount) for grant in grants)
        today = self.desk.workspace.today()
        answer = GrantDialog.ask(studio.id, self.desk.year, today, known, self)
        if answer is not None:
            self._record(answer, str(uuid4()))

    def withdraw(self) -> None:
        """Take the chosen grant back before it is signed twice."""
        row = self.table.current_row()
        if row is None:
            return
        workspace, session = self.desk.workspace, self.desk.session
        told = self.tr("已撤回这笔到账登记")
        run_for(self, self.desk, lambda: workspace.withdraw(session, row.grant.id), lambda _: self._changed(told))

    def _record(self, answer: GrantAnswer, form: str) -> None:
        workspace, session = self.desk.workspace, self.desk.session

        def work() -> str:
            receipt = answer.receipt
            stored = workspace.store_evidence(receipt.read_bytes(), receipt.name) if receipt else ""
            return workspace.record_grant(session, replace(answer.grant, id=form, receipt=stored), form)

        told = self.tr("已登记 ¥{0}，等待双方签字后可用").format(answer.grant.amount.grouped)
        run_for(self, self.desk, work, lambda _: self._changed(told), title=self.tr("登记到账"))

    def _changed(self, told: str) -> None:
        self.desk.say(told)
        self.desk.notifier.funds_changed.emit()

    def _show(self, funds: _Funds) -> None:
        self._funds = funds
        self.table.set_rows(funds.rows)
        self.stack.setCurrentIndex(0 if funds.rows else 1)
        self.new_button.setVisible(funds.may)
        self._key.setEnabled(funds.may)
        studio = self.desk.studio
        if studio is not None:
            self._show_figures(funds, studio)
        if not funds.rows:
            expected = funds.figures.expected.grouped
            self.empty.set_text(self.tr("{0} 年度还没有到账。按办法第二条应到 ¥{1}。").format(self.desk.year, expected))

    def _show_figures(self, funds: _Funds, studio: Studio) -> None:
        waiting = Money.total(row.grant.amount for row in funds.rows if row.state in _WAITING)
        sources = funds.figures.sources
        new = Money.total(row.granted for row in sources if row.source is not Source.CARRIED_OVER)
        expected = funds.figures.expected
        short = expected - new if expected > new else Money()
        count = sum(row.state in _WAITING for row in funds.rows)
        district = studio.affiliation is Affiliation.DISTRICT
        kind = self.tr("区属：市级 + 区级配套") if district else self.tr("市直属：市级资助")
        self.cards["expected"].set_money(expected, kind)
        self.cards["signed"].set_money(funds.figures.granted, self.tr("含上年结转"))
        self.cards["waiting"].set_money(waiting, self.tr("{0} 笔").format(count))
        self.cards["short"].set_money(short, self.tr("不含待签") if waiting else self.tr("按应到计算"))
        expected_by_source = self.desk.workspace.policy.expected_grants(studio.affiliation)
        self._show_match(funds, district, expected_by_source)

    def _show_match(self, funds: _Funds, district: bool, expected: Mapping[Source, Money]) -> None:
        granted = {source.source: source.granted for source in funds.figures.sources}
        open_grants = [row.grant for row in funds.rows if row.state in _WAITING]
        waiting = {
            source: Money.total(grant.amount for grant in open_grants if grant.source is source) for source in Source
        }
        shown = [source for source in Source if granted.get(source) or waiting[source] or expected.get(source)]
        none = Money()
        bars = tuple(
            SourceBar(SOURCE_NAMES[source], granted.get(source, none), waiting[source], expected.get(source, none))
            for source in sorted(shown, key=lambda source: source is Source.CARRIED_OVER)
        )
        city, match = granted.get(Source.CITY, Money()), granted.get(Source.DISTRICT, Money())
        ratio = Decimal(match.fen) / city.fen if district and city else None
        self.match.set_figures(bars, ratio, Decimal(1), funds.figures.match_note)

    def _look_at(self, row: GrantRow | None) -> None:
        self.side.setVisible(row is not None)
        if row is None or self._funds is None:
            self.withdraw_button.hide()
            return
        self.paper.set_paper(grant_paper(row, self._funds.names))
        self.signatures.set_signatures("", "", row.signatures)
        self.withdraw_button.setVisible(self._funds.may and row.state in _WAITING)

    def _columns(self) -> tuple[Column, ...]:
        return (
            Column(self.tr("来源"), lambda row: SOURCE_NAMES[row.grant.source], width=84),
            Column(self.tr("指标文号"), lambda row: row.grant.document_number or self.tr("—")),
            Column(self.tr("下达日期"), lambda row: row.grant.issued_on, width=92),
            Column(self.tr("到账日期"), lambda row: row.grant.received_on, width=92),
            Column(self.tr("金额"), lambda row: row.grant.amount, numeric=True, width=96),
            Column(self.tr("回单"), lambda row: self.tr("✓") if row.grant.receipt else self.tr("—"), width=52),
            Column(self.tr("状态"), lambda row: row.state, width=146, chip=True),
        )

    def _lay_out(self) -> None:
        self.head.addStretch(1)
        self.head.addWidget(self.new_button)
        figures = QHBoxLayout()
        figures.setSpacing(12)
        for card in self.cards.values():
            figures.addWidget(card, 1)
        matched = Card(self.tr("来源与配套"))
        matched.body.addWidget(self.match)
        self.stack = QStackedWidget()
        self.stack.addWidget(self.table)
        self.stack.addWidget(self.empty)
        self.side = Card()
        self.side.body.addWidget(scrolled(self.paper), 1)
        self.side.body.addWidget(label(self.tr("双方签字后这笔经费方可使用（第四条）"), "muted", wrap=True))
        self.side.body.addWidget(self.signatures)
        self.side.body.addWidget(self.withdraw_button, 0, Qt.AlignmentFlag.AlignRight)
        left = QVBoxLayout()
        left.setSpacing(12)
        left.addWidget(matched)
        left.addWidget(self.stack, 1)
        below = QHBoxLayout()
        below.setSpacing(12)
        below.addLayout(left, 66)
        below.addWidget(self.side, 34)
        self.body.addLayout(figures)
        self.body.addLayout(below, 1)
        self.side.hide()
