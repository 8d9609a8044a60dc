"""The amount field against the traps of Chinese input: a lost point is a tenfold error."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget

from studio_ledger.errors import InexactMoneyError
from studio_ledger.model.money import Money
from ui.widgets.arithmetic import evaluate
from ui.widgets.money_edit import MoneyEdit


@pytest.fixture
def form(qtbot):
    window = QWidget()
    window.edit = MoneyEdit()
    window.other = QLineEdit()
    layout = QVBoxLayout(window)
    layout.addWidget(window.edit)
    layout.addWidget(window.other)
    qtbot.addWidget(window)
    window.show()
    window.edit.setFocus()
    qtbot.waitUntil(window.edit.hasFocus)
    return window


def commit(edit, text):
    event = QInputMethodEvent()
    event.setCommitString(text)
    QApplication.sendEvent(edit, event)


def test_that_a_full_width_point_from_the_input_method_is_not_lost(form):
    commit(form.edit, "。５０")
    assert form.edit.money() == Money(50)
    form.other.setFocus()
    assert form.edit.text() == "0.50"


@pytest.mark.parametrize(
    ("typed", "fen"),
    [
        ("１２８．５", 12850), ("￥1,280.50", 128050), ("8*45", 36000), ("８×４５", 36000), ("100-12.5", 8750),
        ("-45", -4500),
        ("(3+4)*10.01", 7007), ("10/3", 333), ("=360", 36000), ("3.", 300), ("360元", 36000),
    ],
)  # fmt: skip
def test_that_what_a_clerk_types_is_read_exactly(form, typed, fen):
    commit(form.edit, typed)
    assert form.edit.money() == Money(fen)


def test_that_keys_are_read_as_committed_text_is(form):
    QTest.keyClicks(form.edit, "8*45")
    QTest.keyClick(form.edit, Qt.Key.Key_Return)
    assert form.edit.text() == "360.00"


def test_that_pasted_full_width_figures_are_translated(form):
    QGuiApplication.clipboard().setText("￥1,234.5")
    form.edit.paste()
    assert form.edit.money() == Money(123450)


def test_that_the_input_method_is_off(form):
    assert form.edit.inputMethodQuery(Qt.InputMethodQuery.ImEnabled) is False


def test_that_letters_do_not_get_in(form):
    QTest.keyClicks(form.edit, "a1b2")
    assert form.edit.text() == "12"


def test_that_a_third_decimal_is_marked_and_kept(form):
    QTest.keyClicks(form.edit, "1.234")
    assert form.edit.money() is None
    assert form.edit.text() == "1.234"
    assert form.edit.property("bad") is True


def test_that_an_amount_rests_grouped_and_a_negative_one_is_red(form):
    form.other.setFocus()
    form.edit.set_money(Money(-123456789))
    assert form.edit.text() == "-1,234,567.89"
    assert form.edit.property("negative") is True


def test_that_the_signal_tells_the_amount_once(form, qtbot):
    with qtbot.waitSignal(form.edit.money_changed) as told:
        form.edit.set_money(Money(100))
    assert told.args == [Money(100)]
    heard = []
    form.edit.money_changed.connect(heard.append)
    form.edit.set_money(Money(100))
    assert heard == []


@pytest.mark.parametrize("text", ["1/0", "(1", "1+", "9" * 20, "1..2", "*3", "--", "()"])
def test_that_a_text_which_is_no_sum_is_refused(text):
    with pytest.raises(InexactMoneyError):
        evaluate(text)


def test_that_nothing_is_no_amount():
    assert evaluate(" ") is None
