"""What helps while an expense is typed: fees and trips worked out, an article read, a city's figure entered."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from ui.pages.city_papers import enter_city_paper, may_enter
from ui.pages.entry.locate import Spots
from ui.pages.entry.marks import FieldMarks

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from studio_ledger.model.finding import Finding
    from ui.desk import Desk
    from ui.pages.entry.foot import EntryFoot
    from ui.pages.entry.form import EntryForm
    from ui.widgets.page_keys import Key


class EntryAids(QObject):
    """Stands beside the form and its foot; fills particulars in, and never more than that."""

    def __init__(self, desk: Desk, form: EntryForm, foot: EntryFoot, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk, self._form, self._window = desk, form, parent
        self._rules = foot.rules
        self._spots = Spots(form, foot.submit_button, desk.workspace.policy.words)
        self._marks = FieldMarks(form, self._spots)
        foot.rules.located.connect(self.go_to)
        foot.rules.set_article_text(self._article)
        foot.rules.set_offer(self._offers)
        foot.rules.standard_wanted.connect(self.enter_standard)

    def keys(self) -> tuple[Key, ...]:
        """The keys of the aids."""
        return (
            (self.tr("看条文"), ("Shift+F8",), self.show_article),
            (self.tr("讲课费测算"), ("F9",), self.reckon_lecture),
            (self.tr("出差测算"), ("Shift+F9",), self.reckon_trip),
        )

    def worded(self, finding: Finding) -> Finding:
        """A category not chosen yet is no forbidden one."""
        if finding.code != "category.not_permitted" or self._form.category.key():
            return finding
        return replace(finding, message=self.tr("还没有选支出类别。可输入编号、首字母或名称来选。"))

    def mark(self, findings: tuple[Finding, ...]) -> None:
        """Mark the fields that the findings are about."""
        self._marks.show(findings)

    def go_to(self, finding: Finding) -> None:
        """Put the cursor into the field that a finding is about."""
        self._spots.go(self._spots.of(finding)[0])

    def show_article(self) -> None:
        """Unfold or fold the article of the finding at the cursor; elsewhere of the one gone to last."""
        self._rules.stand_at(self._marks.at_cursor())
        self._rules.toggle_article()

    def reckon_lecture(self) -> None:
        """Work a lecture fee out and fill it in."""
        from ui.dialogs.lecture_fee import LectureFeeDialog  # noqa: PLC0415 - a dialog is loaded when asked for

        name = self._form.payee.payee().name
        day, fills = self._form.date.date_value(), self._form.details.isEnabled()
        answer = LectureFeeDialog.ask(self._desk, day, name=name, fills=fills, parent=self._window)
        if answer is not None:
            self._form.details.fill(answer.details())

    def reckon_trip(self) -> None:
        """Work a trip out and fill it in."""
        from ui.dialogs.trip_ceiling import TripDialog  # noqa: PLC0415 - a dialog is loaded when asked for

        day, fills = self._form.date.date_value(), self._form.details.isEnabled()
        answer = TripDialog.ask(self._desk, day, fills=fills, parent=self._window)
        if answer is not None:
            self._form.details.fill(answer.details())

    def enter_standard(self, finding: Finding) -> None:
        """Ask for the city's paper on what a finding compared."""
        kinds = self._desk.workspace.policy.standard_kinds.values()
        wanted = [kind.id for kind in kinds if finding.code in kind.codes and kind.takes_figures]
        enter_city_paper(self._window, self._desk, wanted)

    def _offers(self, finding: Finding) -> bool:
        """Whether a finding rests on a figure of which nobody has seen the paper."""
        return self._desk.workspace.policy.words["unverified"] in finding.message and may_enter(self._desk)

    def _article(self, article: str) -> str:
        return self._desk.workspace.policy.article_text(article) or self.tr("原文见“规则库·支出标准”里的文件。")
