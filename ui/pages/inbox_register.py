"""The register of refused and returned originals: which, why, who was told, and how it ended (会计法 art. 14)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QHBoxLayout

from studio_ledger.model.original import STOP_NAMES, STOP_STATE_NAMES, Stop, StopKind, StopState
from ui.dialogs.mend_original import MendDialog
from ui.dialogs.reverse import ReasonDialog
from ui.pages.run_for import run_for
from ui.widgets.card import Card
from ui.widgets.row_table import Column, RowTable
from ui.widgets.text import button, label

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtWidgets import QWidget

    from studio_ledger.model.original import Original
    from ui.desk import Desk


class StopRegister(Card):
    """A line an act; below it the whole of the current one, and how it may end."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self._desk = desk
        self._originals: Sequence[Original] = ()
        self._may = False
        self.table: RowTable[Stop] = RowTable(_columns(), sortable=True)
        self.table.setObjectName("stopTable")
        self.table.setAccessibleName(self.tr("拒收与退回登记"))
        self.told = label("", "caption", wrap=True, name="stopTold")
        self.empty = label(
            self.tr("还没有拒收或退回补正的登记。在列表里选中票据，按“审核”登记。"), "caption", wrap=True
        )
        self.mend_button = button(self.tr("登记补正…(&M)"), on_click=self.mend, name="mendOriginal")
        self.lift_button = button(self.tr("撤销登记…(&Z)"), on_click=self.lift, name="liftStop")
        buttons = QHBoxLayout()
        buttons.addWidget(self.told, 1)
        buttons.addWidget(self.lift_button)
        buttons.addWidget(self.mend_button)
        self.body.addWidget(self.empty)
        self.body.addWidget(self.table, 1)
        self.body.addLayout(buttons)
        self.table.current_row_changed.connect(lambda _: self._selected())

    def set_stops(self, stops: Sequence[Stop], originals: Sequence[Original], *, may: bool) -> None:
        """Show the register; `originals` are those of the inbox, one of which may be the mended one."""
        self._originals, self._may = originals, may
        self.table.set_rows(stops)
        self.empty.setVisible(not stops)
        self._selected()

    def mend(self) -> None:
        """Ask which original came in the place of the current one, and record it."""
        stop = self.table.current_row()
        mended = MendDialog.ask(stop, self._originals, self) if stop is not None else None
        if stop is not None and mended is not None:
            workspace, session = self._desk.workspace, self._desk.session
            self._do(lambda: workspace.mend_original(session, stop.id, mended), self.tr("已登记补正。"))

    def lift(self) -> None:
        """Ask why, and take the current entry away."""
        stop = self.table.current_row()
        if stop is None:
            return
        name = STOP_NAMES[stop.kind]
        words = self.tr("登记有误时才撤销。撤销后这份原件可以报销，登记和撤销都留在日志里。")
        reason = ReasonDialog.ask(self.tr("撤销{0}登记").format(name), words, self.tr("撤销登记"), self)
        if reason:
            workspace, session = self._desk.workspace, self._desk.session
            self._do(lambda: workspace.lift_stop(session, stop.id, reason), self.tr("已撤销登记。"))

    def _do(self, work: Callable[[], None], words: str) -> None:
        def told(_: None) -> None:
            self._desk.notifier.inbox_changed.emit()
            self._desk.say(words)

        run_for(self, self._desk, work, told)

    def _selected(self) -> None:
        stop = self.table.current_row()
        self.told.setText(_told(stop) if stop is not None else "")
        self.mend_button.setEnabled(self._may and stop is not None and stop.kind is StopKind.RETURNED and stop.holds)
        self.lift_button.setEnabled(self._may and stop is not None and stop.state is StopState.OPEN)


def _columns() -> tuple[Column, ...]:
    return (
        Column(_tr("登记"), lambda row: STOP_NAMES[row.kind], width=76),
        Column(_tr("日期"), lambda row: row.told_on, width=92),
        Column(_tr("销售方 / 文件"), lambda row: row.original.seller or row.original.name, width=210),
        Column(_tr("号码"), lambda row: row.original.number, width=170),
        Column(_tr("金额"), lambda row: row.original.total or None, numeric=True, width=92),
        Column(_tr("事由 / 补正内容"), lambda row: row.reason),
        Column(_tr("报告 / 退给"), lambda row: row.told, width=110),
        Column(_tr("状态"), lambda row: STOP_STATE_NAMES[row.state], width=72),
    )


def _told(stop: Stop) -> str:
    words = _tr("{0} {1}，{2}：{3}。登记人 {4}。")
    text = words.format(f"{stop.told_on:%Y-%m-%d}", STOP_NAMES[stop.kind], stop.told, stop.reason, stop.by)
    if stop.mended is not None:
        text += _tr("补正后的原件：{0} {1}。").format(stop.mended.number, stop.mended.name)
    if stop.lifted_because:
        text += _tr("撤销原因：{0}。").format(stop.lifted_because)
    return text


def _tr(text: str) -> str:
    return QCoreApplication.translate("StopRegister", text)
