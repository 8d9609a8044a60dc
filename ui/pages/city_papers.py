"""Entering a city's paper from wherever its figure is missed: ask, keep the document, propose, tell."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING
from uuid import uuid4

from PySide6.QtCore import QCoreApplication

from studio_ledger.model.money import Money
from studio_ledger.model.voucher import Attachment
from studio_ledger.queries.rows import Todo
from studio_ledger.rules.standard_kinds import GROUPS
from ui.dialogs.city_paper import CityPaperDialog
from ui.pages.run_for import run_for

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QWidget

    from ui.desk import Desk

_translate = QCoreApplication.translate


def enter_city_paper(owner: QWidget, desk: Desk, kinds: Sequence[str] = ()) -> None:
    """Ask for a paper with rows for these kinds of standards, and put it before the two who sign."""
    studio = desk.studio
    if studio is None:
        return
    workspace, session, form = desk.workspace, desk.session, str(uuid4())
    answer = CityPaperDialog.ask(studio.id, workspace.policy, workspace.today(), kinds, owner)
    if answer is None:
        return

    def propose() -> str:
        data = answer.file.read_bytes()
        kept = Attachment("other", workspace.store_evidence(data, answer.file.name), answer.file.name)
        return workspace.propose_paper(session, replace(answer.paper, attachments=(kept,)), form)

    def done(_: str) -> None:
        desk.say(_translate("CityPapers", "已提交，等待主持人签字；双方签字后按文件的标准审核。"))
        desk.notifier.standards_changed.emit()
        desk.notifier.funds_changed.emit()

    run_for(owner, desk, propose, done, title=_translate("CityPapers", "提交标准文件"))


def paper_todos(desk: Desk) -> tuple[Todo, ...]:
    """Return what a ledger without its city's papers asks of finance; for a worker thread."""
    missing = desk.workspace.missing_papers() if may_enter(desk) else ()
    if not missing:
        return ()
    subjects = "、".join(GROUPS[group] for group in missing)
    words = _translate("CityPapers", "本市{0}标准尚未录入\n现按中央文件（部分未核实）审核")
    return (Todo("paper", words.format(subjects), len(missing), Money(), None, "rules", "standards"),)


def may_enter(desk: Desk) -> bool:
    """Whether this person may enter a paper today."""
    studio = desk.studio
    return bool(
        studio and not desk.workspace.read_only and desk.workspace.may(desk.session, "paper", studio.id)
    )
