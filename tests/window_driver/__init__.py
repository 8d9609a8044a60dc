"""Drives the real window in a user's words. The only tests' code that knows the names of the window's widgets.

It clicks, types and drops as a person does, waits for what a person would see, and answers the questions
(modal dialogs) that come up on the way. Each page has a module; `WindowDriver` is all of them together.
"""

from __future__ import annotations

from PySide6.QtCore import QTimer
from PySide6.QtGui import QGuiApplication

from tests.window_driver.asking import AskingDriver
from tests.window_driver.books import Books, Figures
from tests.window_driver.entrance import Entrance
from tests.window_driver.expenses import Expenses
from tests.window_driver.funds import Funds
from tests.window_driver.hands import CONTROL, ENTER, PATIENCE_MS
from tests.window_driver.inbox import Inbox
from tests.window_driver.payees import Payees
from tests.window_driver.payments import Payments
from tests.window_driver.signing import Signing
from ui.dialogs.crash import CrashDialog

__all__ = ["CONTROL", "ENTER", "PATIENCE_MS", "Figures", "WindowDriver"]


class WindowDriver(Entrance, Funds, Signing, Inbox, Expenses, AskingDriver, Payees, Payments, Books):
    """A person at the window."""

    def fail_in_a_slot(self, error: Exception) -> tuple[str, str]:
        """Let a slot of the window fail; returns the details shown, and what a click on copy put on the clipboard."""
        seen = []

        def answer(dialog: CrashDialog) -> None:
            self.click(dialog.copy_button)
            seen.extend((dialog.details.toPlainText(), QGuiApplication.clipboard().text()))
            self.click(dialog.accept_button)

        def fail() -> None:
            raise error

        with self.answering((CrashDialog, answer)):
            timer = QTimer(self.window, singleShot=True)
            timer.timeout.connect(fail)
            timer.start(0)
        return seen[0], seen[1]
