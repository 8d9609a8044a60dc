"""The tab of what the books cannot show, and of the limits that the school sets itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from ui.pages.run_for import run_for
from ui.widgets.card import Card
from ui.widgets.layouts import clear
from ui.widgets.number_edit import NumberEdit
from ui.widgets.row_table import Column, RowTable
from ui.widgets.text import button, label

if TYPE_CHECKING:
    from studio_ledger.audit.thresholds import Threshold, Unseen
    from ui.desk import Desk


class UnseenTab(QWidget):
    """A list to be checked by hand, and the school's own limits below it."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.table: RowTable[Unseen] = RowTable(self._columns())
        self.table.setObjectName("unseenTable")
        self.table.setAccessibleName(self.tr("账内看不到的事项"))
        self.limits = Card(self.tr("本校自定的判断线"))
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(8)
        self.limits.body.addLayout(self._grid)
        self.edits: dict[str, NumberEdit] = {}
        self.save_button = button(self.tr("保存判断线"), on_click=self.save, name="saveLimits")
        self.limits.head.addWidget(self.save_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 8, 0, 0)
        column.setSpacing(8)
        words = self.tr("下列审计常见问题在账簿数据中看不到，或在录入时已由规则拦截。标“人工核对”的请每年逐项核对。")
        column.addWidget(label(words, "caption", wrap=True))
        column.addWidget(self.table, 1)
        column.addWidget(self.limits)

    def show_unseen(self, unseen: tuple[Unseen, ...], limits: tuple[Threshold, ...], *, may_set: bool) -> None:
        """Show what is unseen, what a person must check first, and the limits in force."""
        self.table.set_rows(sorted(unseen, key=lambda one: (one.at_entry, one.kind)))
        clear(self._grid)
        self.edits = {}
        for row, limit in enumerate(limits):
            edit = NumberEdit()
            edit.setObjectName(f"limit_{limit.name}")
            edit.setAccessibleName(limit.title)
            edit.setText(f"{limit.value:f}")
            edit.setEnabled(may_set)
            edit.setMaximumWidth(140)
            self.edits[limit.name] = edit
            for column, widget in enumerate(
                (label(limit.title), edit, label(limit.unit), label(limit.source, "muted"))
            ):
                self._grid.addWidget(widget, row, column)
        self._grid.setColumnStretch(3, 1)
        self.save_button.setVisible(may_set)

    def save(self) -> None:
        """Keep the limits typed; an empty one goes back to the pack's figure."""
        workspace = self.desk.workspace
        typed = {name: edit.text().strip() for name, edit in self.edits.items()}

        def write() -> None:
            for name, text in typed.items():
                workspace.set_own_figure(name, text)

        def done(_: None) -> None:
            self.desk.say(self.tr("判断线已保存"))
            self.desk.notifier.audit_changed.emit()

        run_for(self, self.desk, write, done, title=self.tr("保存判断线"))

    def _columns(self) -> tuple[Column, ...]:
        return (
            Column(self.tr("编号"), lambda one: one.kind, width=56),
            Column(self.tr("审计常见问题"), lambda one: one.title, width=300),
            Column(self.tr("由谁把关"), self._who, width=96),
            Column(self.tr("说明"), lambda one: one.why),
        )

    def _who(self, one: Unseen) -> str:
        return self.tr("录入时拦截") if one.at_entry else self.tr("人工核对")
