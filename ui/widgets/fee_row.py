"""One person on a list of fees: who, for how many hours, what he gets, what is withheld, what it costs the fund."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from studio_ledger.model.fees import FeeLine
from studio_ledger.model.money import Money
from studio_ledger.rules.tax import month_gross, month_tax
from ui import theme
from ui.widgets.combo import Combo
from ui.widgets.fee_cells import FeeCells
from ui.widgets.money_edit import MoneyEdit
from ui.widgets.number_edit import NumberEdit
from ui.widgets.picker import Choice, PickerEdit
from ui.widgets.text import button, label

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from studio_ledger.model.payee import RegisteredPayee
    from studio_ledger.rules.pack import TaxTable

WIDTHS = {"title": 116, "hours": 46, "half_days": 46, "net": 92, "tax": 80, "gross": 92, "remove": 28}
LECTURE_ONLY = ("title", "hours", "half_days")
_NOTHING = (Money(), Money())
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class FeeRow(QWidget):
    """Net and gross give each other; whichever was typed last stands when the month's tax changes.

    Signals:
        changed(): something that counts was typed or reckoned anew.
        passed(): Enter in the last field; go on.
        removed(): the row is to go.
    """

    changed = Signal()
    passed = Signal()
    removed = Signal()

    def __init__(self, titles: Mapping[str, str], table: TaxTable | None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._table = table
        self._payees: dict[str, RegisteredPayee] = {}
        self._before = _NOTHING
        self._tax = Money()
        self._by_gross = self._silent = False
        self._work = ""
        self._loaded = ("", "")
        self.name = PickerEdit(free=True)
        self.name.setAccessibleName(self.tr("姓名"))
        self.name.setPlaceholderText(self.tr("姓名或首字母"))
        self.title = Combo(self.tr("职称档次"))
        self.title.set_choices([("", self.tr("请选择")), *titles.items()], "")
        self.hours, self.half_days = NumberEdit(), NumberEdit(whole=True)
        self.net, self.gross = MoneyEdit(), MoneyEdit()
        self.tax = label("0.00")
        self.tax.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.remove_button = button("", "quiet", icon="x", on_click=self.removed.emit, hint=self.tr("去掉这一行"))
        self.remove_button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.note = label("", "muted", wrap=True)
        self.note.hide()
        self._finding = ("", False)
        self._fields: dict[str, QWidget] = {
            "name": self.name, "title": self.title, "hours": self.hours, "half_days": self.half_days,
            "net": self.net, "tax": self.tax, "gross": self.gross, "remove": self.remove_button,
        }  # fmt: skip
        self._dress()
        self._connect()

    # ---- taken and given -----------------------------------------------------------------

    @property
    def payee(self) -> str:
        """The id in the register; empty where the name is not from it."""
        if self.name.key() in self._payees:
            return self.name.key()
        payee, name = self._loaded
        return payee if name == self.name.text() else ""

    @property
    def person(self) -> str:
        """The name, as it stands on the list."""
        known = self._payees.get(self.payee)
        return known.name if known else self.name.text().strip()

    def is_empty(self) -> bool:
        """Whether nothing is typed here."""
        return not self.person and self.net.money() is None and self.gross.money() is None

    def fee(self) -> FeeLine:
        """Return what is typed, with the tax as it was reckoned."""
        lecture = self.title.isVisibleTo(self)
        return FeeLine(
            payee=self.payee,
            name=self.person,
            net=self.net.money() or Money(),
            tax=self._tax,
            title=str(self.title.value() or "") if lecture else "",
            hours=f"{number:f}" if lecture and (number := self.hours.number()) else "",
            half_days=int(self.half_days.number() or 0) if lecture else 0,
            work=self._work,
        )

    def set_fee(self, fee: FeeLine) -> None:
        """Show a fee without telling anyone."""
        self._silent = True
        self._work, self._tax, self._by_gross = fee.work, fee.tax, False
        self._loaded = (fee.payee, fee.name)
        self.name.set_key(fee.payee if fee.payee in self._payees else fee.name)
        self.title.set_value(fee.title)
        self.hours.set_number(fee.hours or None)
        self.half_days.set_number(fee.half_days or None)
        self.net.set_money(fee.net)
        self.gross.set_money(fee.gross)
        self.tax.setText(fee.tax.grouped)
        self._silent = False

    def inputs(self) -> dict[str, QWidget]:
        """The cells in which something can be typed, by field, from left to right."""
        return {key: widget for key, widget in self._fields.items() if key not in ("tax", "remove")}

    def cells(self) -> FeeCells:
        """Return what is typed, finished or not."""
        amount = (self.gross if self._by_gross else self.net).money()
        by_gross = self._by_gross and amount is not None
        title = str(self.title.value() or "")
        return FeeCells(
            self.payee, self.name.text(), title, self.hours.text(), self.half_days.text(), amount, by_gross, self._work
        )

    def show_cells(self, cells: FeeCells) -> None:
        """Show what was typed once, and reckon; nobody is told."""
        self._silent = True
        self._work, self._by_gross, self._loaded = cells.work, cells.by_gross, (cells.payee, cells.name)
        self.name.set_key(cells.payee if cells.payee in self._payees else cells.name)
        self.title.set_value(cells.title)
        self.hours.setText(cells.hours)
        self.half_days.setText(cells.half_days)
        (self.gross if cells.by_gross else self.net).set_money(cells.amount)
        self._reckon(tell=False)

    def set_payees(self, payees: Sequence[RegisteredPayee]) -> None:
        """Offer the register."""
        self._payees = {one.id: one for one in payees}
        self.name.set_choices([Choice(one.id, one.name, note=one.employer) for one in payees])
        if self.payee in self._payees:
            self.name.set_key(self.payee)

    def set_table(self, table: TaxTable) -> None:
        """Reckon by this table from now on."""
        self._table = table

    def pick(self, payee: str) -> None:
        """Pick from the register, as a person does."""
        self.name.pick(payee)

    def set_before(self, gross: Money, tax: Money) -> None:
        """Tell what the person was paid earlier in the month, before tax, and the tax withheld of it."""
        if (gross, tax) != self._before:
            self._before = (gross, tax)
            self._reckon()
        self._tell()

    def set_finding(self, words: str, *, block: bool) -> None:
        """Say what the rules find of this person; empty takes it away."""
        self._finding = (words, block)
        self._tell()

    def show_lecture(self, lecture: bool) -> None:
        """Show title and hours, which only a lecture has."""
        for key in LECTURE_ONLY:
            self._fields[key].setVisible(lecture)

    # ---- reckoning -----------------------------------------------------------------------

    def _picked(self, key: str) -> None:
        if key in self._payees:
            self.title.set_value(self._payees[key].title)
        self._edited()

    def _typed_net(self) -> None:
        if not self._silent:
            self._by_gross = False
            self._reckon()

    def _typed_gross(self) -> None:
        if not self._silent:
            self._by_gross = True
            self._reckon()

    def _reckon(self, *, tell: bool = True) -> None:
        typed = (self.gross if self._by_gross else self.net).money()
        before, other = self._before, self.net if self._by_gross else self.gross
        if typed is None or typed < Money():
            self._tax = Money()
        else:
            gross = typed if self._by_gross else month_gross(typed, *before, self._table)
            self._tax = month_tax(gross, *before, self._table)
        self._silent = True
        if typed is None:
            other.set_money(None)
        else:
            other.set_money(typed - self._tax if self._by_gross else typed + self._tax)
        self.tax.setText(self._tax.grouped)
        self._silent = False
        if tell:
            self._edited()

    def _tell(self) -> None:
        gross, tax = self._before
        month = self.tr("本月已发 {0}，已扣 {1}，合并计税。").format(gross.grouped, tax.grouped) if gross else ""
        words, block = self._finding
        self.note.setText("　".join(filter(None, (words, month))))
        self.note.setVisible(bool(self.note.text()))
        theme.set_property(self.note, "role", ("error" if block else "warn") if words else "muted")

    def _edited(self) -> None:
        if not self._silent:
            self.changed.emit()

    # ---- keys ----------------------------------------------------------------------------

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter goes to the next field, from the last one on to the next row; Shift+Enter goes back."""
        if event.type() == QEvent.Type.KeyPress and event.key() in _ENTER and not _chord(event):  # type: ignore[attr-defined]
            back = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)  # type: ignore[attr-defined]
            self._walk(watched, -1 if back else 1)
            return True
        return super().eventFilter(watched, event)

    def _walk(self, watched: QObject, by: int) -> None:
        if watched is self.name:
            self.settle_name()
        walked = [one for key, one in self._fields.items() if key not in ("tax", "remove") and one.isVisibleTo(self)]
        # Whoever typed what a person gets need not pass by what it costs.
        place = [one is watched for one in walked].index(True) + by
        if watched is self.net and by > 0 and self.net.money() is not None:
            place = len(walked)
        if place >= len(walked):
            self.passed.emit()
        elif place >= 0:
            walked[place].setFocus(Qt.FocusReason.TabFocusReason)

    def settle_name(self) -> None:
        """Take who is plainly meant: the first found by initials, or the one whose whole name was typed."""
        text, popup = self.name.text().strip(), self.name.popup()
        if popup is not None and popup.currentRow() < 0 and text and text.isascii():
            popup.setCurrentRow(0)
        self.name.take()
        if self.payee:
            return
        meant = [one.id for one in self._payees.values() if one.name == self.name.text().strip()]
        if len(meant) == 1:
            self.pick(meant[0])

    # ---- building ------------------------------------------------------------------------

    def _dress(self) -> None:
        line = QHBoxLayout()
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(4)
        for key, widget in self._fields.items():
            widget.setObjectName(f"fee_{key}")
            if key in WIDTHS:
                widget.setFixedWidth(WIDTHS[key])
            else:
                widget.setMinimumWidth(80)
            line.addWidget(widget, 0 if key in WIDTHS else 1)
        for widget, named in (
            (self.hours, self.tr("学时")), (self.half_days, self.tr("半天数")), (self.net, self.tr("税后实发")),
            (self.gross, self.tr("税前应发")),
        ):  # fmt: skip
            widget.setAccessibleName(named)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addLayout(line)
        column.addWidget(self.note)

    def _connect(self) -> None:
        self.name.picked.connect(self._picked)
        self.name.editingFinished.connect(self.settle_name)
        self.title.currentIndexChanged.connect(self._edited)
        self.hours.textChanged.connect(self._edited)
        self.half_days.textChanged.connect(self._edited)
        self.net.money_changed.connect(lambda _: self._typed_net())
        self.gross.money_changed.connect(lambda _: self._typed_gross())
        for widget in (self.name, self.title, self.hours, self.half_days, self.net, self.gross):
            widget.installEventFilter(self)


def _chord(event: object) -> bool:
    allowed = Qt.KeyboardModifier.KeypadModifier | Qt.KeyboardModifier.ShiftModifier
    return bool(event.modifiers() & ~allowed)  # type: ignore[attr-defined]
