"""The particulars that a standard needs, section by section, and the buttons that add one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from ui.pages.entry.choices import OFFERED, SECTIONS
from ui.pages.entry.section import FIELDS, NAMES, Section

if TYPE_CHECKING:
    from collections.abc import Iterable

Details = Mapping[str, Mapping[str, str | int]]


class DetailsPanel(QWidget):
    """The sections that the category asks for, and buttons for those that may be added.

    Signals:
        changed(): a field changed, or a section came or went.
        reckon(str): work the tax of this section out.
    """

    changed = Signal()
    reckon = Signal(str)

    def __init__(self, titles: Mapping[str, str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("detailsPanel")
        self.sections = {kind: Section(kind, titles, self) for kind in FIELDS}
        self._asked: frozenset[str] = frozenset()
        self._category = ""
        self._added: set[str] = set()
        self._wanted: frozenset[str] = frozenset()
        self.buttons = {kind: self._add_button(kind) for kind in FIELDS}
        self._offers = QWidget()
        offers = QHBoxLayout(self._offers)
        offers.setContentsMargins(0, 0, 0, 0)
        offers.addWidget(QLabel(self.tr("按需补充：")))
        for button in self.buttons.values():
            offers.addWidget(button)
        offers.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        for section in self.sections.values():
            section.changed.connect(self.changed)
            section.reckon.connect(lambda kind=section.kind: self.reckon.emit(kind))
            column.addWidget(section)
        column.addWidget(self._offers)
        self.set_category("")

    def _add_button(self, kind: str) -> QPushButton:
        button = QPushButton(self.tr("＋{0}").format(_tr(NAMES[kind])))
        button.setObjectName(f"add_{kind}")
        button.setProperty("kind", "link")
        button.clicked.connect(lambda: self.add(kind))
        return button

    def set_category(self, category: str) -> None:
        """Show what this category asks for; what is filled in stays visible whatever the category."""
        self._asked = frozenset(SECTIONS.get(category, ()))
        self._category = category
        for kind, section in self.sections.items():
            section.setVisible(kind in self._asked or kind in self._added or bool(section.values()))
        self._show_offers()

    def want(self, kinds: Iterable[str]) -> None:
        """Offer these sections too, whatever the category: a finding asks for them."""
        wanted = frozenset(kinds)
        if wanted != self._wanted:
            self._wanted = wanted
            self._show_offers()

    def _show_offers(self) -> None:
        offered = self._wanted | set(OFFERED.get(self._category, ()))
        rest = {kind for kind in offered if not self.sections[kind].isVisibleTo(self)}
        for kind, button in self.buttons.items():
            button.setVisible(kind in rest)
        self._offers.setVisible(bool(rest))
        self.setVisible(bool(rest) or any(section.isVisibleTo(self) for section in self.sections.values()))

    def add(self, kind: str) -> None:
        """Show a section that was offered, and go there."""
        self._added.add(kind)
        self.set_category(self._category)
        next(iter(self.sections[kind].inputs.values())).setFocus()
        self.changed.emit()

    def values(self) -> dict[str, dict[str, str | int]]:
        """What is filled in, section by section; empty ones are left out."""
        shown = {kind: section.values() for kind, section in self.sections.items() if section.isVisibleTo(self)}
        return {kind: values for kind, values in shown.items() if values}

    def set_values(self, details: Details, category: str) -> None:
        """Show the particulars of a draft."""
        self._added = set(details)
        for kind, section in self.sections.items():
            section.set_values(details.get(kind, {}))
            section.note.clear()
        self.set_category(category)

    def fill(self, details: Details) -> None:
        """Show these sections with what was worked out; what they do not name stays."""
        for kind, values in details.items():
            self._added.add(kind)
            self.sections[kind].set_values({**self.sections[kind].values(), **values})
        self.set_category(self._category)
        self.changed.emit()

    def inputs(self) -> tuple[QWidget, ...]:
        """All fields in their order."""
        return tuple(widget for section in self.sections.values() for widget in section.inputs.values())


def _tr(text: str) -> str:
    return QCoreApplication.translate("DetailsPanel", text)
