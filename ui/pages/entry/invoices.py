"""The invoices on the expense: how much each one is for, how much of it is claimed, and paper ones by hand."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from studio_ledger.model.money import Money
from studio_ledger.model.voucher import InvoiceClaim
from ui import theme
from ui.widgets.date_edit import DateEdit
from ui.widgets.mark import set_mark
from ui.widgets.money_edit import MoneyEdit
from ui.widgets.text import label

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ui.widgets.mark import Mark


class InvoiceList(QWidget):
    """A row an invoice; those read from files are fixed but for the part that is claimed.

    Signals:
        changed(): a claim changed, an invoice came or went.
        file_opened(str): show this file (SHA-256).
    """

    changed = Signal()
    file_opened = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("invoiceList")
        self._claims: tuple[InvoiceClaim, ...] = ()
        self._school = ("", "")
        self._read_only = False
        self._caption = label("", "strong")
        self._marks: Mapping[tuple[int, str], Mark] = {}
        self.edits: dict[tuple[int, str], QLineEdit] = {}
        """The inputs by the invoice's place and what they hold: number, date, total, claimed."""
        self.add_button = QPushButton(self.tr("登记纸质发票(&P)"))
        self.add_button.setObjectName("addPaperInvoice")
        self.add_button.setProperty("kind", "link")
        theme.set_icon(self.add_button, "plus", "link")
        self.add_button.clicked.connect(self.add_paper)
        self._rows = QWidget()
        self._grid = QGridLayout(self._rows)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(6)
        self._grid.setVerticalSpacing(4)
        self._said: list[QLabel] = []
        self._build()
        self._show()

    def _build(self) -> None:
        head = QHBoxLayout()
        head.addWidget(self._caption)
        head.addStretch(1)
        head.addWidget(self.add_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addLayout(head)
        column.addWidget(self._rows)

    def set_school(self, name: str, tax_id: str) -> None:
        """Fill these in as the buyer of invoices that are registered by hand."""
        self._school = name, tax_id

    def claims(self) -> tuple[InvoiceClaim, ...]:
        """The invoices; a paper one without number and total is left out."""
        return tuple(claim for _, claim in self.rows())

    def rows(self) -> tuple[tuple[int, InvoiceClaim], ...]:
        """The invoices that count, each with its place among all that are shown."""
        return tuple((at, claim) for at, claim in enumerate(self._claims) if claim.number or claim.total)

    def total(self) -> Money | None:
        """What is claimed of all invoices together; None where there is none."""
        return Money.total(claim.claimed for claim in self._claims) if self._claims else None

    def set_claims(self, claims: Sequence[InvoiceClaim]) -> None:
        """Show these without telling anyone."""
        self._claims = tuple(claims)
        self._show()

    def say(self, words: Sequence[tuple[str, str]]) -> None:
        """Say under each invoice where it stands, as role and sentence, in the invoices' order."""
        for said, (role, text) in zip(self._said, words, strict=False):
            said.setText(text)
            theme.set_property(said, "role", role)
            said.setVisible(bool(text))

    def set_marks(self, marks: Mapping[tuple[int, str], Mark]) -> None:
        """Mark these inputs by place and what they hold; the button for adding under (-1, "")."""
        self._marks = marks
        self._show_marks()

    def _show_marks(self) -> None:
        for place, edit in self.edits.items():
            set_mark(edit, self._marks.get(place))
        set_mark(self.add_button, self._marks.get((-1, "")))

    def set_read_only(self, read_only: bool) -> None:
        """Let nobody change anything."""
        self._read_only = read_only
        self.add_button.setVisible(not read_only)
        self._show()

    def add_paper(self) -> None:
        """Register an invoice that exists on paper only."""
        buyer, tax_id = self._school
        claim = InvoiceClaim("", Money(), Money(), buyer_name=buyer, buyer_tax_id=tax_id)
        self._claims = (*self._claims, claim)
        self._show()
        number = self.findChild(QLineEdit, f"invoiceNumber_{len(self._claims) - 1}")
        if isinstance(number, QLineEdit):
            # The layout shows the new row only in the next round of events, and what is hidden takes no focus.
            QTimer.singleShot(0, number, number.setFocus)
        self.changed.emit()

    def focus_first(self) -> None:
        """Go to the first field that can be typed, or to the button that adds an invoice."""
        edits = [edit for edit in self.findChildren(QLineEdit) if not edit.isReadOnly()]
        (edits[0] if edits else self.add_button).setFocus()

    def _show(self) -> None:
        self._caption.setText(self.tr("发票 {0} 张").format(len(self._claims)))
        while self._grid.count():
            widget = self._grid.takeAt(0).widget()
            if widget is not None:
                widget.hide()
                widget.setObjectName("")
                widget.deleteLater()
        self._said = []
        self.edits = {}
        self._rows.setVisible(bool(self._claims))
        if not self._claims:
            return
        heads = (self.tr("号码"), self.tr("开票日期"), self.tr("票面金额"), self.tr("本次报销"))
        for column, text in enumerate(heads):
            self._grid.addWidget(label(text, "caption"), 0, column)
        for place, claim in enumerate(self._claims):
            self._show_row(place, claim)
        for column, stretch in enumerate((4, 3, 3, 3, 0)):
            self._grid.setColumnStretch(column, stretch)
        self._show_marks()

    def _show_row(self, place: int, claim: InvoiceClaim) -> None:
        number, issued, total, claimed = self._inputs(place, claim)
        for what, edit in zip(("number", "date", "total", "claimed"), (number, issued, total, claimed), strict=True):
            self.edits[place, what] = edit
        fixed = bool(claim.file) or self._read_only
        for edit in (number, issued, total):
            edit.setReadOnly(fixed)
        claimed.setReadOnly(self._read_only)
        number.textEdited.connect(lambda text: self._edit(place, number=text.strip()))
        issued.date_changed.connect(lambda day: self._edit(place, issued_on=day))
        total.money_changed.connect(lambda amount: self._edit_total(place, amount, claimed))
        claimed.money_changed.connect(lambda amount: self._edit(place, claimed=amount or Money()))
        for column, widget in enumerate((number, issued, total, claimed, self._buttons(place, claim))):
            self._grid.addWidget(widget, 2 * place + 1, column)
        said = label("", "caption", wrap=True, name=f"invoiceSaid_{place}")
        said.hide()
        self._said.append(said)
        self._grid.addWidget(said, 2 * place + 2, 0, 1, 5)

    def _inputs(self, place: int, claim: InvoiceClaim) -> tuple[QLineEdit, DateEdit, MoneyEdit, MoneyEdit]:
        number = QLineEdit(claim.number)
        number.setPlaceholderText(self.tr("发票号码"))
        number.setToolTip(" ".join(part for part in (claim.code, claim.number, claim.seller_name) if part))
        number.setCursorPosition(0)
        issued, total, claimed = DateEdit(), MoneyEdit(), MoneyEdit()
        issued.set_date(claim.issued_on)
        issued.setCursorPosition(0)
        total.set_money(claim.total if claim.total or claim.file else None)
        claimed.set_money(claim.claimed if claim.claimed or claim.file else None)
        names = ("invoiceNumber", "invoiceDate", "invoiceTotal", "invoiceClaimed")
        words = (self.tr("号码"), self.tr("开票日期"), self.tr("票面金额"), self.tr("本次报销"))
        for edit, name, word in zip((number, issued, total, claimed), names, words, strict=True):
            edit.setObjectName(f"{name}_{place}")
            edit.setAccessibleName(self.tr("第 {0} 张发票的{1}").format(place + 1, word))
            edit.setMinimumWidth(76)
        # All twenty digits of an electronic invoice are in sight: a number that is cut looks like another one.
        number.setMinimumWidth(number.fontMetrics().horizontalAdvance("0" * 20) + 26)
        return number, issued, total, claimed

    def _buttons(self, place: int, claim: InvoiceClaim) -> QWidget:
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        looks = [("eye", self.tr("看原件"), lambda: self.file_opened.emit(claim.file))] if claim.file else []
        if not self._read_only:
            looks.append(("x", self.tr("移除这张发票"), lambda: self._remove(place)))
        for icon, words, action in looks:
            button = QToolButton()
            theme.set_icon(button, icon)
            button.setToolTip(words)
            button.setAccessibleName(f"{words} {claim.number}")
            button.clicked.connect(action)
            row.addWidget(button)
        return holder

    def _edit(self, place: int, **changes: object) -> None:
        changed: InvoiceClaim = replace(self._claims[place], **changes)  # type: ignore[arg-type]
        self._claims = (*self._claims[:place], changed, *self._claims[place + 1 :])
        self.changed.emit()

    def _edit_total(self, place: int, amount: Money | None, claimed: MoneyEdit) -> None:
        """A paper invoice is claimed whole until somebody says otherwise."""
        whole = self._claims[place].claimed in (Money(), self._claims[place].total)
        self._edit(place, total=amount or Money())
        if whole:
            claimed.set_money(amount)

    def _remove(self, place: int) -> None:
        self._claims = self._claims[:place] + self._claims[place + 1 :]
        self._show()
        self.changed.emit()
