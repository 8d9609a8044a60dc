"""The last net: a bug of ours is shown with what is needed to report it; the ledger itself is never half-written."""

from __future__ import annotations

import platform
import sys
import traceback
from typing import TYPE_CHECKING

from studio_ledger import __version__

if TYPE_CHECKING:
    from types import TracebackType


def install() -> None:
    """Show every exception that nobody caught, once at a time."""
    sys.excepthook = _show


def details(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> str:
    """Return what a developer needs, without any figure of the ledger."""
    head = f"studio-ledger {__version__} · Python {platform.python_version()} · {platform.platform()}"
    return head + "\n\n" + "".join(traceback.format_exception(kind, error, trace))


_showing: list[bool] = []


def _show(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    sys.__excepthook__(kind, error, trace)
    if _showing or issubclass(kind, KeyboardInterrupt):
        return
    from PySide6.QtWidgets import QApplication  # noqa: PLC0415 - an error before Qt must still be printed

    from ui.dialogs.crash import CrashDialog  # noqa: PLC0415

    if QApplication.instance() is None:
        return
    _showing.append(True)
    try:
        CrashDialog(details(kind, error, trace), QApplication.activeWindow()).exec()
    finally:
        _showing.clear()
