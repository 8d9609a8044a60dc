"""Two cards side by side, evidence and work, whose border may be dragged."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSplitter, QWidget


def side_by_side(left: QWidget, right: QWidget, shares: tuple[int, int], least: int = 280) -> QSplitter:
    """Return a splitter that gives each side its share of the width; neither can be folded away."""
    split = QSplitter(Qt.Orientation.Horizontal)
    split.setHandleWidth(12)
    split.setChildrenCollapsible(False)
    for place, side in enumerate((left, right)):
        split.addWidget(side)
        split.setStretchFactor(place, shares[place])
        side.setMinimumWidth(least)
    split.setSizes([share * 12 for share in shares])
    return split
