"""Posting and reading: the voucher list, the home page's figures, the report."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Qt

from studio_ledger.model.voucher import State
from tests.window_driver.hands import CONTROL, Hands
from ui.dialogs.form_dialog import FormDialog


@dataclass(frozen=True)
class Figures:
    """The four figures of the home page, as they stand there."""

    granted: str
    spent: str
    waiting: str
    available: str


class Books(Hands):
    """What is in the books."""

    def vouchers(self) -> list:
        """The rows of the voucher list."""
        page = self.go("vouchers")
        return list(page.table.rows())

    def post_all(self) -> list[str]:
        """Ctrl+5, select all, F9, and agree; returns the numbers."""
        page = self.go("vouchers")
        self.press(Qt.Key.Key_A, CONTROL, page.table)
        with self.answering((FormDialog, lambda dialog: self.click(dialog.accept_button))):
            self.press(Qt.Key.Key_F9, to=page.table)
        self.wait(lambda: all(row.state is State.POSTED for row in page.table.rows()))
        self._settle()
        return sorted(row.number for row in page.table.rows())

    def figures(self) -> Figures:
        """The figures of the home page."""
        page = self.go("home")
        cards = (page.granted, page.spent, page.waiting, page.available)
        return Figures(*(card.figure.text() for card in cards))

    def save_report(self, path: Path) -> None:
        """Ctrl+8; once the preview shows the report, save it as PDF or as Excel, as the name ends."""
        page = self.go("report")
        button = page.excel_button if path.suffix == ".xlsx" else page.save_button
        self.wait(button.isEnabled)
        self.wait(lambda: page.preview.place.text() and not page.preview.sheet.pixmap().isNull())
        self.file_to_choose = path
        self.click(button)
        self.wait(path.exists)
        self._settle()
