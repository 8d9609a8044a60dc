"""The two things that go on beside the typing: judging after a short pause, saving after a longer one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal
from shiboken6 import isValid

from studio_ledger.model.clock import SHANGHAI

if TYPE_CHECKING:
    from studio_ledger.errors import LedgerError
    from studio_ledger.model.voucher import VoucherContent
    from studio_ledger.queries.rows import Judgement
    from ui.desk import Desk

JUDGE_AFTER_MS = 10
SAVE_AFTER_MS = 2000


@dataclass(frozen=True, slots=True)
class Typed:
    """What stands in the form at a moment: the content, the reason for warnings, and the voucher it edits."""

    content: VoucherContent
    reason: str = ""
    voucher: str = ""


Source = Callable[[], Typed | None]


class Judge(QObject):
    """Asks the rules what they say of the form, one question at a time, always about the newest text.

    Signals:
        judged(Judgement): the rules' answer.
    """

    judged = Signal(object)

    def __init__(self, desk: Desk, source: Source, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._source = source
        self._asking = self._again = False
        self._round = 0
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(JUDGE_AFTER_MS)
        self._pause.timeout.connect(self.ask)

    def later(self) -> None:
        """Ask after a short pause."""
        self._pause.start()

    def stop(self) -> None:
        """Forget what was asked: another expense is in the form."""
        self._pause.stop()
        self._round += 1

    def ask(self) -> None:
        """Ask now."""
        if self._asking:
            self._again = True
            return
        typed = self._source()
        if typed is None:
            return
        self._asking, asked, workspace = True, self._round, self._desk.workspace
        self._desk.run(
            lambda: workspace.judge(typed.content, typed.voucher),
            lambda judgement: self._answer(asked, judgement),
            self._refused,
        )

    def _answer(self, asked: int, judgement: Judgement) -> None:
        if not isValid(self):  # the page was closed while the rules were asked
            return
        self._asking = False
        if asked == self._round:
            self.judged.emit(judgement)
        self._ask_again()

    def _refused(self, error: LedgerError) -> None:
        self._asking = False
        self._desk.complain(error)
        self._ask_again()

    def _ask_again(self) -> None:
        if self._again:
            self._again = False
            self.later()


class Keeper(QObject):
    """Keeps the draft: saves after a pause, one save at a time, and says when.

    Signals:
        saved(datetime): the draft is as it was in the form at this time.
        failed(): the ledger refused to save; what is typed is still in the form.
    """

    saved = Signal(object)
    failed = Signal()

    def __init__(self, desk: Desk, source: Source, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._source = source
        self.draft_id: str | None = None
        self._dirty = self._saving = False
        self._round = 0
        self._then: list[Callable[[str], None]] = []
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(SAVE_AFTER_MS)
        self._pause.timeout.connect(self.save)

    def begin(self, draft_id: str | None) -> None:
        """Another expense is in the form: its draft's id, or None before the first save."""
        self._pause.stop()
        self._round += 1
        self.draft_id, self._dirty, self._saving = draft_id, False, False
        self._then = []

    @property
    def dirty(self) -> bool:
        """Whether something is not saved yet."""
        return self._dirty

    def later(self) -> None:
        """Something changed: save after the pause."""
        self._dirty = True
        self._pause.start()

    def save(self, then: Callable[[str], None] | None = None) -> None:
        """Save now; `then` is called with the draft's id once the newest text is saved."""
        self._pause.stop()
        if then is not None:
            self._then.append(then)
        if self._saving:
            return
        typed = self._source() if self._dirty or self.draft_id is None else None
        if typed is None:
            self._tell()
            return
        self._dirty, self._saving = False, True
        workspace, session, draft, saving = self._desk.workspace, self._desk.session, self.draft_id, self._round
        self._desk.run(
            lambda: workspace.save_draft(session, typed.content, draft, typed.reason, typed.voucher),
            lambda draft_id: self._done(saving, draft_id),
            lambda error: self._failed(saving, error),
        )

    def _done(self, saving: int, draft_id: str) -> None:
        if not isValid(self):  # the page was closed meanwhile; the draft is safe
            return
        self._desk.notifier.drafts_changed.emit()
        if saving != self._round:
            return
        self._saving, self.draft_id = False, draft_id
        self.saved.emit(dt.datetime.now(SHANGHAI))
        if self._dirty:
            self.save()
        else:
            self._tell()

    def _failed(self, saving: int, error: LedgerError) -> None:
        if saving == self._round:
            self._saving, self._dirty, self._then = False, True, []
            self.failed.emit()
        self._desk.complain(error)

    def _tell(self) -> None:
        waiting, self._then = self._then, []
        for then in waiting:
            if self.draft_id is not None:
                then(self.draft_id)
