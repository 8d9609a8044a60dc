"""The form of an expense, and its drafts."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QLabel, QWidget

from studio_ledger.model.finding import Severity
from tests.window_driver.hands import CONTROL, ENTER, Hands


class Expenses(Hands):
    """A clerk who fills in and submits."""

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
