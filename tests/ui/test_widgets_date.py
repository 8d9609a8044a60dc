"""A day is typed in as few keys as a clerk expects."""

import datetime as dt

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from ui.widgets.date_edit import DateEdit, read_date

TODAY = dt.date(2026, 11, 22)


@pytest.mark.parametrize(
    ("typed", "iso"),
    [
        ("1118", "2026-11-18"), ("11-18", "2026-11-18"), ("11.18", "2026-11-18"), ("11/8", "2026-11-08"),
        ("20251231", "2025-12-31"), ("251231", "2025-12-31"), ("2026-1-5", "2026-01-05"), ("18", "2026-11-18"),
        ("t", "2026-11-22"), ("T", "2026-11-22"), ("-1", "2026-11-21"), ("+3", "2026-11-25"),
        ("2026年11月8日", "2026-11-08"), ("11月8日", "2026-11-08"), ("１１１８", "2026-11-18"), ("308", "2026-03-08"),
        ("11。18", "2026-11-18"),
    ],
)  # fmt: skip
def test_that_a_day_is_read_as_it_is_typed(typed, iso):
    assert read_date(typed, TODAY) == dt.date.fromisoformat(iso)


@pytest.mark.parametrize("typed", ["", "1332", "2026-02-30", "abc", "0", "123456789", "1-2-3-4"])
def test_that_what_is_no_day_is_none(typed):
    assert read_date(typed, TODAY) is None


@pytest.fixture
def edit(qtbot):
    widget = DateEdit(today=lambda: TODAY)
    qtbot.addWidget(widget)
    widget.show()
    return widget


def test_that_the_day_is_shown_in_full_after_enter(edit, qtbot):
    with qtbot.waitSignal(edit.date_changed):
        QTest.keyClicks(edit, "1118")
    QTest.keyClick(edit, Qt.Key.Key_Return)
    assert edit.text() == "2026-11-18"
    assert edit.date_value() == dt.date(2026, 11, 18)


def test_that_full_width_input_counts(edit):
    event = QInputMethodEvent()
    event.setCommitString("１１。１８")
    QApplication.sendEvent(edit, event)
    edit.settle()
    assert edit.date_value() == dt.date(2026, 11, 18)


def test_that_the_arrows_move_by_a_day(edit):
    edit.set_date(dt.date(2026, 12, 31))
    QTest.keyClick(edit, Qt.Key.Key_Up)
    assert edit.date_value() == dt.date(2027, 1, 1)


def test_that_an_impossible_day_is_kept_and_marked(edit):
    QTest.keyClicks(edit, "20260230")
    edit.settle()
    assert edit.text() == "20260230"
    assert edit.property("bad") is True
    assert edit.date_value() is None
