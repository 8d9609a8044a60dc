"""A line for figures: input methods are off and full-width input is translated; ``.5`` must never become ``5``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent, QValidator
from PySide6.QtWidgets import QLineEdit, QWidget

if TYPE_CHECKING:
    from collections.abc import Callable


class _Translating(QValidator):
    """Turns whatever was typed, pasted or committed into plain signs; refuses the rest."""

    def __init__(self, translate: Callable[[str], str], allowed: frozenset[str], parent: QWidget) -> None:
        super().__init__(parent)
        self._translate = translate
        self._allowed = allowed
        self.resting = False

    def validate(self, text: str, position: int) -> tuple[QValidator.State, str, int]:
        """Accept the translated text where all its signs are allowed."""
        if self.resting:
            return QValidator.State.Acceptable, text, position
        result = self._translate(text)
        if not set(result) <= self._allowed:
            return QValidator.State.Invalid, text, position
        return QValidator.State.Acceptable, result, max(0, position - (len(text) - len(result)))


class PlainEdit(QLineEdit):
    """A line edit that takes only `allowed` signs after `translate`."""

    def __init__(self, translate: Callable[[str], str], allowed: frozenset[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._translate = translate
        self._gate = _Translating(translate, allowed, self)
        self.setValidator(self._gate)

    def show_text(self, text: str) -> None:
        """Show a text as it is, with signs that could not be typed (thousands commas)."""
        self._gate.resting = True
        self.setText(text)
        self._gate.resting = False

    def inputMethodQuery(self, query: Qt.InputMethodQuery, argument: object = None) -> object:  # noqa: N802
        """Keep the input method off: under it a leading point is lost."""
        if query is Qt.InputMethodQuery.ImEnabled:
            return False
        return super().inputMethodQuery(query) if argument is None else super().inputMethodQuery(query, argument)

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        """Translate what an input method commits all the same."""
        if event.commitString():
            event.setCommitString(
                self._translate(event.commitString()), event.replacementStart(), event.replacementLength()
            )
        super().inputMethodEvent(event)
