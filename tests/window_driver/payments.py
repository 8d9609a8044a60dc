"""Payments, and the bank's word against the books."""

from __future__ import annotations

from pathlib import Path

from tests.window_driver.hands import ENTER, Hands
from ui.dialogs.bank_import import BankImportDialog
from ui.dialogs.card_swipe import CardSwipeDialog
from ui.dialogs.payment import PaymentDialog
from ui.dialogs.undo_payment import UndoPaymentDialog


class Payments(Hands):
    """A clerk with the bank's slips beside the keyboard."""

    def pay(self, *, amount: str = "", slip: Path | None = None) -> None:
        """Record that all vouchers in sight were paid, or a part of the only one."""
        tab = self._payments(0).due
        waiting = len(tab.table.rows())
        tab.table.selectAll()

        def answer(dialog: PaymentDialog) -> None:
            if amount:
                self.type(dialog.amount, amount)
            if slip is not None:
                dialog.slip.take(slip)
            self.click(dialog.accept_button)

        with self.answering((PaymentDialog, answer)):
            self.press(ENTER, to=tab.table)
        self._settle()
        self.wait(lambda: amount or len(tab.table.rows()) < waiting)

    def still_to_pay(self) -> list[str]:
        """What each voucher in sight has still to pay."""
        return [str(row.rest) for row in self._payments(0).due.table.rows()]

    def swipe(self, holder: str, tail: str, day: str, last: str) -> None:
        """Record what the slip of the first voucher in sight says."""
        tab = self._payments(0).due
        tab.table.set_current(0)
        self.wait(tab.card_button.isVisible)

        def answer(dialog: CardSwipeDialog) -> None:
            for edit, text in (
                (dialog.holder, holder), (dialog.tail, tail), (dialog.swiped_on, day), (dialog.repay_by, last),
            ):  # fmt: skip
                self.type(edit, text)
            self.click(dialog.accept_button)

        with self.answering((CardSwipeDialog, answer)):
            self.click(tab.card_button)
        self._settle()
        self.wait(lambda: tab.table.rows()[0].card is not None)

    def owed_to_cards(self) -> str:
        """What the head of the page says of official cards."""
        words = self._payments(0).status.text()
        return next((part for part in words.split(" · ") if part.startswith("公务卡")), "")

    def payment_states(self) -> list[str]:
        """How each recorded payment stands."""
        tab = self._payments(1).done
        return [tab._state(row) for row in tab.table.rows()]

    def undo_last_payment(self, reason: str) -> None:
        """Take the last payment out again."""
        tab = self._payments(1).done
        tab.table.set_current(len(tab.table.rows()) - 1)

        def answer(dialog: UndoPaymentDialog) -> None:
            self.type(dialog.reason, reason)
            self.click(dialog.accept_button)

        with self.answering((UndoPaymentDialog, answer)):
            self.click(tab.undo_button)
        self._settle()

    def import_statement(self, path: Path, account: str) -> None:
        """Take a bank's file in as it was matched."""
        tab = self._payments(2).bank

        def answer(dialog: BankImportDialog) -> None:
            self.type(dialog.account, account)
            self.click(dialog.accept_button)

        self.file_to_choose = path
        with self.answering((BankImportDialog, answer)):
            self.click(tab.empty.button)
        self.wait(tab.table.rows)
        self._settle()

    def tick(self, party: str, note: str = "") -> None:
        """Tick the line of this party with what fits first; with a note it is not the fund's money."""
        tab = self._payments(2).bank
        place = next(at for at, row in enumerate(tab.table.rows()) if party in row.line.counterparty)
        tab.table.set_current(place)
        if note:
            self.type(tab.side.note, note)
        self.click(tab.side.other_button if note else tab.side.tick_button)
        self.wait(lambda: tab.table.rows()[place].ticked)
        self._settle()

    def reconciliation(self) -> str:
        """What the page says of bank and books."""
        return self._payments(2).bank.result.text()

    def _payments(self, tab: int):
        page = self.go("payments")
        page.tabs.setCurrentIndex(tab)
        self._settle()
        return page
