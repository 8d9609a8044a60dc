"""Work beside the window for something that may be closed meanwhile: nobody is told who is no longer there."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING, TypeVar

from shiboken6 import isValid

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtCore import QObject

    from studio_ledger.errors import LedgerError
    from ui.desk import Desk
    from ui.tasks import Task

Result = TypeVar("Result")

_RECENT: deque[Task] = deque(maxlen=64)
"""The tasks begun last. Were the pool thread's reference the last one, the QObject would be destroyed over there,
while its signals are still being taken apart here: that ends the program."""


def run_for(
    owner: QObject,
    desk: Desk,
    work: Callable[[], Result],
    done: Callable[[Result], None] | None = None,
    failed: Callable[[LedgerError], None] | None = None,
    *,
    title: str = "",
) -> Task:
    """Run as `Desk.run` does, but tell `done` and `failed` only while the owner (a page, a tab) still stands."""

    def tell(result: Result) -> None:
        if done is not None and isValid(owner):
            done(result)

    def refuse(error: LedgerError) -> None:
        if not isValid(owner):
            return
        (failed or desk.complain)(error)

    task = desk.run(work, tell, refuse, title=title)
    _RECENT.append(task)
    return task
