"""票据夹: every file of evidence that has not been claimed yet, read as soon as it is dropped."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QAction, QDragEnterEvent, QDropEvent, QGuiApplication
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QStackedWidget, QVBoxLayout

from studio_ledger.model.clock import SHANGHAI
from studio_ledger.model.money import Money
from ui.pages.inbox_intake import MOST_FILES, Outcome, files_in, pasted, summary, take_in
from ui.pages.inbox_rows import InboxRow, Use, inbox_columns, inbox_rows, remark
from ui.pages.page import Page
from ui.widgets.card import Card
from ui.widgets.combo import Combo
from ui.widgets.empty_state import EmptyState
from ui.widgets.evidence_viewer import EvidenceViewer
from ui.widgets.inline_alert import InlineAlert
from ui.widgets.page_keys import key_actions
from ui.widgets.row_table import RowTable
from ui.widgets.side_by_side import side_by_side
from ui.widgets.text import button, label

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QWidget

    from ui.desk import Desk

SHOWN = {"open": (Use.FREE, Use.TWICE, Use.UNREAD), "used": (Use.USED,), "all": tuple(Use)}


class InboxPage(Page):
    """The list at the left, the picture at the right, and the way into an expense below."""

    name: ClassVar[str] = "inbox"
    title: ClassVar[str] = QCoreApplication.translate("InboxPage", "票据夹")
    icon: ClassVar[str] = "folder-open"

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._rows: tuple[InboxRow, ...] = ()
        self.setAcceptDrops(True)
        self.notice = InlineAlert("ok", "", closable=True)
        self.notice.setObjectName("alert")
        self.notice.hide()
        self.table: RowTable[InboxRow] = RowTable(inbox_columns(), sortable=True)
        self.table.setObjectName("inboxTable")
        self.table.setAccessibleName(self.tr("票据列表"))
        self.table.setAcceptDrops(False)
        self.viewer = EvidenceViewer(desk, empty_text=self.tr("选中一张票据，在这里看画面。"))
        self.empty = EmptyState(
            "folder-open",
            self.tr("票据夹是空的。微信里收到的发票：先“另存为”或拖出文件，再放到这里。"),
            self.tr("添加文件…"),
        )
        self.note = label("", "caption", wrap=True, name="inboxNote")
        self.setFocusProxy(self.table)
        self._make_head()
        self._make_buttons()
        self._build()
        self._connect()
        self._actions = self._make_actions()

    def _make_head(self) -> None:
        self.counts = label("", "caption", name="inboxCounts")
        self.shown = Combo(self.tr("显示哪些票据"))
        self.shown.setObjectName("inboxShown")
        self.shown.set_choices(
            (("open", self.tr("未用的")), ("used", self.tr("已用的")), ("all", self.tr("全部"))), "open"
        )
        self.add_button = button(
            self.tr("添加文件…"), icon="file-plus", on_click=self.choose_files, hint="Ctrl+O", name="addFiles"
        )
        self.head.addWidget(self.counts)
        self.head.addStretch(1)
        self.head.addWidget(self.shown)
        self.head.addWidget(self.add_button)

    def _make_buttons(self) -> None:
        self.remove_button = button(self.tr("移除 Del"), "quiet", on_click=self.remove, name="removeItems")
        self.link_button = button(self.tr("看原凭证"), on_click=self.show_voucher, name="showVoucher")
        self.each_button = button(self.tr("各生成一张 Ctrl+Enter"), on_click=self.one_each, name="oneEach")
        self.merge_button = button(self.tr("合并为一张报销 Enter"), "primary", on_click=self.merge, name="mergeItems")

    def _build(self) -> None:
        buttons = QHBoxLayout()
        buttons.addWidget(self.note, 1)
        for one in (self.remove_button, self.link_button, self.each_button, self.merge_button):
            buttons.addWidget(one)
        left, right = Card(), Card()
        left.body.addWidget(self.table, 1)
        left.body.addLayout(buttons)
        right.body.addWidget(self.viewer, 1)
        split = side_by_side(left, right, (65, 35))
        hollow = Card()
        hollow.body.addWidget(self.empty)
        self.stack = QStackedWidget()
        self.stack.addWidget(hollow)
        self.stack.addWidget(split)
        column = QVBoxLayout()
        column.setSpacing(8)
        column.addWidget(self.notice)
        column.addWidget(self.stack, 1)
        self.body.addLayout(column)

    def _connect(self) -> None:
        self.table.selection_changed.connect(self._selected)
        self.table.current_row_changed.connect(lambda _: self._selected())
        self.table.activated_row.connect(lambda _: self.merge())
        self.shown.currentIndexChanged.connect(self._filter)
        self.empty.clicked.connect(self.choose_files)
        self.watch(
            self.desk.notifier.inbox_changed, self.desk.notifier.drafts_changed, self.desk.notifier.vouchers_changed
        )

    def _make_actions(self) -> list[QAction]:
        table = (
            (self.tr("添加文件"), ("Ctrl+O",), self.choose_files),
            (self.tr("粘贴图片或文件"), ("Ctrl+V",), self.paste),
            (self.tr("各生成一张"), ("Ctrl+Return",), self.one_each),
            (self.tr("移除"), ("Del",), self.remove),
        )
        return key_actions(self, table)

    def actions_for_keys(self) -> list[QAction]:
        """The page's keys."""
        return self._actions

    # ---- showing -------------------------------------------------------------------------

    def refresh(self) -> None:
        """Read the inbox anew."""
        workspace, session = self.desk.workspace, self.desk.session
        studio = self.desk.studio.id if self.desk.studio is not None else ""
        self.desk.run(lambda: inbox_rows(workspace, session, studio), self._show)

    def _show(self, rows: tuple[InboxRow, ...]) -> None:
        self._rows = rows
        self.stack.setCurrentIndex(1 if rows else 0)
        open_rows = [row for row in rows if row.use is not Use.USED]
        total = Money.total(row.amount for row in rows if row.use is Use.FREE and row.amount is not None)
        words = self.tr("未用 {0} 张 · 合计 ¥{1}").format(len(open_rows), total.grouped)
        self.counts.setText(words if rows else "")
        self.shown.setVisible(bool(rows))
        self._filter()

    def _filter(self) -> None:
        uses = SHOWN[str(self.shown.value())]
        self.table.set_rows(row for row in self._rows if row.use in uses)
        self._selected()

    def _selected(self) -> None:
        chosen = self.chosen()
        current = self.table.current_row()
        looked_at = chosen or ((current,) if current is not None else ())
        self.viewer.set_evidence([row.evidence for row in looked_at])
        if current is not None:
            self.viewer.show_file(current.item.sha256)
        claimable = [row for row in chosen if row.use in (Use.FREE, Use.UNREAD)]
        may = self._may_submit()
        for one in (self.merge_button, self.each_button):
            one.setVisible(may)
            one.setEnabled(bool(claimable))
        self.each_button.setVisible(may and len(claimable) > 1)
        self.remove_button.setEnabled(bool(chosen) and not self.desk.workspace.read_only)
        self.link_button.setVisible(current is not None and bool(current.link))
        self.note.setText(remark(chosen, current))

    def chosen(self) -> tuple[InboxRow, ...]:
        """The selected rows."""
        return self.table.selected_rows()

    def _may_submit(self) -> bool:
        workspace, studio = self.desk.workspace, self.desk.studio
        return (
            studio is not None and not workspace.read_only and workspace.may(self.desk.session, "submit", studio.id)
        )

    # ---- taking in -----------------------------------------------------------------------

    def choose_files(self) -> None:
        """Ask for files and put them in."""
        kinds = self.tr("票据 (*.pdf *.ofd *.xml *.zip *.png *.jpg *.jpeg *.bmp *.webp);;所有文件 (*)")
        names, _ = QFileDialog.getOpenFileNames(self, self.tr("添加票据"), "", kinds)
        self.add_paths([Path(name) for name in names])

    def paste(self) -> None:
        """Put in what is on the clipboard."""
        self.add_paths(pasted(QGuiApplication.clipboard().mimeData(), dt.datetime.now(SHANGHAI)))

    def add_paths(self, paths: Sequence[Path]) -> None:
        """Put these files, and those in these folders, into the inbox."""
        files = files_in(paths)
        if not files:
            return
        if len(files) > MOST_FILES:
            words = self.tr("一次最多放入 {0} 个文件，这里有 {1} 个。请分几次。")
            self._say("error", words.format(MOST_FILES, len(files)))
            return
        workspace, session = self.desk.workspace, self.desk.session
        self.desk.run_many(
            files,
            lambda path: take_in(workspace, session, path),
            lambda outcomes: self._taken(outcomes, len(files)),
            self.tr("读取票据"),
        )

    def _taken(self, outcomes: tuple[Outcome, ...], wanted: int) -> None:
        self._say(*summary(outcomes, wanted))
        self.desk.notifier.inbox_changed.emit()

    def _say(self, kind: str, text: str) -> None:
        self.notice.set_alert(kind, text)
        self.notice.show()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Files and folders may be dropped anywhere on the page."""
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Put them in."""
        paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        if paths:
            event.acceptProposedAction()
            self.add_paths(paths)

    # ---- going on ------------------------------------------------------------------------

    def _claimable(self) -> list[str]:
        return [row.id for row in self.chosen() if row.use in (Use.FREE, Use.UNREAD)] if self._may_submit() else []

    def merge(self) -> None:
        """Make one expense of what is selected."""
        if ids := self._claimable():
            self.notice.hide()
            self.desk.go("entry", items=ids)

    def one_each(self) -> None:
        """Make a draft of each selected file, and open the first."""
        workspace, session, studio = self.desk.workspace, self.desk.session, self.desk.studio
        ids = self._claimable()
        if studio is None or not ids:
            return

        def make(item: str) -> str:
            return workspace.save_draft(session, workspace.draft_from_inbox(session, studio.id, [item]))

        self.desk.run_many(ids, make, self._drafted, self.tr("生成草稿"))

    def _drafted(self, drafts: tuple[str, ...]) -> None:
        self.desk.notifier.inbox_changed.emit()
        self.desk.notifier.drafts_changed.emit()
        if drafts:
            self.desk.say(self.tr("已生成 {0} 张草稿，先打开第一张。").format(len(drafts)))
            self.desk.go("entry", draft=drafts[0])

    def remove(self) -> None:
        """Take the selected files out of the inbox; what a voucher uses stays with the voucher."""
        ids = [row.id for row in self.chosen()]
        workspace = self.desk.workspace
        if not ids or workspace.read_only:
            return

        def remove_all() -> None:
            for item in ids:
                workspace.remove_from_inbox(item)

        self.desk.run(remove_all, lambda _: self._removed(len(ids)))

    def _removed(self, count: int) -> None:
        self.desk.notifier.inbox_changed.emit()
        self.desk.say(self.tr("已从票据夹移除 {0} 个文件。").format(count))

    def show_voucher(self) -> None:
        """Open the voucher that has this invoice."""
        current = self.table.current_row()
        if current is None or not current.link:
            return
        if current.in_draft:
            self.desk.go("entry", draft=current.link)
        else:
            self.desk.go("vouchers", voucher=current.link)
