"""凭证台账: every voucher of the studio, filtered at once, with what may be done to it by state and role."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSplitter, QStackedWidget, QWidget

from studio_ledger.model.voucher import State
from studio_ledger.queries.rows import VoucherDetail, VoucherFilter, VoucherList, VoucherListRow
from ui.pages.page import Page
from ui.pages.run_for import run_for
from ui.pages.signing_documents import names_of
from ui.pages.vouchers_actions import ACTIONS, permitted
from ui.pages.vouchers_columns import KEYS, SPARE, voucher_columns
from ui.pages.vouchers_historic import OldBooks, historic_paper, historic_table, print_historic, read_old_books
from ui.pages.vouchers_inspector import VoucherInspector
from ui.pages.vouchers_work import VoucherWork, action_text
from ui.widgets.empty_state import EmptyState
from ui.widgets.filter_bar import Choice, FilterBar
from ui.widgets.page_keys import key_actions
from ui.widgets.row_table import RowTable
from ui.widgets.text import button, label

if TYPE_CHECKING:
    from collections.abc import Mapping

    from PySide6.QtGui import QAction, QShowEvent

    from studio_ledger.workspace.opening import HistoricRow
    from ui.desk import Desk
    from ui.pages.signing_papers import Names


class VouchersPage(Page):
    """Filter above, list at the left, the chosen voucher at the right, actions below."""

    name: ClassVar[str] = "vouchers"
    title: ClassVar[str] = "凭证台账"
    icon: ClassVar[str] = "notebook"

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.watch(desk.notifier.vouchers_changed)
        self._names: Names | None = None
        self._may: Mapping[str, bool] = {}
        self._wanted = ""
        self._asked = 0
        self._searched = False
        self.work = VoucherWork(desk, self)
        self.filter_bar = FilterBar()
        columns = voucher_columns(self._category_name, desk.titles())
        self.table: RowTable[VoucherListRow] = RowTable(columns, sortable=True)
        self.table.setObjectName("voucherTable")
        self.table.setAccessibleName(self.tr("凭证清单"))
        self.old_table = historic_table(self._category_name)
        self.inspector = VoucherInspector(desk)
        self.empty = EmptyState("notebook", "")
        self.detail_button = button(self.tr("详情"), "quiet", icon="eye", name="toggleInspector")
        self.detail_button.setCheckable(True)
        self.detail_button.setChecked(True)
        self.buttons = {action.name: self._button(action.name) for action in ACTIONS}
        self.filter_bar.changed.connect(self._filter_changed)
        self.table.current_row_changed.connect(self._look_at)
        self.table.selection_changed.connect(self._show_actions)
        self.table.activated_row.connect(lambda _: self.detail_button.setChecked(True))
        self.old_table.current_row_changed.connect(self._look_at_old)
        self.old_table.selection_changed.connect(self._show_actions)
        self.old_table.activated_row.connect(lambda _: self.detail_button.setChecked(True))
        self.detail_button.toggled.connect(self._toggle_inspector)
        self._actions = self._make_keys()
        self._lay_out()
        self.filter_bar.set_choice(self._kept_choice())

    def refresh(self) -> None:
        """Read names, rights and the list anew."""
        workspace, session = self.desk.workspace, self.desk.session
        studio = self.desk.studio.id if self.desk.studio else ""
        self.filter_bar.set_year(self.desk.year)
        steps = {action.step for action in ACTIONS}
        run_for(
            self,
            self.desk,
            lambda: (names_of(workspace), {step: workspace.may(session, step, studio) for step in steps}),
            self._know,
        )
        self._read()

    def arguments(self, **arguments: object) -> None:
        """Take `voucher` (an id to look at), `state`, `states`, `category` or `search`."""
        states = arguments.get("states") or ((arguments["state"],) if arguments.get("state") else ())
        self._wanted = str(arguments.get("voucher") or "")
        self._searched = bool(arguments.get("search"))
        if arguments:
            self.filter_bar.set_choice(
                Choice(
                    states=tuple(str(state) for state in states) if isinstance(states, tuple | list) else (),
                    category=str(arguments.get("category") or ""),
                    search=str(arguments.get("search") or ""),
                    all_years=bool(self._wanted),
                )
            )
            self.changed()

    def showEvent(self, event: QShowEvent) -> None:
        """The list has the keyboard when the page comes into sight."""
        super().showEvent(event)
        (self.old_table if self._old else self.table).setFocus()

    def actions_for_keys(self) -> list[QAction]:
        """The keys of this page."""
        return list(self._actions)

    def do(self, name: str) -> None:
        """Do what a button says with the chosen vouchers."""
        if self._old:
            row = self.old_table.current_row()
            if name == "print" and row is not None:
                print_historic(self.desk, row, self)
            return
        action = next(action for action in ACTIONS if action.name == name)
        rows = permitted(action, self.table.selected_rows(), self._may, read_only=self.desk.workspace.read_only)
        if rows:
            self.work.do(name, rows)

    @property
    def _old(self) -> bool:
        return self.filter_bar.choice().historic

    def _read(self) -> None:
        workspace, choice = self.desk.workspace, self.filter_bar.choice()
        studio, year = self.desk.studio.id if self.desk.studio else "", None if choice.all_years else self.desk.year
        wanted = VoucherFilter(
            studio=studio or None,
            year=year,
            states=tuple(State(state) for state in choice.states),
            category=choice.category or None,
            search=choice.search,
        )
        self._asked += 1
        asked = self._asked
        run_for(
            self,
            self.desk,
            lambda: (workspace.vouchers(wanted), read_old_books(workspace, studio, year, choice)),
            lambda both: self._show(*both, asked),
        )

    def _show(self, found: VoucherList, old: OldBooks, asked: int) -> None:
        if asked != self._asked:
            return  # a later filter is under way
        if self._searched and not found.rows and old.rows:
            self.filter_bar.show_historic()
        self._searched = False
        self.filter_bar.set_historic(len(old.rows), there=old.there)
        self.table.set_rows(found.rows)
        self.old_table.set_rows(old.rows)
        if self._old:
            self._show_old(old)
        else:
            self._show_own(found)
        self._show_actions()

    def _show_old(self, old: OldBooks) -> None:
        self.filter_bar.set_totals(len(old.rows), old.total)
        self.stack.setCurrentIndex(2 if old.rows else 1)
        self.empty.set_text(self.tr("没有符合条件的历史导入。可以清除筛选后再看。"))

    def _show_own(self, found: VoucherList) -> None:
        self.filter_bar.set_totals(found.count, found.total)
        self.stack.setCurrentIndex(0 if found.rows else 1)
        if self._wanted:
            place = next((at for at, row in enumerate(self.table.rows()) if row.id == self._wanted), -1)
            self._wanted = ""
            self.table.set_current(place)
        if not found.rows:
            filtered = self.filter_bar.choice() != Choice(all_years=self.filter_bar.choice().all_years)
            self.empty.set_text(
                self.tr("没有符合条件的凭证。可以清除筛选后再看。")
                if filtered
                else self.tr("{0} 年度还没有凭证。把电子发票拖进窗口，或到“报销录入”填第一张。").format(self.desk.year)
            )

    def _know(self, known: tuple[Names, Mapping[str, bool]]) -> None:
        self._names, self._may = known
        self.filter_bar.set_categories(tuple(self._names.categories.items()))
        self.table.viewport().update()
        self.old_table.viewport().update()
        self._look_again()
        self._show_actions()

    def _filter_changed(self) -> None:
        if not self.desk.workspace.read_only:
            kept, workspace = json.dumps(self.filter_bar.choice().as_json()), self.desk.workspace
            run_for(self, self.desk, lambda: workspace.set_setting(self._setting(), kept))
        self._read()

    def _kept_choice(self) -> Choice:
        kept = self.desk.workspace.settings().get(self._setting(), "")
        try:
            found = json.loads(kept) if kept else {}
            return Choice(tuple(found.get("states", ())), found.get("category", ""), found.get("search", ""))
        except (ValueError, TypeError, AttributeError):
            return Choice()

    def _setting(self) -> str:
        return f"vouchers.filter.{self.desk.session.person.id}"

    def _look_again(self) -> None:
        if self._old:
            self._look_at_old(self.old_table.current_row())
        else:
            self._look_at(self.table.current_row())

    def _look_at_old(self, row: HistoricRow | None) -> None:
        if not self._old:
            return
        if row is None or self._names is None or self.desk.studio is None:
            self.inspector.set_detail(None)
        else:
            self.inspector.set_old(historic_paper(row, self._names, self.desk.studio.id))

    def _look_at(self, row: VoucherListRow | None) -> None:
        if self._old:
            return
        if row is None or self._names is None:
            self.inspector.set_detail(None)
        elif self.inspector.isVisibleTo(self):
            workspace = self.desk.workspace
            run_for(self, self.desk, lambda: workspace.voucher(row.id), self._show_detail)

    def _show_detail(self, detail: VoucherDetail) -> None:
        current = self.table.current_row()
        if current is not None and current.id == detail.row.id and not self._old:
            self.inspector.set_detail(detail, self._names)

    def _show_actions(self) -> None:
        rows = () if self._old else self.table.selected_rows()
        for action in ACTIONS:
            fits = permitted(action, rows, self._may, read_only=self.desk.workspace.read_only)
            self.buttons[action.name].setVisible(bool(fits))
            self.buttons[action.name].setText(action_text(action, len(fits)))
        if self._old:
            self.buttons["print"].setVisible(self.old_table.current_row() is not None)
            self.hint.setText(self.tr("历史导入计入支出，不编本账凭证号；只能查看和打印。"))
            return
        several = self.tr("已选 {0} 张").format(len(rows)) if len(rows) > 1 else ""
        self.hint.setText(several or self.tr("↑↓ 选择 · Shift 多选 · Enter 详情 · F9 入账已双签的凭证"))

    def _toggle_inspector(self, shown: bool) -> None:
        self.inspector.setVisible(shown)
        for place, key in enumerate(KEYS):
            self.table.setColumnHidden(place, shown and key in SPARE)
        if shown:
            self._look_again()

    def _button(self, name: str) -> QPushButton:
        action = next(action for action in ACTIONS if action.name == name)
        kind = {"post": "primary", "void": "danger", "reverse": "danger"}.get(name, "")
        return button(action_text(action), kind, icon=action.icon, on_click=lambda: self.do(name), name=f"do_{name}")

    def _make_keys(self) -> list[QAction]:
        keys = (
            (self.tr("入账"), ("F9",), lambda: self.do("post")),
            (self.tr("打印凭证"), ("Ctrl+P",), lambda: self.do("print")),
            (self.tr("打印凭证及附件"), ("Ctrl+Shift+P",), lambda: self.do("print_all")),
            (self.tr("查找凭证"), ("Ctrl+F",), self.filter_bar.search.setFocus),
        )
        return key_actions(self, keys)

    def _category_name(self, category: str) -> str:
        return self._names.category(category) if self._names else ""

    def _lay_out(self) -> None:
        self.head.addStretch(1)
        self.head.addWidget(self.detail_button)
        self.stack = QStackedWidget()
        self.stack.addWidget(self.table)
        self.stack.addWidget(self.empty)
        self.stack.addWidget(self.old_table)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setChildrenCollapsible(False)
        split.setHandleWidth(12)
        split.addWidget(self.stack)
        split.addWidget(self.inspector)
        split.setStretchFactor(0, 65)
        split.setStretchFactor(1, 35)
        split.setSizes([740, 400])
        self.hint = label("", "muted")
        bar = QHBoxLayout()
        bar.setSpacing(8)
        bar.addWidget(self.hint, 1)
        for action in reversed(ACTIONS):
            bar.addWidget(self.buttons[action.name])
        self.body.addWidget(self.filter_bar)
        self.body.addWidget(split, 1)
        self.body.addLayout(bar)
        self._toggle_inspector(True)
