"""The people of a ledger by name and role, to choose oneself from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QWidget

from studio_ledger.model.people import ROLE_NAMES
from ui import theme
from ui.widgets.date_edit import today_here

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable

    from studio_ledger.model.people import Person


class PeopleList(QListWidget):
    """Names with roles; typing a letter jumps to a name.

    Signals:
        changed(): another person is current.
        chosen(): Enter or a double click on a person.
    """

    changed = Signal()
    chosen = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("people")
        self.setAccessibleName(self.tr("人员"))
        self._people: tuple[Person, ...] = ()
        self.currentRowChanged.connect(lambda _row: self.changed.emit())
        self.itemActivated.connect(lambda _item: self.chosen.emit())

    def set_people(self, people: Iterable[Person], login: str = "") -> None:
        """Show people who hold a role today, and choose one by login."""
        today = today_here()
        everybody = tuple(people)
        self._people = tuple(person for person in everybody if person.roles(today)) or everybody
        blocked = self.blockSignals(True)
        self.clear()
        for person in self._people:
            self.addItem(self._item(person, today))
        logins = [person.login for person in self._people]
        self.setCurrentRow(logins.index(login) if login in logins else 0)
        self.setMaximumHeight(max(len(self._people), 3) * max(self.sizeHintForRow(0), 30) + 6)
        self.blockSignals(blocked)

    def person(self) -> Person | None:
        """Return the person chosen."""
        row = self.currentRow()
        return self._people[row] if 0 <= row < len(self._people) else None

    def _item(self, person: Person, today: dt.date) -> QListWidgetItem:
        roles = "、".join(ROLE_NAMES[role] for role in person.roles(today))
        words = f"{person.name}    {roles}"
        if not person.enrolled:
            words += self.tr("    （未设密码）")
        item = QListWidgetItem(theme.icon("user", "text2"), words)
        item.setData(Qt.ItemDataRole.AccessibleTextRole, words)
        return item
