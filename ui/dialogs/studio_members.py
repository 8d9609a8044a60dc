"""The members of a studio as a small table, and what the construction plan says of their number."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QHBoxLayout, QHeaderView, QTableWidget, QTableWidgetItem, QVBoxLayout, QWidget

from studio_ledger.model.studio import Member
from studio_ledger.rules import load_policy
from ui.widgets.text import button

if TYPE_CHECKING:
    from studio_ledger.model.studio import Studio
    from studio_ledger.rules.terms import Terms


def roster_problem(studio: Studio, terms: Terms | None = None) -> str:
    """What the rule pack (the default one without `terms`) warns of.

    Too few or too many members, too many of the own school, one person in both signing roles.
    """
    terms = terms or load_policy().terms
    translate = QCoreApplication.translate
    count = len(studio.members)
    own = sum(member.school == studio.school for member in studio.members)
    told = []
    least, most = terms.least_members, terms.most_members
    if least is not None and most is not None and not least <= count <= most:
        told.append(translate("roster", "成员 {0} 人，应为 {1}–{2} 人。").format(count, least, most))
    if terms.most_own is not None and own > terms.most_own:
        told.append(translate("roster", "本校成员 {0} 人，不超过 {1} 人。").format(own, terms.most_own))
    if studio.host and studio.host == studio.legal_representative:
        told.append(
            translate("roster", "主持人与法定代表人为同一人，不能双签；请登记授权的另一签字人及授权文件（第四条）。")
        )
    return "\n".join(told)


class MemberTable(QWidget):
    """Name and school, typed in place.

    Signals:
        edited(): a member came, went or was changed.
    """

    edited = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.table = QTableWidget(0, 2)
        self.table.setObjectName("members")
        self.table.setAccessibleName(self.tr("成员"))
        self.table.setHorizontalHeaderLabels((self.tr("成员姓名"), self.tr("任教学校")))
        self.table.verticalHeader().hide()
        self.table.verticalHeader().setDefaultSectionSize(30)
        self.table.horizontalHeader().setHighlightSections(False)
        self.table.horizontalHeader().setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        self.table.setColumnWidth(0, 100)
        self.table.setMinimumHeight(160)
        self.add_button = button(self.tr("添加成员"), "link", icon="plus", on_click=self._add, name="addMember")
        self.remove_button = button(self.tr("移除"), "link", icon="trash", on_click=self._remove, name="removeMember")
        self.table.itemChanged.connect(lambda _: self.edited.emit())
        row = QHBoxLayout()
        row.addWidget(self.add_button)
        row.addWidget(self.remove_button)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.table, 1)
        column.addLayout(row)

    def set_members(self, members: tuple[Member, ...]) -> None:
        """Show these members without telling."""
        blocked = self.table.blockSignals(True)
        self.table.setRowCount(len(members))
        for place, member in enumerate(members):
            self.table.setItem(place, 0, QTableWidgetItem(member.name))
            self.table.setItem(place, 1, QTableWidgetItem(member.school))
        self.table.blockSignals(blocked)

    def members(self) -> tuple[Member, ...]:
        """The members that have a name."""
        found = (Member(self._text(place, 0), self._text(place, 1)) for place in range(self.table.rowCount()))
        return tuple(member for member in found if member.name)

    def set_read_only(self, read_only: bool) -> None:
        """Let nothing be changed."""
        triggers = QTableWidget.EditTrigger
        self.table.setEditTriggers(triggers.NoEditTriggers if read_only else triggers.AllEditTriggers)
        self.add_button.setHidden(read_only)
        self.remove_button.setHidden(read_only)

    def _text(self, row: int, column: int) -> str:
        item = self.table.item(row, column)
        return item.text().strip() if item else ""

    def _add(self) -> None:
        place = self.table.rowCount()
        self.table.insertRow(place)
        self.table.setCurrentCell(place, 0)
        self.table.setFocus()

    def _remove(self) -> None:
        if self.table.currentRow() >= 0:
            self.table.removeRow(self.table.currentRow())
            self.edited.emit()
