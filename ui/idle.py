"""Notices that nobody is at the desk any more."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QTimer, Signal

_SIGNS_OF_LIFE = frozenset(
    {QEvent.Type.KeyPress, QEvent.Type.MouseButtonPress, QEvent.Type.Wheel, QEvent.Type.MouseMove, QEvent.Type.Drop}
)


class IdleWatch(QObject):
    """Counts the time since the last key, click or movement.

    Signals:
        idle(): nothing for so many minutes.
    """

    idle = Signal()

    def __init__(self, minutes: float, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.idle)
        self.set_minutes(minutes)
        application = QCoreApplication.instance()
        if application is not None:
            application.installEventFilter(self)

    def set_minutes(self, minutes: float) -> None:
        """Wait so long; 0 never."""
        self._timer.setInterval(round(minutes * 60_000))
        if minutes:
            self._timer.start()
        else:
            self._timer.stop()

    def stop(self) -> None:
        """Watch no longer."""
        self._timer.stop()
        application = QCoreApplication.instance()
        if application is not None:
            application.removeEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: ARG002 - whatever was touched
        """Start anew at every sign of life."""
        if event.type() in _SIGNS_OF_LIFE and self._timer.interval():
            self._timer.start()
        return False
