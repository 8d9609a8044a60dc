"""Writing files where the person wants them: a full disk or a file held by Excel is told, never a crash."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QUrl
from PySide6.QtGui import QDesktopServices

from ui.pages.run_for import run_for

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from ui.desk import Desk


def write_file(desk: Desk, write: Callable[[Path], object], target: Path, *, title: str, open_it: bool = False) -> None:
    """Write beside the window; say so with a button that opens it, or complain with what to do."""

    def work() -> bool:
        try:
            write(target)
        except OSError:
            return False
        return True

    def done(written: bool) -> None:
        if not written:
            desk.complain(cannot_write(target))
            return
        words = QCoreApplication.translate("files", "已存为 {0}").format(target.name)
        desk.say(words, QCoreApplication.translate("files", "打开"), lambda: open_file(target))
        if open_it:
            open_file(target)

    run_for(desk, desk, work, done, title=title)


def cannot_write(target: Path) -> str:
    """What to do when a file cannot be written."""
    words = QCoreApplication.translate(
        "files", "无法写入“{0}”：它可能正被其他程序打开，或磁盘已满、没有权限。请关闭该文件或换一个位置再存。"
    )
    return words.format(target.name)


def open_file(path: Path) -> None:
    """Open a file with the program of the system."""
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))
