"""The way in: find or make a ledger, open it beside the window, and let a person enter with his password.

Nothing of the ledger's core is imported before the first paint: Workspace comes in lazily, on the worker.
"""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QFileDialog, QMainWindow

from ui.desk import words
from ui.dialogs.set_password import SetPasswordDialog
from ui.enrolment_paper import EnrolmentPaper
from ui.pages.login import LoginPage
from ui.tasks import Tasks

if TYPE_CHECKING:
    from studio_ledger.errors import LedgerError
    from studio_ledger.model.people import Person
    from studio_ledger.statements.figures import EnrolmentForm
    from studio_ledger.workspace import Session, Workspace
    from ui.settings import UiSettings

SUFFIX = ".studio"
DEMO_VOUCHERS = 60
DEMO_SEED = 7


class Entrance(QObject):
    """Drives the login page.

    Signals:
        opened(object): this Workspace is open now.
        entered(object): this Session began, or went on after a lock.
    """

    opened = Signal(object)
    entered = Signal(object)

    def __init__(self, settings: UiSettings, window: QMainWindow) -> None:
        super().__init__(window)
        self.settings = settings
        self.tasks = Tasks(self)
        self.page = LoginPage()
        self.paper = EnrolmentPaper(settings, window)
        self._window = window
        self._workspace: Workspace | None = None
        self._locked: Session | None = None
        self.paper.failed.connect(self.page.complain)
        self.page.entered.connect(self._enter)
        self.page.first_password.connect(self._set_password)
        self.page.wants_new.connect(self.new_ledger)
        self.page.wants_open.connect(self.choose_ledger)
        self.page.wants_demo.connect(self.make_demo)
        self.page.wants_recent.connect(self.open_ledger)
        self.page.wants_other_person.connect(self.ask_who)

    def start(self, ledger: Path | None) -> None:
        """Open this ledger, or the last one, or offer the choices."""
        recent = self.settings.recent_ledgers
        path = ledger or (recent[0] if recent else None)
        if path is None:
            self.page.show_start()
        else:
            self.open_ledger(path)

    def open_ledger(self, path: Path) -> None:
        """Open a ledger on a worker, then ask who is there."""
        self.page.complain("")
        self.page.show_waiting(self.tr("正在打开 {0} …").format(path.name))
        # A moment later, so that the page is painted before the core is imported.
        QTimer.singleShot(15, lambda: self.tasks.run(lambda: _open(path), self._opened, self._not_opened))

    def choose_ledger(self) -> None:
        """Ask for a ledger's file."""
        folder = str(self.settings.folder("ledger"))
        chosen, _ = QFileDialog.getOpenFileName(
            self._window, self.tr("打开账套"), folder, self.tr("工作室账套 (*{0});;所有文件 (*)").format(SUFFIX)
        )
        if chosen:
            self.open_ledger(Path(chosen))

    def new_ledger(self) -> None:
        """Ask the first-run questions and make a ledger of the answers."""
        from ui.dialogs.first_run import FirstRunDialog  # noqa: PLC0415 - only for a new school

        plan = FirstRunDialog.ask(self.settings.folder("ledger"), self._window)
        if plan is None:
            return
        path, setup = plan
        self.page.complain("")
        self.page.show_waiting(self.tr("正在建立账套 {0} …").format(path.name))
        self.tasks.run(lambda: _create(path, setup), self._opened, self._not_opened)

    def make_demo(self) -> None:
        """Ask where the sample ledger goes, and fill it on a worker."""
        proposal = self.settings.folder("ledger") / self.tr("示例账套{0}").format(SUFFIX)
        chosen, _ = QFileDialog.getSaveFileName(
            self._window, self.tr("示例账套放在哪里"), str(proposal), self.tr("工作室账套 (*{0})").format(SUFFIX)
        )
        if not chosen:
            return
        path = Path(chosen).with_suffix(SUFFIX)
        if path.exists():
            self.page.complain(self.tr("“{0}”已经存在。请换一个文件名，原文件不会被覆盖。").format(path.name))
            return
        self.page.complain("")
        self.page.show_waiting(self.tr("正在生成示例数据…"))
        progress = _Progress(self)
        progress.moved.connect(self.page.show_progress)
        self.tasks.run(lambda: _make_demo(path, progress), self._demo_made, self._not_opened)

    def ask_who(self) -> None:
        """Show the people of the open ledger."""
        if self._workspace is not None:
            self._locked = None
            self.page.complain("")
            self.page.show_people(self._workspace.path.name, self._workspace.people(), self.settings.last_login)
            self.page.complain(self.settings.notice(self._workspace.path), "info")

    def ask_again(self, session: Session) -> None:
        """After a lock: the same person goes on with the password."""
        if self._workspace is not None:
            self._locked = session
            self.page.complain("")
            name = self._workspace.path.name
            self.page.show_people(name, (session.person,), session.person.login, locked=True)

    def close_ledger(self) -> None:
        """Give the ledger back."""
        self.tasks.wait()
        if self._workspace is not None:
            self._workspace.close()
            self._workspace = None

    def _opened(self, workspace: Workspace) -> None:
        if self._workspace is not None:
            self._workspace.close()
        self._workspace = workspace
        self.settings.remember_ledger(workspace.path)
        self.settings.remember_folder("ledger", workspace.path)
        self.opened.emit(workspace)
        self.ask_who()
        if workspace.read_only:
            self.page.complain(
                self.tr("账套正由 {0} 使用。您可以只读查看；要修改，请等对方关闭窗口后再打开。").format(
                    workspace.holder
                ),
                "warn",
            )

    def _not_opened(self, error: LedgerError) -> None:
        self.page.show_start(self.settings.recent_ledgers)
        self.page.complain(words(error))

    def _demo_made(self, made: tuple[Path, str]) -> None:
        path, notice = made
        self.settings.remember_notice(path, notice)
        self.open_ledger(path)

    def _enter(self, login: str, password: str) -> None:
        workspace = self._workspace
        if workspace is not None:
            self.tasks.run(lambda: workspace.login(login, password), self._entered, self._not_entered)

    def _entered(self, session: Session) -> None:
        self.settings.last_login = session.person.login
        self.page.set_busy(False)
        self.page.password.clear()
        if self._locked is not None and self._locked.person.id == session.person.id:
            self._locked.key = session.key
            session = self._locked
        self._locked = None
        self.entered.emit(session)

    def _not_entered(self, error: LedgerError) -> None:
        if error.code == "password.wrong":
            self.page.wrong_password(int(error.parameters.get("wait_seconds", "0")))
        else:
            self.page.set_busy(False)
            self.page.complain(words(error))

    def _set_password(self, person: Person) -> None:
        workspace = self._workspace
        password = SetPasswordDialog.ask(person.name, self._window)
        if workspace is None or password is None:
            return
        self.page.complain("")
        self.page.set_busy(True)
        self.tasks.run(
            lambda: workspace.set_first_password(person.login, password),
            lambda form: self._enrolled(form, person.login, password),
            self._not_entered,
        )

    def _enrolled(self, form: EnrolmentForm, login: str, password: str) -> None:
        self.paper.offer(form)
        self._enter(login, password)


class _Progress(QObject):
    """Carries progress from the worker to the window.

    Signals:
        moved(int, int): so many of so many.
    """

    moved = Signal(int, int)


def _open(path: Path) -> Workspace:
    from studio_ledger.workspace import Workspace  # noqa: PLC0415 - SQLAlchemy takes longer than the first paint

    return Workspace.open(path)


def _create(path: Path, setup: object) -> Workspace:
    from studio_ledger.workspace import LedgerSetup, Workspace  # noqa: PLC0415

    assert isinstance(setup, LedgerSetup)  # noqa: S101 - narrows the type; the wizard makes nothing else
    return Workspace.create(path, setup)


def _make_demo(path: Path, progress: _Progress) -> tuple[Path, str]:
    # By name: the sample's maker belongs to the command line, a layer beside this one that we do not import.
    made = import_module("studio_ledger.commands.demo").make_demo(
        path, DEMO_VOUCHERS, 1, DEMO_SEED, progress.moved.emit
    )
    return path, str(getattr(made, "notice", "") or "")
