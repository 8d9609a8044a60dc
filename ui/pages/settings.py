"""设置与备份: the studio's file, people and terms, the look of the window, and the ledger itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from PySide6.QtWidgets import QTabWidget

from ui.pages.page import Page
from ui.pages.run_for import run_for
from ui.pages.settings_asking import AskingTab
from ui.pages.settings_inbox import InboxTab
from ui.pages.settings_ledger import LedgerTab
from ui.pages.settings_look import LookTab
from ui.pages.settings_opening import OpeningTab
from ui.pages.settings_payees import PayeesTab
from ui.pages.settings_people import PeopleTab
from ui.pages.settings_studio import StudioTab

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from ui.desk import Desk


class SettingsPage(Page):
    """Several tabs, each with one subject."""

    name: ClassVar[str] = "settings"
    title: ClassVar[str] = "设置与备份"
    icon: ClassVar[str] = "settings"

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.watch(desk.notifier.people_changed, desk.notifier.studios_changed, desk.notifier.payees_changed)
        self.watch(desk.notifier.funds_changed)
        self.studio = StudioTab(desk)
        self.people = PeopleTab(desk)
        self.payees = PayeesTab(desk)
        self.look = LookTab(desk)
        self.inbox = InboxTab(desk)
        self.ledger = LedgerTab(desk)
        self.asking = AskingTab(desk)
        self.opening = OpeningTab(desk)
        self.tabs = QTabWidget()
        self.tabs.setObjectName("settingsTabs")
        self.tabs.setDocumentMode(True)
        self.tabs.tabBar().setDrawBase(False)
        names = ("studio", "people", "payees", "look", "inbox", "ledger", "asking", "opening")
        self._places = {name: place for place, name in enumerate(names)}
        self.tabs.addTab(self.studio, self.tr("工作室档案"))
        self.tabs.addTab(self.people, self.tr("人员与任期"))
        self.tabs.addTab(self.payees, self.tr("收款人"))
        self.tabs.addTab(self.look, self.tr("外观"))
        self.tabs.addTab(self.inbox, self.tr("票据夹"))
        self.tabs.addTab(self.ledger, self.tr("账套与备份"))
        self.tabs.addTab(self.asking, self.tr("用款申请办法"))
        self.tabs.addTab(self.opening, self.tr("期初"))
        self.body.addWidget(self.tabs, 1)

    def refresh(self) -> None:
        """Read everything anew, with what this person may change."""
        workspace, session = self.desk.workspace, self.desk.session
        run_for(self, self.desk, lambda: workspace.may(session, "people") and not workspace.read_only, self._show)

    def arguments(self, **arguments: object) -> None:
        """Take `tab`: studio, people, payees, look, inbox, ledger, asking or opening."""
        place = self._places.get(str(arguments.get("tab", "")))
        if place is not None:
            self.tabs.setCurrentIndex(place)

    def _show(self, may: bool) -> None:
        self.studio.refresh(may)
        self.people.refresh(may)
        self.payees.refresh()
        self.opening.refresh()
        self.ledger.refresh()
        self.asking.refresh()
