"""The way in: a new ledger, a first password, logging in and out."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from tests.window_driver.hands import CONTROL, ENTER, Hands
from ui.dialogs.first_run import FirstRunDialog
from ui.dialogs.set_password import SetPasswordDialog
from ui.enrolment_paper import FingerprintDialog


class Entrance(Hands):
    """Who is at the window, and how he came there."""

    def first_run(
        self, path: Path, *, studio, school, tax_id, affiliation, people, authorisation, members=(), ask_first=False
    ):
        """Start without a ledger and answer the wizard; `people` maps a Role to a name."""
        self.window.start(None)

        def answer(wizard: FirstRunDialog) -> None:
            self.type(wizard.school.name, studio)
            self.type(wizard.school.school, school)
            self.type(wizard.school.tax_id, tax_id)
            wizard.school.affiliation.set_value(affiliation)
            self.click(wizard.next_button)
            for role, name in people.items():
                self.type(wizard.people.names[role], name)
            self.type(wizard.people.authorisation, authorisation)
            self.type(wizard.people.members, "\n".join(members))
            self.click(wizard.next_button)
            self.type(wizard.place.file, str(path))
            self.click(wizard.next_button)
            assert wizard.stack.currentWidget() is wizard.check, wizard.alert.text.text()
            if not ask_first:
                wizard.check.ask_first.click()
            self.click(wizard.next_button)

        with self.answering((FirstRunDialog, answer)):
            self.click(self.window.login.new_button)
        self._wait_for_people()

    def open(self, path: Path) -> None:
        """Start with this ledger; wait until it asks who is there, or says why not."""
        self.window.start(path)
        login = self.window.login
        self.wait(lambda: login.faces.currentIndex() != 0 and not self.window.entrance.tasks.running)

    def set_password(self, login: str, password: str, form: Path) -> None:
        """Log in for the first time: choose a password, and keep the fingerprint's form at `form`."""
        self._choose_person(login)

        def choose(dialog: SetPasswordDialog) -> None:
            self.type(dialog.first, password)
            self.type(dialog.second, password)
            self.click(dialog.accept_button)

        self.file_to_choose = form
        with self.answering(
            (SetPasswordDialog, choose), (FingerprintDialog, lambda dialog: self.click(dialog.accept_button))
        ):
            self.click(self.window.login.enter_button)
        self._wait_for_bench(login)
        self.wait(lambda: form in self.shown_outside)

    def log_in(self, login: str, password: str) -> None:
        """Choose the name, type the password, and wait for the first page."""
        self.try_to_log_in(login, password)
        self._wait_for_bench(login)

    def try_to_log_in(self, login: str, password: str) -> None:
        """Choose the name and type a password, whatever comes of it."""
        self._choose_person(login)
        self._unlock(password)

    def unlock(self, password: str) -> None:
        """Go on after a lock."""
        bench = self.window.bench
        self._unlock(password)
        self.wait(lambda: self.window.stack.currentWidget() is bench)
        self._settle()

    def lock(self) -> None:
        """Ctrl+L."""
        self.press(Qt.Key.Key_L, CONTROL)
        self.wait(self.is_locked)

    def switch_person(self, login: str, password: str) -> None:
        """Lock, and let somebody else in."""
        self._leave_for_another()
        self.log_in(login, password)

    def switch_to_newcomer(self, login: str, password: str, form: Path) -> None:
        """Lock, and let somebody in who has no password yet."""
        self._leave_for_another()
        self.set_password(login, password, form)

    def be_idle(self) -> None:
        """Touch nothing until the window locks by itself."""
        self.window.idle.set_minutes(0.001)
        self.wait(self.is_locked)
        self.window.idle.set_minutes(self.settings.idle_minutes)

    def is_locked(self) -> bool:
        """Whether the login page covers everything."""
        return self.window.stack.currentWidget() is self.window.login

    def close(self) -> None:
        """Close the window and give the ledger back."""
        self._settle()
        self.window.close()

    def said_at_login(self) -> str:
        """What stands on the login page above the card."""
        alert = self.window.login.alert
        return "" if alert.isHidden() else alert.text.text()

    def heading_at_login(self) -> str:
        """What the login page asks for."""
        return self.window.login.people_title.text()

    def may_press_enter(self) -> bool:
        """Whether the login page's button can be pressed."""
        return self.window.login.enter_button.isEnabled()

    def sit_down(self, workspace, session) -> None:
        """Be at work at once in a ledger that is open, without the way in."""
        self.window._opened(workspace)
        self.window._entered(session)
        self._settle()

    def _wait_for_people(self) -> None:
        self.wait(lambda: self.window.workspace is not None and self.window.login.people.isVisible())
        self._settle()

    def _wait_for_bench(self, login: str) -> None:
        self.wait(
            lambda: (
                self.window.bench is not None
                and self.window.stack.currentWidget() is self.window.bench
                and self.window.bench.desk.session.person.login == login
            )
        )
        self._settle()

    def _choose_person(self, login: str) -> None:
        people = self.window.login.people
        self.wait(people.isVisible)
        name = next(person.name for person in self.window.workspace.people() if person.login == login)
        words = [people.item(row).text().split()[0] for row in range(people.count())]
        people.setFocus()
        people.setCurrentRow(words.index(name))

    def _unlock(self, password: str) -> None:
        field = self.window.login.password
        self.wait(field.isVisible)
        self.type(field, password)
        QTest.keyClick(field, ENTER)

    def _leave_for_another(self) -> None:
        self.lock()
        self.click(self.window.login.other_button)
