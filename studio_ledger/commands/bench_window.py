"""Timing the window: in processes of their own, off screen, because a start can be measured only once a process."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from studio_ledger.commands.bench import Measure

ROUNDS = 3

_BARE = """
from PySide6.QtWidgets import QApplication, QLabel
application = QApplication([])
label = QLabel("工作室经费台账")
label.resize(1366, 768)
label.show()
label.grab()
"""

_LOGIN = """
from ui import theme
from ui.app import application_of_ours
from ui.main_window import MainWindow
from ui.settings import UiSettings
application = application_of_ours()
settings = UiSettings()
theme.apply(application, settings.scheme, settings.base_px)
window = MainWindow(settings)
window.show()
window.login.show_start(())
window.grab()
"""

_HOME = (
    _LOGIN
    + """
import sys, time
from pathlib import Path
from studio_ledger.commands.sample import sample_password
from studio_ledger.workspace import Workspace
path = Path(sys.argv[1])
workspace = Workspace.open(path, path.with_name(path.name + ".keys"), window=False)
window.entrance.opened.emit(workspace)
started = time.perf_counter()
session = workspace.login("wangmin", sample_password("wangmin"))
checked = time.perf_counter()
window.entrance.entered.emit(session)
window.bench.desk.tasks.wait()
application.processEvents()
window.grab()
print(time.perf_counter() - started, checked - started)
window.bench.desk.tasks.wait()
workspace.close()
"""
)


def starts() -> Iterable[Measure]:
    """Time from nothing to the painted login page, beside a bare window with one label."""
    from studio_ledger.commands.bench import Measure  # noqa: PLC0415

    login = statistics.median(_start(_LOGIN) for _ in range(ROUNDS))
    bare = statistics.median(_start(_BARE) for _ in range(ROUNDS))
    yield Measure("start", "启动到登录页", login, bare, "空白窗口")


def home(path: Path) -> Iterable[Measure]:
    """Time from the password to the painted home page of a sample ledger, beside the password check alone."""
    from studio_ledger.commands.bench import Measure  # noqa: PLC0415

    whole, check = map(float, _run(_HOME, str(path)).split())
    yield Measure("home", "口令核对到首页", whole, check, "口令核对")


def _start(program: str) -> float:
    started = time.perf_counter()
    _run(program)
    return time.perf_counter() - started


def _run(program: str, *words: str) -> str:
    root = Path(__file__).resolve().parents[2]
    path = os.pathsep.join(filter(None, [str(root), os.environ.get("PYTHONPATH", "")]))
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": path}
    # Leaving without tearing Qt down: what is measured ends with the painted page.
    program += "\nimport os, sys\nsys.stdout.flush()\nos._exit(0)\n"
    command = [sys.executable, "-c", program, *words]
    return subprocess.run(command, env=environment, check=True, capture_output=True, text=True).stdout  # noqa: S603 - our own words
