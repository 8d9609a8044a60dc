"""借款: who has money of the fund in his hands, how old it is, and what accounts for it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from uuid import uuid4

from studio_ledger.model.money import Money
from studio_ledger.model.voucher import State
from studio_ledger.workspace.around import advance_of
from ui.dialogs.advance import AdvanceAnswer, AdvanceDialog, Lending
from ui.dialogs.advance_money import AdvanceMoneyDialog, MovedAnswer
from ui.pages.around_papers import advance_paper, source_effect
from ui.pages.requests_list import WAITING, DocumentList, evidence_of, kept, may_sign
from ui.pages.signing_documents import names_of
from ui.widgets.evidence_viewer import Evidence
from ui.widgets.row_table import Column
from ui.widgets.text import button

if TYPE_CHECKING:
    from collections.abc import Mapping

    from PySide6.QtWidgets import QWidget

    from studio_ledger.model.funds import Source
    from studio_ledger.queries.around import Proposal
    from studio_ledger.queries.spending import AdvanceRow, RequestRow
    from studio_ledger.workspace import Session, Workspace
    from ui.desk import Desk
    from ui.widgets.voucher_paper import Paper


@dataclass(frozen=True, slots=True)
class _Sight:
    rows: tuple[AdvanceRow, ...]
    free: Mapping[Source, Money]
    requests: tuple[RequestRow, ...]
    may: bool
    pays: bool
    signs: bool


class AdvancesTab(DocumentList["AdvanceRow", "_Sight"]):
    """The advances of the year, and those of earlier years that are still out."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        empty = "没有借款。出差等须先带现金或备用金的，在这里借；回来后以凭证核销。"
        super().__init__(desk, _columns(), empty, parent)
        self.table.setObjectName("advanceTable")
        self.table.setAccessibleName(self.tr("借款清单"))
        self.new_button = button(
            self.tr("新建借款 Ctrl+N"), "primary", icon="plus", on_click=self.new, name="newAdvance"
        )
        self.give_button = button(self.tr("登记付出"), on_click=lambda: self.record(back=False), name="giveAdvance")
        self.back_button = button(self.tr("登记退回"), on_click=lambda: self.record(back=True), name="takeAdvance")
        self.close_button = button(self.tr("结清"), on_click=self.close_rest, name="closeAdvance")
        self.lay_out((self.give_button, self.back_button, self.close_button))

    def read_sight(self, workspace: Workspace, session: Session, studio: str, year: int) -> _Sight:
        """The advances of the year and those still out, the money free, and what was asked for."""
        open_year = not workspace.read_only and not workspace.year_figures(studio, year).closed
        rows = workspace.advances(studio)
        return _Sight(
            rows=tuple(row for row in rows if row.advance.date.year == year or row.outstanding),
            free=workspace.leftovers(studio, year),
            requests=tuple(row for row in workspace.requests(studio, year) if row.rest and not row.closed),
            may=workspace.may(session, "advance", studio) and open_year,
            pays=workspace.may(session, "pay", studio) and not workspace.read_only,
            signs=may_sign(workspace, session, studio),
        )

    def new(self) -> None:
        """Ask for an advance and submit it for two signatures."""
        studio, sight = self._desk.studio, self.sight
        if studio is None or sight is None or not self.may:
            return
        lending = Lending(studio.id, self._desk.workspace.today(), sight.free, sight.requests)
        answer = AdvanceDialog.ask(lending, self)
        if answer is not None:
            self._submit(answer)

    def record(self, *, back: bool) -> None:
        """Record that the money went out, or came back."""
        row = self.table.current_row()
        if row is None:
            return
        answer = AdvanceMoneyDialog.ask(row, self._desk.workspace.today(), self, back=back)
        if answer is not None:
            self._record(answer)

    def close_rest(self) -> None:
        """End an advance that is settled to the fen."""
        row = self.table.current_row()
        if row is not None:
            workspace, session = self._desk.workspace, self._desk.session
            told = self.tr("{0} 的借款已结清").format(row.advance.person)
            self.do(lambda: workspace.close_hold(session, row.advance.id), told)

    def document_id(self, row: AdvanceRow) -> str:
        """The advance's id."""
        return row.advance.id

    def read_paper(self, row: AdvanceRow) -> tuple[Proposal, Paper, tuple[Evidence, ...]]:
        """The advance as a sheet, with its slips."""
        workspace = self._desk.workspace
        found = workspace.proposal(row.advance.id)
        effect = ""
        if row.state is State.SIGNED:
            effect = self.tr("已付 {0} 元，已核销 {1} 元，已退回 {2} 元，未还清 {3} 元。").format(
                *(sum_.grouped for sum_ in (row.given, row.settled, row.back, row.outstanding))
            )
        elif row.state in WAITING:
            figures = workspace.year_figures(found.studio, found.year)
            effect = source_effect(figures, row.advance.source, row.advance.amount, held=False)
        slips = tuple(
            Evidence(paid.payment.slip, workspace.evidence_name(paid.payment.slip))
            for paid in workspace.payments(document=row.advance.id)
            if paid.payment.slip and not paid.undone
        )
        files = evidence_of(advance_of(found).attachments) + slips
        return found, advance_paper(found, names_of(workspace), effect), files

    def show_buttons(self, row: AdvanceRow | None) -> None:
        """Pay out, take back and end, beside what every document has."""
        super().show_buttons(row)
        sight = self.sight
        pays = sight is not None and sight.pays
        live = row is not None and row.state is State.SIGNED and not row.closed
        still = row is not None and row.given - row.back < row.advance.amount
        self.give_button.setVisible(pays and live and still)
        self.back_button.setVisible(pays and live and row is not None and row.outstanding > Money())
        self.close_button.setVisible(pays and live and row is not None and not row.outstanding)

    def _submit(self, answer: AdvanceAnswer) -> None:
        workspace, session, form, slip = self._desk.workspace, self._desk.session, str(uuid4()), answer.slip

        def work() -> str:
            advance = replace(answer.advance, attachments=kept(workspace, "other", slip))
            return workspace.advance(session, advance, form)

        told = self.tr("借款单已提交，等待双方签字：{0} ¥{1}")
        self.do(work, told.format(answer.advance.person, answer.advance.amount.grouped), self.tr("借款"))

    def _record(self, answer: MovedAnswer) -> None:
        workspace, session, form, slip = self._desk.workspace, self._desk.session, str(uuid4()), answer.slip

        def work() -> str:
            stored = "".join(one.sha256 for one in kept(workspace, "other", slip))
            return workspace.record_payment(session, replace(answer.payment, id=form, slip=stored))

        back = answer.payment.amount < Money()
        told = self.tr("已登记退回 ¥{0}") if back else self.tr("已登记付出 ¥{0}")
        amount = -answer.payment.amount if back else answer.payment.amount
        self.do(work, told.format(amount.grouped), self.tr("借款"))

    def told(self, sight: _Sight) -> str:
        """How much is out, and how old it is."""
        out = [row for row in sight.rows if row.outstanding and not row.closed]
        old = sum(bool(row.band) for row in out)
        told = self.tr("未还清 {0} 笔 {1} 元").format(len(out), Money.total(row.outstanding for row in out).grouped)
        return told + (self.tr("，其中满 30 天 {0} 笔").format(old) if old else "")


def _columns() -> tuple[Column, ...]:
    return (
        Column("借款人", lambda row: row.advance.person, width=66),
        Column("用途", lambda row: row.advance.purpose),
        Column("已付", lambda row: row.given, numeric=True, width=80),
        Column("已核销", lambda row: row.settled, numeric=True, width=80),
        Column("已退回", lambda row: row.back, numeric=True, width=76),
        Column("未还清", lambda row: row.outstanding, numeric=True, width=80),
        Column("约定归还", lambda row: row.advance.due_on, width=90),
        Column("账龄 / 状态", age_chip, width=132, chip=True),
    )


def age_chip(row: AdvanceRow) -> State | str:
    """The age in bands of 30 days while money is out; else how far the document is."""
    if row.closed:
        return "settled"
    if row.state is State.SIGNED and row.outstanding:
        return f"age{row.band}"
    return row.state
