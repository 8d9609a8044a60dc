"""Shortcuts of a page as data: words, keys, and what they do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtWidgets import QWidget

    Key = tuple[str, tuple[str, ...], Callable[[], None]]


def key_actions(page: QWidget, table: Sequence[Key]) -> list[QAction]:
    """Give the page these shortcuts; they work while the focus is within it, and never repeat."""
    actions = []
    for words, keys, work in table:
        action = QAction(words, page)
        action.setShortcuts([QKeySequence(key) for key in keys])
        action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        action.setAutoRepeat(False)
        action.triggered.connect(lambda _checked=False, work=work: work())
        page.addAction(action)
        actions.append(action)
    return actions
