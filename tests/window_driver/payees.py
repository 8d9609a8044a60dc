"""The register of payees, lists of fees, and the old books."""

from __future__ import annotations

from pathlib import Path

from tests.window_driver.hands import ENTER, Hands
from ui.dialogs.fee_paper import FeePaperDialog
from ui.dialogs.form_dialog import FormDialog
from ui.dialogs.opening import OpeningDialog
from ui.dialogs.password import PasswordDialog
from ui.dialogs.payee import PayeeDialog
from ui.dialogs.vault import RecoveryDialog


class Payees(Hands):
    """A clerk who pays persons."""

    def make_vault(self, sheet: Path) -> str:
        """Make the key of the private numbers, save the sheet for the safe; returns the code shown."""
        tab = self._tab("payees").payees
        seen = []

        def keep(dialog: RecoveryDialog) -> None:
            seen.append(dialog.code.text())
            self.click(dialog.save_button)
            self.wait(sheet.exists)
            dialog.kept.setChecked(True)
            self.click(dialog.accept_button)

        self.file_to_choose = sheet
        with self.answering((FormDialog, lambda dialog: self.click(dialog.accept_button)), (RecoveryDialog, keep)):
            self.click(tab.vault_button)
        self._settle()
        return "-".join(seen[0].split())

    def register_payee(self, name: str, *, title: str, id_number: str, account: str) -> None:
        """Take an expert into the register."""
        tab = self._tab("payees").payees

        def answer(dialog: PayeeDialog) -> None:
            self.type(dialog.name, name)
            dialog.title.set_value(title)
            self.type(dialog.id_number, id_number)
            self.type(dialog.account, account)
            self.click(dialog.accept_button)

        with self.answering((PayeeDialog, answer)):
            self.click(tab.add_button)
        self.wait(lambda: name in [row.payee.name for row in tab.table.rows()])
        self._settle()

    def list_fees(self, fees: list[tuple[str, str, str]]) -> None:
        """Unfold the list and type (initials or name, hours, net) row by row, by keys alone."""
        grid = self.page().form.fees
        self.click(grid.offer)
        for place, (who, hours, net) in enumerate(fees):
            self.wait(lambda at=place: len(grid.rows) > at)
            row = grid.rows[place]
            self.type(row.name, who)
            self.press(ENTER, to=row.name)
            for field, text in ((row.hours, hours), (row.half_days, "1"), (row.net, net)):
                self.type(field, text)
            self.press(ENTER, to=row.net)
        self._settle()

    def print_fee_list(self, path: Path) -> None:
        """Save the sheet to be signed, with the last four of the numbers."""
        self.file_to_choose = path
        with self.answering((FeePaperDialog, lambda dialog: self.click(dialog.accept_button))):
            self.click(self.page().form.fees.sheet_button)
        self.wait(lambda: path in self.shown_outside)

    def declare_tax(self, path: Path, password: str) -> None:
        """Save this month's list for the bureau, with whole ID numbers."""
        page = self.go("report")

        def answer(dialog: FeePaperDialog) -> None:
            dialog.month.setCurrentIndex(0)
            dialog.numbers.setCurrentIndex(2)
            self.click(dialog.accept_button)

        def unlock(dialog: PasswordDialog) -> None:
            self.type(dialog.password, password)
            self.click(dialog.accept_button)

        self.file_to_choose = path
        with self.answering((FeePaperDialog, answer), (PasswordDialog, unlock)):
            self.click(page.tax_button)
        self.wait(path.exists)
        self._settle()

    def take_old_books(self, path: Path) -> None:
        """Choose a filled-in workbook, and submit it once its trial went through."""
        tab = self._tab("opening").opening

        def answer(dialog: OpeningDialog) -> None:
            self.click(dialog.choose_button)
            self.wait(lambda: dialog.answer() is not None)
            self.click(dialog.accept_button)

        self.file_to_choose = path
        with self.answering((OpeningDialog, answer)):
            self.click(tab.import_button)
        self._settle()

    def historic(self) -> list[str]:
        """The purposes of what was taken over."""
        return [row.voucher.purpose for row in self._tab("opening").opening.table.rows()]

    def _tab(self, name: str):
        page = self.go("settings")
        page.arguments(tab=name)
        self._settle()
        return page
