"""A field for a day that is typed, not clicked together."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from itertools import pairwise
from typing import TYPE_CHECKING

from PySide6.QtCore import QDate, QEvent, QPoint, Qt, Signal
from PySide6.QtGui import QAction, QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QCalendarWidget, QLineEdit, QMenu, QWidget, QWidgetAction

from ui import theme
from ui.widgets.plain_edit import PlainEdit

if TYPE_CHECKING:
    from collections.abc import Callable

_CHINA = dt.timezone(dt.timedelta(hours=8))
_ALLOWED = frozenset("0123456789-+t")
_SEPARATORS = re.compile(r"[./。年月\s]")
_SPOKEN = str.maketrans({"。": ".", "、": "/", "—": "-", "–": "-", "−": "-", "T": "t"})


def today_here() -> dt.date:
    """Return today in China, whatever the computer's zone."""
    return dt.datetime.now(_CHINA).date()


def read_date(text: str, today: dt.date) -> dt.date | None:
    """Read ``2026-11-18``, ``20261118``, ``11-18``, ``1118``, ``18``, ``t`` (today), ``-1``, ``+1``; else None."""
    text = _plain(text)
    if text == "t":
        return today
    if re.fullmatch(r"[+-]\d{1,3}", text):
        return today + dt.timedelta(days=int(text))
    parts = [int(part) for part in text.split("-") if part.isdigit()] if "-" in text else _unseparated(text)
    full = [today.year, today.month, *parts][-3:] if 1 <= len(parts) <= 3 else []
    if len(parts) == 2:
        full = [today.year, *parts]
    if not full or text.count("-") > 2:
        return None
    try:
        return dt.date(full[0] + (2000 if full[0] < 100 else 0), full[1], full[2])
    except ValueError:
        return None


def _unseparated(text: str) -> list[int]:
    cuts = {8: (4, 6), 6: (2, 4), 4: (2,), 3: (1,), 2: (), 1: ()}.get(len(text))
    if cuts is None or not text.isdigit():
        return []
    bounds = [0, *cuts, len(text)]
    return [int(text[start:end]) for start, end in pairwise(bounds)]


def _plain(text: str) -> str:
    spoken = unicodedata.normalize("NFKC", text).translate(_SPOKEN).replace("日", "").replace("号", "").strip()
    return _SEPARATORS.sub("-", spoken)


class DateEdit(PlainEdit):
    """Types ``1118``, ``11-18``, ``-1``, ``t``; ↑ and ↓ move by a day, Alt+↓ opens a calendar.

    Signals:
        date_changed(object): the text now reads as this date, or as None.
    """

    date_changed = Signal(object)

    def __init__(self, parent: QWidget | None = None, today: Callable[[], dt.date] = today_here) -> None:
        super().__init__(_plain, _ALLOWED, parent)
        self._today = today
        self._date: dt.date | None = None
        self.setPlaceholderText(self.tr("年-月-日"))
        self._calendar = QAction(theme.icon("calendar"), self.tr("打开日历"), self)
        self._calendar.triggered.connect(self.open_calendar)
        self.addAction(self._calendar, QLineEdit.ActionPosition.TrailingPosition)
        self.textEdited.connect(self._typed)

    def date_value(self) -> dt.date | None:
        """Return the day; None where the field is empty or its text is none."""
        return self._date

    def set_date(self, day: dt.date | None) -> None:
        """Show a day, or nothing."""
        self.setText(day.isoformat() if day else "")
        self._take(day)

    def is_readable(self) -> bool:
        """Whether the text is a day or empty."""
        return self._date is not None or not self.text()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move by a day with the arrows; settle on Enter."""
        steps = {Qt.Key.Key_Up: 1, Qt.Key.Key_Down: -1}
        if event.key() == Qt.Key.Key_Down and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self.open_calendar()
        elif event.key() in steps:
            self.set_date((self._date or self._today()) + dt.timedelta(days=steps[Qt.Key(event.key())]))
        else:
            if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
                self.settle()
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        """Tint the calendar anew with the theme."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.PaletteChange and hasattr(self, "_calendar"):
            self._calendar.setIcon(theme.icon("calendar"))

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Select all, so that typing replaces it."""
        super().focusInEvent(event)
        if event.reason() != Qt.FocusReason.MouseFocusReason:
            self.selectAll()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Show the day in full."""
        self.settle()
        super().focusOutEvent(event)

    def settle(self) -> None:
        """Replace what was typed by the day in full."""
        self._typed(self.text())
        if self._date is not None:
            self.setText(self._date.isoformat())

    def open_calendar(self) -> None:
        """Offer a calendar to pick from."""
        menu = QMenu(self)
        calendar = QCalendarWidget(menu)
        calendar.setGridVisible(False)
        calendar.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        day = self._date or self._today()
        calendar.setSelectedDate(QDate(day.year, day.month, day.day))
        action = QWidgetAction(menu)
        action.setDefaultWidget(calendar)
        menu.addAction(action)
        for signal in (calendar.activated, calendar.clicked):
            signal.connect(self._picked)
            signal.connect(menu.close)
        menu.popup(self.mapToGlobal(QPoint(0, self.height())))

    def _picked(self, day: QDate) -> None:
        self.set_date(dt.date(day.year(), day.month(), day.day()))

    def _typed(self, text: str) -> None:
        self._take(read_date(text, self._today()) if text else None)

    def _take(self, day: dt.date | None) -> None:
        changed = day != self._date
        self._date = day
        theme.set_property(self, "bad", not self.is_readable() and len(self.text()) > 2)
        if changed:
            self.date_changed.emit(day)
