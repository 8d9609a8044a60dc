"""The form of an expense: head, lines, particulars, papers and invoices, taken and given as a VoucherContent."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QApplication, QGridLayout, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from studio_ledger.model.money import Money
from studio_ledger.model.voucher import PAYMENTS, Payee, VoucherContent
from ui.pages.entry.details import DetailsPanel
from ui.pages.entry.draws import DrawRow
from ui.pages.entry.fee_link import FEE_CATEGORIES, FeeLink
from ui.pages.entry.invoices import InvoiceList
from ui.pages.entry.keys import FormKeys
from ui.widgets.category_picker import CategoryPicker
from ui.widgets.combo import Combo
from ui.widgets.date_edit import DateEdit
from ui.widgets.entry_grid import EntryGrid
from ui.widgets.fee_grid import FeeGrid
from ui.widgets.field import Field
from ui.widgets.paper_list import PaperList
from ui.widgets.payee_picker import PayeePicker
from ui.widgets.text import rule

if TYPE_CHECKING:
    import datetime as dt

    from studio_ledger.model.studio import Studio
    from ui.pages.entry.choices import Choices


class EntryForm(QScrollArea):
    """All that is typed of an expense.

    Signals:
        changed(): something that counts was changed by a person.
        field_reached(str): the cursor is in a field that stands on the invoice (issued_on, seller, total, line-2 …).
        file_opened(str): show this file of evidence.
        files_dropped(list): files were dropped on the papers.
        add_file_wanted(): the button for adding papers was pressed.
        left(): Esc in the form.
    """

    changed = Signal()
    field_reached = Signal(str)
    file_opened = Signal(str)
    files_dropped = Signal(list)
    add_file_wanted = Signal()
    left = Signal()

    def __init__(self, choices: Choices, today: dt.date, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("entryForm")
        self._choices = choices
        self._today = today
        self._base = _blank("", today)
        self._loading = False
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._make_head()
        self.draws = DrawRow()
        self.details = DetailsPanel(choices.titles)
        self.fees = FeeGrid(choices.titles)
        self.grid = EntryGrid()
        self.papers = PaperList()
        self.papers.set_kinds(choices.kinds)
        self.invoices = InvoiceList()
        self._build()
        self._connect()
        self.fee_link = FeeLink(self)
        self.keys = FormKeys(self)
        self.keys.left.connect(self.left)

    def _make_head(self) -> None:
        self.date = DateEdit(today=lambda: self._today)
        self.date.setObjectName("entryDate")
        self.category = CategoryPicker()
        self.category.setObjectName("entryCategory")
        self.category.set_categories(self._choices.categories)
        self.category_field = Field(self.tr("支出类别(&C)"), self.category, required=True)
        self.payment = Combo()
        self.payment.setObjectName("entryPayment")
        self.payment.set_choices(PAYMENTS.items(), "transfer")
        self.payee = PayeePicker()
        self.payee.setObjectName("entryPayee")
        self.purpose = QLineEdit()
        self.purpose.setObjectName("entryPurpose")
        self.purpose.setPlaceholderText(self.tr("何时、何人、办何事"))
        self.purpose.setMaxLength(200)

    def _build(self) -> None:
        head = QGridLayout()
        head.setHorizontalSpacing(10)
        head.setVerticalSpacing(8)
        head.addWidget(Field(self.tr("业务日期(&D)"), self.date, required=True), 0, 0, 1, 3)
        head.addWidget(self.category_field, 0, 3, 1, 6)
        head.addWidget(Field(self.tr("付款方式(&M)"), self.payment), 0, 9, 1, 3)
        head.addWidget(Field(self.tr("收款方(&S)"), self.payee, required=True), 1, 0, 1, 7)
        head.addWidget(Field(self.tr("用途摘要(&Y)"), self.purpose, required=True), 1, 7, 1, 5)
        for column in range(12):
            head.setColumnStretch(column, 1)
        inner = QWidget()
        inner.setObjectName("scrolled")
        parts = QVBoxLayout(inner)
        parts.setContentsMargins(2, 2, 8, 2)
        parts.setSpacing(10)
        parts.addLayout(head)
        for widget in (self.draws, self.details, self.fees, self.grid, self.papers, rule(), self.invoices):
            parts.addWidget(widget)
        parts.addStretch(1)
        self.setWidget(inner)

    def _connect(self) -> None:
        self.date.date_changed.connect(self._edited)
        self.category.picked.connect(self._category_picked)
        self.payment.currentIndexChanged.connect(self._edited)
        self.payee.payee_changed.connect(self._edited)
        self.purpose.textEdited.connect(self._edited)
        self.draws.changed.connect(self._edited)
        self.details.changed.connect(self._edited)
        self.papers.changed.connect(self._edited)
        self.invoices.changed.connect(self._invoices_changed)
        self.grid.lines_changed.connect(self._edited)
        self.grid.cell_entered.connect(self._cell_entered)
        self.grid.left.connect(self.left)
        self.papers.files_dropped.connect(self.files_dropped)
        self.papers.add_wanted.connect(self.add_file_wanted)
        self.papers.file_opened.connect(self.file_opened)
        self.invoices.file_opened.connect(self.file_opened)
        QApplication.instance().focusChanged.connect(self._focus_changed)  # type: ignore[union-attr]

    # ---- taken and given -----------------------------------------------------------------

    def content(self, studio: str) -> VoucherContent:
        """Return what is typed as a voucher's content; of today where the date cannot be read yet."""
        # What the form does not show (what it corrects) stays as it was loaded.
        return replace(
            self._base,
            studio=studio,
            date=self.date.date_value() or self._today,
            category=self.category.key(),
            purpose=self.purpose.text().strip(),
            payee=self.payee.payee(),
            payment=str(self.payment.value()),
            lines=self.grid.lines(),
            invoices=self.invoices.claims(),
            attachments=self.papers.attachments(),
            details=self.details.values(),
            request=self.draws.request(),
            advance=self.draws.advance(),
            fees=self.fees.fees(),
        )

    def load(self, content: VoucherContent) -> None:
        """Show this content without telling anyone."""
        self._loading = True
        self._base = content
        self.date.set_date(content.date)
        self.category.set_key(content.category)
        self.payment.set_value(content.payment)
        self.payee.set_payee(content.payee)
        self.purpose.setText(content.purpose)
        self.purpose.setCursorPosition(0)
        self.grid.set_lines(content.lines)
        self.draws.set_chosen(content.request, content.advance)
        self.details.set_values(content.details, content.category)
        self.fees.set_fees(content.fees)
        self.fee_link.show()
        self.papers.set_papers(self._choices.papers.get(content.category, ()))
        self.papers.set_attachments(content.attachments)
        self.invoices.set_claims(content.invoices)
        self._take_invoices()
        self.verticalScrollBar().setValue(0)
        self._loading = False

    def clear(self, studio: str) -> None:
        """Show an empty form of today."""
        self.load(_blank(studio, self._today))

    def is_empty(self) -> bool:
        """Whether nothing is typed that is worth keeping."""
        typed = (self.category.key(), self.purpose.text(), self.payee.payee().name, self.papers.attachments())
        lists = (self.fees.fees(), self.grid.lines(), self.invoices.claims(), self.details.values())
        return not any((*typed, *lists))

    def amount(self) -> Money:
        """The sum of the lines as written."""
        return Money.total(row.amount or Money() for row in self.grid.rows_model.rows())

    def set_studio(self, studio: Studio) -> None:
        """Take the school as the buyer of invoices that are registered by hand."""
        self.invoices.set_school(studio.school, studio.tax_id)

    def set_read_only(self, read_only: bool) -> None:
        """Let nobody type."""
        for line in (self.date, self.category, self.payee.name_edit, self.purpose):
            line.setReadOnly(read_only)
        for box in (self.payment, self.payee.kind_box):
            box.setEnabled(not read_only)
        self.grid.set_read_only(read_only)
        self.draws.setEnabled(not read_only)
        self.details.setEnabled(not read_only)
        self.fees.setEnabled(not read_only)
        self.papers.set_read_only(read_only)
        self.invoices.set_read_only(read_only)

    # ---- changes -------------------------------------------------------------------------

    def _edited(self) -> None:
        if not self._loading:
            self.changed.emit()

    def _category_picked(self, category: str) -> None:
        self.fee_link.show()
        if category in FEE_CATEGORIES and not self.payee.payee().name:
            self.payee.kind_box.set_value("external_person")
        self.papers.set_papers(self._choices.papers.get(category, ()))
        self._edited()

    def _invoices_changed(self) -> None:
        self._take_invoices()
        self._edited()

    def _take_invoices(self) -> None:
        self.grid.set_to_claim(self.invoices.total())
        claims = self.invoices.claims()
        files = frozenset(claim.file for claim in claims if claim.file)
        self.papers.set_covered(frozenset({"invoice"}) if claims else frozenset(), files)

    # ---- where the cursor is -------------------------------------------------------------

    def _cell_entered(self, field: str) -> None:
        row = self.grid.currentIndex().row()
        many = sum(1 for one in self.grid.rows_model.rows() if not one.empty) > 1
        self.field_reached.emit(f"line-{row + 1}" if field == "item" or many else "total")

    def _open_invoice(self, row: str) -> None:
        claims = self.invoices.claims()
        if row.isdigit() and int(row) < len(claims) and claims[int(row)].file:
            self.file_opened.emit(claims[int(row)].file)

    def _focus_changed(self, _old: QWidget | None, now: QWidget | None) -> None:
        if now is None or not self.isAncestorOf(now):
            return
        if not self.grid.isAncestorOf(now):
            self.ensureWidgetVisible(now, 0, 30)
        fields = {self.date: "issued_on", self.payee.name_edit: "seller", self.purpose: "line-1"}
        name = now.objectName()
        if now in fields:
            self.field_reached.emit(fields[now])
        elif name.startswith("invoice"):
            kinds = {"invoiceNumber": "number", "invoiceDate": "issued_on"}
            kind, _, row = name.partition("_")
            self._open_invoice(row)
            self.field_reached.emit(kinds.get(kind, "total"))
        elif not self.grid.isAncestorOf(now):
            self.field_reached.emit("")


def _blank(studio: str, day: dt.date) -> VoucherContent:
    return VoucherContent(studio, day, "", "", Payee(""), "transfer", ())
