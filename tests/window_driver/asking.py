"""Requests, advances, money back, and the year's end."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QItemSelectionModel, Qt

from tests.window_driver.hands import CONTROL, ENTER, Hands
from ui.dialogs.advance import AdvanceDialog
from ui.dialogs.advance_money import AdvanceMoneyDialog
from ui.dialogs.close_year import CloseYearDialog, Fate
from ui.dialogs.form_dialog import FormDialog
from ui.dialogs.refund import RefundDialog
from ui.dialogs.request import RequestDialog
from ui.dialogs.reverse import ReasonDialog

SHIFT = Qt.KeyboardModifier.ShiftModifier


class AskingDriver(Hands):
    """Somebody who asks before he spends, and sets right what went wrong."""

    def requests_page(self, tab: str = "requests"):
        """Ctrl+Shift+A, and the tab."""
        if self.page().name != "requests":
            self.press(Qt.Key.Key_A, CONTROL | SHIFT)
            self.wait(lambda: self.page().name == "requests")
        page = self.page()
        page.tabs.setCurrentIndex(1 if tab == "advances" else 0)
        self._settle()
        return page

    def ask(self, category: str, yuan: str, purpose: str, *, minutes: Path | None = None, password: str = "") -> str:
        """Ctrl+N on the page of requests; what the form said of who must sign."""
        said = []

        def answer(dialog: RequestDialog) -> None:
            if category:
                self.type(dialog.category, category)
                self.press(ENTER, to=dialog.category)
            self.type(dialog.amount, yuan)
            self.type(dialog.purpose, purpose)
            if minutes is not None:
                self.file_to_choose = minutes
                self.click(dialog.minutes.choose_button)
            if password:
                self.type(dialog.password, password)
            said.append(dialog.who.text.text())
            self.click(dialog.accept_button)

        page = self.requests_page()
        with self.answering((RequestDialog, answer)):
            self.press(Qt.Key.Key_N, CONTROL, page)
        self._settle()
        return said[0]

    def requests(self) -> list[tuple[str, str, str]]:
        """Purpose, rest and state of each request in the list."""
        rows = self.requests_page().requests.table.rows()
        return [(row.request.purpose, row.rest.grouped, row.state.value) for row in rows]

    def release(self, place: int = 0) -> None:
        """Free the rest of a request."""
        tab = self.requests_page().requests
        tab.table.set_current(place)
        self._settle()
        with self.answering((FormDialog, lambda dialog: self.click(dialog.accept_button))):
            self.click(tab.close_button)
        self._settle()

    def lend(self, person: str, yuan: str, purpose: str) -> None:
        """A new advance."""

        def answer(dialog: AdvanceDialog) -> None:
            self.type(dialog.person, person)
            self.type(dialog.amount, yuan)
            self.type(dialog.purpose, purpose)
            self.click(dialog.accept_button)

        page = self.requests_page("advances")
        with self.answering((AdvanceDialog, answer)):
            self.press(Qt.Key.Key_N, CONTROL, page)
        self._settle()

    def move_advance(self, *, back: bool, yuan: str = "", place: int = 0) -> None:
        """Record that the money of an advance went out or came back; the proposed sum where none is given."""

        def answer(dialog: AdvanceMoneyDialog) -> None:
            if yuan:
                self.type(dialog.amount, yuan)
            self.click(dialog.accept_button)

        tab = self.requests_page("advances").advances
        tab.table.set_current(place)
        self._settle()
        with self.answering((AdvanceMoneyDialog, answer)):
            self.click(tab.back_button if back else tab.give_button)
        self._settle()

    def settle_advance(self, place: int = 0) -> None:
        """End an advance."""
        tab = self.requests_page("advances").advances
        tab.table.set_current(place)
        self._settle()
        self.click(tab.close_button)
        self._settle()

    def advances(self) -> list[tuple[str, str, bool]]:
        """Person, what is outstanding, and whether it is ended, of each advance in the list."""
        rows = self.requests_page("advances").advances.table.rows()
        return [(row.advance.person, row.outstanding.grouped, row.closed) for row in rows]

    def draw_on(self, request: str = "", advance: str = "") -> None:
        """Choose in the form what the expense draws on, by some of its words."""
        draws = self.page().form.draws
        for box, words in ((draws.request_box, request), (draws.advance_box, advance)):
            if words:
                self.wait(lambda b=box, w=words: any(w in b.itemText(at) for at in range(b.count())))
                box.setCurrentIndex(next(at for at in range(box.count()) if words in box.itemText(at)))
        self._settle()

    def request_hint(self) -> str:
        """What the form says of a request that is needed; empty where nothing is said."""
        hint = self.page().form.draws.hint
        return hint.text.text() if hint.isVisible() else ""

    def choose_voucher(self, words: str):
        """Make the voucher with these words in its purpose current; of several the one that says nothing else."""
        page = self.go("vouchers")
        self.wait(lambda: any(words in row.purpose for row in page.table.rows()))
        found = [(len(row.purpose), at) for at, row in enumerate(page.table.rows()) if words in row.purpose]
        place = min(found)[1]
        # By flags: with Ctrl still down from the page's key, a plain step would take the row out of the selection.
        flags = QItemSelectionModel.SelectionFlag
        index = page.table.rows_model.index(place, 0)
        page.table.selectionModel().setCurrentIndex(index, flags.ClearAndSelect | flags.Rows)
        self._settle()
        return page

    def refund(self, words: str, yuan: str, proof: Path) -> None:
        """Record that the seller gave money back."""

        def answer(dialog: RefundDialog) -> None:
            self.type(dialog.amount, yuan)
            self.file_to_choose = proof
            self.click(dialog.proof.choose_button)
            self.click(dialog.accept_button)

        page = self.choose_voucher(words)
        with self.answering((RefundDialog, answer)):
            self.click(page.buttons["refund"])
        self._settle()

    def refund_by_red_letter(self, words: str, *, yuan: str = "", note: str = "") -> tuple[str, str, str]:
        """Take the red-letter invoice that is proposed; its words, what is told of the others, and what is refused.

        A refusal is read, the form put away, and nothing recorded.
        """
        seen = []

        def answer(dialog: RefundDialog) -> None:
            if yuan:
                self.type(dialog.amount, yuan)
            if note:
                self.type(dialog.note, note)
            seen.extend((dialog.red_letter.currentText(), dialog.told.text(), dialog.problem()))
            if dialog.problem():
                dialog.reject()
            else:
                self.click(dialog.accept_button)

        page = self.choose_voucher(words)
        with self.answering((RefundDialog, answer)):
            self.click(page.buttons["refund"])
        self._settle()
        return seen[0], seen[1], seen[2]

    def correct(self, words: str, reason: str) -> None:
        """Reverse a voucher and be in its corrected draft."""

        def answer(dialog: ReasonDialog) -> None:
            self.type(dialog.reason, reason)
            self.click(dialog.accept_button)

        page = self.choose_voucher(words)
        with self.answering((ReasonDialog, answer)):
            self.click(page.buttons["correct"])
        self.wait(lambda: self.page().name == "entry" and "订正" in self.page().form.purpose.text())
        self._settle()

    def propose_rules(self, categories: list[str], legal: str, minutes: str) -> None:
        """In the settings: tick what asks first, type the limits, and submit."""
        page = self.go("settings")
        page.arguments(tab="asking")
        self._settle()
        tab = page.asking
        for key, tick in tab.ticks.items():
            if tick.isChecked() != (key in categories):
                tick.click()
        self.type(tab.legal, legal)
        self.type(tab.minutes, minutes)
        self.click(tab.propose_button)
        self._settle()

    def close_year(self, fate: Fate, payee: str = "") -> list[str]:
        """On the report page: choose what becomes of the leftovers; the lines of the checklist that are open."""
        open_lines = []

        def answer(dialog: CloseYearDialog) -> None:
            open_lines.extend(item.text for item in dialog._end.items if not item.done)
            if fate in dialog.fates:
                dialog.fates[fate].click()
            if payee:
                self.type(dialog.payee, payee)
            self.click(dialog.accept_button)

        page = self.go("report")
        with self.answering((CloseYearDialog, answer)):
            self.click(page.close_button)
        self._settle()
        return open_lines
