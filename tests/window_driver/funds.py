"""Grants and budgets."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.window_driver.hands import CONTROL, ENTER, Hands
from ui.dialogs.grant import GrantDialog
from ui.pages.budget_model import FIRST_SOURCE, SOURCES


class Funds(Hands):
    """What arrives, and what it is for."""

    def record_grant(self, source, yuan: str, document: str) -> None:
        """Ctrl+6, Ctrl+N, fill the form, and submit it for two signatures."""
        page = self.go("grants")
        self.wait(page.new_button.isVisible)

        def answer(dialog: GrantDialog) -> None:
            dialog.source.set_value(source)
            self.type(dialog.amount, yuan)
            self.type(dialog.document, document)
            self.click(dialog.accept_button)

        before = len(page.table.rows())
        with self.answering((GrantDialog, answer)):
            self.press(Qt.Key.Key_N, CONTROL, page)
        self.wait(lambda: len(page.table.rows()) == before + 1)
        self._settle()

    def propose_budget(self, source, plan: dict[str, str]) -> None:
        """Ctrl+7, type amounts by category into the column of a source, and submit."""
        page = self.go("budget")
        self.wait(page.submit_button.isVisible)
        column = FIRST_SOURCE + SOURCES.index(source)
        for category, yuan in plan.items():
            place = [row.category for row in page.grid.plan.rows].index(category)
            page.grid.setCurrentIndex(page.grid.plan.index(place, column))
            self.wait(lambda: page.grid.viewport().isAncestorOf(QApplication.focusWidget()))
            QTest.keyClicks(QApplication.focusWidget(), yuan)
            self.press(ENTER)
            self.wait(lambda at=place: page.grid.plan.rows[at].amounts.get(source))
            self.wait(lambda at=place: page.grid.currentIndex() != page.grid.plan.index(at, column))
        self.click(page.submit_button)
        self.wait(page.withdraw_button.isVisible)
        self._settle()
