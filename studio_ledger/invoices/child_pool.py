"""A few warm child processes that read: whatever a file does there, the program and the ledger live on.

The first file starts a child, which then stays warm. A child is replaced after a fault, after too long a time, and
after its two hundredth file; whoever waited for the file gets a refusal that says what to do.
"""

from __future__ import annotations

import os
import threading
from collections import deque
from typing import TYPE_CHECKING, Any, Generic, TypeVar, cast

from studio_ledger.invoices import checked
from studio_ledger.invoices.child import LARGEST_PICTURE, OUT_OF_MEMORY, Child, worker_command
from studio_ledger.invoices.contents import LARGEST_FILE
from studio_ledger.invoices.frames import BrokenFrameError
from studio_ledger.invoices.limits import Limits
from studio_ledger.invoices.pictures import Picture
from studio_ledger.invoices.refusal import TOO_LARGE, RefusedError, UnreadableInvoiceError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from studio_ledger.model.invoice import Invoice

Result = TypeVar("Result")

_INSTEAD = "请改用销售方提供的 XML 或 OFD 文件，或对照原件手工登记"
TOO_LONG = f"读取用时过长，已停止，{_INSTEAD}"
TOO_MUCH_MEMORY = f"读取占用内存过多，已停止，{_INSTEAD}"
READER_FAULT = f"读取程序在这个文件上出错，已停止，文件可能有问题，{_INSTEAD}"
CANNOT_START = "读取程序没有启动成功，请关闭其他程序后再试一次"
STOPPED = "读取已取消"
FAULTS = (TOO_LONG, TOO_MUCH_MEMORY, READER_FAULT, CANNOT_START, STOPPED)
"""Refusals that are no reader's: the file was not looked at to its end."""

_LOOK_SECONDS = 0.02
_IDLE_SECONDS = 300.0
_MOST_CHILDREN = 2
_CLOSE_SECONDS = 5.0


class Pool:
    """A few reading children. Safe for threads; who comes first is read first."""

    def __init__(
        self, command: Sequence[str] = (), limits: Limits | None = None, most_children: int = _MOST_CHILDREN
    ) -> None:
        self._command = tuple(command)
        self._limits = limits or Limits()
        self._most = max(1, min(most_children, os.cpu_count() or 1))
        self._changed = threading.Condition()
        self._waiting: deque[_Job[Any]] = deque()
        self._keepers: list[_Keeper] = []

    def read(self, data: bytes, name: str) -> tuple[Invoice, ...]:
        """Read the invoices in these bytes; `name` is for the refusal and for a doubt where it promises otherwise.

        Raises: UnreadableInvoiceError, also where the reading took too long, too much memory, or failed.
        """
        return self._ask(lambda child: _read(child, data, name), data, name)

    def pictures(self, data: bytes, name: str, dpi: int, pages: range | None = None) -> list[Picture]:
        """Return the first pages of a file as pictures, or these pages of them; nothing for a file without any.

        Raises: UnreadableInvoiceError.
        """
        return self._ask(lambda child: _pictures(child, data, name, dpi, pages), data, name)

    def protections(self) -> tuple[str, ...]:
        """Start a child and return the names of the walls around it."""
        return self._ask(lambda child: child.protections, b"", "")

    def pids(self) -> tuple[int, ...]:
        """The process numbers of the children that live now."""
        with self._changed:
            return tuple(keeper.child.pid for keeper in self._keepers if keeper.child is not None)

    def close(self) -> None:
        """End all children at once; who waits for a file is told that it was stopped. A later file starts anew."""
        with self._changed:
            keepers, self._keepers = self._keepers, []
            waiting = list(self._waiting)
            self._waiting.clear()
            for keeper in keepers:
                keeper.closed = True
            self._changed.notify_all()
        for job in waiting:
            job.refuse(STOPPED)
        for keeper in keepers:
            keeper.stop()
        for keeper in keepers:
            keeper.join(_CLOSE_SECONDS)

    def _ask(self, talk: Callable[[Child], Result], data: bytes, name: str) -> Result:
        if len(data) > LARGEST_FILE:
            raise UnreadableInvoiceError(name, TOO_LARGE)
        job = _Job(talk)
        with self._changed:
            self._waiting.append(job)
            idle = sum(keeper.idle for keeper in self._keepers)
            if len(self._waiting) > idle and len(self._keepers) < self._most:
                keeper = _Keeper(self, self._command or worker_command(), self._limits)
                self._keepers.append(keeper)
                keeper.start()
            self._changed.notify()
        try:
            return job.result()
        except RefusedError as refused:
            raise UnreadableInvoiceError(name, refused.reason) from refused

    def next_job(self, keeper: _Keeper) -> _Job[Any] | None:
        """Wait for a file to read; None where the keeper is to go home."""
        with self._changed:
            keeper.idle = True
            arrived = self._changed.wait_for(lambda: keeper.closed or bool(self._waiting), timeout=_IDLE_SECONDS)
            keeper.idle = False
            if arrived and not keeper.closed:
                return self._waiting.popleft()
            self.forget(keeper)
            return None

    def forget(self, keeper: _Keeper) -> None:
        """Count no more on a keeper that ends."""
        with self._changed:
            if keeper in self._keepers:
                self._keepers.remove(keeper)


