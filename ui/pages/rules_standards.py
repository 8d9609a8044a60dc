"""The tab of standards: every figure in force on a day, how sure it is, and the city's papers with their state."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from studio_ledger.rules.library import figures_on
from studio_ledger.rules.standard_kinds import GROUPS, STATUS_NAMES, season_words
from ui.pages.city_papers import enter_city_paper, may_enter
from ui.pages.run_for import run_for
from ui.widgets.combo import Combo
from ui.widgets.date_edit import DateEdit
from ui.widgets.inline_alert import InlineAlert
from ui.widgets.row_table import Column, RowTable
from ui.widgets.text import button, label

if TYPE_CHECKING:
    from studio_ledger.model.paper import CityPaper
    from studio_ledger.model.voucher import State
    from studio_ledger.rules.pack import Standard
    from studio_ledger.rules.policy import Policy
    from ui.desk import Desk


class StandardsTab(QWidget):
    """Figures above, papers below; finance may enter one."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._policy: Policy | None = None
        self.search = QLineEdit()
        self.search.setObjectName("standardSearch")
        self.search.setAccessibleName(self.tr("查找标准"))
        self.search.setPlaceholderText(self.tr("查找：标准、城市、职称或文号 (Ctrl+F)"))
        self.search.setClearButtonEnabled(True)
        self.day = DateEdit(today=desk.workspace.today)
        self.day.setObjectName("standardDay")
        self.day.setAccessibleName(self.tr("在这一天有效"))
        self.day.setFixedWidth(120)
        self.day.set_date(desk.workspace.today())
        self.status = Combo(self.tr("来源状态"))
        self.status.setObjectName("standardStatus")
        self.status.set_choices([("", self.tr("全部来源")), *STATUS_NAMES.items()], "")
        self.enter_button = button(
            self.tr("录入本市文件…(&E)"), "primary", icon="plus", on_click=self.enter, name="enterPaper"
        )
        self.notice = InlineAlert("warn", "")
        self.notice.hide()
        self.table: RowTable[Standard] = RowTable(self._columns(), sortable=True)
        self.table.setObjectName("standardTable")
        self.table.setAccessibleName(self.tr("有效的标准"))
        self.papers: RowTable[tuple[CityPaper, State]] = RowTable(self._paper_columns())
        self.papers.setObjectName("cityPapers")
        self.papers.setAccessibleName(self.tr("已录入的本市文件"))
        self.count = label("", "caption", name="standardCount")
        self._paper_head = label(self.tr("已录入的本市文件"), "section")
        self._build()
        self.search.textChanged.connect(self._filter)
        self.day.date_changed.connect(self._filter)
        self.status.currentIndexChanged.connect(self._filter)

    def show_policy(self, policy: Policy) -> None:
        """Show a pack's figures and read the papers."""
        self._policy = policy
        self.enter_button.setVisible(may_enter(self._desk))
        self._filter()
        workspace = self._desk.workspace
        run_for(self, self._desk, lambda: (workspace.papers(), workspace.missing_papers()), self._show_papers)

    def enter(self) -> None:
        """Ask for a city's paper; rows begin with the kind of the current figure."""
        enter_city_paper(self, self._desk)

    def _show_papers(self, found: tuple[tuple[tuple[CityPaper, State], ...], tuple[str, ...]]) -> None:
        papers, missing = found
        self.papers.set_rows(papers)
        for widget in (self.papers, self._paper_head):
            widget.setVisible(bool(papers))
        subjects = "、".join(GROUPS[group] for group in missing)
        words = self.tr("本市{0}标准尚未录入，现按中央文件审核，其中标“未核实”的数字请先核对。").format(subjects)
        self.notice.set_alert("warn", words)
        self.notice.setVisible(bool(missing))

    def _filter(self) -> None:
        if self._policy is None:
            return
        word, status = self.search.text().strip().casefold(), self.status.value()
        day = self.day.date_value() or self._desk.workspace.today()
        rows = [
            one
            for one in figures_on(self._policy, day)
            if (not status or one.status == status) and word in "".join(self._words(one)).casefold()
        ]
        self.table.set_rows(rows)
        unsure = sum(one.status == "unverified" for one in rows)
        self.count.setText(self.tr("{0} 项，未核实 {1} 项").format(len(rows), unsure))

    def _words(self, one: Standard) -> tuple[str, ...]:
        return (self._kind(one), self._key(one), one.paper, one.jurisdiction, self._status(one))

    def _columns(self) -> tuple[Column, ...]:
        return (
            Column(self.tr("标准"), self._kind, width=138),
            Column(self.tr("适用"), self._key, width=150),
            Column(self.tr("数字"), self._figure, numeric=True, width=66),
            Column(self.tr("单位"), lambda one: self._unit(one.id), width=96),
            Column(self.tr("月份"), lambda one: season_words(one.months), width=96),
            Column(self.tr("来源"), self._status, width=92),
            Column(self.tr("文件"), lambda one: one.paper),
            Column(self.tr("地区"), lambda one: one.jurisdiction, width=96),
            Column(self.tr("起"), lambda one: one.valid_from.isoformat(), width=92),
            Column(self.tr("止"), lambda one: one.valid_to.isoformat() if one.valid_to else self.tr("现行"), width=92),
        )

    def _paper_columns(self) -> tuple[Column, ...]:
        return (
            Column(self.tr("文件"), lambda row: row[0].title),
            Column(self.tr("文号"), lambda row: row[0].number, width=190),
            Column(self.tr("地区"), lambda row: row[0].jurisdiction, width=120),
            Column(self.tr("生效"), lambda row: row[0].valid_from.isoformat(), width=96),
            Column(self.tr("项数"), lambda row: len(row[0].figures), numeric=True, width=56),
            Column(self.tr("状态"), lambda row: row[1], width=130, chip=True),
        )

    def _kind(self, one: Standard) -> str:
        kind = self._policy.standard_kinds.get(one.id) if self._policy else None
        return kind.name if kind else one.id

    def _unit(self, name: str) -> str:
        kind = self._policy.standard_kinds.get(name) if self._policy else None
        return kind.unit if kind else ""

    def _key(self, one: Standard) -> str:
        kind = self._policy.standard_kinds.get(one.id) if self._policy else None
        if kind is None:
            return one.key
        return kind.key_name(one.key) or (self.tr("其他城市") if kind.free else "")

    def _figure(self, one: Standard) -> str:
        kind = self._policy.standard_kinds.get(one.id) if self._policy else None
        return f"{one.value:f}" if kind and kind.takes_figures else ""

    def _status(self, one: Standard) -> str:
        name = STATUS_NAMES.get(one.status, one.status)
        return f"⚠ {name}" if one.status == "unverified" else name

    def _build(self) -> None:
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(self.search, 1)
        line.addWidget(label(self.tr("有效日期"), "caption"))
        for widget in (self.day, self.status, self.count, self.enter_button):
            line.addWidget(widget)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 8, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.notice)
        column.addLayout(line)
        column.addWidget(self.table, 3)
        column.addWidget(self._paper_head)
        column.addWidget(self.papers, 1)
        self.papers.setMaximumHeight(150)
