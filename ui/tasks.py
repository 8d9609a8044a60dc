"""Work beside the window: a task runs on a pool thread and reports back on the window's own.

The one place that catches every exception: a refusal goes to `failed`, anything else to the crash dialog.
"""

from __future__ import annotations

import sys
import threading
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from functools import cache
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from PySide6.QtCore import QObject, QRunnable, QThreadPool, Signal

from studio_ledger.errors import LedgerError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

Result = TypeVar("Result")
Item = TypeVar("Item")

_THREADS = 4


class Task(QObject):
    """A piece of work under way.

    Signals:
        succeeded(object): it ended with this value.
        refused(object): the ledger refused with this LedgerError.
        crashed(object): it failed with an exception that is a bug of ours.
        progressed(int, int, str): so many of so many are done; the name of the current one.
        ended(): it is over, whichever way.
    """

    succeeded = Signal(object)
    refused = Signal(object)
    crashed = Signal(object)
    progressed = Signal(int, int, str)
    ended = Signal()

    def __init__(self, title: str = "", *, can_cancel: bool = False) -> None:
        super().__init__()
        self.title = title
        self.can_cancel = can_cancel
        self.over = False
        self._cancelled = threading.Event()

    def cancel(self) -> None:
        """Ask the work to stop after the item at hand; what is done stays done."""
        self._cancelled.set()

    @property
    def cancelled(self) -> bool:
        """Whether somebody asked the work to stop."""
        return self._cancelled.is_set()


class _Job(QRunnable, Generic[Result]):
    def __init__(self, task: Task, work: Callable[[], Result]) -> None:
        super().__init__()
        self._task = task
        self._work = work

    def run(self) -> None:
        """Do the work on a pool thread."""
        try:
            value = self._work()
        except LedgerError as error:
            _emit(self._task, self._task.refused, error)
        except Exception as error:  # noqa: BLE001 - here, and only here, everything is caught
            _emit(self._task, self._task.crashed, error)
        else:
            _emit(self._task, self._task.succeeded, value)


def _emit(task: Task, signal: Any, value: object) -> None:
    try:
        signal.emit(value)
        task.ended.emit()
    except RuntimeError:  # the window was closed while the work ran
        return


@cache
def _shared_pool() -> QThreadPool:
    """The one pool, wider than the cores: a long import must not hold up a page's figures.

    It belongs to nobody: a pool that goes with its page waits for its threads with Python's lock held, and they wait
    for the lock.
    """
    pool = QThreadPool()
    pool.setMaxThreadCount(_THREADS)
    return pool


class Tasks(QObject):
    """Runs tasks and keeps them alive until they have reported.

    Signals:
        started(object): a Task began.
        ended(object): a Task is over.
    """

    started = Signal(object)
    ended = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._running: set[Task] = set()
        self._pool = _shared_pool()

    @property
    def running(self) -> tuple[Task, ...]:
        """The tasks that have not ended."""
        return tuple(self._running)

    def run(
        self,
        work: Callable[[], Result],
        done: Callable[[Result], None] | None = None,
        failed: Callable[[LedgerError], None] | None = None,
        *,
        title: str = "",
    ) -> Task:
        """Run `work` on a pool thread; `done` or `failed` is called on the window's thread."""
        return self._start(Task(title), work, done, failed)

    def run_many(
        self,
        items: Sequence[Item],
        work: Callable[[Item], Result],
        done: Callable[[tuple[Result, ...]], None] | None = None,
        failed: Callable[[LedgerError], None] | None = None,
        *,
        title: str = "",
        at_once: int = 1,
    ) -> Task:
        """Run `work` on each item with progress, `at_once` of them side by side.

        `done` gets the results in the items' order; after a cancel those that were finished.
        """
        task = Task(title, can_cancel=True)
        return self._start(task, lambda: _each(task, items, work, at_once), done, failed)

    def cancel_all(self) -> None:
        """Ask every task that can to stop after the item at hand."""
        for task in self._running:
            task.cancel()

    def wait(self, milliseconds: int = 5000) -> bool:
        """Wait until no task runs; for closing and for tests."""
        return self._pool.waitForDone(milliseconds)

    def _start(
        self,
        task: Task,
        work: Callable[[], Result],
        done: Callable[[Result], None] | None,
        failed: Callable[[LedgerError], None] | None,
    ) -> Task:
        reply = _Reply(self, task, done, failed)
        task.succeeded.connect(reply.succeeded)
        task.refused.connect(reply.refused)
        task.crashed.connect(reply.crashed)
        task.ended.connect(reply.ended)
        self._running.add(task)
        self.started.emit(task)
        self._pool.start(_Job(task, work))
        return task

    def forget(self, task: Task) -> None:
        """Let go of a task that has ended."""
        task.over = True
        self._running.discard(task)
        self.ended.emit(task)


def _each(
    task: Task, items: Sequence[Item], work: Callable[[Item], Result], at_once: int
) -> tuple[Result, ...]:
    results: dict[int, Result] = {}
    places = iter(range(len(items)))
    under_way: dict[Future[Result], int] = {}
    with ThreadPoolExecutor(at_once) as hands:
        while True:
            while len(under_way) < at_once and not task.cancelled:
                place = next(places, None)
                if place is None:
                    break
                task.progressed.emit(len(results), len(items), str(getattr(items[place], "name", items[place])))
                under_way[hands.submit(work, items[place])] = place
            if not under_way:
                break
            for finished in wait(under_way, return_when=FIRST_COMPLETED).done:
                results[under_way.pop(finished)] = finished.result()
    task.progressed.emit(len(results), len(items), "")
    return tuple(results[place] for place in sorted(results))


class _Reply(QObject):
    """Receives a task's signals on the thread of the window."""

    def __init__(
        self,
        tasks: Tasks,
        task: Task,
        done: Callable[[Any], None] | None,
        failed: Callable[[LedgerError], None] | None,
    ) -> None:
        super().__init__(tasks)
        self._tasks = tasks
        self._task = task
        self._done = done
        self._failed = failed

    def succeeded(self, value: object) -> None:
        if self._done is not None:
            self._done(value)

    def refused(self, error: LedgerError) -> None:
        if self._failed is not None:
            self._failed(error)

    def crashed(self, error: Exception) -> None:
        sys.excepthook(type(error), error, error.__traceback__)

    def ended(self) -> None:
        self._tasks.forget(self._task)
        self.deleteLater()
