"""A mark at the place that a finding is about: a coloured edge, the finding's words on hovering and read aloud."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ui import theme

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget


@dataclass(frozen=True, slots=True)
class Mark:
    """What is said at a place; `block` where it forbids the submission."""

    words: str
    block: bool

    @property
    def edge(self) -> str:
        """The word that the style sheet knows the edge by."""
        return "block" if self.block else "warn"


def set_mark(widget: QWidget, mark: Mark | None) -> None:
    """Mark a widget, or take its mark away; the hint that it had of its own stays."""
    if mark is None and not widget.property("marked"):
        return
    if not widget.property("marked"):
        widget.setProperty("ownHint", widget.toolTip())
        widget.setProperty("ownDescription", widget.accessibleDescription())
    hint, told = str(widget.property("ownHint") or ""), str(widget.property("ownDescription") or "")
    words = mark.words if mark else ""
    widget.setToolTip("\n".join(part for part in (words, hint) if part))
    widget.setAccessibleDescription("\n".join(part for part in (words, told) if part))
    theme.set_property(widget, "marked", mark.edge if mark else "")
