"""The signing page."""

from __future__ import annotations

from PySide6.QtCore import Qt

from tests.window_driver.hands import CONTROL, ENTER, Hands
from ui.dialogs.sign_sheet import SignSheet


class Signing(Hands):
    """A signer with a pile."""

    def sign_all(self, password: str) -> list[int]:
        """Sign what is ticked with Ctrl+Enter and what carries a warning one by one; how many went at a time."""
        page = self.go("signing")
        batches = []

        def answer(sheet: SignSheet) -> None:
            self.type(sheet.password, password)
            self.click(sheet.accept_button)

        while rows := page.list.sign_model.rows:
            self.wait(lambda: page.opened and page._document is not None)
            before, ticked = len(rows), page.list.sign_model.ticked()
            with self.answering((SignSheet, answer)):
                self.press(ENTER, CONTROL if ticked else Qt.KeyboardModifier.NoModifier, page.list)
            self.wait(lambda count=before: len(page.list.sign_model.rows) < count or page.outcome.isVisible())
            assert page.outcome.isHidden(), page.outcome.text.text()
            batches.append(before - len(page.list.sign_model.rows))
            self._settle()
        return batches
