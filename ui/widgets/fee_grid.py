"""发放表: several persons paid by one voucher, with a foot that adds up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from studio_ledger.model.finding import Severity
from studio_ledger.model.money import Money
from ui.widgets.fee_cells import take_texts
from ui.widgets.fee_row import LECTURE_ONLY, WIDTHS, FeeRow
from ui.widgets.fee_steps import FeeSteps
from ui.widgets.text import button, label

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from studio_ledger.model.fees import FeeLine
    from studio_ledger.model.finding import Finding
    from studio_ledger.model.payee import RegisteredPayee
    from studio_ledger.rules.pack import TaxTable
    from ui.widgets.fee_cells import FeeCells


class FeeGrid(QWidget):
    """Folded into one button until it is asked for, or a voucher with fees is shown.

    Signals:
        changed(): a fee was typed, reckoned anew, came or went.
        unfolded(): the list was asked for.
        register_wanted(str): take this name into the register of payees.
        sheet_wanted(): put the list on paper.
        left(): Enter on an empty last row; go on.
    """

    changed = Signal()
    unfolded = Signal()
    register_wanted = Signal(str)
    sheet_wanted = Signal()
    left = Signal()

    def __init__(self, titles: Mapping[str, str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("feeGrid")
        self._titles = titles
        self._table: TaxTable | None = None
        self._payees: tuple[RegisteredPayee, ...] = ()
        self._lecture = True
        self.rows: list[FeeRow] = []
        self.offer = button(
            self.tr("＋发放表：多人，或从收款人登记选取(&F)"), "link", on_click=self.unfold, name="unfoldFees"
        )
        self.register_button = button(self.tr("登记收款人…"), "link", on_click=self._register, name="registerPayee")
        self.sheet_button = button(self.tr("签收单…"), "link", on_click=self.sheet_wanted.emit, name="feeList")
        self.add_button = button(self.tr("＋添一人"), "link", on_click=self._add_and_go, name="addFee")
        self.total = label("", "strong", name="feeTotal")
        self.mismatch = label("", "error", wrap=True, name="feeMismatch")
        self.unread = label("", "warn", wrap=True, name="feeUnread")
        self._heads: dict[str, QWidget] = {}
        self._steps = FeeSteps(self)
        self._build()
        self.set_fees(())

    # ---- taken and given -----------------------------------------------------------------

    def active(self) -> bool:
        """Whether the list is unfolded."""
        return self._box.isVisibleTo(self)

    def fees(self) -> tuple[FeeLine, ...]:
        """The fees typed; empty rows are left out."""
        return tuple(row.fee() for row in self.rows if not row.is_empty()) if self.active() else ()

    def set_fees(self, fees: Sequence[FeeLine]) -> None:
        """Show these without telling anyone; without any the list is folded."""
        for row in tuple(self.rows):
            self._drop(row)
        for fee in fees:
            self._add().set_fee(fee)
        self._box.setVisible(bool(fees))
        self.offer.setVisible(not fees)
        self.unread.hide()
        self._sum()
        self._steps.forget()

    def set_payees(self, payees: Sequence[RegisteredPayee], table: TaxTable) -> None:
        """Offer the register; reckon by this table of tax."""
        self._payees, self._table = tuple(payees), table
        for row in self.rows:
            row.set_payees(self._payees)
            row.set_table(table)

    def set_before(self, paid: Mapping[str, tuple[Money, Money]]) -> None:
        """Tell what was paid earlier in the month, by payee id or name."""
        for row in self.rows:
            row.set_before(*paid.get(row.payee or row.person, (Money(), Money())))

    def kind(self) -> str:
        """The kind of payee of the voucher: of the one person on the list, else from outside."""
        known = {one.id: one.kind for one in self._payees}
        listed = [row for row in self.rows if not row.is_empty()]
        return known.get(listed[0].payee, "external_person") if len(listed) == 1 else "external_person"

    def set_findings(self, findings: Sequence[Finding]) -> None:
        """Show beside each person what the rules find of him."""
        for row in self.rows:
            head = f"{row.person}："
            found = [one for one in findings if row.person and one.message.startswith(head)]
            words = " ".join(one.message.removeprefix(head) for one in found)
            row.set_finding(words, block=any(one.severity is Severity.BLOCK for one in found))

    def set_lecture(self, lecture: bool) -> None:
        """Show title and hours, which only a lecture has."""
        self._lecture = lecture
        for row in self.rows:
            row.show_lecture(lecture)
        for key in LECTURE_ONLY:
            self._heads[key].setVisible(lecture)

    def set_mismatch(self, words: str) -> None:
        """Say that list and lines do not add up to the same; empty takes it away."""
        self.mismatch.setText(words)
        self.mismatch.setVisible(bool(words))

    def show_cells(self, rows: Sequence[FeeCells]) -> None:
        """Show rows as they were typed once: a step was undone or done again."""
        for row in self.rows[len(rows) :]:
            self._drop(row)
        while len(self.rows) < len(rows):
            self._add()
        for row, cells in zip(self.rows, rows, strict=True):
            row.show_cells(cells)
        unfolded = bool(rows)
        if unfolded != self.active():
            self._box.setVisible(unfolded)
            self.offer.setVisible(not unfolded)
            self.unfolded.emit()
        self.unread.hide()
        self._row_changed()

    def take_block(self, first: int, block: Sequence[Mapping[str, str]]) -> None:
        """Take rows of another program from this row on; what could not be read is told and left empty."""
        told = []
        for number, texts in enumerate(block, first):
            row = self.rows[number] if number < len(self.rows) else self._add()
            told += [
                self.tr("第 {0} 行“{1}”读不出来").format(number + 1, texts[field]) for field in take_texts(row, texts)
            ]
        self.unread.setText("；".join(told) + self.tr("，没有填入。") if told else "")
        self.unread.setVisible(bool(told))
        self._row_changed()

    def choosing(self) -> bool:
        """Whether a list of names is open: Esc then closes that."""
        return any(row.name.popup() is not None for row in self.rows)

    # ---- what the person does ------------------------------------------------------------

    def unfold(self) -> None:
        """Show the list with one empty row, and go there."""
        self._box.show()
        self.offer.hide()
        self.unfolded.emit()
        if not self.rows:
            self._add()
            self._steps.forget()
        self.rows[0].name.setFocus(Qt.FocusReason.TabFocusReason)

    def focus_first(self) -> bool:
        """Go to the first name; False where the list is folded."""
        if not self.active() or not self.rows:
            return False
        self.rows[0].name.setFocus(Qt.FocusReason.TabFocusReason)
        return True

    def take_registered(self, payee: RegisteredPayee, name: str, table: TaxTable) -> None:
        """Pick somebody who was just registered in the row that bears his name, else in the first empty one."""
        self.set_payees((*(one for one in self._payees if one.id != payee.id), payee), table)
        named = [row for row in self.rows if not row.payee and row.person in (name, payee.name)]
        row = next(iter(named), None) or next((row for row in self.rows if row.is_empty()), None) or self._add()
        row.pick(payee.id)

    def _passed(self, row: FeeRow) -> None:
        place = self.rows.index(row)
        if row.is_empty() and place + 1 == len(self.rows):
            self.left.emit()
        elif place + 1 < len(self.rows):
            self.rows[place + 1].name.setFocus(Qt.FocusReason.TabFocusReason)
        else:
            self._add_and_go()

    def _add_and_go(self) -> None:
        self._add().name.setFocus(Qt.FocusReason.TabFocusReason)

    def _add(self) -> FeeRow:
        row = FeeRow(self._titles, self._table, self)
        row.set_payees(self._payees)
        row.show_lecture(self._lecture)
        row.changed.connect(self._row_changed)
        row.passed.connect(lambda: self._passed(row))
        row.removed.connect(lambda: self._remove(row))
        self.rows.append(row)
        self._steps.watch(row)
        self._list.addWidget(row)
        # At once: else the cursor could not go there before the next turn of the event loop.
        row.show()
        return row

    def _remove(self, row: FeeRow) -> None:
        self._steps.settle()
        self._drop(row)
        if not self.rows:
            self._box.hide()
            self.offer.show()
            self.unfolded.emit()
        self._steps.settle()
        self._row_changed()

    def _drop(self, row: FeeRow) -> None:
        self.rows.remove(row)
        self._list.removeWidget(row)
        row.hide()
        row.deleteLater()

    def _register(self) -> None:
        unknown = next((row.person for row in self.rows if row.person and not row.payee), "")
        self.register_wanted.emit(unknown)

    def _row_changed(self) -> None:
        self._sum()
        self.changed.emit()

    def _sum(self) -> None:
        fees = self.fees()
        words = self.tr("合计 {0} 人　实发 {1}　代扣个税 {2}　应发 {3}")
        net, tax = Money.total(fee.net for fee in fees), Money.total(fee.tax for fee in fees)
        self.total.setText(words.format(len(fees), net.grouped, tax.grouped, (net + tax).grouped))
        self.sheet_button.setEnabled(bool(fees))

    # ---- building ------------------------------------------------------------------------

    def _build(self) -> None:
        self._box = QWidget()
        heading = label(self.tr("发放表"), "strong")
        head, names, foot = QHBoxLayout(), QHBoxLayout(), QHBoxLayout()
        head.addWidget(heading)
        head.addStretch(1)
        head.addWidget(self.register_button)
        head.addWidget(self.sheet_button)
        captions = {
            "name": self.tr("姓名"), "title": self.tr("职称档次"), "hours": self.tr("学时"),
            "half_days": self.tr("半天"), "net": self.tr("税后实发"), "tax": self.tr("代扣个税"),
            "gross": self.tr("税前应发"), "remove": "",
        }  # fmt: skip
        names.setSpacing(4)
        for key, words in captions.items():
            caption = label(words, "caption")
            if key in ("net", "tax", "gross"):
                caption.setAlignment(Qt.AlignmentFlag.AlignRight)
            if key in WIDTHS:
                caption.setFixedWidth(WIDTHS[key])
            self._heads[key] = caption
            names.addWidget(caption, 0 if key in WIDTHS else 1)
        self._list = QVBoxLayout()
        self._list.setSpacing(4)
        foot.addWidget(self.add_button)
        foot.addStretch(1)
        foot.addWidget(self.total)
        box = QVBoxLayout(self._box)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(4)
        for part in (head, names, self._list, foot):
            box.addLayout(part)
        box.addWidget(self.unread)
        box.addWidget(self.mismatch)
        self.mismatch.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.offer, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self._box)
