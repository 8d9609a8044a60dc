"""A scrolled grid of typed rows under a line of heads: what the forms of many lines stand on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QScrollArea, QWidget

from ui.widgets.text import label

if TYPE_CHECKING:
    from collections.abc import Sequence


class LineGrid(QScrollArea):
    """Heads in the first row of `self.grid`; whoever builds on it puts its rows below."""

    def __init__(self, parent: QWidget | None = None, *, gap: int = 4) -> None:
        super().__init__(parent)
        ground = QWidget()
        ground.setObjectName("scrolled")
        self.grid = QGridLayout(ground)
        self.grid.setContentsMargins(0, 0, 4, 0)
        self.grid.setHorizontalSpacing(gap)
        self.grid.setVerticalSpacing(4)
        self.setWidget(ground)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def set_heads(self, heads: Sequence[str], stretches: Sequence[int]) -> None:
        """Name the columns and give each its share of the width."""
        for column, (head, stretch) in enumerate(zip(heads, stretches, strict=True)):
            self.grid.addWidget(label(head, "caption"), 0, column)
            self.grid.setColumnStretch(column, stretch)
