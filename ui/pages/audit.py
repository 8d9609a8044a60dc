"""疑点与整改: what an auditor would ask, the school's answers, and the register of violations."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QTabWidget

from reports import writer
from ui.pages.audit_suspicions import SuspicionsTab
from ui.pages.audit_unseen import UnseenTab
from ui.pages.audit_violations import ViolationsTab
from ui.pages.page import Page
from ui.pages.report_files import write_file
from ui.pages.run_for import run_for
from ui.widgets.page_keys import key_actions
from ui.widgets.text import button, label

if TYPE_CHECKING:
    from PySide6.QtGui import QAction
    from PySide6.QtWidgets import QWidget

    from studio_ledger.audit.suspicions import Suspicion
    from studio_ledger.audit.thresholds import Threshold, Unseen
    from studio_ledger.errors import LedgerError
    from studio_ledger.model.school_books import Violation
    from studio_ledger.workspace.audit import AskedSuspicion
    from ui.desk import Desk


@dataclass(frozen=True, slots=True)
class Rights:
    """What this person may do here today."""

    answer: bool
    record: bool
    close: bool
    set_limits: bool


@dataclass(frozen=True, slots=True)
class _Sight:
    asked: tuple[AskedSuspicion, ...]
    register: tuple[Violation, ...]
    unseen: tuple[Unseen, ...]
    limits: tuple[Threshold, ...]
    studios: dict[str, str]
    rights: Rights


class AuditPage(Page):
    """Three tabs: suspicions, the register, and what the books cannot show."""

    name: ClassVar[str] = "audit"
    title: ClassVar[str] = "疑点与整改"
    icon: ClassVar[str] = "shield-check"
    looked = Signal(int, int)
    """So many of so many looks are taken; sent from the worker."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        notifier = desk.notifier
        self.watch(notifier.audit_changed, notifier.vouchers_changed, notifier.funds_changed, notifier.people_changed)
        self._asked = 0
        self.status = label("", "caption", name="auditStatus")
        self.suspicions = SuspicionsTab(desk)
        self.violations = ViolationsTab(desk)
        self.unseen = UnseenTab(desk)
        self.tabs = QTabWidget()
        self.tabs.setObjectName("auditTabs")
        self.tabs.setDocumentMode(True)
        self.tabs.tabBar().setDrawBase(False)
        self.tabs.addTab(self.suspicions, self.tr("疑点"))
        self.tabs.addTab(self.violations, self.tr("违规与追回登记"))
        self.tabs.addTab(self.unseen, self.tr("账内看不到"))
        self.export_button = button(
            self.tr("存为 Excel Ctrl+E"), icon="file-spreadsheet", on_click=self.export, name="exportAudit"
        )
        self.looked.connect(self._show_progress)
        self.suspicions.violation_wanted.connect(self._record_for)
        self._keys = self._make_keys()
        self.head.addWidget(self.status)
        self.head.addStretch(1)
        self.head.addWidget(self.export_button)
        self.body.addWidget(self.tabs, 1)

    def refresh(self) -> None:
        """Look across the ledger beside the window, and read answers and register."""
        studio = self.desk.studio
        if studio is None:
            self.status.setText(self.tr("您还没有被指派到工作室。"))
            return
        workspace, session = self.desk.workspace, self.desk.session
        self._asked += 1
        asked = self._asked
        self.status.setText(self.tr("正在查找疑点…"))

        def read() -> _Sight:
            mine = {one.id: one.name for one in workspace.studios(session)}
            writes = not workspace.read_only
            return _Sight(
                tuple(one for one in workspace.suspicions(progress=self.looked.emit) if _mine(one, mine)),
                tuple(entry for entry in workspace.violations() if entry.studio in mine),
                workspace.unseen(),
                tuple(one for one in workspace.thresholds().figures.values() if one.editable),
                mine,
                Rights(
                    answer=writes and workspace.may(session, "suspicion_answer", studio.id),
                    record=writes and workspace.may(session, "violation", studio.id),
                    close=writes and workspace.may(session, "violation_closed", studio.id),
                    set_limits=writes and workspace.may(session, "violation", studio.id),
                ),
            )

        run_for(self, self.desk, read, lambda sight: self._show(sight, asked), self._refused, title=self.tr("查找疑点"))

    def arguments(self, **arguments: object) -> None:
        """Take `tab`: suspicions, violations or unseen."""
        places = {"suspicions": 0, "violations": 1, "unseen": 2}
        self.tabs.setCurrentIndex(places.get(str(arguments.get("tab", "")), self.tabs.currentIndex()))

    def actions_for_keys(self) -> list[QAction]:
        """The keys of this page."""
        return list(self._keys)

    def export(self) -> None:
        """Save suspicions, register and the rest of the chosen scope as a workbook."""
        studio = self.desk.studio
        if studio is None:
            return
        scope, year = self.suspicions.scope(), self.desk.year
        whole, when = scope == "school", year if scope == "year" else 0
        day = f"{self.desk.workspace.today():%Y%m%d}"
        name = self.tr("疑点与整改清单_{0}_{1}.xlsx").format(studio.name, day)
        proposal = self.desk.settings.folder("report") / name
        kinds = self.tr("Excel 工作簿 (*.xlsx)")
        chosen, _ = QFileDialog.getSaveFileName(self, self.tr("保存疑点与整改清单"), str(proposal), kinds)
        if not chosen:
            return
        self.desk.settings.remember_folder("report", Path(chosen).parent)
        workspace = self.desk.workspace

        def write(path: Path) -> None:
            writer("suspicions", "xlsx")(workspace.audit_statement(studio.id, when, whole_school=whole), path)

        write_file(self.desk, write, Path(chosen), title=self.tr("存为 Excel"))

    def _record_for(self, suspicion: Suspicion) -> None:
        self.tabs.setCurrentIndex(1)
        self.violations.record_for(suspicion)

    def _show(self, sight: _Sight, asked: int) -> None:
        if asked != self._asked:
            return  # something changed meanwhile, and a later look is under way
        open_ = sum(not one.answers for one in sight.asked)
        self.status.setText(self.tr("疑点 {0} 条 · 未答复 {1} 条").format(len(sight.asked), open_))
        self.suspicions.show_asked(sight.asked, sight.studios, sight.rights)
        self.violations.show_register(sight.register, sight.studios, sight.rights)
        self.unseen.show_unseen(sight.unseen, sight.limits, may_set=sight.rights.set_limits)
        waiting = sum(entry.closed_on is None for entry in sight.register)
        self.tabs.setTabText(1, self.tr("违规与追回登记 {0}").format(waiting) if waiting else self.tr("违规与追回登记"))

    def _refused(self, error: LedgerError) -> None:
        self.status.setText(self.tr("没有查完"))
        self.desk.complain(error)

    def _show_progress(self, done: int, of: int) -> None:
        self.status.setText(self.tr("正在查找疑点 {0} / {1}…").format(done, of))

    def _make_keys(self) -> list[QAction]:
        keys = (
            (self.tr("存为 Excel"), ("Ctrl+E",), self.export),
            (self.tr("保存答复"), ("Ctrl+Return",), self.suspicions.save),
            (self.tr("登记违规"), ("Ctrl+N",), self.violations.record),
            (self.tr("重新查找"), ("F5",), self.refresh),
        )
        return key_actions(self, keys)


def _mine(asked: AskedSuspicion, studios: dict[str, str]) -> bool:
    """Whether a suspicion concerns the whole school or a studio in which the person holds a term."""
    return not asked.suspicion.studio or any(asked.suspicion.touches(studio, 0) for studio in studios)
