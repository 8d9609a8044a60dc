"""Works out a lecture fee: title, hours and half-days give the ceiling; net and gross give each other and the tax."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog, QGridLayout, QLineEdit

from reports import writer
from studio_ledger.model.money import Money
from studio_ledger.rules.reckoning import Fee, LectureCap, fee_of_gross, fee_of_net, lecture_cap
from studio_ledger.statements.lecture_receipt import LectureReceipt
from ui import theme
from ui.dialogs.form_dialog import FormDialog
from ui.pages.report_files import write_file
from ui.widgets.combo import Combo
from ui.widgets.date_edit import DateEdit
from ui.widgets.field import Field
from ui.widgets.money_edit import MoneyEdit
from ui.widgets.number_edit import NumberEdit
from ui.widgets.text import button, label

if TYPE_CHECKING:
    import datetime as dt

    from PySide6.QtWidgets import QWidget

    from ui.desk import Desk


@dataclass(frozen=True, slots=True)
class LectureAnswer:
    """What goes into the form of an expense."""

    title: str
    hours: Decimal
    half_days: int
    fee: Fee

    def details(self) -> dict[str, dict[str, str | int]]:
        """Return the particulars with the keys of an expense case."""
        lecture: dict[str, str | int] = {
            "title": self.title,
            "hours": int(self.hours),
            "half_days": self.half_days,
            "after_tax": str(self.fee.net),
            "tax": str(self.fee.tax),
        }
        return {"lecture": lecture}


class LectureFeeDialog(FormDialog):
    """Figures follow every key; `fills` makes its button put them into the form, else it closes."""

    def __init__(
        self, desk: Desk, day: dt.date, *, name: str = "", fills: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent, width=640)
        self._desk, self._policy = desk, desk.workspace.policy
        verb = self.tr("填入报销单") if fills else self.tr("关闭")
        self.set_words(self.tr("讲课费测算"), verb, self.tr("标准按税后计；同一人当月多次讲课合并计税。"))
        self.title = Combo(self.tr("职称档次"))
        self.title.setObjectName("feeTitle")
        self.title.set_choices(self._policy.lecture_titles.items(), "associate_senior")
        self.hours, self.half_days = NumberEdit(whole=True), NumberEdit(whole=True)
        self.net, self.gross, self.earlier = MoneyEdit(), MoneyEdit(), MoneyEdit()
        self.name, self.work, self.topic = QLineEdit(name), QLineEdit(), QLineEdit()
        self.day = DateEdit(today=desk.workspace.today)
        self.day.set_date(day)
        for widget, named in (
            (self.hours, "feeHours"), (self.half_days, "feeHalfDays"), (self.net, "feeNet"), (self.gross, "feeGross"),
            (self.earlier, "feeEarlier"), (self.name, "feeName"), (self.work, "feeWork"), (self.topic, "feeTopic"),
            (self.day, "feeDay"),
        ):  # fmt: skip
            widget.setObjectName(named)
        self.hours.set_number(2)
        self.half_days.set_number(1)
        self.cap = label("", "strong", wrap=True, name="feeCap")
        self.told = label("", wrap=True, name="feeTold")
        self._by_gross = False
        words = self.tr("签收单 PDF…(&P)")
        self.print_button = button(words, icon="printer", on_click=self.save_sheet, name="feeSheet")
        self.print_button.setAutoDefault(False)
        self.print_button.setParent(self)
        self.buttons.insertWidget(0, self.print_button)
        self._lay_out()
        self._connect()
        self._reckon()
        self.hours.setFocus()

    @classmethod
    def ask(
        cls,
        desk: Desk,
        day: dt.date | None = None,
        *,
        name: str = "",
        fills: bool = False,
        parent: QWidget | None = None,
    ) -> LectureAnswer | None:
        """Return what to fill in, or None where the user turned away or only looked."""
        dialog = cls(desk, day or desk.workspace.today(), name=name, fills=fills, parent=parent)
        return dialog.answer() if dialog.asked() and fills else None

    def answer(self) -> LectureAnswer:
        """What is typed, once `problem` is empty."""
        hours, half_days = self.hours.number() or Decimal(0), int(self.half_days.number() or 1)
        return LectureAnswer(str(self.title.value()), hours, half_days, self._fee() or Fee(Money(), Money()))

    def problem(self) -> str:
        """What is missing, where something is to be filled in."""
        if self.accept_button.text() == self.tr("关闭"):
            return ""
        if self._fee() is None or not self.hours.number():
            return self.tr("请填写学时，以及税后实发或税前应发金额。")
        return ""

    def receipt(self) -> LectureReceipt:
        """The figures of the sheet to be signed."""
        studio, workspace, terms = self._desk.studio, self._desk.workspace, self._policy.terms
        fee, cap = self._fee() or Fee(Money(), Money()), self._cap()
        return LectureReceipt(
            school=studio.school if studio else "",
            studio=studio.name if studio else "",
            name=self.name.text().strip(),
            work=self.work.text().strip(),
            title=self.title.currentText(),
            topic=self.topic.text().strip(),
            day=self.day.date_value() or workspace.today(),
            hours=self.hours.text(),
            rate=self.tr("税后每学时不超过 {0:f} 元").format(cap.rate) if cap else "",
            net=fee.net,
            tax=fee.tax,
            basis=cap.standard.paper if cap else "",
            titles=(terms.host, terms.second_signer),
            made_at=workspace.now(),
            head=workspace.head(),
        )

    def save_sheet(self) -> None:
        """Ask where, and write the sheet."""
        name = self.tr("讲课费签收单_{0}.pdf").format(self.name.text().strip())
        proposal = self._desk.settings.folder("print") / name
        chosen, _ = QFileDialog.getSaveFileName(self, self.tr("保存讲课费签收单"), str(proposal), "PDF (*.pdf)")
        if chosen:
            receipt = self.receipt()
            title = self.tr("讲课费签收单")
            write_file(
                self._desk, lambda path: writer("lecture_receipt", "pdf")(receipt, path), Path(chosen), title=title
            )

    def _cap(self) -> LectureCap | None:
        hours, half_days = self.hours.number() or Decimal(0), int(self.half_days.number() or 1)
        day = self.day.date_value() or self._desk.workspace.today()
        return lecture_cap(self._policy, str(self.title.value()), hours, half_days, day)

    def _fee(self) -> Fee | None:
        earlier = self.earlier.money() or Money()
        amount = (self.gross if self._by_gross else self.net).money()
        if amount is None or amount < Money():
            return None
        return (fee_of_gross if self._by_gross else fee_of_net)(amount, self._policy, earlier)

    def _reckon(self) -> None:
        cap, fee = self._cap(), self._fee()
        if cap is None:
            self.cap.setText(self.tr("这一天没有讲课费标准。"))
        else:
            unsure = self.tr("，未核实") if cap.standard.status == "unverified" else ""
            words = self.tr("上限（税后）：{0:f} 元 × {1:f} 学时 ＝ {2} 元（{3}{4}）")
            told = words.format(cap.rate, cap.hours.normalize(), cap.limit.grouped, cap.standard.paper, unsure)
            self.cap.setText(told)
        if fee is not None:
            other, amount = (self.net, fee.net) if self._by_gross else (self.gross, fee.gross)
            blocked = other.blockSignals(True)
            other.set_money(amount)
            other.blockSignals(blocked)
        over = cap is not None and fee is not None and fee.net > cap.limit
        self.told.setText(self._fee_words(fee, over=over))
        theme.set_property(self.told, "role", "error" if over else "")

    def _fee_words(self, fee: Fee | None, *, over: bool) -> str:
        if fee is None:
            return self.tr("填税后实发或税前应发，另一个会自动算出。")
        words = self.tr("税前应发 {0}，代扣个税 {1}，税后实发 {2}")
        told = words.format(fee.gross.grouped, fee.tax.grouped, fee.net.grouped)
        return self.tr("{0}。高于上限，不能提交。").format(told) if over else told

    def _connect(self) -> None:
        self.title.currentIndexChanged.connect(self._reckon)
        self.day.date_changed.connect(self._reckon)
        for edit in (self.hours, self.half_days, self.earlier):
            edit.textChanged.connect(self._reckon)
        self.net.money_changed.connect(lambda _: self._typed(by_gross=False))
        self.gross.money_changed.connect(lambda _: self._typed(by_gross=True))

    def _typed(self, *, by_gross: bool) -> None:
        self._by_gross = by_gross
        self._reckon()

    def _lay_out(self) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(10)
        places = (
            (Field(self.tr("职称档次"), self.title), 0, 0), (Field(self.tr("学时"), self.hours), 0, 1),
            (Field(self.tr("半天数"), self.half_days), 0, 2), (Field(self.tr("税后实发"), self.net), 1, 0),
            (Field(self.tr("税前应发"), self.gross), 1, 1),
            (Field(self.tr("当月此前应发（没有不填）"), self.earlier), 1, 2),
            (Field(self.tr("专家姓名"), self.name), 4, 0),
            (Field(self.tr("工作单位"), self.work), 4, 1), (Field(self.tr("授课日期"), self.day), 4, 2),
        )  # fmt: skip
        for widget, row, column in places:
            grid.addWidget(widget, row, column)
        grid.addWidget(self.cap, 2, 0, 1, 3)
        grid.addWidget(self.told, 3, 0, 1, 3)
        grid.addWidget(Field(self.tr("授课内容"), self.topic), 5, 0, 1, 3)
        for column in range(3):
            grid.setColumnStretch(column, 1)
        self.body.addLayout(grid)
