"""The rail at the left: every page the person may see, folded to icons with Ctrl+B."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QFrame, QPushButton, QVBoxLayout, QWidget

from ui import theme
from ui.widgets.text import button, label

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ui.pages import PageEntry

WIDE = 176
NARROW = 56


class Rail(QFrame):
    """One button a page.

    Signals:
        chosen(str): this page.
        folded(bool): icons only, or not.
    """

    chosen = Signal(str)
    folded = Signal(bool)

    def __init__(self, entries: Iterable[PageEntry], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("rail")
        self._entries = tuple(entries)
        self._buttons: dict[str, QPushButton] = {}
        self._counts: dict[str, int] = {}
        self._narrow = False
        self.head = label(self.tr("工作室经费台账"))
        self.head.setIndent(11)
        self.fold_button = button(
            "",
            "nav",
            hint=self.tr("收起或展开导航 (Ctrl+B)"),
            on_click=lambda: self.fold(not self._narrow),
            name="fold",
        )
        theme.set_icon(self.fold_button, "menu-2", "nav_text", 18)
        group = QButtonGroup(self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 14, 8, 10)
        layout.setSpacing(3)
        layout.addWidget(self.head)
        layout.addSpacing(8)
        for entry in self._entries:
            widget = self._button(entry)
            group.addButton(widget)
            layout.addWidget(widget)
        layout.addStretch(1)
        layout.addWidget(self.fold_button)
        self.fold(False)

    def fold(self, narrow: bool) -> None:
        """Show icons only, or icons with words."""
        self._narrow = narrow
        self.setFixedWidth(NARROW if narrow else WIDE * theme.px("body") // theme.BASE_PX)
        self.head.setVisible(not narrow)
        self._name_buttons()
        self.folded.emit(narrow)

    @property
    def narrow(self) -> bool:
        """Whether only icons are shown."""
        return self._narrow

    def set_current(self, name: str) -> None:
        """Mark the page shown."""
        if name in self._buttons:
            self._buttons[name].setChecked(True)

    def set_count(self, name: str, count: int) -> None:
        """Show how many things wait on a page; 0 shows nothing."""
        self._counts[name] = count
        self._name_buttons()

    def _button(self, entry: PageEntry) -> QPushButton:
        widget = button(entry.title, "nav", on_click=lambda: self.chosen.emit(entry.name), name=f"nav_{entry.name}")
        widget.setCheckable(True)
        widget.setToolTip(f"{entry.title} ({entry.key})")
        widget.setCursor(Qt.CursorShape.PointingHandCursor)
        theme.set_icon(widget, entry.icon, "nav_text", 18)
        self._buttons[entry.name] = widget
        return widget

    def _name_buttons(self) -> None:
        for entry in self._entries:
            count = self._counts.get(entry.name, 0)
            words = f"{entry.title}  {count}" if count else entry.title
            widget = self._buttons[entry.name]
            widget.setText("" if self._narrow else f" {words}")
            widget.setAccessibleName(self.tr("{0}，{1} 件待办").format(entry.title, count) if count else entry.title)
