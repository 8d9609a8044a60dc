"""Makes the pictures of the README from the sample ledger: ``python -m tests.make_pictures``."""

from __future__ import annotations

import datetime as dt
import os
import sys
import tempfile
from dataclasses import replace
from importlib.resources import files
from pathlib import Path

if __package__ in {None, ""}:  # run as a file: the project's root is not on the path
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QDeadlineTimer, QEventLoop, QSettings, QThreadPool, QTimer
from PySide6.QtGui import QFont, QFontDatabase
from PySide6.QtWidgets import QApplication

TARGET = Path(__file__).resolve().parent.parent / "resources" / "pictures"
SIZE = (1366, 768)
DAY = dt.date(2021, 12, 6)
"""The sample's last day of work."""
VOUCHERS, SEED = 300, 7
PATIENCE_MS = 30_000


def main() -> None:
    """Write home, entry, report and signing as PNG."""
    from studio_ledger.commands.demo import make_demo

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "示例账套.studio"
        people = {person.login: person for person in make_demo(path, VOUCHERS, 1, SEED).people}
        camera = Camera(path, Path(folder) / "pictures.ini")
        camera.enter(people["wangmin"])
        camera.take("home")
        camera.claim("书城发票二.pdf")
        camera.take("entry")
        camera.take("report")
        camera.submit(people["chenjing"])
        camera.enter(people["liweidong"])
        camera.take("signing")
        camera.window.close()


class Camera:
    """A window at the sample ledger, photographed page by page."""

    def __init__(self, path: Path, settings: Path) -> None:
        from studio_ledger.commands.sample import SampleClock
        from studio_ledger.workspace import Workspace
        from ui import theme
        from ui.app import application_of_ours
        from ui.main_window import MainWindow
        from ui.settings import UiSettings

        application = application_of_ours()
        for font in sorted(files("resources").joinpath("fonts").iterdir(), key=lambda entry: entry.name):
            if font.name.endswith(".ttf"):
                QFontDatabase.addApplicationFontFromData(font.read_bytes())
        application.setFont(QFont("Noto Sans SC", 10))
        theme.apply(application, "light")
        self.window = MainWindow(UiSettings(QSettings(str(settings), QSettings.Format.IniFormat)))
        self.window.resize(*SIZE)
        self.window.show()
        clock = SampleClock(DAY)
        clock.at += dt.timedelta(hours=3)
        self.ledger = Workspace.open(path, path.with_name(path.name + ".keys"), clock)
        self.window._opened(self.ledger)

    def enter(self, person) -> None:
        """Let a person of the sample in."""
        self.window._entered(self.ledger.login(person.login, person.password))
        self.settle()

    def claim(self, name: str) -> None:
        """Make an expense of a file in the inbox, and put the cursor into its purpose."""
        item = next(item for item in self.ledger.inbox() if item.name == name)
        self.window.bench.show_page("entry", {"items": [item.id]})
        self.settle()
        self.window.bench.page().form.purpose.setFocus()

    def submit(self, host) -> None:
        """Submit what was claimed; the host signs it, so that the legal representative has it before him."""
        session = self.window.bench.desk.session
        draft = self.ledger.draft(self.ledger.drafts(session)[0].id)
        content = replace(draft.content, purpose=draft.content.purpose or "购买班主任专业书籍")
        voucher = self.ledger.submit(session, self.ledger.save_draft(session, content, draft.id), "书目随后补附。")
        self.ledger.sign(self.ledger.login(host.login, host.password), [voucher], host.password)

    def take(self, name: str) -> None:
        """Write a page's picture once everything on it is there."""
        bench = self.window.bench
        bench.show_page(name)
        self.settle()
        bench.toast.hide()
        TARGET.mkdir(parents=True, exist_ok=True)
        self.window.grab().save(str(TARGET / f"{name}.png"), "PNG", 0)

    def settle(self) -> None:
        """Wait until nothing has run for a while and nothing is left to be drawn."""
        deadline, quiet = QDeadlineTimer(PATIENCE_MS), 0
        while quiet < 8 and not deadline.hasExpired():
            pause = QEventLoop()
            QTimer.singleShot(40, pause.quit)
            pause.exec()
            running = self.window.bench is not None and self.window.bench.desk.tasks.running
            running = running or QThreadPool.globalInstance().activeThreadCount()
            quiet = 0 if running else quiet + 1
        QApplication.processEvents()


if __name__ == "__main__":
    main()
