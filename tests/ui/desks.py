"""A desk at a real ledger for the tests of pages: one person logged in, settings of its own."""

from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent, QSettings, QTimer

from studio_ledger.workspace import Session
from tests.builders import School
from ui.desk import Desk
from ui.settings import UiSettings


class Said:
    """What a desk told the person."""

    def __init__(self, desk: Desk) -> None:
        self.said: list[str] = []
        self.complaints: list[str] = []
        self.went: list[tuple[str, dict]] = []
        desk.said.connect(lambda text, *_: self.said.append(text))
        desk.complained.connect(self.complaints.append)
        desk.navigated.connect(lambda page, arguments: self.went.append((page, arguments)))


def a_desk(school: School, session: Session, folder: Path) -> Desk:
    """The desk of one of the school's people."""
    settings = UiSettings(QSettings(str(folder / "ui.ini"), QSettings.Format.IniFormat))
    settings.remember_folder("print", folder)
    settings.remember_folder("report", folder)
    settings.remember_folder("backup", folder)
    return Desk(school.ledger, session, settings, studio=school.ledger.studios()[0], year=school.year)


def settled(qtbot, desk: Desk) -> None:
    """Wait until all work beside the window is over and has been told, and what was let go is gone."""
    qtbot.waitUntil(lambda: not desk.tasks.running, timeout=20_000)
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def put_down(page) -> None:
    """Let nothing run any more when a page goes."""
    for timer in page.findChildren(QTimer):
        timer.stop()
    page.desk.tasks.wait()


def shown(qtbot, page, size=(1190, 684)):
    """Show a page as large as in the smallest window, and wait for what it reads."""
    # The page owns the desk, so that both go on the window's thread: Python might collect a desk on a pool thread.
    page.desk.setParent(page)
    qtbot.addWidget(page, before_close_func=put_down)
    page.resize(*size)
    with qtbot.waitExposed(page):
        page.show()
    settled(qtbot, page.desk)
    return page
