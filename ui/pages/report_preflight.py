"""What stands open before the annual report is printed, each with the way to where it is done."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from studio_ledger.model.voucher import State
from studio_ledger.queries.rows import VoucherFilter
from ui import theme
from ui.widgets.card import Card
from ui.widgets.text import button, label

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from studio_ledger.queries.rows import CheckItem, YearFigures
    from studio_ledger.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Preflight:
    """The facts that the list is made of."""

    figures: YearFigures
    unsigned: int
    signed: int
    returned: int
    unsigned_grants: int
    checklist: tuple[CheckItem, ...]
    may_close: bool
    closing: bool = False


@dataclass(frozen=True, slots=True)
class PreflightItem:
    """One line: what is open, and the page with the arguments that shows it."""

    text: str
    done: bool
    page: str = ""
    states: tuple[str, ...] = ()


def read_preflight(workspace: Workspace, studio: str, year: int, *, may_close: bool) -> Preflight:
    """Read everything; for a worker thread."""

    def count(*states: State) -> int:
        return workspace.vouchers(VoucherFilter(studio=studio, year=year, states=states, limit=1)).count

    waiting = (State.SUBMITTED, State.HOST_SIGNED)
    return Preflight(
        figures=workspace.year_figures(studio, year),
        unsigned=count(*waiting),
        signed=count(State.SIGNED),
        returned=count(State.RETURNED, State.WITHDRAWN),
        unsigned_grants=sum(row.state in waiting for row in workspace.grants(studio, year)),
        checklist=workspace.close_checklist(studio, year),
        may_close=may_close,
    )


class PreflightList(Card):
    """The list, the state of the year, and the way to close it.

    Signals:
        wanted(str, object): show this page with these voucher states.
    """

    wanted = Signal(str, object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self.set_title(self.tr("打印前检查"))
        self.state = label("", "strong", wrap=True, name="yearState")
        self.body.addWidget(self.state)
        self._lines: list[QWidget] = []
        self.items: tuple[PreflightItem, ...] = ()

    def show_facts(self, facts: Preflight) -> None:
        """Show what is open."""
        closed = facts.figures.closed
        self.state.setText(self.tr("本年度已结账，报告为定稿") if closed else self.tr("年度未结账，报告印有“未定稿”"))
        theme.set_property(self.state, "role", "ok" if closed else "warn")
        self.items = self._told(facts)
        for line in self._lines:
            line.deleteLater()
        self._lines = [self._line(item) for item in self.items]
        if facts.figures.match_note:
            self._lines.append(label(facts.figures.match_note, "caption", wrap=True))
        for line in self._lines:
            self.body.addWidget(line)

    def _told(self, facts: Preflight) -> tuple[PreflightItem, ...]:
        counted = (
            (
                facts.unsigned,
                self.tr("签字中的凭证 {0} 张，未计入支出"),
                self.tr("没有签字中的凭证"),
                ("submitted", "host_signed"),
            ),
            (facts.signed, self.tr("已双签未入账 {0} 张，未计入支出"), self.tr("双签凭证均已入账"), ("signed",)),
            (
                facts.returned,
                self.tr("退回或撤回未处理 {0} 张"),
                self.tr("没有待处理的退回凭证"),
                ("returned", "withdrawn"),
            ),
        )
        items = [
            PreflightItem(
                open_text.format(count) if count else done_text, not count, "vouchers" if count else "", states
            )
            for count, open_text, done_text, states in counted
        ]
        count = facts.unsigned_grants
        text = self.tr("未签到账 {0} 笔，未计入到账").format(count) if count else self.tr("到账均已双签")
        items.append(PreflightItem(text, not count, "grants" if count else ""))
        return tuple(items)

    def _line(self, item: PreflightItem) -> QWidget:
        if not item.page:
            return label(f"✓ {item.text}", "caption", wrap=True)
        return button(f"! {item.text}  →", "link", on_click=lambda: self.wanted.emit(item.page, item.states))
