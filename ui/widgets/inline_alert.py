"""A remark in the page itself, never a box in the way: a coloured rule, an icon and a sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QWidget

from ui import theme
from ui.widgets.text import button, label

if TYPE_CHECKING:
    from collections.abc import Callable

_ICONS = {"warn": "alert-triangle", "error": "alert-circle", "ok": "circle-check", "info": "info-circle"}


class InlineAlert(QFrame):
    """Kinds: warn, error, ok, info.

    Signals:
        closed(): the person took it away.
    """

    closed = Signal()

    def __init__(self, kind: str, text: str, parent: QWidget | None = None, *, closable: bool = False) -> None:
        super().__init__(parent)
        self.setObjectName("alert")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.picture = QLabel()
        self.text = label("", wrap=True)
        self.text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.close_button = button(
            "", "quiet", icon="x", on_click=self._close, hint=QCoreApplication.translate("InlineAlert", "关闭这条提示")
        )
        self.close_button.setVisible(closable)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(12, 8, 12, 8)
        self._row.setSpacing(10)
        self._row.addWidget(self.picture, 0, Qt.AlignmentFlag.AlignVCenter)
        self._row.addWidget(self.text, 1)
        self._row.addWidget(self.close_button, 0, Qt.AlignmentFlag.AlignVCenter)
        self.set_alert(kind, text)

    def set_alert(self, kind: str, text: str) -> None:
        """Say something else in another tone."""
        self.kind = kind
        theme.set_property(self, "kind", kind)
        theme.set_property(self.text, "tone", kind)
        theme.set_icon(self.picture, _ICONS[kind], f"{kind}_rule", 18)
        self.text.setText(text)
        self.setAccessibleName(text)

    def add_action(self, text: str, action: Callable[[], object]) -> None:
        """Offer something to do about it."""
        self.add_widget(button(text, on_click=action))

    def add_widget(self, widget: QWidget) -> None:
        """Put something to press before the closing button."""
        self._row.insertWidget(self._row.count() - 1, widget, 0, Qt.AlignmentFlag.AlignVCenter)

    def _close(self) -> None:
        self.hide()
        self.closed.emit()
