"""The window: first the login page, then the workbench of who entered; the login page again when it is locked."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QMainWindow, QStackedWidget

from ui import pages, theme
from ui.desk import Desk
from ui.entrance import Entrance
from ui.idle import IdleWatch
from ui.workbench import Workbench

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtCore import QUrl
    from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDragLeaveEvent, QDropEvent

    from studio_ledger.workspace import Session, Workspace
    from ui.pages.page import Page
    from ui.settings import UiSettings

_MOST_FILES = 500


class MainWindow(QMainWindow):
    """Holds one ledger and, once somebody has entered, his workbench."""

    def __init__(self, settings: UiSettings) -> None:
        super().__init__()
        self.settings = settings
        self.setObjectName("mainWindow")
        self.setWindowTitle(self.tr("工作室经费台账"))
        self.setWindowIcon(theme.icon("notebook", "primary"))
        self.setAcceptDrops(True)
        self._keys: list[QShortcut] = []
        self.workspace: Workspace | None = None
        self.bench: Workbench | None = None
        self.entrance = Entrance(settings, self)
        self.entrance.opened.connect(self._opened)
        self.entrance.entered.connect(self._entered)
        self.login = self.entrance.page
        self.stack = QStackedWidget()
        self.stack.addWidget(self.login)
        self.setCentralWidget(self.stack)
        self.idle = IdleWatch(settings.idle_minutes, self)
        self.idle.idle.connect(self.lock)
        self._add_keys()
        self.resize(1366, 768)
        if settings.geometry is not None:
            self.restoreGeometry(settings.geometry)

    def start(self, ledger: Path | None) -> None:
        """Open this ledger, or the last one, or offer the choices."""
        self.entrance.start(ledger)

    def lock(self) -> None:
        """Cover the window and forget the key; the same person goes on with the password."""
        if self.bench is None or self.workspace is None or self.stack.currentWidget() is self.login:
            return
        self.workspace.lock(self.bench.desk.session)
        self.entrance.ask_again(self.bench.desk.session)
        self.stack.setCurrentWidget(self.login)

    def leave(self) -> None:
        """Log out: the workbench goes, the login page comes."""
        if self.bench is not None and self.workspace is not None:
            self.workspace.lock(self.bench.desk.session)
            self._drop_bench()
            self.entrance.ask_who()
            self.stack.setCurrentWidget(self.login)

    def set_scheme(self, scheme: str) -> None:
        """Dress the window in light, dark or the system's colours."""
        self.settings.scheme = scheme
        application = QApplication.instance()
        if isinstance(application, QApplication):
            theme.apply(application, scheme, self.settings.base_px)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Files may be dropped anywhere."""
        files = _files(event.mimeData().urls())
        if self._at_work() and files and self.bench is not None:
            event.acceptProposedAction()
            self.bench.drop.announce(len(files))

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """They went elsewhere."""
        super().dragLeaveEvent(event)
        if self.bench is not None:
            self.bench.drop.hide()

    def dropEvent(self, event: QDropEvent) -> None:
        """Put the files into the inbox."""
        if self.bench is None or not self._at_work():
            return
        self.bench.drop.hide()
        files = _files(event.mimeData().urls())
        if len(files) > _MOST_FILES:
            self.bench.complain(
                self.tr("一次最多放入 {0} 个文件，这里有 {1} 个。请分几次。").format(_MOST_FILES, len(files))
            )
        elif files:
            event.acceptProposedAction()
            self.bench.take_files(files)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Stop the reading of files, let other work end, give the ledger back, remember the window's place."""
        self.settings.geometry = self.saveGeometry()
        if self.bench is not None:
            self.bench.desk.tasks.cancel_all()
            _stop_reading()
            self.bench.desk.tasks.wait()
        self.idle.stop()
        self.entrance.close_ledger()
        super().closeEvent(event)

    def _opened(self, workspace: Workspace) -> None:
        self._drop_bench()
        self.workspace = workspace
        self.setWindowTitle(self.tr("{0} — 工作室经费台账").format(workspace.path.stem))
        self.stack.setCurrentWidget(self.login)

    def _entered(self, session: Session) -> None:
        if self.workspace is None:
            return
        if self.bench is None or self.bench.desk.session.person.id != session.person.id:
            self._drop_bench()
            self.bench = self._new_bench(Desk(self.workspace, session, self.settings, parent=self))
            self.stack.addWidget(self.bench)
            self.bench.start()
            self._keep_promise(self.bench.desk)
        else:
            self.bench.desk.session.key = session.key
        self.stack.setCurrentWidget(self.bench)

    def _keep_promise(self, desk: Desk) -> None:
        """Propose what the wizard was told, now that somebody with a key is there."""
        workspace, session = desk.workspace, desk.session

        def done(made: tuple[str, ...]) -> None:
            if made:
                desk.say(self.tr("已提出用款申请办法，等待双方签字"))
                desk.notifier.funds_changed.emit()

        desk.run(lambda: workspace.propose_wished_rules(session), done)

    def _new_bench(self, desk: Desk) -> Workbench:
        desk.window = self
        bench = Workbench(desk)
        bench.page_shown.connect(self._yield_keys)
        bench.top.wants_lock.connect(self.lock)
        bench.top.wants_leave.connect(self.leave)
        bench.top.scheme_chosen.connect(self.set_scheme)
        return bench

    def _drop_bench(self) -> None:
        if self.bench is not None:
            self.bench.desk.tasks.wait()
            self.stack.removeWidget(self.bench)
            self.bench.desk.deleteLater()
            self.bench.deleteLater()
            self.bench = None

    def _add_keys(self) -> None:
        for entry in pages.PAGES:
            self._add_key(entry.key, partial(self._show, entry.name))
        self._add_key("Ctrl+N", lambda: self._show("entry", {"new": True}))
        self._add_key("Ctrl+R", lambda: self._show("report"))
        self._add_key("Ctrl+K", self._search)
        self._add_key("Ctrl+B", self._fold)
        self._add_key("Ctrl+L", self.lock)
        self._add_key("F1", self._show_keys)
        self._add_key("?", self._show_keys)

    def _add_key(self, key: str, action: Callable[[], None]) -> None:
        shortcut = QShortcut(QKeySequence(key), self)
        shortcut.activated.connect(action)
        self._keys.append(shortcut)

    def _yield_keys(self, page: Page) -> None:
        """Let a page that uses one of the window's keys have it: two owners would leave the key dead."""
        taken = {key for action in (*page.actions(), *page.actions_for_keys()) for key in action.shortcuts()}
        for shortcut in self._keys:
            shortcut.setEnabled(shortcut.key() not in taken)

    def _at_work(self) -> bool:
        return self.bench is not None and self.stack.currentWidget() is self.bench

    def _show(self, name: str, arguments: object = None) -> None:
        if self.bench is not None and self._at_work():
            self.bench.show_page(name, arguments)

    def _search(self) -> None:
        if self.bench is not None and self._at_work():
            self.bench.top.focus_search()

    def _fold(self) -> None:
        if self.bench is not None and self._at_work():
            self.bench.rail.fold(not self.bench.rail.narrow)

    def _show_keys(self) -> None:
        if self.bench is not None and self._at_work():
            self.bench.show_keys()


def _stop_reading() -> None:
    from studio_ledger.invoices.pool import POOL  # noqa: PLC0415 - not at start

    POOL.close()


def _files(urls: list[QUrl]) -> list[Path]:
    """Return the local files, folders walked."""
    paths = [Path(url.toLocalFile()) for url in urls if url.isLocalFile()]
    files: list[Path] = []
    for path in paths:
        files += sorted(inner for inner in path.rglob("*") if inner.is_file()) if path.is_dir() else [path]
    return files
