"""Garbage is collected on the window's thread: a pool thread that happens to collect destroys widgets there."""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer

_EVERY_MS = 2_000
_FULL_EVERY = 30


class GarbageRound(QObject):
    """Switches the automatic collection off and collects on a timer of its own thread instead."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        gc.disable()
        self._rounds = 0
        self._timer = QTimer(self)
        self._timer.setInterval(_EVERY_MS)
        self._timer.timeout.connect(self._collect)
        self._timer.start()

    def _collect(self) -> None:
        """Take the young garbage each time, the old now and then."""
        self._rounds += 1
        gc.collect(2 if self._rounds % _FULL_EVERY == 0 else 1)
