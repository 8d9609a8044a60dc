"""The wizard's frame: steps at the left, a page, back and on."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QDialog, QFrame, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from studio_ledger.model.people import Role
from ui import theme
from ui.dialogs.first_run.check import CheckStep
from ui.dialogs.first_run.people import PeopleStep
from ui.dialogs.first_run.place import PlaceStep
from ui.dialogs.first_run.school import SchoolStep
from ui.widgets.date_edit import today_here
from ui.widgets.inline_alert import InlineAlert
from ui.widgets.text import button, label, rule

if TYPE_CHECKING:
    from pathlib import Path

    from studio_ledger.model.studio import Studio
    from studio_ledger.workspace import LedgerSetup


class FirstRunDialog(QDialog):
    """Answers what a new ledger needs; makes nothing itself."""

    def __init__(self, folder: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("firstRun")
        self.setWindowTitle(self.tr("新建账套"))
        self.resize(940, 620)
        self.school, self.people = SchoolStep(), PeopleStep()
        self.place, self.check = PlaceStep(folder), CheckStep()
        self.steps = (self.school, self.people, self.place, self.check)
        self.stack = QStackedWidget()
        for step in self.steps:
            step.edited.connect(self._edited)
            self.stack.addWidget(step)
        self.alert = InlineAlert("error", "")
        self.alert.hide()
        self.back_button = button(self.tr("上一步(&K)"), on_click=self.back, name="back")
        self.next_button = button("", "primary", on_click=self.go_on, name="next")
        self.next_button.setDefault(True)
        self.cancel_button = button(self.tr("取消"), on_click=self.reject, name="cancel")
        for other in (self.back_button, self.cancel_button):
            other.setAutoDefault(False)
        self._lay_out()
        self._show(0)

    @classmethod
    def ask(cls, folder: Path, parent: QWidget | None = None) -> tuple[Path, LedgerSetup] | None:
        """Return the file and what goes into it, or None."""
        dialog = cls(folder, parent)
        accepted = dialog.exec() == QDialog.DialogCode.Accepted
        return dialog.answer() if accepted else None

    def answer(self) -> tuple[Path, LedgerSetup]:
        """Return what was typed on all pages."""
        from studio_ledger.workspace import LedgerSetup, PersonSetup, TermSetup  # noqa: PLC0415 - heavy to import
        from studio_ledger.workspace.around import USUAL_ASKED  # noqa: PLC0415

        people = self.people
        studio = self.school.studio(
            people.host(), people.legal_representative(), people.mentor.text().strip(), people.team()
        )
        start, end = _term_of_office(studio)
        appointed = []
        for person in people.appointments():
            terms = tuple(
                # The host belongs to one studio; the others serve the whole school.
                TermSetup(
                    role=role,
                    studio=studio.id if role is Role.HOST else "",
                    start=start,
                    end=end,
                    authorisation=person.authorisation if role is Role.LEGAL_REPRESENTATIVE else "",
                )
                for role in person.roles
            )
            appointed.append(PersonSetup(name=person.name, login=person.login, terms=terms))
        ask_first = USUAL_ASKED if self.check.ask_first.isChecked() else ()
        return self.place.path(), LedgerSetup((studio,), tuple(appointed), self.school.policy(), ask_first)

    def back(self) -> None:
        """Show the page before; nothing typed is lost."""
        self._show(self.stack.currentIndex() - 1)

    def go_on(self) -> None:
        """Show the next page, or end, unless something is wrong here."""
        step = self.steps[self.stack.currentIndex()]
        problem = step.problem()
        self.alert.set_alert("error", problem)
        self.alert.setVisible(bool(problem))
        if problem:
            return
        if step is self.check:
            self.accept()
        else:
            self._show(self.stack.currentIndex() + 1)

    def _show(self, place: int) -> None:
        self.alert.hide()
        if self.steps[place] is self.place:
            self.place.propose(self.school.school.text().strip())
        if self.steps[place] is self.check:
            path, setup = self.answer()
            pack, grant = self.school.pack.currentText(), self.school.grant_words()
            self.check.show_plan(setup.studios[0], f"{grant}\n{pack}", self.people.appointments(), path)
        self.stack.setCurrentIndex(place)
        last = place == len(self.steps) - 1
        self.back_button.setEnabled(place > 0)
        self.next_button.setText(self.tr("建立账套(&F)") if last else self.tr("下一步(&X)"))
        for at, mark in enumerate(self._marks):
            theme.set_property(mark, "role", "strong" if at == place else "caption")

    def _edited(self) -> None:
        step = self.steps[self.stack.currentIndex()]
        warning = step.warning()
        if warning:
            self.alert.set_alert("error", warning)
            self.alert.show()
        elif self.alert.isVisible() and not step.problem():
            self.alert.hide()

    def _lay_out(self) -> None:
        steps = QFrame()
        steps.setObjectName("card")
        steps.setFixedWidth(150 * theme.px("body") // theme.BASE_PX)
        column = QVBoxLayout(steps)
        column.setSpacing(14)
        self._marks = [label(f"{number}  {step.heading}") for number, step in enumerate(self.steps, start=1)]
        for mark in self._marks:
            column.addWidget(mark)
        column.addStretch(1)
        column.addWidget(label(self.tr("约 3 分钟"), "muted"))
        buttons = QHBoxLayout()
        buttons.addWidget(self.cancel_button)
        buttons.addStretch(1)
        buttons.addWidget(self.back_button)
        buttons.addWidget(self.next_button)
        right = QVBoxLayout()
        right.setSpacing(10)
        right.addWidget(self.stack, 1)
        right.addWidget(self.alert)
        right.addWidget(rule())
        right.addLayout(buttons)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 16, 20, 16)
        layout.setSpacing(20)
        layout.addWidget(steps)
        layout.addLayout(right, 1)


def _term_of_office(studio: Studio) -> tuple[dt.date, dt.date]:
    """Return the days between which the appointed may act: a year beyond the cycle, for its settlement."""
    today = today_here()
    last = dt.date(max(studio.cycle_end.year, today.year) + 1, 12, 31)
    return min(studio.cycle_start, today), last
