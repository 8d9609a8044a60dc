"""Brings in what a scanner or a phone puts into a folder while the window is open. Nothing there is ever changed."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QFileSystemWatcher, QObject, QTimer, Signal

from ui.pages.inbox_intake import MOST_FILES, Outcome, take_in
from ui.pages.run_for import run_for

if TYPE_CHECKING:
    from pathlib import Path

    from studio_ledger.errors import LedgerError
    from studio_ledger.workspace import Session, Workspace
    from ui.desk import Desk

KINDS = frozenset({".pdf", ".ofd", ".xml", ".zip", ".png", ".jpg", ".jpeg", ".bmp", ".webp"})
PAUSE_MS = 1500
"""A file whose size and time stood still for so long is complete."""
ROUND_MS = 30_000
"""Folders on a network may change without telling."""


@dataclass(frozen=True, slots=True)
class Sight:
    """A file as it was seen: growing files are seen otherwise the next time."""

    path: Path
    size: int
    changed_ns: int


class FolderWatch(QObject):
    """Watches the folder of the settings, off unless it was turned on there.

    Signals:
        arrived(int): so many files came in.
    """

    arrived = Signal(int)

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._seen: frozenset[Sight] = frozenset()
        self._done: set[Sight] = set()
        self._busy = False
        self._watcher = QFileSystemWatcher(self)
        self._soon = QTimer(self, interval=PAUSE_MS, singleShot=True)
        self._round = QTimer(self, interval=ROUND_MS)
        self._watcher.directoryChanged.connect(lambda _: self._soon.start())
        self._soon.timeout.connect(self.look)
        self._round.timeout.connect(self.look)
        desk.notifier.watch_changed.connect(self.start)
        self.start()

    @property
    def folder(self) -> Path | None:
        """The folder that is watched; None while that is off, or where this person takes nothing in."""
        settings, workspace = self._desk.settings, self._desk.workspace
        folder = settings.watched_folder
        if not settings.watching or folder is None or workspace.read_only or not folder.is_dir():
            return None
        return folder if workspace.may(self._desk.session, "originals") else None

    def start(self) -> None:
        """Watch what the settings say now."""
        if self._watcher.directories():
            self._watcher.removePaths(self._watcher.directories())
        self._seen = frozenset()
        folder = self.folder
        if folder is None:
            self._round.stop()
            self._soon.stop()
            return
        self._watcher.addPath(str(folder))
        self._round.start()
        self.look()

    def look(self) -> None:
        """See what lies there; what stood still since the last look is taken in."""
        folder = self.folder
        if folder is None or self._busy:
            return
        self._busy = True
        run_for(self, self._desk, lambda: survey(folder), self._surveyed, self._failed)

    def _surveyed(self, sights: frozenset[Sight]) -> None:
        fresh = sights - self._done
        ready = sorted(fresh & self._seen, key=lambda sight: (sight.changed_ns, sight.path.name))[:MOST_FILES]
        self._seen = sights
        if fresh - set(ready):
            self._soon.start()
        if not ready:
            self._busy = False
            return
        workspace, session = self._desk.workspace, self._desk.session
        run_for(self, self._desk, lambda: bring(workspace, session, ready), self._brought, self._failed)

    def _brought(self, found: tuple[tuple[Sight, Outcome | None], ...]) -> None:
        self._busy = False
        # A file that another program still holds open is refused now and tried again.
        self._done.update(sight for sight, outcome in found if outcome is None or outcome.item is not None)
        count = sum(outcome is not None and outcome.item is not None for _, outcome in found)
        if not count:
            return
        self.arrived.emit(count)
        self._desk.notifier.inbox_changed.emit()
        words = self.tr("监视的文件夹收到 {0} 个文件，已放入票据夹。").format(count)
        self._desk.say(words, self.tr("去票据夹"), self._go)

    def _go(self) -> None:
        self._desk.go("inbox", shown="open")

    def _failed(self, error: LedgerError) -> None:
        self._busy = False
        self._desk.complain(error)


def survey(folder: Path) -> frozenset[Sight]:
    """Return the files of the kinds that are taken in; folders within are left alone."""
    found = set()
    for path in _listed(folder):
        if path.suffix.lower() in KINDS and not path.name.startswith((".", "~")):
            try:
                state = path.stat()
            except OSError:
                continue
            if path.is_file() and state.st_size:
                found.add(Sight(path, state.st_size, state.st_mtime_ns))
    return frozenset(found)


def _listed(folder: Path) -> list[Path]:
    try:
        return list(folder.iterdir())
    except OSError:
        return []


def bring(workspace: Workspace, session: Session, sights: list[Sight]) -> tuple[tuple[Sight, Outcome | None], ...]:
    """Take files in; None for one whose content the ledger has had before, whatever became of it since."""
    found: list[tuple[Sight, Outcome | None]] = []
    for sight in sights:
        known = _is_known(workspace, sight.path)
        found.append((sight, None if known else take_in(workspace, session, sight.path, "watch")))
    return tuple(found)


def _is_known(workspace: Workspace, path: Path) -> bool:
    try:
        with path.open("rb") as file:
            return workspace.has_evidence(hashlib.file_digest(file, "sha256").hexdigest())
    except OSError:
        return False
