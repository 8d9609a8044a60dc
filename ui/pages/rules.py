"""规则库: the measures' own text beside the rules made from it, a sentence tried out, and the standards in force."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from PySide6.QtWidgets import QTabWidget

from ui.pages.page import Page
from ui.pages.rules_articles import ArticlesTab
from ui.pages.rules_standards import StandardsTab
from ui.widgets.page_keys import key_actions
from ui.widgets.text import button, label

if TYPE_CHECKING:
    from PySide6.QtGui import QAction
    from PySide6.QtWidgets import QWidget

    from ui.desk import Desk


class RulesPage(Page):
    """Two tabs: articles with their rules, and figures with the papers they come from."""

    name: ClassVar[str] = "rules"
    title: ClassVar[str] = "规则库"
    icon: ClassVar[str] = "scale"

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.watch(desk.notifier.standards_changed, desk.notifier.funds_changed)
        self.pack = label("", "caption", name="packName")
        self.articles = ArticlesTab(desk)
        self.standards = StandardsTab(desk)
        self.tabs = QTabWidget()
        self.tabs.setObjectName("rulesTabs")
        self.tabs.setDocumentMode(True)
        self.tabs.tabBar().setDrawBase(False)
        self.tabs.addTab(self.articles, self.tr("办法与规则"))
        self.tabs.addTab(self.standards, self.tr("支出标准"))
        self.head.addWidget(self.pack, 1)
        for text, slot, name in (
            (self.tr("讲课费测算 F9"), self.reckon_lecture, "lectureFee"),
            (self.tr("出差测算 Shift+F9"), self.reckon_trip, "tripCeiling"),
        ):
            self.head.addWidget(button(text, on_click=slot, name=name))
        self.body.addWidget(self.tabs, 1)
        self._keys = key_actions(
            self,
            (
                (self.tr("查找规则"), ("Ctrl+F",), self._search),
                (self.tr("讲课费测算"), ("F9",), self.reckon_lecture),
                (self.tr("出差测算"), ("Shift+F9",), self.reckon_trip),
            ),
        )

    def refresh(self) -> None:
        """Read the pack with the city's papers in it."""
        policy = self.desk.workspace.policy
        version = self.tr("{0}（{1}，第 {2} 版）").format(policy.title, policy.jurisdiction, policy.version)
        self.pack.setText(version)
        self.articles.show_policy(policy)
        self.standards.show_policy(policy)

    def arguments(self, **arguments: object) -> None:
        """Take `tab` (articles, standards), `article` to be shown, or `enter`: kinds of standards to be entered."""
        if "article" in arguments or arguments.get("tab") == "articles":
            self.tabs.setCurrentIndex(0)
            self.articles.choose(str(arguments.get("article", "")))
        if "enter" in arguments or arguments.get("tab") == "standards":
            self.tabs.setCurrentIndex(1)

    def actions_for_keys(self) -> list[QAction]:
        """The page's keys."""
        return self._keys

    def reckon_lecture(self) -> None:
        """What a lecture may cost; nothing is filled in from here."""
        from ui.dialogs.lecture_fee import LectureFeeDialog  # noqa: PLC0415 - a dialog is loaded when asked for

        LectureFeeDialog.ask(self.desk, parent=self)

    def reckon_trip(self) -> None:
        """What a trip may cost; nothing is filled in from here."""
        from ui.dialogs.trip_ceiling import TripDialog  # noqa: PLC0415 - a dialog is loaded when asked for

        TripDialog.ask(self.desk, parent=self)

    def _search(self) -> None:
        tab = self.tabs.currentWidget()
        (tab.search if isinstance(tab, (ArticlesTab, StandardsTab)) else self).setFocus()
