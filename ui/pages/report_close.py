"""The end of a year from the report page: the checklist, what becomes of the leftovers, and the two ways on."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import uuid4

from PySide6.QtCore import QObject

from ui.dialogs.close_year import CloseYearDialog, Fate, YearEnd, YearEndAnswer
from ui.pages.run_for import run_for

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from ui.desk import Desk


class YearClosing(QObject):
    """Asks, then submits a closing or the return of what is left."""

    def __init__(self, desk: Desk, page: QWidget) -> None:
        super().__init__(page)
        self._desk, self._page = desk, page

    def ask(self) -> None:
        """Read where the year stands, then ask."""
        studio, year, workspace = self._desk.studio, self._desk.year, self._desk.workspace
        if studio is None:
            return
        terms = workspace.policy.terms

        def read() -> YearEnd:
            items = workspace.close_checklist(studio.id, year)
            left = workspace.leftovers(studio.id, year)
            return YearEnd(year, items, left, terms.carry_over == "allow", terms.leftovers)

        run_for(self, self._desk, read, lambda end: self._ask(studio.id, end), title=self.tr("年结"))

    def _ask(self, studio: str, end: YearEnd) -> None:
        answer = CloseYearDialog.ask(end, self._page)
        if answer is None:
            return
        if answer.fate is Fate.RETURN:
            self._return(studio, end.year, answer)
        else:
            self._close(studio, end.year, carry=answer.fate is Fate.CARRY)

    def _close(self, studio: str, year: int, *, carry: bool) -> None:
        workspace, session, form = self._desk.workspace, self._desk.session, str(uuid4())

        def done(_: object) -> None:
            self._desk.say(self.tr("年结已提交，等待双方签字"))
            self._desk.notifier.funds_changed.emit()

        run_for(
            self,
            self._desk,
            lambda: workspace.propose_close(session, studio, year, form, carry=carry),
            done,
            title=self.tr("年结"),
        )

    def _return(self, studio: str, year: int, answer: YearEndAnswer) -> None:
        workspace, session, day = self._desk.workspace, self._desk.session, self._desk.workspace.today()

        def work() -> str:
            last = min(day, day.replace(year=year, month=12, day=31)) if day.year >= year else day
            content = workspace.return_content(studio, year, answer.payee, last)
            return workspace.submit(session, workspace.save_draft(session, content))

        def done(voucher: str) -> None:
            self._desk.notifier.vouchers_changed.emit()
            self._desk.say(
                self.tr("上缴凭证已提交，等待双方签字；入账后再年结"),
                self.tr("查看凭证"),
                lambda: self._desk.go("vouchers", voucher=voucher),
            )

        run_for(self, self._desk, work, done, title=self.tr("上缴结余"))
