"""Drives the real window in a user's words. The only test file that knows the names of the window's widgets.

It clicks, types and drops as a person does, waits for what a person would see, and answers the questions
(modal dialogs) that come up on the way.
"""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QItemSelectionModel, QMimeData, QPointF, QSettings, Qt, QTimer, QUrl
from PySide6.QtGui import QDesktopServices, QDragEnterEvent, QDropEvent, QGuiApplication, QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QWidget

from studio_ledger.model.finding import Severity
from studio_ledger.model.voucher import State
from ui import theme
from ui.dialogs.crash import CrashDialog
from ui.dialogs.first_run import FirstRunDialog
from ui.dialogs.form_dialog import FormDialog
from ui.dialogs.grant import GrantDialog
from ui.dialogs.set_password import SetPasswordDialog
from ui.dialogs.sign_sheet import SignSheet
from ui.enrolment_paper import FingerprintDialog
from ui.main_window import MainWindow
from ui.pages.budget_model import FIRST_SOURCE, SOURCES
from ui.settings import UiSettings

PATIENCE_MS = 20_000
CONTROL = Qt.KeyboardModifier.ControlModifier
ENTER = Qt.Key.Key_Return
_PAGE_KEYS = {
    "home": Qt.Key.Key_1, "inbox": Qt.Key.Key_2, "entry": Qt.Key.Key_3, "signing": Qt.Key.Key_4,
    "vouchers": Qt.Key.Key_5, "grants": Qt.Key.Key_6, "budget": Qt.Key.Key_7, "report": Qt.Key.Key_8,
    "settings": Qt.Key.Key_9,
}  # fmt: skip


@dataclass(frozen=True)
class Figures:
    """The four figures of the home page, as they stand there."""

    granted: str
    spent: str
    waiting: str
    available: str


