"""Keeps shortcuts quiet while the input method still composes: F7 or Ctrl+Enter would leave half a word behind."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QWidget


class PreeditGuard(QObject):
    """Watches whichever text field of a page has the focus."""

    def __init__(self, page: QWidget) -> None:
        super().__init__(page)
        self._page = page
        self._watched: QWidget | None = None
        self._preedit = ""
        QApplication.instance().focusChanged.connect(self._focus_changed)  # type: ignore[union-attr]

    def composing(self) -> bool:
        """Whether letters stand there that are not a word yet."""
        return bool(self._preedit)

    def _focus_changed(self, old: QWidget | None, now: QWidget | None) -> None:
        del old
        self._preedit = ""
        fresh = now is not self._watched and isinstance(now, QLineEdit | QPlainTextEdit)
        if fresh and now is not None and self._page.isAncestorOf(now):
            now.installEventFilter(self)
        self._watched = now

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Note what is being composed; claim every shortcut as typing while it is."""
        if isinstance(event, QInputMethodEvent):
            self._preedit = event.preeditString()
        elif event.type() == QEvent.Type.ShortcutOverride and self._preedit:
            event.accept()
            return True
        return super().eventFilter(watched, event)
