"""The desk: what every page is handed. It knows who works in which studio and year, and runs their work."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, Signal

from ui.notifier import Notifier
from ui.tasks import Task, Tasks

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtWidgets import QWidget

    from studio_ledger.errors import LedgerError
    from studio_ledger.model.studio import Studio
    from studio_ledger.workspace import Session, Workspace
    from ui.settings import UiSettings

Result = TypeVar("Result")
Item = TypeVar("Item")


class Desk(QObject):
    """One person at one ledger.

    Signals:
        studio_changed(), year_changed(): another studio or year was chosen.
        navigated(str, object): somebody asked for this page with these arguments (a dict).
        said(str, str, object): show this text for six seconds, with this action's words and callable.
        complained(str): show this text until it is closed.
    """

    studio_changed = Signal()
    year_changed = Signal()
    navigated = Signal(str, object)
    said = Signal(str, str, object)
    complained = Signal(str)

    def __init__(
        self,
        workspace: Workspace,
        session: Session,
        settings: UiSettings,
        *,
        studio: Studio | None = None,
        year: int = 0,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.workspace = workspace
        self.session = session
        self.settings = settings
        self.studio = studio
        self.year = year or workspace.today().year
        self.notifier = Notifier(self)
        self.tasks = Tasks(self)
        self.window: QWidget | None = None

    def titles(self) -> tuple[str, str]:
        """What the rule pack in force calls the two who sign: the host, and the one after."""
        terms = self.workspace.policy.terms
        return terms.host, terms.second_signer

    def set_studio(self, studio: Studio | None) -> None:
        """Work in another studio from now on."""
        if studio != self.studio:
            self.studio = studio
            self.studio_changed.emit()

    def set_year(self, year: int) -> None:
        """Show another year from now on."""
        if year != self.year:
            self.year = year
            self.year_changed.emit()

    def run(
        self,
        work: Callable[[], Result],
        done: Callable[[Result], None] | None = None,
        failed: Callable[[LedgerError], None] | None = None,
        *,
        title: str = "",
    ) -> Task:
        """Do work beside the window; without `failed` a refusal is shown as an inline bar."""
        return self.tasks.run(work, done, failed or self.complain, title=title)

    def run_many(
        self,
        items: Sequence[Item],
        work: Callable[[Item], Result],
        done: Callable[[tuple[Result, ...]], None] | None = None,
        title: str = "",
        failed: Callable[[LedgerError], None] | None = None,
        *,
        at_once: int = 1,
    ) -> Task:
        """Do work on each item with a progress sheet; after a cancel `done` gets what was finished."""
        return self.tasks.run_many(items, work, done, failed or self.complain, title=title, at_once=at_once)

    def go(self, page_name: str, **arguments: object) -> None:
        """Show a page: home, inbox, entry, signing, vouchers, grants, budget, report or settings."""
        self.navigated.emit(page_name, arguments)

    def say(self, text: str, action_text: str = "", action: Callable[[], None] | None = None) -> None:
        """Show a bar for six seconds, with a button where there is something to do."""
        self.said.emit(text, action_text, action)

    def complain(self, problem: LedgerError | str) -> None:
        """Show what went wrong and what to do; it stays until it is closed."""
        self.complained.emit(problem if isinstance(problem, str) else words(problem))

    def ask_password(self, reason: str) -> str | None:
        """Ask for the password of who is logged in; None where he turned away."""
        from ui.dialogs.password import PasswordDialog  # noqa: PLC0415 - needs widgets only when asked

        return PasswordDialog.ask(reason, self.session.person.name, self.window)


def words(error: LedgerError) -> str:
    """Return a refusal as a Chinese sentence: what was refused and what to do."""
    from studio_ledger.text import sentence  # noqa: PLC0415 - reads its words only when something is refused

    return sentence(error, "zh")
