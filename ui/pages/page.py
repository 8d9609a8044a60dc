"""What every page is: a name, a title, an icon, and a refresh when it is looked at."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

if TYPE_CHECKING:
    from PySide6.QtCore import SignalInstance
    from PySide6.QtGui import QAction, QShowEvent

    from ui.desk import Desk


class Page(QWidget):
    """One screen. Fill `self.body`; put chips and notes beside the title into `self.head`.

    `refresh` is called when the page comes into sight, and, while it is in sight, when one of the
    signals given to `watch` fires; out of sight it is only marked stale.
    """

    name: ClassVar[str] = ""
    title: ClassVar[str] = ""
    icon: ClassVar[str] = ""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.heading = QLabel(self.title)
        self.heading.setProperty("role", "title")
        self.head = QHBoxLayout()
        self.head.setSpacing(10)
        self.head.addWidget(self.heading)
        self.body = QVBoxLayout()
        self.body.setSpacing(12)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(20, 8, 20, 12)
        outer.setSpacing(8)
        outer.addLayout(self.head)
        outer.addLayout(self.body, 1)
        self._stale = True
        self.watch(desk.studio_changed, desk.year_changed)

    def watch(self, *signals: SignalInstance) -> None:
        """Refresh whenever one of these signals fires (at once in sight, else when next seen)."""
        for signal in signals:
            signal.connect(self.changed)

    def changed(self) -> None:
        """Something shown here may have changed."""
        self._stale = True
        if self.isVisible():
            self._refresh_now()

    def refresh(self) -> None:
        """Read the ledger anew and show it; pages override this."""

    def arguments(self, **arguments: object) -> None:
        """Take what `Desk.go` was given; pages override this."""

    def actions_for_keys(self) -> list[QAction]:
        """Return the page's actions with shortcuts, for the key overlay."""
        return []

    def showEvent(self, event: QShowEvent) -> None:
        """Read anew what became stale out of sight."""
        super().showEvent(event)
        if self._stale:
            self._refresh_now()

    def _refresh_now(self) -> None:
        self._stale = False
        self.refresh()
