"""What somebody sees who is logged in: the rail, the bar, the page, and what just happened."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from ui import pages
from ui.folder_watch import FolderWatch
from ui.widgets.inline_alert import InlineAlert
from ui.widgets.overlay import DropOverlay, KeyOverlay, ProgressSheet
from ui.widgets.rail import Rail
from ui.widgets.text import label
from ui.widgets.toast import Toast
from ui.widgets.top_bar import TopBar

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtGui import QResizeEvent

    from studio_ledger.queries.rows import Todo
    from ui.desk import Desk
    from ui.pages.page import Page

_NARROW_FROM_PX = 16
"""From this type size on the rail starts folded: 1366 pixels do not hold both."""


class Workbench(QWidget):
    """The window of one person at one ledger.

    Signals:
        page_shown(object): this Page is in front now.
    """

    page_shown = Signal(object)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.setObjectName("content")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        workspace = desk.workspace
        self.roles = frozenset(role.value for role in workspace.roles(desk.session))
        self.entries = pages.pages_for(self.roles)
        self._shown: dict[str, Page] = {}
        self.rail = Rail(self.entries)
        self.rail.fold(desk.settings.rail_folded or desk.settings.base_px >= _NARROW_FROM_PX)
        self.top = TopBar(desk.session.person.name)
        self.bars = QVBoxLayout()
        self.bars.setContentsMargins(20, 0, 20, 0)
        self.stack = QStackedWidget()
        self.status = self._status_line()
        self._lay_out()
        self.toast = Toast(self)
        self.drop = DropOverlay(self)
        self.keys = KeyOverlay(self)
        self.sheet = ProgressSheet(self)
        self._connect()
        self._fill_choices()
        self.folder_watch = FolderWatch(desk, self)
        if workspace.read_only:
            self._say_read_only(workspace.holder)

    def start(self) -> None:
        """Show the page where this person's work begins."""
        self.show_page(pages.landing_page(self.roles))
        self._count()

    def show_page(self, name: str, arguments: object = None) -> None:
        """Show a page by name; one that this person does not see stays hidden."""
        entry = next((entry for entry in self.entries if entry.name == name), None)
        if entry is None:
            return
        if name not in self._shown:
            page = pages.page_class(entry)(self.desk)
            self._shown[name] = page
            self.stack.addWidget(page)
        page = self._shown[name]
        if isinstance(arguments, dict) and arguments:
            page.arguments(**arguments)
        self.stack.setCurrentWidget(page)
        self.rail.set_current(name)
        self.page_shown.emit(page)
        focused = QApplication.focusWidget()
        if focused is None or not page.isAncestorOf(focused):
            page.setFocus()

    def page(self) -> Page | None:
        """Return the page shown."""
        return next((page for page in self._shown.values() if page is self.stack.currentWidget()), None)

    def complain(self, text: str) -> None:
        """Put a bar over the page until it is closed; the same one only once."""
        open_bars = [self.bars.itemAt(at).widget() for at in range(self.bars.count())]
        if any(isinstance(bar, InlineAlert) and bar.text.text() == text for bar in open_bars):
            return
        bar = InlineAlert("error", text, closable=True)
        bar.closed.connect(bar.deleteLater)
        self.bars.addWidget(bar)

    def show_keys(self) -> None:
        """Show which keys there are, here and everywhere."""
        self.keys.show_keys(_key_groups(self))

    def search(self, text: str) -> None:
        """Look for vouchers."""
        self.show_page("vouchers", {"search": text})

    def take_files(self, paths: list[Path]) -> None:
        """Put dropped files into the inbox, with progress; then go there."""
        if not any(entry.name == "inbox" for entry in self.entries):
            self.complain(self.tr("只有财务可以放入票据。请把文件交给财务。"))
            return
        self.show_page("inbox", {"files": paths})

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the bar of what was done at its place."""
        super().resizeEvent(event)
        self.toast.place()

    def _connect(self) -> None:
        desk = self.desk
        self.rail.chosen.connect(self.show_page)
        self.rail.folded.connect(lambda narrow: setattr(desk.settings, "rail_folded", narrow))
        self.top.studio_chosen.connect(self._studio_chosen)
        self.top.year_chosen.connect(desk.set_year)
        self.top.searched.connect(self.search)
        self.top.wants_keys.connect(self.show_keys)
        desk.navigated.connect(self.show_page)
        desk.said.connect(self.toast.say)
        desk.complained.connect(self.complain)
        desk.tasks.started.connect(self.sheet.watch)
        notifier = desk.notifier
        changes = (notifier.vouchers_changed, notifier.funds_changed, notifier.inbox_changed, notifier.drafts_changed)
        for change in (*changes, desk.studio_changed, desk.year_changed):
            change.connect(self._count)
        desk.notifier.studios_changed.connect(self._fill_choices)
        desk.notifier.funds_changed.connect(self._fill_years)

    def _studio_chosen(self, studio: object) -> None:
        self.desk.set_studio(studio)  # type: ignore[arg-type]  # what set_studios put in
        self._fill_years()

    def _fill_choices(self) -> None:
        studios = self.desk.workspace.studios(self.desk.session)
        ids = [studio.id for studio in studios]
        held = self.desk.studio.id if self.desk.studio else ""
        chosen = studios[ids.index(held)] if held in ids else studios[0] if studios else None
        self.top.set_studios(studios, chosen)
        self.desk.set_studio(chosen)
        self._settle_year()
        self._fill_years()

    def _settle_year(self) -> None:
        """Once a studio's cycle is over, its last year with figures is of more use than the calendar's."""
        desk = self.desk
        if desk.studio is not None and desk.year > desk.studio.cycle_end.year:
            desk.set_year(max(desk.workspace.years(desk.studio.id), default=desk.year))

    def _fill_years(self) -> None:
        desk = self.desk
        known = desk.workspace.years(desk.studio.id) if desk.studio else ()
        years = sorted({*known, desk.year, desk.workspace.today().year}, reverse=True)
        self.top.set_years(years, desk.year)

    def _count(self) -> None:
        """Show at the rail how much waits on each page."""
        desk, studio, year = self.desk, self.desk.studio, self.desk.year
        if studio is not None:
            desk.run(lambda: desk.workspace.todos(desk.session, studio.id, year), self._counted)

    def _counted(self, todos: tuple[Todo, ...]) -> None:
        for entry in self.entries:
            self.rail.set_count(entry.name, sum(todo.count for todo in todos if todo.page == entry.name))

    def _say_read_only(self, holder: str) -> None:
        words = self.tr("账套正由 {0} 使用。您可以只读查看，不能修改。").format(holder)
        self.bars.addWidget(InlineAlert("warn", words))
        self.status_state.setText(self.tr("只读"))

    def _status_line(self) -> QFrame:
        line = QFrame()
        line.setObjectName("statusline")
        self.status_file = label(self.tr("账套：{0}").format(self.desk.workspace.path.name))
        self.status_state = label("")
        layout = QHBoxLayout(line)
        layout.setContentsMargins(20, 3, 16, 3)
        layout.setSpacing(20)
        layout.addWidget(self.status_file)
        layout.addWidget(self.status_state)
        layout.addStretch(1)
        layout.addWidget(label(self.tr("F1 按键 · Ctrl+K 搜索 · Ctrl+L 锁定")))
        return line

    def _lay_out(self) -> None:
        right = QVBoxLayout()
        right.setContentsMargins(0, 0, 0, 0)
        right.setSpacing(4)
        right.addWidget(self.top)
        right.addLayout(self.bars)
        right.addWidget(self.stack, 1)
        right.addWidget(self.status)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.rail)
        layout.addLayout(right, 1)


def _key_groups(bench: Workbench) -> list[tuple[str, list[tuple[str, str]]]]:
    everywhere = [(entry.key, entry.title) for entry in bench.entries]
    everywhere += [
        ("Ctrl+N", bench.tr("新建报销")), ("Ctrl+K", bench.tr("搜索凭证")), ("Ctrl+B", bench.tr("收起或展开导航")),
        ("Ctrl+L", bench.tr("锁定")), ("F1  ?", bench.tr("按键一览")),
    ]  # fmt: skip
    page = bench.page()
    here = [
        (action.shortcut().toString(), action.text().replace("&", ""))
        for action in (page.actions_for_keys() if page else [])
        if not action.shortcut().isEmpty()
    ]
    groups = [(bench.tr("到处可用"), everywhere)]
    if page is not None and here:
        groups.append((page.title, here))
    return groups
