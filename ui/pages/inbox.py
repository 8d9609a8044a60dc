"""票据夹: every original that has not been claimed yet, read as soon as it is dropped."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QAction, QDragEnterEvent, QDropEvent, QGuiApplication
from PySide6.QtWidgets import QFileDialog

from studio_ledger.model.clock import SHANGHAI
from ui.dialogs.intake_outcomes import OutcomesDialog
from ui.pages.inbox_deeds import InboxDeeds
from ui.pages.inbox_intake import MOST_FILES, Outcome, files_in, pasted, summary, take_all
from ui.pages.inbox_layout import InboxLayout
from ui.pages.inbox_rows import CLAIMABLE, SHOWN, InboxRow, claimable_total, inbox_rows, remark
from ui.pages.page import Page
from ui.widgets.page_keys import key_actions

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QWidget

    from studio_ledger.model.original import Stop
    from studio_ledger.queries.rows import InboxItem
    from ui.desk import Desk

    Known = tuple[tuple[InboxItem, ...], tuple[Stop, ...], bool]


class InboxPage(Page):
    """The list at the left, the picture and what is known at the right, and the way into an expense below."""

    name: ClassVar[str] = "inbox"
    title: ClassVar[str] = QCoreApplication.translate("InboxPage", "票据夹")
    icon: ClassVar[str] = "folder-open"

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._rows: tuple[InboxRow, ...] = ()
        self._outcomes: tuple[Outcome, ...] = ()
        self._wanted = ""
        self.setAcceptDrops(True)
        self.deeds = InboxDeeds(desk, self)
        self.view = InboxLayout(desk, self)
        self.table, self.inspector, self.notice = self.view.table, self.view.inspector, self.view.notice
        self.register = self.view.register
        self.setFocusProxy(self.table)
        for widget in self.view.head:
            self.head.addWidget(widget, 1 if widget is self.view.counts else 0)
        self.body.addWidget(self.view)
        self._connect()
        self._actions = self._make_actions()

    def _connect(self) -> None:
        view = self.view
        self.table.selection_changed.connect(self._selected)
        self.table.current_row_changed.connect(lambda _: self._selected())
        self.table.activated_row.connect(lambda _: self.merge())
        view.shown.currentIndexChanged.connect(self._filter)
        view.searched.connect(self._filter)
        view.empty.clicked.connect(self.choose_files)
        view.add_button.clicked.connect(self.choose_files)
        view.paper_button.clicked.connect(self.deeds.register_paper)
        view.remove_button.clicked.connect(self.remove)
        view.merge_button.clicked.connect(self.merge)
        view.each_button.clicked.connect(self.one_each)
        view.outcomes_button.clicked.connect(self.show_outcomes)
        self.inspector.opened.connect(self.open_other)
        self.deeds.registered.connect(lambda item: setattr(self, "_wanted", item))
        notifier = self.desk.notifier
        self.watch(notifier.inbox_changed, notifier.drafts_changed, notifier.vouchers_changed)

    def _make_actions(self) -> list[QAction]:
        table = (
            (self.tr("添加文件"), ("Ctrl+O",), self.choose_files),
            (self.tr("粘贴图片或文件"), ("Ctrl+V",), self.paste),
            (self.tr("登记纸质发票"), ("Ctrl+T",), self.deeds.register_paper),
            (self.tr("查找"), ("Ctrl+F",), self.view.search.setFocus),
            (self.tr("各生成一张"), ("Ctrl+Return",), self.one_each),
            (self.tr("移除"), ("Del",), self.remove),
            (self.tr("登记查验结果"), ("Ctrl+J",), lambda: self.deeds.check(self.chosen())),
            (self.tr("退回补正"), ("Ctrl+Shift+B",), lambda: self.deeds.send_back(self.table.current_row())),
            (self.tr("拒收"), ("Ctrl+Shift+R",), lambda: self.deeds.refuse(self.table.current_row())),
        )
        actions = key_actions(self, table)
        self.view.set_deeds(actions[-3:])
        return actions

    def actions_for_keys(self) -> list[QAction]:
        """The page's keys."""
        return self._actions

    def arguments(self, **arguments: object) -> None:
        """Take `files`: paths to put in; `item`: the row to go to; `shown`: which rows to show."""
        files = arguments.get("files")
        if isinstance(files, list | tuple):
            self.add_paths([path for path in files if isinstance(path, Path)])
        self._wanted = str(arguments.get("item", ""))
        if "shown" in arguments:
            self.view.shown.set_value(arguments["shown"])

    # ---- showing -------------------------------------------------------------------------

    def refresh(self) -> None:
        """Read the inbox and the register anew."""
        workspace, deeds = self.desk.workspace, self.deeds
        self.desk.run(lambda: (workspace.inbox(), workspace.stops(), deeds.may()), self._show)

    def _show(self, known: Known) -> None:
        items, stops, may = known
        self._rows = inbox_rows(items)
        originals = [original for item in items for original in item.originals]
        self.register.set_stops(stops, originals, may=may)
        ready = sum(row.use in CLAIMABLE for row in self._rows)
        words = self.tr("可报 {0} 份 · 合计 ¥{1}").format(ready, claimable_total(self._rows).grouped)
        self.view.counts.setText(words if self._rows else "")
        self.view.set_may(may)
        self._filter()

    def _filter(self) -> None:
        shown, text = str(self.view.shown.value()), self.view.search.text()
        self.view.show_part(shown, empty=not self._rows)
        rows = [row for row in self._rows if _is_shown(row, shown) and row.holds(text)]
        self.table.set_rows(rows)
        self._go_to_wanted()
        self._selected()

    def _go_to_wanted(self) -> None:
        """Make the row current that somebody asked for, once it is there."""
        if not self._wanted:
            return
        places = [place for place, row in enumerate(self.table.rows()) if row.id == self._wanted]
        if places:
            self._wanted = ""
            self.table.set_current(places[0])

    def _selected(self) -> None:
        chosen, current = self.chosen(), self.table.current_row()
        self.inspector.show_rows(chosen, current)
        claimable = [row for row in chosen if row.use in CLAIMABLE]
        view, may = self.view, self._may_submit()
        view.merge_button.setVisible(may)
        view.merge_button.setEnabled(bool(claimable))
        view.each_button.setVisible(may and len(claimable) > 1)
        view.remove_button.setEnabled(bool(chosen) and not self.desk.workspace.read_only)
        view.note.setText(remark(chosen, current))

    def chosen(self) -> tuple[InboxRow, ...]:
        """The selected rows."""
        return self.table.selected_rows()

    def _may_submit(self) -> bool:
        workspace, studio = self.desk.workspace, self.desk.studio
        return studio is not None and not workspace.read_only and workspace.may(self.desk.session, "submit", studio.id)

    # ---- taking in -----------------------------------------------------------------------

    def choose_files(self) -> None:
        """Ask for files and put them in."""
        kinds = self.tr("票据 (*.pdf *.ofd *.xml *.zip *.png *.jpg *.jpeg *.bmp *.webp);;所有文件 (*)")
        names, _ = QFileDialog.getOpenFileNames(self, self.tr("添加票据"), "", kinds)
        self.add_paths([Path(name) for name in names])

    def paste(self) -> None:
        """Put in what is on the clipboard."""
        self.add_paths(pasted(QGuiApplication.clipboard().mimeData(), dt.datetime.now(SHANGHAI)), "paste")

    def add_paths(self, paths: Sequence[Path], origin: str = "") -> None:
        """Put these files, and those in these folders, into the inbox."""
        files = files_in(paths)
        if not files:
            return
        if len(files) > MOST_FILES:
            words = self.tr("一次最多放入 {0} 个文件，这里有 {1} 个。请分几次。")
            self.view.say("error", words.format(MOST_FILES, len(files)))
            return
        take_all(self.desk, files, origin, lambda outcomes: self._taken(outcomes, len(files)), self.tr("读取票据"))

    def _taken(self, outcomes: tuple[Outcome, ...], wanted: int) -> None:
        self._outcomes = outcomes
        self.view.say(*summary(outcomes, wanted), outcomes=len(outcomes) > 1)
        self._wanted = next((one.item.id for one in outcomes if one.item is not None), "")
        self.desk.notifier.inbox_changed.emit()

    def show_outcomes(self) -> None:
        """Show what became of each file of the last batch."""
        OutcomesDialog.show_all(self._outcomes, self)

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
        return [row.id for row in self.chosen() if row.use in CLAIMABLE] if self._may_submit() else []

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

    def open_other(self, page: str, target: str) -> None:
        """Open the voucher, the draft or the other original that a sentence names."""
        if page == "item":
            self._wanted = target
            self.view.search.clear()
            self.view.shown.set_value("all")
            self._filter()
        elif page == "draft":
            self.desk.go("entry", draft=target)
        else:
            self.desk.go("vouchers", voucher=target)


def _is_shown(row: InboxRow, shown: str) -> bool:
    if shown == "doubled":
        return row.is_doubled
    if shown == "unchecked":
        return row.is_unchecked
    return row.use in SHOWN.get(shown, ())
