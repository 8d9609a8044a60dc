"""Veils over the window: where to drop files, which keys there are, how far the work has come."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QProgressBar, QVBoxLayout, QWidget

from ui import theme
from ui.widgets.card import Card
from ui.widgets.layouts import clear
from ui.widgets.text import button, label

if TYPE_CHECKING:
    from collections.abc import Iterable

    from PySide6.QtGui import QKeyEvent, QMouseEvent

    from ui.tasks import Task

_PATIENCE_MS = 300


class Overlay(QFrame):
    """A half-transparent veil that covers its parent, with a card in the middle."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._covered = parent
        self.setObjectName("overlay")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.card = Card()
        column = QVBoxLayout(self)
        column.addStretch(1)
        column.addWidget(self.card, 0, Qt.AlignmentFlag.AlignCenter)
        column.addStretch(1)
        parent.installEventFilter(self)
        self.hide()

    def cover(self) -> None:
        """Cover the parent."""
        self.setGeometry(self._covered.rect())
        self.show()
        self.raise_()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Grow with the parent."""
        if event.type() is QEvent.Type.Resize and watched is self._covered:
            self.setGeometry(self._covered.rect())
        return False


class DropOverlay(Overlay):
    """Says where dropped files go, and how many they are."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        picture = QLabel()
        theme.set_icon(picture, "download", "primary", 40)
        picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.text = label("", "section")
        self.card.body.addWidget(picture)
        self.card.body.addWidget(self.text)

    def announce(self, count: int) -> None:
        """Cover the window while files hover over it."""
        self.text.setText(self.tr("松开以放入票据夹（{0} 个）").format(count))
        self.cover()


class KeyOverlay(Overlay):
    """All keys at one glance; any key or click takes it away."""

    def show_keys(self, groups: Iterable[tuple[str, Iterable[tuple[str, str]]]]) -> None:
        """Show groups of (key, words)."""
        clear(self.card.body)
        self.card.set_title(self.tr("按键一览"))
        sheet = QWidget()
        columns = QHBoxLayout(sheet)
        columns.setSpacing(32)
        for title, keys in groups:
            columns.addLayout(self._group(title, keys))
        self.card.body.addWidget(sheet)
        self.card.body.addWidget(label(self.tr("按任意键关闭"), "muted"))
        self.cover()
        self.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Any key closes."""
        event.accept()
        self.hide()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Any click closes."""
        event.accept()
        self.hide()

    def _group(self, title: str, keys: Iterable[tuple[str, str]]) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(8)
        grid.addWidget(label(title, "caption"), 0, 0, 1, 2)
        for place, (key, words) in enumerate(keys, start=1):
            grid.addWidget(label(key, "strong"), place, 0)
            grid.addWidget(label(words), place, 1)
        grid.setRowStretch(grid.rowCount(), 1)
        return grid


class ProgressSheet(Overlay):
    """Shows a titled task that takes longer than a moment; a cancel keeps what is done."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._task: Task | None = None
        self.text = label("")
        self.text.setMinimumWidth(360)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(self.tr("进度"))
        self.cancel_button = button(self.tr("取消（已完成的保留）"), on_click=self._cancel, name="cancelTask")
        for widget in (self.text, self.bar):
            self.card.body.addWidget(widget)
        self.card.body.addWidget(self.cancel_button, 0, Qt.AlignmentFlag.AlignRight)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.cover)

    def watch(self, task: Task) -> None:
        """Follow a task; one without a title goes on unseen."""
        if not task.title or self._task is not None:
            return
        self._task = task
        self.card.set_title(task.title)
        self.text.setText(self.tr("请稍候…"))
        self.bar.setRange(0, 0)
        self.cancel_button.setVisible(task.can_cancel)
        self.cancel_button.setEnabled(True)
        task.progressed.connect(self._progressed)
        task.ended.connect(self._ended)
        self._timer.start(_PATIENCE_MS)

    def _progressed(self, done: int, of: int, name: str) -> None:
        self.bar.setRange(0, of)
        self.bar.setValue(done)
        self.text.setText(self.tr("{0} / {1}  {2}").format(done, of, name))

    def _cancel(self) -> None:
        if self._task is not None:
            self._task.cancel()
            self.cancel_button.setEnabled(False)
            self.text.setText(self.tr("正在停下…"))

    def _ended(self) -> None:
        self._timer.stop()
        self._task = None
        self.hide()
