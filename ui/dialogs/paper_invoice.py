"""Registers an invoice that exists on paper: the fields of a read one, checked as typed, with or without a scan."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QGridLayout, QHBoxLayout, QLineEdit, QWidget

from studio_ledger.model.invoice import Invoice, Party
from ui.dialogs.form_dialog import FormDialog
from ui.dialogs.paper_lines import PaperLines
from ui.widgets.combo import Combo
from ui.widgets.date_edit import DateEdit
from ui.widgets.field import Field
from ui.widgets.money_edit import MoneyEdit
from ui.widgets.short_label import ShortLabel
from ui.widgets.text import button, label

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterable, Sequence

    from studio_ledger.drafting.paper import PaperProblem

    Judge = Callable[[Invoice, str], Sequence[PaperProblem]]

_NOTE_PX = 36


@dataclass(frozen=True, slots=True)
class PaperAnswer:
    """The invoice as typed, its sum in words, and the scan's file."""

    invoice: Invoice
    capitals: str
    scan: Path | None


class PaperDialog(FormDialog):
    """What cannot be stops the registration; what only contradicts itself is said and may be registered to go back."""

    def __init__(self, judge: Judge, school: tuple[str, str], today: dt.date, parent: QWidget | None = None) -> None:
        super().__init__(parent, width=900)
        self._judge = judge
        self.scan: Path | None = None
        self.set_words(self.tr("登记纸质发票"), self.tr("放入票据夹"))
        self.kind = Combo(self.tr("票种"))
        self.kind.setObjectName("paperKind")
        self.kind.set_choices(
            (
                ("vat-general", self.tr("增值税普通发票")), ("vat-special", self.tr("增值税专用发票")),
                ("digital", self.tr("数电票（纸质打印）")), ("fiscal", self.tr("财政票据")),
                ("toll", self.tr("通行费发票")), ("rail", self.tr("铁路车票")), ("other", self.tr("其他票据")),
            ),
            "vat-general",
        )  # fmt: skip
        texts = ("number", "code", "check_code", "buyer", "buyer_tax_id", "seller", "seller_tax_id", "capitals")
        self.edits = {name: QLineEdit() for name in texts}
        self.edits["buyer"].setText(school[0])
        self.edits["buyer_tax_id"].setText(school[1])
        self.issued = DateEdit(today=lambda: today)
        self.sums = {name: MoneyEdit() for name in ("amount", "tax", "total")}
        self.lines = PaperLines()
        self.lines.setMinimumHeight(112)
        for name, edit in (*self.edits.items(), *self.sums.items(), ("issued_on", self.issued)):
            edit.setObjectName(f"paper_{name}")
        self._fields = self._make_fields()
        self.line_note = label("", "error", wrap=True, name="paperLineNote")
        self.line_note.setMinimumHeight(_NOTE_PX // 2)
        self._lay_out()
        self._connect()
        self.edits["number"].setFocus()

    @classmethod
    def ask(
        cls, judge: Judge, school: tuple[str, str], today: dt.date, parent: QWidget | None = None
    ) -> PaperAnswer | None:
        """Return the invoice, or None where the user turned away."""
        dialog = cls(judge, school, today, parent)
        return dialog.answer() if dialog.asked() else None

    def answer(self) -> PaperAnswer:
        """What is typed, once `problem` is empty."""
        return PaperAnswer(self.invoice(), self._text("capitals"), self.scan)

    def invoice(self) -> Invoice:
        """The invoice as far as it is typed."""
        return Invoice(
            str(self.kind.value()),
            number=self._text("number"),
            code=self._text("code"),
            check_code=self._text("check_code"),
            issued_on=self.issued.date_value(),
            buyer=Party(self._text("buyer"), self._text("buyer_tax_id").upper()),
            seller=Party(self._text("seller"), self._text("seller_tax_id").upper()),
            amount=self.sums["amount"].money(),
            tax=self.sums["tax"].money(),
            total=self.sums["total"].money(),
            lines=self.lines.lines(),
            read_from=("paper",),
            sources=dict.fromkeys(("number", "issued_on", "seller_name", "total"), "paper"),
        )

    def problem(self) -> str:
        """The first thing that cannot be."""
        return next((problem.message for problem in self._show() if problem.stops), "")

    def take_scan(self, path: Path) -> None:
        """Keep this picture with it."""
        self.scan = path
        self.scan_name.say(path.name)

    def _text(self, name: str) -> str:
        return self.edits[name].text().strip()

    def _make_fields(self) -> dict[str, Field]:
        fields = {
            "kind": Field(self.tr("票种(&K)"), self.kind, required=True),
            "code": Field(self.tr("发票代码(&C)"), self.edits["code"]),
            "number": Field(self.tr("发票号码(&N)"), self.edits["number"], required=True),
            "issued_on": Field(self.tr("开票日期(&D)"), self.issued, required=True),
            "check_code": Field(self.tr("校验码"), self.edits["check_code"]),
            "buyer": Field(self.tr("购买方(&B)"), self.edits["buyer"]),
            "buyer_tax_id": Field(self.tr("购买方税号"), self.edits["buyer_tax_id"]),
            "seller": Field(self.tr("销售方(&S)"), self.edits["seller"], required=True),
            "seller_tax_id": Field(self.tr("销售方税号"), self.edits["seller_tax_id"]),
            "amount": Field(self.tr("合计金额（不含税）"), self.sums["amount"]),
            "tax": Field(self.tr("合计税额"), self.sums["tax"]),
            "total": Field(self.tr("价税合计（小写）(&T)"), self.sums["total"], required=True),
            "capitals": Field(self.tr("价税合计（大写）"), self.edits["capitals"]),
        }
        for field in fields.values():
            # The dialog must not jump at every key: there is always room for a remark of two lines.
            field.setMinimumHeight(field.sizeHint().height() + _NOTE_PX)
        return fields

    def _lay_out(self) -> None:
        rows: Iterable[Sequence[tuple[str, int]]] = (
            (("kind", 3), ("code", 3), ("number", 3), ("issued_on", 3)),
            (("buyer", 5), ("buyer_tax_id", 4), ("check_code", 3)),
            (("seller", 5), ("seller_tax_id", 4)),
            (("amount", 3), ("tax", 2), ("total", 3), ("capitals", 4)),
        )
        parts = []
        for row in rows:
            grid = QGridLayout()
            grid.setHorizontalSpacing(12)
            place = 0
            for name, width in row:
                grid.addWidget(self._fields[name], 0, place, 1, width, Qt.AlignmentFlag.AlignTop)
                place += width
            for column in range(12):
                grid.setColumnStretch(column, 1)
            parts.append(grid)
        for grid in parts[:3]:
            self.body.addLayout(grid)
        parts[2].addWidget(Field(self.tr("扫描件（可不附）"), self._scan_row()), 0, 9, 1, 3, Qt.AlignmentFlag.AlignTop)
        self.body.setSpacing(2)
        self.body.addWidget(self.lines, 1)
        self.body.addWidget(self.line_note)
        self.body.addLayout(parts[3])

    def _scan_row(self) -> QWidget:
        row = QWidget()
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        self.scan_name = ShortLabel("paperScan", text=self.tr("未选择"))
        choose = button(self.tr("选择…"), on_click=self._choose, name="choosePaperScan")
        choose.setAutoDefault(False)
        line.addWidget(self.scan_name, 1)
        line.addWidget(choose)
        return row

    def _choose(self) -> None:
        kinds = self.tr("扫描件 (*.pdf *.jpg *.jpeg *.png)")
        name, _ = QFileDialog.getOpenFileName(self, self.tr("选择扫描件"), "", kinds)
        if name:
            self.take_scan(Path(name))

    def _connect(self) -> None:
        for edit in self.edits.values():
            edit.textChanged.connect(self._typed)
        for sum_ in self.sums.values():
            sum_.money_changed.connect(self._typed)
        self.issued.date_changed.connect(self._typed)
        self.kind.currentIndexChanged.connect(self._typed)
        self.lines.changed.connect(self._typed)

    def _typed(self, *_: object) -> None:
        """Say what is wrong with what is typed; what is still empty is not wrong yet."""
        self._show(only_typed=True)

    def _show(self, *, only_typed: bool = False) -> Sequence[PaperProblem]:
        problems = self._judge(self.invoice(), self._text("capitals"))
        told: dict[str, str] = {}
        for problem in problems:
            if not only_typed or not self._is_empty(problem.field):
                told.setdefault(problem.field, problem.message)
        for name, field in self._fields.items():
            field.set_error(told.get(name, ""))
        self.line_note.setText(told.get("lines", ""))
        return problems

    def _is_empty(self, name: str) -> bool:
        widget = self._fields[name].widget if name in self._fields else None
        return isinstance(widget, QLineEdit) and not widget.text().strip()