class WindowDriver:
    """A person at the window."""

    def __init__(self, qtbot, qapp, monkeypatch, folder: Path) -> None:
        self.qtbot, self.monkeypatch, self.folder = qtbot, monkeypatch, folder
        self.file_to_choose: Path | None = None
        self.shown_outside: list[Path] = []
        self._answer_dialogs_for_files()
        theme.apply(qapp, "light")
        store = QSettings(str(folder / f"window-{id(self)}.ini"), QSettings.Format.IniFormat)
        self.settings = UiSettings(store)
        self.window = MainWindow(self.settings)
        qtbot.addWidget(self.window, before_close_func=lambda _: self._settle())
        with qtbot.waitExposed(self.window):
            self.window.show()
        self._to_front()

    # ---- the way in ----------------------------------------------------------------------

    def first_run(self, path: Path, *, studio, school, tax_id, affiliation, people, authorisation, members=()):
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

    def dress(self, scheme: str, size: tuple[int, int]) -> None:
        """Light or dark, and as large as a screen."""
        self.window.set_scheme(scheme)
        self.window.resize(*size)

    def sit_down(self, workspace, session) -> None:
        """Be at work at once in a ledger that is open, without the way in."""
        self.window._opened(workspace)
        self.window._entered(session)
        self._settle()

    def rest(self) -> None:
        """Wait until all that was begun is done."""
        self._settle()

    # ---- money ---------------------------------------------------------------------------

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

    # ---- signing -------------------------------------------------------------------------

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

    # ---- invoices and vouchers -----------------------------------------------------------

    def drop(self, paths) -> None:
        """Drag files over the page in front and let go; the one under the pointer that takes them gets them."""
        target = self._taker()
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
        copy, button, none = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
        place = target.rect().center()
        QApplication.sendEvent(target, QDragEnterEvent(place, copy, data, button, none))
        QApplication.sendEvent(target, QDropEvent(QPointF(place), copy, data, button, none))
        self._settle()

    def inbox(self) -> list[str]:
        """The names of the files in the inbox that are not used yet."""
        page = self.go("inbox")
        return [row.item.name for row in page.table.rows()]

    def claim(self, names) -> None:
        """Select these files in the inbox and make one expense of them with Enter."""
        page = self.go("inbox")
        self.wait(lambda: {row.item.name for row in page.table.rows()} >= set(names))
        self._settle()
        flags = QItemSelectionModel.SelectionFlag
        page.table.clearSelection()
        for place, row in enumerate(page.table.rows()):
            if row.item.name in names:
                index = page.table.rows_model.index(place, 0)
                page.table.selectionModel().setCurrentIndex(index, flags.Select | flags.Rows)
        self.press(ENTER, to=page.table)
        self.wait(lambda: self.page().name == "entry" and self.page().form.invoices.claims())
        self._settle()

    def fill(self, *, category: str = "", purpose: str = "") -> None:
        """Type into the form: a category by its number, letters or name; the purpose."""
        form = self.page().form
        if category:
            self.type(form.category, category)
            self.press(ENTER, to=form.category)
        if purpose:
            self.type(form.purpose, purpose)
        self._settle()

    def attach(self, path: Path) -> None:
        """Add a paper's file with the button below the form."""
        papers = self.page().form.papers
        before = len(papers.attachments())
        self.file_to_choose = path
        self.click(papers.findChild(QWidget, "addAttachment"))
        self.wait(lambda: len(papers.attachments()) == before + 1)
        self._settle()

    def findings(self) -> list[tuple[str, str]]:
        """What stands in the panel of rules: (grade, sentence)."""
        self._settle()
        panel = self.page().foot.rules
        grades = {finding.message: finding.severity for finding in panel.findings()}
        sentences = [label.text() for label in panel.findChildren(QLabel, "findingMessage") if label.isVisible()]
        return [("block" if grades[text] is Severity.BLOCK else "warn", text) for text in sentences]

    def submit(self, reason: str = "", *, times: int = 1) -> str:
        """Ctrl+Enter, with a reason where one is asked for; what was said, empty once it is submitted."""
        page = self.page()
        if reason:
            self.press(ENTER, CONTROL, page.form.purpose)
            self.wait(page.foot.reason.hasFocus)
            self.type(page.foot.reason, reason)
        page.form.purpose.setFocus()
        for _ in range(times):
            self.press(ENTER, CONTROL, page.form.purpose)
        self._settle()
        return "" if self.page() is not page else page.notice.text.text()

    def open_draft(self, draft: str) -> None:
        """Open a draft from the list of drafts."""
        page = self.go("entry")
        page.drafts_button.opened.emit(draft)
        self.wait(lambda: page.session.draft_id == draft)
        self._settle()

    def drafts(self):
        """The drafts that are kept."""
        bench = self.window.bench
        self.wait(lambda: self.workspace().drafts(bench.desk.session))
        return self.workspace().drafts(bench.desk.session)

    def typed_purpose(self) -> str:
        """The purpose in the form."""
        return self.page().form.purpose.text()

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

    # ---- what is seen --------------------------------------------------------------------

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

    def go(self, name: str):
        """Show a page by its key."""
        if self.page() is None or self.page().name != name:
            self.press(_PAGE_KEYS[name], CONTROL)
            self.wait(lambda: self.page().name == name)
        self._settle()
        return self.page()

    def page(self):
        """The page in front."""
        return self.window.bench.page() if self.window.bench is not None else None

    def said(self) -> list[str]:
        """The bars above the page that stay until they are closed."""
        bars = self.window.bench.bars
        return [bars.itemAt(at).widget().text.text() for at in range(bars.count())]

    def workspace(self):
        """The ledger that the window has open."""
        return self.window.workspace

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

    # ---- hands and eyes ------------------------------------------------------------------

    @contextmanager
    def answering(self, *answers):
        """Answer the modal dialogs that come up inside the block: pairs of a class and what to do, in this order."""
        waiting, problems = list(answers), []
        timer = QTimer(interval=15)

        def look() -> None:
            dialog = QApplication.activeModalWidget()
            if not waiting or dialog is None or not dialog.isVisible() or not isinstance(dialog, waiting[0][0]):
                return
            if not dialog.isActiveWindow():
                dialog.activateWindow()
                return  # without the focus no field would be left, and none would settle
            _, answer = waiting.pop(0)
            try:
                answer(dialog)
            except BaseException as problem:  # noqa: BLE001 - told below: a dialog that stays open would hang the test
                problems.append(problem)
            if problems or dialog.isVisible():
                problems.append(AssertionError(f"{type(dialog).__name__} did not take the answer: {_words(dialog)}"))
                waiting.clear()
                dialog.reject()

        timer.timeout.connect(look)
        timer.start()
        try:
            yield
            self.wait(lambda: not waiting)
        finally:
            timer.stop()
        if problems:
            raise problems[0]

    def wait(self, condition) -> None:
        """Wait until something is so."""
        self.qtbot.waitUntil(lambda: bool(condition()), timeout=PATIENCE_MS)

    def type(self, widget: QWidget, text: str) -> None:
        """Replace what stands in a field; Chinese comes as an input method commits it."""
        widget.setFocus()
        if hasattr(widget, "selectAll"):
            widget.selectAll()
        if text.isascii():
            QTest.keyClicks(widget, text)
            return
        event = QInputMethodEvent()
        event.setCommitString(text)
        QApplication.sendEvent(widget, event)

    def click(self, button: QWidget) -> None:
        """Click, where a person could."""
        assert button.isVisible(), button.objectName()
        assert button.isEnabled(), button.objectName()
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)

    def press(self, key, modifiers=Qt.KeyboardModifier.NoModifier, to: QWidget | None = None) -> None:
        """Press a key, in a widget or where the focus is."""
        self._to_front()
        if to is not None:
            to.setFocus()
        QTest.keyClick(to or QApplication.focusWidget() or self.window, key, modifiers)

    def _to_front(self) -> None:
        self.window.activateWindow()
        self.wait(self.window.isActiveWindow)

    def _settle(self) -> None:
        """Wait until nothing runs beside the window, and the rules have spoken of what is typed."""
        self.wait(self._idle)
        QApplication.processEvents()
        self.wait(self._idle)

    def _idle(self) -> bool:
        bench = self.window.bench
        if self.window.entrance.tasks.running or self.window.entrance.paper._tasks.running:
            return False
        if bench is None:
            return True
        page = bench.page()
        if page is not None and page.name == "entry":
            session = page.session
            if session._judge._pause.isActive() or session._judge._asking or session._keeper._saving:
                return False
        return not bench.desk.tasks.running

    def _taker(self) -> QWidget:
        page = self.page()
        widget = self.window.childAt(page.mapTo(self.window, page.rect().center()))
        while widget is not self.window and not widget.acceptDrops():
            widget = widget.parentWidget()
        return widget

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

    def _answer_dialogs_for_files(self) -> None:
        def chosen(*_args, **_kwargs):
            return str(self.file_to_choose or ""), ""

        def several(*_args, **_kwargs):
            return [str(self.file_to_choose)] if self.file_to_choose else [], ""

        self.monkeypatch.setattr(QFileDialog, "getSaveFileName", chosen)
        self.monkeypatch.setattr(QFileDialog, "getOpenFileName", chosen)
        self.monkeypatch.setattr(QFileDialog, "getOpenFileNames", several)
        self.monkeypatch.setattr(
            QDesktopServices, "openUrl", lambda url: self.shown_outside.append(Path(url.toLocalFile()))
        )


def _words(dialog: QWidget) -> str:
    return " | ".join(label.text() for label in dialog.findChildren(QLabel) if label.isVisible() and label.text())
