"""The inbox's widgets and where they stand; what they do is the page's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QMenu, QStackedWidget, QVBoxLayout, QWidget

from ui.pages.inbox_inspector import InboxInspector
from ui.pages.inbox_register import StopRegister
from ui.pages.inbox_rows import InboxRow, inbox_columns
from ui.widgets.card import Card
from ui.widgets.combo import Combo
from ui.widgets.empty_state import EmptyState
from ui.widgets.inline_alert import InlineAlert
from ui.widgets.row_table import RowTable
from ui.widgets.side_by_side import side_by_side
from ui.widgets.text import button, label

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QAction

    from ui.desk import Desk

_PAUSE_MS = 90


class InboxLayout(QWidget):
    """The list with its inspector, the register, or the words of an empty inbox.

    Signals:
        searched(): another text stands in the search field.
    """

    searched = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.notice = InlineAlert("ok", "", closable=True)
        self.notice.setObjectName("alert")
        self.notice.hide()
        self.outcomes_button = button(self.tr("逐个结果(&E)"), "link", name="showOutcomes")
        self.table: RowTable[InboxRow] = RowTable(inbox_columns(), sortable=True)
        self.table.setObjectName("inboxTable")
        self.table.setAccessibleName(self.tr("票据列表"))
        self.table.setAcceptDrops(False)
        self.inspector = InboxInspector(desk)
        self.register = StopRegister(desk)
        self.empty = EmptyState(
            "folder-open",
            self.tr(
                "票据夹是空的。微信里收到的发票：先“另存为”或拖出文件，再放到这里。\n"
                "纸质发票按 Ctrl+T 登记；扫描仪的文件夹可在“设置与备份”里设为自动收取。"
            ),
            self.tr("添加文件…"),
        )
        self.note = label("", "caption", wrap=True, name="inboxNote")
        self.head = self._make_head()
        self._make_buttons()
        self._build()

    def _make_head(self) -> tuple[QWidget, ...]:
        self.counts = label("", "caption", name="inboxCounts")
        self.search = QLineEdit()
        self.search.setObjectName("inboxSearch")
        self.search.setPlaceholderText(self.tr("销售方、号码、金额、货物"))
        self.search.setAccessibleName(self.tr("查找票据"))
        self.search.setClearButtonEnabled(True)
        self.search.setFixedWidth(190)
        pause = QTimer(self, interval=_PAUSE_MS, singleShot=True)
        pause.timeout.connect(self.searched)
        self.search.textChanged.connect(lambda _: pause.start())
        self.shown = Combo(self.tr("显示哪些票据"))
        self.shown.setObjectName("inboxShown")
        self.shown.set_choices(
            (
                ("open", self.tr("未用的")), ("doubled", self.tr("重复或疑似重复")), ("unchecked", self.tr("未查验的")),
                ("unread", self.tr("读不出的")), ("used", self.tr("已用的")), ("all", self.tr("全部")),
                ("register", self.tr("拒收与退回登记")),
            ),
            "open",
        )  # fmt: skip
        self.paper_button = button(self.tr("登记纸质发票…"), hint="Ctrl+T", name="registerPaper")
        self.add_button = button(self.tr("添加文件…"), icon="file-plus", hint="Ctrl+O", name="addFiles")
        for one, words in ((self.paper_button, self.tr("登记纸质发票")), (self.add_button, self.tr("添加文件"))):
            one.setAccessibleName(words)
        return self.counts, self.search, self.shown, self.paper_button, self.add_button

    def _make_buttons(self) -> None:
        self.remove_button = button(self.tr("移除 Del"), "quiet", name="removeItems")
        self.deeds_button = button(self.tr("审核(&A)"), name="judgeOriginal")
        self.deeds_button.setToolTip(self.tr("登记查验结果、退回补正、拒收"))
        self.each_button = button(self.tr("各生成一张 Ctrl+Enter"), name="oneEach")
        self.merge_button = button(self.tr("合并为一张报销 Enter"), "primary", name="mergeItems")

    def set_deeds(self, actions: Sequence[QAction]) -> None:
        """Offer these in the menu of judging."""
        menu = QMenu(self)
        menu.addActions(list(actions))
        self.deeds_button.setMenu(menu)

    def set_may(self, may: bool) -> None:
        """Offer judging only to who may."""
        self.deeds_button.setVisible(may)
        self.paper_button.setVisible(may)

    def show_part(self, shown: str, *, empty: bool) -> None:
        """Show the register, the list, or the words of an empty inbox."""
        self.parts.setCurrentIndex(2 if shown == "register" else 0 if empty else 1)
        self.search.setVisible(shown != "register" and not empty)

    def say(self, kind: str, text: str, *, outcomes: bool = False) -> None:
        """Put a notice over the list, with a way to the outcomes where there are several."""
        self.notice.set_alert(kind, text)
        self.outcomes_button.setVisible(outcomes)
        self.notice.show()

    def _build(self) -> None:
        self.notice.add_widget(self.outcomes_button)
        buttons = QHBoxLayout()
        buttons.addWidget(self.note, 1)
        for one in (self.remove_button, self.deeds_button, self.each_button, self.merge_button):
            buttons.addWidget(one)
        left = Card()
        left.body.addWidget(self.table, 1)
        left.body.addLayout(buttons)
        hollow = Card()
        hollow.body.addWidget(self.empty)
        self.parts = QStackedWidget()
        self.parts.addWidget(hollow)
        self.parts.addWidget(side_by_side(left, self.inspector, (70, 30)))
        self.parts.addWidget(self.register)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.notice)
        column.addWidget(self.parts, 1)
