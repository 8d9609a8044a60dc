"""A field as on a form: the label above, the input below, a remark or an error under it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui import theme
from ui.widgets.mark import set_mark
from ui.widgets.text import label

if TYPE_CHECKING:
    from ui.widgets.mark import Mark


class Field(QWidget):
    """A labelled input. ``&`` in the label makes a mnemonic that moves the focus into the input."""

    def __init__(self, text: str, widget: QWidget, required: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.widget = widget
        self._required = required
        self.caption = label(f"{text} *" if required else text, "caption")
        self.caption.setBuddy(widget)
        self.note = label("", "muted", wrap=True)
        self.note.hide()
        plain = text.replace("&", "")
        if not widget.accessibleName():
            widget.setAccessibleName(plain)
        if required:
            widget.setAccessibleDescription(QCoreApplication.translate("Field", "必填"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        self.mark = label("")
        self.mark.setFixedSize(14, 14)
        self.mark.setVisible(False)
        head = QHBoxLayout()
        head.setContentsMargins(0, 0, 0, 0)
        head.setSpacing(4)
        head.addWidget(self.caption, 1)
        head.addWidget(self.mark)
        layout.addLayout(head)
        grows = widget.sizePolicy().expandingDirections() & Qt.Orientation.Vertical
        layout.addWidget(widget, 1 if grows else 0)
        layout.addWidget(self.note)
        layout.addStretch(0)

    def rename(self, text: str) -> None:
        """Call the input something else; whether it is required stays."""
        self.caption.setText(f"{text} *" if self._required else text)
        self.widget.setAccessibleName(text.replace("&", ""))

    def set_note(self, text: str) -> None:
        """Show a remark under the input; empty takes it away."""
        self._tell(text, "muted", bad=False)

    def set_error(self, text: str) -> None:
        """Show what is wrong under the input and mark it; empty takes both away."""
        self._tell(text, "error", bad=bool(text))

    def set_mark(self, mark: Mark | None) -> None:
        """Show a sign beside the caption and an edge at the input, the words on hovering; None takes them away."""
        words = mark.words if mark else ""
        if words != self.mark.toolTip():
            self.mark.setVisible(mark is not None)
            self.mark.setToolTip(words)
            self.mark.setAccessibleName(words)
        if mark:
            theme.set_icon(self.mark, *(("ban", "error_rule") if mark.block else ("alert-triangle", "warn_rule")), 14)
        set_mark(self.widget.focusProxy() or self.widget, mark)

    def _tell(self, text: str, role: str, *, bad: bool) -> None:
        self.note.setText(text)
        self.note.setVisible(bool(text))
        theme.set_property(self.note, "role", role)
        theme.set_property(self.widget, "bad", bad)
