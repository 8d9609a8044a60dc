"""The small drop list of drafts: open one, or throw one away."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Signal
from PySide6.QtWidgets import QMenu, QPushButton, QWidget

from studio_ledger.model.clock import SHANGHAI
from ui import theme

if TYPE_CHECKING:
    from studio_ledger.queries.rows import DraftRow
    from ui.desk import Desk


class DraftsButton(QPushButton):
    """Says how many drafts there are and opens them.

    Signals:
        opened(str): open this draft.
        thrown_away(str): this draft was thrown away.
    """

    opened = Signal(str)
    thrown_away = Signal(str)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.setObjectName("draftsButton")
        self.setProperty("kind", "quiet")
        theme.set_icon(self, "pencil")
        self._menu = QMenu(self)
        self.clicked.connect(lambda: self._menu.popup(self.mapToGlobal(QPoint(0, self.height() + 2))))
        self._show(())

    def refresh(self) -> None:
        """Read the drafts anew."""
        workspace, session = self._desk.workspace, self._desk.session
        self._desk.run(lambda: workspace.drafts(session), self._show)

    def _show(self, drafts: tuple[DraftRow, ...]) -> None:
        studio = self._desk.studio.id if self._desk.studio is not None else ""
        own = [draft for draft in drafts if draft.studio == studio]
        self.setText(self.tr("草稿 {0} ▾").format(len(own)))
        self.setVisible(bool(own))
        self._menu.clear()
        for draft in own[:20]:
            action = self._menu.addAction(self._words(draft))
            action.triggered.connect(lambda _=False, key=draft.id: self.opened.emit(key))
        if own:
            self._menu.addSeparator()
            bin_menu = self._menu.addMenu(theme.icon("trash"), self.tr("删除草稿"))
            for draft in own[:20]:
                action = bin_menu.addAction(self._words(draft))
                action.triggered.connect(lambda _=False, key=draft.id: self._throw_away(key))

    def _words(self, draft: DraftRow) -> str:
        amount = f"¥{draft.amount.grouped}" if draft.amount is not None else "—"
        title = draft.title or self.tr("（未填用途）")
        returned = self.tr("　退回修改") if draft.voucher else ""
        return f"{draft.saved_at.astimezone(SHANGHAI):%m-%d %H:%M}　{title[:24]}　{amount}{returned}".replace("&", "&&")

    def _throw_away(self, draft_id: str) -> None:
        workspace = self._desk.workspace

        def done(_: None) -> None:
            self._desk.notifier.inbox_changed.emit()
            self._desk.notifier.drafts_changed.emit()
            self.thrown_away.emit(draft_id)
            self.refresh()

        self._desk.run(lambda: workspace.delete_draft(draft_id), done)
