"""申请与借款: what stands before a voucher: what may be spent (用款申请) and what was taken along (借款)."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QTabWidget

from ui.pages.page import Page
from ui.pages.requests_advances import AdvancesTab
from ui.pages.requests_asked import RequestsTab

if TYPE_CHECKING:
    from PySide6.QtGui import QShowEvent
    from PySide6.QtWidgets import QWidget

    from ui.desk import Desk


class RequestsPage(Page):
    """Two tabs; each has its list at the left and the chosen document as paper at the right."""

    name: ClassVar[str] = "requests"
    title: ClassVar[str] = "申请与借款"
    icon: ClassVar[str] = "file-invoice"

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.watch(desk.notifier.funds_changed, desk.notifier.vouchers_changed)
        self.requests = RequestsTab(desk)
        self.advances = AdvancesTab(desk)
        self.tabs = QTabWidget()
        self.tabs.setObjectName("requestTabs")
        self.tabs.setDocumentMode(True)
        self.tabs.tabBar().setDrawBase(False)
        self.tabs.addTab(self.requests, self.tr("用款申请"))
        self.tabs.addTab(self.advances, self.tr("借款"))
        self.head.addStretch(1)
        self.head.addWidget(self.requests.new_button)
        self.head.addWidget(self.advances.new_button)
        self.tabs.currentChanged.connect(self._show_buttons)
        self._key = QAction(self.tr("新建申请或借款"), self)
        self._key.setShortcut("Ctrl+N")
        self._key.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self._key.triggered.connect(self.new)
        self.addAction(self._key)
        self.body.addWidget(self.tabs, 1)
        self.requests.known.connect(self._show_buttons)
        self.advances.known.connect(self._show_buttons)
        self._show_buttons()

    def refresh(self) -> None:
        """Read both lists."""
        self.requests.refresh()
        self.advances.refresh()

    def arguments(self, **arguments: object) -> None:
        """Take `tab` (requests or advances), `ask` (a category to ask for at once)."""
        if arguments.get("tab"):
            self.tabs.setCurrentIndex(1 if arguments["tab"] == "advances" else 0)
        if "ask" in arguments:
            self.tabs.setCurrentIndex(0)
            self.requests.ask_later(str(arguments["ask"]))

    def actions_for_keys(self) -> list[QAction]:
        """The keys of this page."""
        return [self._key]

    def showEvent(self, event: QShowEvent) -> None:
        """The list has the keyboard when the page comes into sight."""
        super().showEvent(event)
        self._tab().table.setFocus()

    def new(self) -> None:
        """Ask for what the tab in front is about."""
        self._tab().new()

    def _tab(self) -> RequestsTab | AdvancesTab:
        return self.advances if self.tabs.currentIndex() else self.requests

    def _show_buttons(self, *_: object) -> None:
        front = self._tab()
        for tab in (self.requests, self.advances):
            tab.new_button.setVisible(tab is front and tab.may)
        self._key.setEnabled(front.may)
