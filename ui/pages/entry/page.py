"""The screen used most: evidence at the left, the form at the right, and the rules speaking while one types."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import QCoreApplication, QEvent, Qt

from studio_ledger.model.voucher import State
from ui.pages.entry.aids import EntryAids
from ui.pages.entry.attaching import Attacher
from ui.pages.entry.board import EvidenceBoard
from ui.pages.entry.choices import Choices
from ui.pages.entry.drafts import DraftsButton
from ui.pages.entry.draws import DrawBoard
from ui.pages.entry.fees import FeeBoard
from ui.pages.entry.foot import EntryFoot
from ui.pages.entry.form import EntryForm
from ui.pages.entry.locate import locate_box
from ui.pages.entry.session import EntrySession
from ui.pages.entry.standing import StandingBoard
from ui.pages.entry.tax import reckon_tax
from ui.pages.entry.year import YearBoard
from ui.pages.page import Page
from ui.widgets.card import Card
from ui.widgets.evidence_viewer import EvidenceViewer
from ui.widgets.inline_alert import InlineAlert
from ui.widgets.page_keys import key_actions
from ui.widgets.preedit import PreeditGuard
from ui.widgets.side_by_side import side_by_side
from ui.widgets.status_chip import StatusChip
from ui.widgets.text import button, label

if TYPE_CHECKING:
    import datetime as dt

    from PySide6.QtCore import QObject
    from PySide6.QtGui import QAction, QDragEnterEvent, QDropEvent, QHideEvent
    from PySide6.QtWidgets import QWidget

    from studio_ledger.model.voucher import VoucherContent
    from studio_ledger.queries.rows import Judgement
    from ui.desk import Desk

EVIDENCE_SHARE, FORM_SHARE = 40, 60


class EntryPage(Page):
    """Takes ``items`` (inbox ids), ``draft`` (id) or ``voucher`` (id of one that went back) as arguments."""

    name: ClassVar[str] = "entry"
    title: ClassVar[str] = QCoreApplication.translate("EntryPage", "报销录入")
    icon: ClassVar[str] = "receipt-yuan"

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.choices = Choices.of(desk.workspace.policy)
        self.setAcceptDrops(True)
        self.form = EntryForm(self.choices, desk.workspace.today())
        self.foot = EntryFoot(self.choices.category_name)
        self.aids = EntryAids(desk, self.form, self.foot, self)
        self.viewer = EvidenceViewer(
            desk,
            empty_text=self.tr("把电子发票（PDF、OFD、XML）或照片拖到这里，\n或者直接在右边手工填写。"),
            copies=True,
        )
        self.session = EntrySession(desk, self.form, self.foot, self)
        self.standing = StandingBoard(desk, self.form, self.session)
        self.fees = FeeBoard(desk, self.form, self.session, self)
        self.year = YearBoard(desk, self.form, self)
        self.draws = DrawBoard(desk, self.form, self.session)
        self.board = EvidenceBoard(desk, self.form, self.viewer, self)
        self.attacher = Attacher(desk, self.form, self.choices, self)
        self.attacher.attached.connect(self.viewer.show_file)
        self._guard = PreeditGuard(self)
        self.setFocusProxy(self.form.date)
        self._make_head()
        self._build()
        self._connect()
        self._actions = self._make_actions()
        if desk.window is not None:
            desk.window.installEventFilter(self)
        self.form.clear(self._studio_id())

    # ---- building ------------------------------------------------------------------------

    def _make_head(self) -> None:
        self.chip = StatusChip(State.DRAFT)
        self.chip.setObjectName("entryChip")
        self.saved_label = label("", "muted", name="savedLabel")
        self.drafts_button = DraftsButton(self.desk)
        self.new_button = button(self.tr("新建 Ctrl+N"), "quiet", icon="file-plus", on_click=self.new, name="newEntry")
        self.head.addWidget(self.chip)
        self.head.addStretch(1)
        self.head.addWidget(self.saved_label)
        self.head.addWidget(self.drafts_button)
        self.head.addWidget(self.new_button)

    def _build(self) -> None:
        self.notice = InlineAlert("info", "", closable=True)
        self.notice.hide()
        self.body.addWidget(self.notice)
        left, right = Card(), Card()
        left.body.addWidget(self.viewer, 1)
        right.body.addWidget(self.form, 1)
        right.body.addWidget(self.foot)
        split = side_by_side(left, right, (EVIDENCE_SHARE, FORM_SHARE))
        split.setObjectName("entrySplit")
        self.body.addWidget(split, 1)

    def _connect(self) -> None:
        self.form.field_reached.connect(self.board.highlight)
        self.form.file_opened.connect(self.viewer.show_file)
        self.form.files_dropped.connect(self.attacher.attach)
        self.form.add_file_wanted.connect(self.attacher.choose)
        self.form.details.reckon.connect(self._reckon)
        self.foot.reason_edited.connect(self.notice.hide)
        for show in (self.notice.hide, self._show_amount, self.board.show):
            self.form.changed.connect(show)
        self.form.left.connect(self._leave)
        self.viewer.field_clicked.connect(lambda field: locate_box(self.form, field))
        self.foot.save_wanted.connect(self.save)
        self.foot.submit_wanted.connect(self.submit)
        self.drafts_button.opened.connect(self.open_draft)
        self.drafts_button.thrown_away.connect(self._thrown_away)
        session = self.session
        session.loaded.connect(self._loaded)
        session.saved.connect(self._saved)
        session.judged.connect(self._judged)
        session.submitted.connect(self._submitted)
        session.stopped.connect(self._say)
        self.desk.studio_changed.connect(session.begin_new)
        self.watch(self.desk.notifier.funds_changed, self.desk.notifier.vouchers_changed)

    def _make_actions(self) -> list[QAction]:
        table = (
            # Ctrl+N is the window's own and comes in as the argument `new`.
            (self.tr("新建报销"), ("F5",), self.new),
            (self.tr("存草稿"), ("Ctrl+S", "F6"), self.save),
            (self.tr("提交签字"), ("Ctrl+Return", "Ctrl+Enter"), self.submit),
            (self.tr("提交并新建"), ("F12",), lambda: self.submit(then_new=True)),
            (self.tr("下一个问题"), ("F8",), self.next_problem),
            (self.tr("票据上一页"), ("PgUp",), self.viewer.previous_page),
            (self.tr("票据下一页"), ("PgDown",), self.viewer.next_page),
            *self.aids.keys(),
        )
        return key_actions(self, table)

    def actions_for_keys(self) -> list[QAction]:
        """The page's keys."""
        return self._actions

    # ---- what is opened ------------------------------------------------------------------

    def arguments(self, **arguments: object) -> None:
        """Open inbox items, a draft, a voucher that went back, or an empty form; else leave what is there."""
        if items := arguments.get("items"):
            self.session.open_items([str(item) for item in items] if isinstance(items, list | tuple) else [str(items)])
        elif draft := arguments.get("draft"):
            self.open_draft(str(draft))
        elif voucher := arguments.get("voucher"):
            self.session.open_voucher(str(voucher))
        elif arguments.get("new"):
            self.new()

    def open_draft(self, draft_id: str) -> None:
        """Open a draft; what is in the form now is saved first."""
        self.session.open_draft(draft_id)

    def new(self) -> None:
        """Begin another expense; what is in the form is kept as a draft."""
        self.session.begin_new()

    def refresh(self) -> None:
        """Read figures, payees and drafts anew; what is typed stays."""
        studio = self.desk.studio
        may = studio is not None and self._may_submit()
        self.form.set_read_only(not may)
        self.foot.set_may_submit(may)
        self.new_button.setVisible(may)
        self.drafts_button.refresh()
        if studio is None:
            self._say("info", self.tr("请先在设置中建立工作室。"))
            return
        if not may:
            self._say("info", self.tr("报销由财务录入和提交；您可以查看，不能修改。"))
        self.form.set_studio(studio)
        self.year.read()
        self.session.judge_later()

    def _may_submit(self) -> bool:
        workspace = self.desk.workspace
        return not workspace.read_only and workspace.may(self.desk.session, "submit", self._studio_id())

    def _studio_id(self) -> str:
        return self.desk.studio.id if self.desk.studio is not None else ""

    # ---- what the session tells ----------------------------------------------------------

    def _loaded(self, content: VoucherContent) -> None:
        self.notice.hide()
        self.aids.mark(())
        self.saved_label.clear()
        self.chip.set_state(State.RETURNED if self.session.voucher else State.DRAFT)
        self._show_amount()
        self.board.show()
        if content.attachments or content.invoices:
            self.board.read()
        if self.isVisible():
            self._focus_first(content)

    def _focus_first(self, content: VoucherContent) -> None:
        """After a drop the category is proposed and Enter accepts it; an empty form begins at its date."""
        first = self.form.category if content.lines or content.invoices else self.form.date
        first.setFocus(Qt.FocusReason.TabFocusReason)

    def _saved(self, at: dt.datetime) -> None:
        self.saved_label.setText(self.tr("已自动保存 {0:%H:%M:%S}").format(at))
        self.drafts_button.refresh()

    def _judged(self, judgement: Judgement) -> None:
        judgement = replace(judgement, findings=tuple(map(self.aids.worded, judgement.findings)))
        self.foot.show_judgement(judgement, self.form.amount())
        # First the papers asked for: a finding may be marked at one of them.
        self.form.papers.set_papers(self.choices.asked_for(self.form.category.key(), judgement.findings))
        self.aids.mark(judgement.findings)

    def _submitted(self, voucher: str) -> None:
        self.desk.notifier.vouchers_changed.emit()
        self.desk.notifier.inbox_changed.emit()
        self.desk.notifier.drafts_changed.emit()
        self.desk.say(
            self.tr("已提交，等待主持人签字。"), self.tr("查看凭证"), lambda: self.desk.go("vouchers", voucher=voucher)
        )

    def _say(self, kind: str, text: str) -> None:
        self.notice.set_alert(kind, text)
        self.notice.setVisible(bool(text))

    # ---- what the person does ------------------------------------------------------------

    def save(self) -> None:
        """Keep the draft now."""
        self.session.save()

    def submit(self, *, then_new: bool = False) -> None:
        """Submit; where the rules forbid it or ask for a reason, go there instead."""
        if self._guard.composing() or not self.foot.submit_button.isVisibleTo(self):
            return
        self.session.submit(then_new=then_new)

    def _reckon(self, kind: str) -> None:
        reckon_tax(self.form.details.sections[kind])

    def next_problem(self) -> None:
        """Go to the next finding's field."""
        if not self._guard.composing():
            self.foot.rules.next_finding()

    def _leave(self) -> None:
        """Esc: the draft is kept, and the eye goes back to the inbox."""
        self.session.save()
        self.desk.go("inbox")

    def _thrown_away(self, draft_id: str) -> None:
        if draft_id == self.session.draft_id:
            self.session.forget()

    def _show_amount(self) -> None:
        self.foot.total.set_money(self.form.amount())

    # ---- files ---------------------------------------------------------------------------

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Invoices may be dropped anywhere on the page."""
        if event.mimeData().hasUrls() and self._may_submit():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """A dropped invoice fills the form, or is added to it."""
        paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        if paths:
            event.acceptProposedAction()
            self.session.add_files(paths)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Before the window closes and the ledger is given back, keep the draft."""
        if event.type() == QEvent.Type.Close and watched is self.desk.window:
            self.session.leave()
        return super().eventFilter(watched, event)

    def hideEvent(self, event: QHideEvent) -> None:
        """Leaving the page keeps the draft."""
        super().hideEvent(event)
        self.session.leave()
