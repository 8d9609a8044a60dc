"""What an expense draws on: the request that permits it, the advance that paid it; and whether one is needed at all."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from studio_ledger.model.money import Money
from studio_ledger.model.voucher import State
from ui.pages.run_for import run_for
from ui.widgets.combo import Combo
from ui.widgets.field import Field
from ui.widgets.inline_alert import InlineAlert
from ui.widgets.text import button

if TYPE_CHECKING:
    import datetime as dt

    from studio_ledger.model.spending import RequestRules
    from studio_ledger.queries.spending import AdvanceRow, RequestRow
    from ui.desk import Desk
    from ui.pages.entry.form import EntryForm
    from ui.pages.entry.session import EntrySession


class DrawRow(QWidget):
    """Two drop-down lists and a hint; hidden where there is nothing to choose and nothing is needed.

    Signals:
        changed(): a person chose another request or advance.
        ask_wanted(): the button that leads to a new request.
    """

    changed = Signal()
    ask_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.request_box, self.advance_box = Combo(self.tr("用款申请")), Combo(self.tr("借款"))
        self.request_box.setObjectName("entryRequest")
        self.advance_box.setObjectName("entryAdvance")
        self.request_field = Field(self.tr("动用申请(&Q)"), self.request_box)
        self.advance_field = Field(self.tr("核销借款(&B)"), self.advance_box)
        self.hint = InlineAlert("info", "")
        self.ask_button = button(self.tr("去申请"), on_click=self.ask_wanted.emit, name="askRequest")
        self.hint.add_widget(self.ask_button)
        fields = QHBoxLayout()
        fields.setSpacing(10)
        fields.addWidget(self.request_field, 1)
        fields.addWidget(self.advance_field, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.hint)
        column.addLayout(fields)
        self.request_box.currentIndexChanged.connect(self.changed)
        self.advance_box.currentIndexChanged.connect(self.changed)
        self.set_chosen("", "")
        self.set_hint("", "")

    def request(self) -> str:
        """The id of the request drawn on; empty for none."""
        return str(self.request_box.value() or "")

    def advance(self) -> str:
        """The id of the advance settled; empty for none."""
        return str(self.advance_box.value() or "")

    def set_chosen(self, request: str, advance: str) -> None:
        """Have these, before the ledger has said what they are."""
        self._offer(self.request_box, [], request)
        self._offer(self.advance_box, [], advance)

    def set_offer(self, requests: list[tuple[str, str]], advances: list[tuple[str, str]]) -> None:
        """Offer these by (id, words); what is chosen stays, marked where it can no longer be drawn on."""
        self._offer(self.request_box, requests, self.request())
        self._offer(self.advance_box, advances, self.advance())
        self.request_field.setVisible(self.request_box.count() > 1)
        self.advance_field.setVisible(self.advance_box.count() > 1)
        self._show()

    def drop_request(self) -> None:
        """Draw on no request: another category was chosen."""
        blocked = self.request_box.blockSignals(True)
        self.request_box.set_value("")
        self.request_box.blockSignals(blocked)

    def set_hint(self, kind: str, words: str) -> None:
        """Say that a request is needed; empty words say nothing."""
        self.hint.set_alert(kind or "info", words)
        self.hint.setVisible(bool(words))
        self._show()

    def _offer(self, box: Combo, offered: list[tuple[str, str]], chosen: str) -> None:
        known = [("", self.tr("不动用")), *offered]
        if chosen and chosen not in dict(known):
            known.append((chosen, self.tr("原来所选（已结清或不符）")))
        box.set_choices(known, chosen)

    def _show(self) -> None:
        shown = (self.hint, self.request_field, self.advance_field)
        self.setVisible(any(not part.isHidden() for part in shown))


@dataclass(frozen=True, slots=True)
class _Offer:
    requests: tuple[RequestRow, ...]
    advances: tuple[AdvanceRow, ...]
    rules: RequestRules | None


class DrawBoard(QObject):
    """Keeps the row at what the studio has open, for the category and the year that stand in the form."""

    def __init__(self, desk: Desk, form: EntryForm, session: EntrySession) -> None:
        super().__init__(form)
        self._desk, self._form = desk, form
        self._offered = _Offer((), (), None)
        self._category = ""
        form.changed.connect(self._edited)
        form.draws.ask_wanted.connect(lambda: desk.go("requests", ask=form.category.key()))
        session.loaded.connect(lambda _: self._loaded())
        session.request_needed.connect(self._needed)
        for signal in (desk.studio_changed, desk.notifier.funds_changed, desk.notifier.vouchers_changed):
            signal.connect(self.read)
        self.read()

    def read(self) -> None:
        """Read what is open anew."""
        studio, workspace = self._desk.studio, self._desk.workspace
        if studio is not None:
            run_for(
                self,
                self._desk,
                lambda: _Offer(
                    workspace.requests(studio.id), workspace.advances(studio.id), workspace.request_rules(studio.id)
                ),
                self._take,
            )

    def _take(self, offered: _Offer) -> None:
        self._offered = offered
        self._show()

    def _loaded(self) -> None:
        self._category = self._form.category.key()
        self._show()

    def _edited(self) -> None:
        category = self._form.category.key()
        if category != self._category:
            self._category = category
            self._form.draws.drop_request()
        self._show()

    def _show(self) -> None:
        form, day = self._form, self._form.date.date_value()
        requests = [row for row in self._offered.requests if self._fits(row, day)]
        advances = [row for row in self._offered.advances if row.state is State.SIGNED and row.outstanding > Money()]
        words = self.tr("余 {1} · {0}")
        form.draws.set_offer(
            [(row.request.id, words.format(row.request.purpose, row.rest.grouped)) for row in requests],
            [
                (row.advance.id, words.format(f"{row.advance.person} {row.advance.purpose}", row.outstanding.grouped))
                for row in advances
            ],
        )
        self._show_rests(requests, advances)
        form.draws.set_hint(*self._hint(day, offered=bool(requests)))

    def _fits(self, row: RequestRow, day: dt.date | None) -> bool:
        in_force = row.state is State.SIGNED and not row.closed and row.rest > Money()
        of_year = day is None or row.request.date.year == day.year
        return in_force and of_year and row.request.category == self._form.category.key()

    def _show_rests(self, requests: list[RequestRow], advances: list[AdvanceRow]) -> None:
        """Under each list: what is left of it after this expense."""
        draws, amount = self._form.draws, self._form.amount()
        asked = next((row for row in requests if row.request.id == draws.request()), None)
        if asked is not None and amount > asked.rest:
            told = self.tr("申请只余 {0} 元，本单超出 {1} 元")
            draws.request_field.set_error(told.format(asked.rest.grouped, (amount - asked.rest).grouped))
        elif asked is not None:
            told = self.tr("动用 {0} 元，本单后余 {1} 元")
            draws.request_field.set_note(told.format(amount.grouped, (asked.rest - amount).grouped))
        else:
            draws.request_field.set_error("")
        lent = next((row for row in advances if row.advance.id == draws.advance()), None)
        if lent is None:
            draws.advance_field.set_note("")
        elif amount > lent.outstanding:
            told = self.tr("核销 {0} 元，另付 {1} 元")
            draws.advance_field.set_note(told.format(lent.outstanding.grouped, (amount - lent.outstanding).grouped))
        else:
            draws.advance_field.set_note(self.tr("核销后未还清 {0} 元").format((lent.outstanding - amount).grouped))

    def _hint(self, day: dt.date | None, *, offered: bool) -> tuple[str, str]:
        rules, category = self._offered.rules, self._form.category.key()
        needed = rules is not None and category in rules.categories and (day is None or day >= rules.valid_from)
        if not needed or self._form.draws.request():
            return "", ""
        if offered:
            return "info", self.tr("这一类支出须先有用款申请（第四条）：请在下面选择动用哪一份。")
        return "warn", self.tr("这一类支出须先有用款申请（第四条），现在没有可动用的。先申请，主持人签字后再报销。")

    def _needed(self, words: str) -> None:
        """The ledger refused for want of a request: say so here, where one can be chosen or asked for."""
        draws = self._form.draws
        draws.set_hint("error", words)
        self._form.ensureWidgetVisible(draws)
        box = draws.request_box
        (box if box.isVisible() else draws.ask_button).setFocus()
