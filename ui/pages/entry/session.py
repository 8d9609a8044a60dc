"""One expense at a time between form and ledger: opened, kept, judged, submitted. No widget is built here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from ui.desk import words
from ui.pages.entry.files import merged
from ui.pages.entry.work import Judge, Keeper, Typed

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from studio_ledger.errors import LedgerError
    from studio_ledger.model.voucher import VoucherContent
    from studio_ledger.queries.rows import InboxItem
    from studio_ledger.workspace.drafts import Draft
    from ui.desk import Desk
    from ui.pages.entry.foot import EntryFoot
    from ui.pages.entry.form import EntryForm


class EntrySession(QObject):
    """What is in the form, and where it stands in the ledger.

    Signals:
        loaded(VoucherContent): another expense is in the form.
        saved(datetime): the draft is kept.
        judged(Judgement): the rules have spoken.
        submitted(str): the voucher's id.
        stopped(str, str): it could not be submitted: kind of notice, and what to do.
        request_needed(str): the studio's rules want a signed request first, in words.
    """

    loaded = Signal(object)
    saved = Signal(object)
    judged = Signal(object)
    submitted = Signal(str)
    stopped = Signal(str, str)
    request_needed = Signal(str)

    def __init__(self, desk: Desk, form: EntryForm, foot: EntryFoot, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._form = form
        self._foot = foot
        self._submitting = False
        self.voucher = ""
        # A draft stays with its studio, whichever is chosen above meanwhile.
        self._studio = desk.studio.id if desk.studio is not None else ""
        self._judge = Judge(desk, self.typed, self)
        self._keeper = Keeper(desk, self.typed, self)
        self._judge.judged.connect(self.judged)
        self._keeper.saved.connect(self.saved)
        self._keeper.failed.connect(self._not_kept)
        form.changed.connect(self._edited)
        form.grid.typed.connect(self._typed_on)
        foot.reason_edited.connect(self._keeper.later)

    @property
    def draft_id(self) -> str:
        """The draft's id, empty before the first save."""
        return self._keeper.draft_id or ""

    @property
    def submitting(self) -> bool:
        """Whether a submission is under way."""
        return self._submitting

    def typed(self) -> Typed | None:
        """What stands in the form; None where it is empty or has no date."""
        if not self._studio or self._form.is_empty():
            return None
        return Typed(self._form.content(self._studio), self._foot.reason.text().strip(), self.voucher)

    # ---- opening -------------------------------------------------------------------------

    def begin_new(self) -> None:
        """Keep what is in the form, and begin another expense."""
        self._keep_then(self.forget)

    def forget(self) -> None:
        """Begin another expense; what is in the form is not kept."""
        studio = self._desk.studio.id if self._desk.studio is not None else ""
        self._form.clear(studio)
        self._show(self._form.content(studio), None)

    def open_items(self, items: Sequence[str]) -> None:
        """Fill the form from files of the inbox."""
        studio = self._desk.studio
        if studio is None:
            return
        workspace, session = self._desk.workspace, self._desk.session
        self._keep_then(
            lambda: self._desk.run(
                lambda: workspace.draft_from_inbox(session, studio.id, items), self._drafted
            )
        )

    def _drafted(self, content: VoucherContent) -> None:
        self._show(content, None)
        self._keeper.later()
        self._keeper.save()
        self._desk.notifier.inbox_changed.emit()

    def open_draft(self, draft_id: str) -> None:
        """Show a draft."""
        workspace = self._desk.workspace
        self._keep_then(lambda: self._desk.run(lambda: workspace.draft(draft_id), self._show_draft))

    def open_voucher(self, voucher: str) -> None:
        """Show a voucher that went back, as a draft again."""
        workspace, session = self._desk.workspace, self._desk.session
        self._keep_then(
            lambda: self._desk.run(lambda: workspace.draft(workspace.edit(session, voucher)), self._show_draft)
        )

    def _show_draft(self, draft: Draft) -> None:
        self._show(draft.content, draft.id, draft.reason, draft.voucher)

    def _show(self, content: VoucherContent, draft: str | None, reason: str = "", voucher: str = "") -> None:
        self._judge.stop()
        self._keeper.begin(draft)
        self.voucher, self._submitting, self._studio = voucher, False, content.studio
        self._foot.submit_button.setEnabled(True)
        self._form.load(content)
        self._foot.clear()
        self._foot.set_reason(reason)
        self.loaded.emit(content)
        self._judge.ask()

    def add_files(self, paths: Sequence[Path]) -> None:
        """Read dropped files: an empty form is filled from them, a filled one gets them added."""
        workspace, session = self._desk.workspace, self._desk.session
        files = [path for path in paths if path.is_file()]
        title = self.tr("读取票据")
        self._desk.run_many(files, lambda path: workspace.add_to_inbox(session, path), self._added, title)

    def _added(self, items: tuple[InboxItem, ...]) -> None:
        self._desk.notifier.inbox_changed.emit()
        unread = [item for item in items if item.error]
        if unread:
            self._desk.complain("\n".join(item.error for item in unread))
        ids = [item.id for item in items if not item.error]
        studio, standing = self._desk.studio, self.typed()
        if not ids or studio is None:
            return
        if standing is None:
            self.open_items(ids)
            return
        workspace, session = self._desk.workspace, self._desk.session
        self._desk.run(lambda: workspace.draft_from_inbox(session, studio.id, ids), self._add)

    def _add(self, added: VoucherContent) -> None:
        standing = self.typed()
        if standing is not None:
            content = merged(standing.content, added)
            self._form.load(content)
            self.loaded.emit(content)
            self._edited()

    # ---- keeping and judging -------------------------------------------------------------

    def _edited(self) -> None:
        if self._submitting:
            return
        self._judge.later()
        self._keeper.later()

    def _typed_on(self) -> None:
        """A key in an open cell: save and judge once it has been written; the pause starts anew."""
        self._keeper.later()

    def judge_later(self) -> None:
        """The ledger has changed: ask the rules again."""
        self._judge.later()

    def save(self) -> None:
        """Keep the draft now."""
        if not self._submitting:
            self._keeper.save()

    def leave(self) -> None:
        """The page is left: keep what is not kept."""
        if self._keeper.dirty:
            self.save()

    def _keep_then(self, then: Callable[[], object]) -> None:
        if self._keeper.dirty and self.typed() is not None:
            self._keeper.save(lambda _draft: _run(then))
        else:
            then()

    # ---- submitting ----------------------------------------------------------------------

    def submit(self, *, then_new: bool = False) -> None:
        """Submit once; a second call while the first is under way does nothing."""
        if self._submitting:
            return
        problem = self._not_ready()
        if problem:
            self.stopped.emit("warn", problem)
            return
        if self._foot.blocked():
            self._point_at_problem()
            return
        if self._foot.needs_reason() and not self._foot.reason.text().strip():
            self._ask_reason()
            return
        self._submitting = True
        self._foot.submit_button.setEnabled(False)
        self._keeper.later()
        self._keeper.save(lambda draft: self._send(draft, then_new=then_new))

    def _not_ready(self) -> str:
        if self._form.is_empty():
            return self.tr("还没有填写内容：拖入发票，或填写类别、收款方和明细。")
        if self._form.date.date_value() is None:
            self._form.date.setFocus()
            return self.tr("业务日期没有填，或读不出来。可输入 1118、11-18 或 t（今天）。")
        return ""

    def _send(self, draft: str, *, then_new: bool) -> None:
        workspace, session, reason = self._desk.workspace, self._desk.session, self._foot.reason.text().strip()
        self._desk.run(
            lambda: workspace.submit(session, draft, reason),
            lambda voucher: self._sent(voucher, then_new=then_new),
            self._refused,
        )

    def _sent(self, voucher: str, *, then_new: bool) -> None:
        self.forget()
        self.submitted.emit(voucher)
        if not then_new:
            self._desk.go("inbox")

    def _not_kept(self) -> None:
        """What could not be saved cannot be submitted; it may be tried again."""
        self._submitting = False
        self._foot.submit_button.setEnabled(True)

    def _refused(self, error: LedgerError) -> None:
        self._submitting = False
        self._foot.submit_button.setEnabled(True)
        if error.code == "ledger.request_needed":
            self.request_needed.emit(words(error))
            return
        findings = getattr(error, "findings", ())
        if not findings:
            self._desk.complain(error)
            return
        self._foot.rules.set_findings(findings)
        if error.code == "voucher.reason_needed":
            self._ask_reason()
        else:
            self.stopped.emit("error", words(error))
            self._foot.rules.next_finding()

    def _point_at_problem(self) -> None:
        self.stopped.emit("error", self.tr("有不能提交的事项，请先按检查结果修改（F8 逐条定位）。"))
        self._foot.rules.first_finding()

    def _ask_reason(self) -> None:
        self.stopped.emit("warn", self.tr("有需说明的事项：请在“提交说明”写明理由再提交。"))
        self._foot.ask_reason()


def _run(then: Callable[[], object]) -> None:
    then()
