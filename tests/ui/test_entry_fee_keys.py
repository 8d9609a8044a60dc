"""Keys on the list of fees: Esc gives a cell's edit up, Ctrl+Z goes back step by step, Ctrl+V takes rows of Excel."""

import datetime as dt

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from studio_ledger.model.money import Money
from studio_ledger.model.payee import RegisteredPayee
from tests.builders import School
from tests.ui.desks import a_desk, shown
from tests.ui.test_entry_fees import fill, quiet
from ui.pages.entry.page import EntryPage

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def school(tmp_path):
    made = School(tmp_path)
    made.fund()
    for name in ("周敏", "刘洁"):
        made.ledger.put_payee(made.finance, RegisteredPayee("", name, "external_person", "senior", "华南师范大学"))
    yield made
    made.ledger.close()


@pytest.fixture
def grid(qtbot, school, tmp_path):
    page = EntryPage(a_desk(school, school.finance, tmp_path))
    shown(qtbot, page)
    page.form.category.pick("lecture")
    page.form.date.set_date(dt.date(2020, 5, 28))
    page.form.fees.unfold()
    quiet(qtbot, page)
    return page.form.fees


def go(qtbot, widget):
    widget.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.waitUntil(widget.hasFocus)


def names(grid):
    return [row.person for row in grid.rows]


def paste(qtbot, widget, text):
    QGuiApplication.clipboard().setText(text)
    go(qtbot, widget)
    qtbot.keyClick(widget, Qt.Key.Key_V, CTRL)


def test_that_escape_gives_up_what_was_typed_in_a_cell_only(qtbot, grid):
    fill(grid.rows[0])
    row = grid.rows[0]
    go(qtbot, row.net)
    qtbot.keyClicks(row.net, "9")
    assert row.net.money() == Money.yuan("9")
    qtbot.keyClick(row.net, Qt.Key.Key_Escape)
    assert (row.net.money(), row.fee().tax, row.person) == (Money.yuan("2000"), Money.yuan("300"), "周敏")
    assert row.net.hasFocus()


def test_that_undo_goes_back_cell_by_cell_and_redo_forward(qtbot, grid):
    row = grid.rows[0]
    for widget, text in ((row.name, "周敏"), (row.hours, "4"), (row.net, "2000")):
        go(qtbot, widget)
        widget.setText(text)
    qtbot.keyClick(row.net, Qt.Key.Key_Z, CTRL)
    assert (row.net.money(), row.hours.text(), row.person) == (None, "4", "周敏")
    qtbot.keyClick(row.net, Qt.Key.Key_Z, CTRL)
    assert (row.hours.text(), row.person) == ("", "周敏")
    qtbot.keyClick(row.net, Qt.Key.Key_Y, CTRL)
    qtbot.keyClick(row.net, Qt.Key.Key_Y, CTRL)
    assert (row.hours.text(), row.net.money()) == ("4", Money.yuan("2000"))


def test_that_a_row_taken_away_comes_back(qtbot, grid):
    fill(grid.rows[0])
    grid._add_and_go()
    fill(grid.rows[1], "刘洁", "2", "1000")
    grid.rows[0].remove_button.click()
    assert names(grid) == ["刘洁"]
    go(qtbot, grid.rows[0].net)
    qtbot.keyClick(grid.rows[0].net, Qt.Key.Key_Z, CTRL)
    assert names(grid) == ["周敏", "刘洁"]
    assert [fee.net for fee in grid.fees()] == [Money.yuan("2000"), Money.yuan("1000")]


def test_that_rows_of_excel_are_taken_by_their_headings(qtbot, grid):
    paste(qtbot, grid.rows[0].name, "序号\t姓名\t学时\t税后实发\r\n1\t周敏\t4\t2,000.00\r\n2\t刘洁\t2\t￥1000\r\n")
    fees = grid.fees()
    assert [(fee.name, fee.hours, fee.net, fee.tax) for fee in fees] == [
        ("周敏", "4", Money.yuan("2000"), Money.yuan("300")),
        ("刘洁", "2", Money.yuan("1000"), Money.yuan("50")),
    ]
    assert all(fee.payee and fee.title == "senior" for fee in fees), "whoever is registered is known by his name"
    qtbot.keyClick(grid.rows[0].name, Qt.Key.Key_Z, CTRL)
    assert grid.fees() == (), "the whole block is one step"


def test_that_a_block_without_headings_goes_from_the_cell_on(qtbot, grid):
    fill(grid.rows[0], hours="", net="")
    paste(qtbot, grid.rows[0].hours, "4\t1\t2000\n3\t1\t1500")
    assert [(row.hours.text(), row.net.money()) for row in grid.rows] == [
        ("4", Money.yuan("2000")),
        ("3", Money.yuan("1500")),
    ]


def test_that_what_cannot_be_read_is_told_and_left_empty(qtbot, grid):
    paste(qtbot, grid.rows[0].name, "姓名\t职称\t税后实发\n周敏\t大师\t两千\n刘洁\t\t1000\n")
    assert "第 1 行“大师”" in grid.unread.text()
    assert "“两千”" in grid.unread.text()
    assert grid.rows[0].net.money() is None
    assert grid.rows[1].net.money() == Money.yuan("1000")


def test_that_a_single_value_is_the_cells_own(qtbot, grid):
    paste(qtbot, grid.rows[0].hours, "4")
    assert grid.rows[0].hours.text() == "4"
    assert len(grid.rows) == 1
