"""The tab of suspicions: the list at the left, the chosen one with its answer at the right."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from ui.pages.audit_inspector import SuspicionInspector
from ui.pages.run_for import run_for
from ui.widgets.combo import Combo
from ui.widgets.empty_state import EmptyState
from ui.widgets.row_table import Column, RowTable
from ui.widgets.text import label

if TYPE_CHECKING:
    from collections.abc import Mapping

    from PySide6.QtGui import QShowEvent

    from studio_ledger.workspace.audit import AskedSuspicion
    from ui.desk import Desk
    from ui.pages.audit import Rights


class SuspicionsTab(QWidget):
    """Filters above, list and inspector below.

    Signals:
        violation_wanted(object): this Suspicion is to be entered into the register of violations.
    """

    violation_wanted = Signal(object)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self._asked: tuple[AskedSuspicion, ...] = ()
        self._studios: Mapping[str, str] = {}
        self.range = Combo(self.tr("范围"))
        self.range.setObjectName("suspicionScope")
        self.range.setSizeAdjustPolicy(Combo.SizeAdjustPolicy.AdjustToContents)
        self.kind = Combo(self.tr("疑点种类"))
        self.kind.setObjectName("suspicionKind")
        self.kind.setMinimumWidth(210)
        self.only_open = QCheckBox(self.tr("只看未答复"))
        self.only_open.setObjectName("onlyOpen")
        self.count = label("", "strong", name="suspicionCount")
        self.table: RowTable[AskedSuspicion] = RowTable(self._columns())
        self.table.setObjectName("suspicionTable")
        self.table.setAccessibleName(self.tr("疑点清单"))
        self.empty = EmptyState("shield-check", "")
        self.inspector = SuspicionInspector()
        self.range.currentIndexChanged.connect(lambda _: self._filter())
        self.kind.currentIndexChanged.connect(lambda _: self._filter())
        self.only_open.toggled.connect(lambda _: self._filter())
        self.table.current_row_changed.connect(self._look_at)
        self.table.activated_row.connect(lambda _: self.inspector.begin())
        self.inspector.voucher_chosen.connect(lambda voucher: desk.go("vouchers", voucher=voucher))
        self.inspector.answer_wanted.connect(self.save)
        self.inspector.violation_wanted.connect(self._want_violation)
        self._lay_out()

    def scope(self) -> str:
        """What is looked at: ``year``, ``studio`` or ``school``."""
        return str(self.range.value() or "year")

    def show_asked(self, asked: tuple[AskedSuspicion, ...], studios: Mapping[str, str], rights: Rights) -> None:
        """Show what was found; filters and the current row stay."""
        self._asked, self._studios = asked, studios
        self.inspector.set_rights(answer=rights.answer, record=rights.record)
        self._offer_scopes()
        kinds = {one.suspicion.name: f"{one.suspicion.kind} {one.suspicion.title}" for one in asked}
        ordered = sorted(kinds.items(), key=lambda pair: pair[1])
        self.kind.set_choices((("", self.tr("全部种类")), *ordered), self.kind.value() or "")
        self._filter()

    def save(self) -> None:
        """Sign the answer that is typed; a host is asked for the password."""
        row, text = self.table.current_row(), self.inspector.text()
        if row is None or not self.inspector.may_answer() or not text:
            return
        desk, password = self.desk, ""
        if desk.session.key is None:
            asked = desk.ask_password(self.tr("答复疑点要署名并写入日志。"))
            if not asked:
                return
            password = asked
        workspace, session = desk.workspace, desk.session
        run_for(
            self,
            desk,
            lambda: workspace.answer_suspicion(session, row.suspicion, text, password=password),
            lambda _: self._saved(),
            title=self.tr("保存答复"),
        )

    def showEvent(self, event: QShowEvent) -> None:
        """The list has the keyboard when the tab comes into sight."""
        super().showEvent(event)
        self.table.setFocus()

    def _saved(self) -> None:
        self.inspector.forget()
        self.desk.say(self.tr("答复已署名保存"))
        self.desk.notifier.audit_changed.emit()

    def _want_violation(self) -> None:
        row = self.table.current_row()
        if row is not None:
            self.violation_wanted.emit(row.suspicion)

    def _offer_scopes(self) -> None:
        studio = self.desk.studio
        name = studio.name if studio else ""
        choices = [("year", self.tr("{0} 年度").format(self.desk.year)), ("studio", self.tr("{0}各年度").format(name))]
        if len(self._studios) > 1:
            choices.append(("school", self.tr("全校各工作室")))
        self.range.set_choices(choices, self.range.value() or "studio")

    def _filter(self) -> None:
        studio, scope, kind = self.desk.studio, self.scope(), str(self.kind.value() or "")
        place, year = (studio.id if studio else "", self.desk.year if scope == "year" else 0)
        shown = tuple(
            one
            for one in self._asked
            if (scope == "school" or not one.suspicion.studio or one.suspicion.touches(place, year))
            and kind in {"", one.suspicion.name}
            and not (self.only_open.isChecked() and one.answers)
        )
        self.table.set_rows(shown)
        self.stack.setCurrentIndex(0 if shown else 1)
        self.count.setText(self.tr("{0} 条").format(len(shown)))
        if not shown:
            self.inspector.show_asked(None, {})
            self.empty.set_text(
                self.tr("这个范围内没有疑点。账内看不到的事项见第三页，请人工核对。")
                if not (kind or self.only_open.isChecked())
                else self.tr("没有符合条件的疑点。可以放宽筛选后再看。")
            )

    def _look_at(self, row: AskedSuspicion | None) -> None:
        self.inspector.show_asked(row, self._studios)

    def _columns(self) -> tuple[Column, ...]:
        return (
            Column(self.tr("轻重"), lambda row: row.suspicion.weight.word, width=66, chip=True),
            Column(self.tr("编号"), lambda row: row.suspicion.kind, width=52),
            Column(self.tr("疑点"), lambda row: f"{row.suspicion.title}：{row.suspicion.why}"),
            Column(self.tr("金额"), lambda row: row.suspicion.amount, numeric=True, width=96),
            Column(self.tr("凭证"), lambda row: len(row.suspicion.vouchers) or "", numeric=True, width=50),
            Column(self.tr("答复"), lambda row: self.tr("✓") if row.answers else self.tr("未答"), width=54),
        )

    def _lay_out(self) -> None:
        bar = QHBoxLayout()
        bar.setSpacing(8)
        for widget in (self.range, self.kind, self.only_open):
            bar.addWidget(widget)
        bar.addStretch(1)
        bar.addWidget(self.count)
        self.stack = QStackedWidget()
        self.stack.addWidget(self.table)
        self.stack.addWidget(self.empty)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setChildrenCollapsible(False)
        split.setHandleWidth(12)
        split.addWidget(self.stack)
        split.addWidget(self.inspector)
        split.setStretchFactor(0, 56)
        split.setStretchFactor(1, 44)
        split.setSizes([660, 500])
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 8, 0, 0)
        column.setSpacing(8)
        column.addLayout(bar)
        column.addWidget(split, 1)
        column.addWidget(label(self.tr("疑点不是结论，不影响凭证；Enter 写答复，选中凭证按 Enter 打开。"), "muted"))
