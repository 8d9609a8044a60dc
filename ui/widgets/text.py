"""Labels and buttons by their part in the page, so that no page sets a font or a colour itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLabel, QPushButton

from ui import theme

if TYPE_CHECKING:
    from collections.abc import Callable


def label(text: str = "", role: str = "", *, wrap: bool = False, name: str = "") -> QLabel:
    """Return a label; `role` is title, section, figure, strong, caption, muted, error, warn, ok or red."""
    result = QLabel(text)
    result.setTextFormat(Qt.TextFormat.PlainText)
    if role:
        result.setProperty("role", role)
    result.setWordWrap(wrap)
    result.setObjectName(name)
    return result


def button(
    text: str = "",
    kind: str = "",
    *,
    icon: str = "",
    on_click: Callable[[], object] | None = None,
    shortcut: str = "",
    hint: str = "",
    name: str = "",
) -> QPushButton:
    """Return a button; `kind` is primary, danger, quiet, link, choice or empty. `hint` names an icon-only one."""
    result = QPushButton(text)
    result.setObjectName(name)
    if kind:
        result.setProperty("kind", kind)
    if icon:
        theme.set_icon(result, icon, "on_primary" if kind == "primary" else None)
    if shortcut:
        result.setShortcut(shortcut)
    if hint:
        result.setToolTip(hint)
        result.setAccessibleName(hint)
    if on_click is not None:
        result.clicked.connect(lambda _checked=False: on_click())
    return result


def rule() -> QFrame:
    """Return a thin line across."""
    result = QFrame()
    result.setObjectName("rule")
    return result