class _Job(Generic[Result]):
    """One file under way: a keeper works at it, and whoever waits for it watches the child meanwhile."""

    def __init__(self, talk: Callable[[Child], Result]) -> None:
        self.child: Child | None = None
        self.left = False
        self._talk = talk
        self._over = threading.Event()
        self._value: Result | None = None
        self._reason = READER_FAULT

    def work(self, child: Child) -> bool:
        """Read the file with this child; returns whether the child may go on."""
        self.child = child
        try:
            self._value = self._talk(child)
        except (BrokenFrameError, OSError):
            return False
        except RefusedError as refused:
            self._reason = refused.reason
        else:
            self._reason = ""
        child.rest()
        self.child = None
        self._over.set()
        return True

    def refuse(self, reason: str) -> None:
        """Tell whoever waits that this file is not read."""
        self._reason = reason
        self.child = None
        self._over.set()

    def result(self) -> Result:
        """Wait, and watch the child.

        Raises: RefusedError.
        """
        try:
            while not self._over.wait(_LOOK_SECONDS):
                if (child := self.child) is not None:
                    child.look((TOO_LONG, TOO_MUCH_MEMORY))
        finally:
            self._leave()
        if self._reason:
            raise RefusedError(self._reason)
        return cast("Result", self._value)

    def _leave(self) -> None:
        """Stop the work that nobody waits for any more: the wait itself was interrupted."""
        if not self._over.is_set():
            self.left = True
            if (child := self.child) is not None:
                child.stop()


class _Keeper(threading.Thread):
    """Keeps one child. It lives as long as the child, because Linux ends a child with the thread that started it."""

    def __init__(self, pool: Pool, command: Sequence[str], limits: Limits) -> None:
        super().__init__(name="reading child", daemon=True)
        self.child: Child | None = None
        self.idle = False
        self.closed = False
        self._pool = pool
        self._command = command
        self._limits = limits
        self._guard = threading.Lock()
        self._worn = False

    def run(self) -> None:
        """Read files until the pool closes or has had none for a while."""
        try:
            while (job := self._pool.next_job(self)) is not None:
                if not job.left:
                    self._work(job)
        finally:
            self._pool.forget(self)
            self._end_child()

    def stop(self) -> None:
        """End the child under a file; whoever waits for it gets its refusal."""
        with self._guard:
            if self.child is not None:
                self.child.stop()

    def _work(self, job: _Job[Any]) -> None:
        reason = READER_FAULT
        try:
            reason = self._read_with_child(job)
            if reason == READER_FAULT and self._worn:
                # The file before may have left the child damaged: a good file is not refused for that.
                reason = self._read_with_child(job)
        finally:
            # Also where a bug of ours rises through here: nobody may wait for ever.
            if reason:
                job.refuse(reason)
        if self.child is None and not self.closed and reason != CANNOT_START:
            self._start()

    def _read_with_child(self, job: _Job[Any]) -> str:
        """Return why the file was not read; empty where it was, or its reader refused it."""
        child = self.child or self._start()
        if child is None:
            return STOPPED if self.closed else CANNOT_START
        self._worn = child.files > 0
        if not job.work(child):
            return self._end_child()
        if child.files >= self._limits.files:
            self._end_child()
        return ""

    def _start(self) -> Child | None:
        try:
            child = Child(self._command, self._limits)
        except (BrokenFrameError, OSError):
            return None
        with self._guard:
            if self.closed:
                child.end()
                return None
            self.child = child
        return child

    def _end_child(self) -> str:
        """End the child; returns why, as far as can be told."""
        with self._guard:
            child, self.child = self.child, None
        if child is None:
            return ""
        code = child.end()
        if self.closed:
            return STOPPED
        return child.fault or (TOO_MUCH_MEMORY if code == OUT_OF_MEMORY else READER_FAULT)


def _read(child: Child, data: bytes, name: str) -> tuple[Invoice, ...]:
    child.ask({"do": "read", "name": name}, data)
    head, _ = _answer(child)
    return checked.invoices_of(head.get("invoices"))


def _pictures(child: Child, data: bytes, name: str, dpi: int, pages: range | None) -> list[Picture]:
    asked = None if pages is None else [pages.start, pages.stop]
    child.ask({"do": "pictures", "name": name, "dpi": dpi, "pages": asked}, data)
    drawn: list[Picture] = []
    while True:
        head, body = _answer(child)
        if "end" in head:
            return drawn
        if len(drawn) >= checked.MOST_PICTURES:
            raise BrokenFrameError
        width, height = checked.size_of(head.get("picture"), body)
        drawn.append(Picture(width, height, body, *checked.place_of(head.get("place", [-1, 0]))))


def _answer(child: Child) -> tuple[dict[str, Any], bytes]:
    """Return the next frame that says something.

    Raises: RefusedError where the reader refused the file; BrokenFrameError, OSError.
    """
    head, body = child.receive(LARGEST_PICTURE)
    if "long" in head:
        child.give_long()
        head, body = child.receive(LARGEST_PICTURE)
    if "refused" in head:
        raise RefusedError(checked.text_of(head["refused"]))
    return head, body
