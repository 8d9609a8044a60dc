from decimal import Decimal

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication, QLineEdit

from studio_ledger.model.funds import Source
from studio_ledger.model.money import Money
from studio_ledger.model.voucher import VoucherLine
from ui.widgets.entry_grid import EntryGrid
from ui.widgets.entry_rows import Col, EntryRow

ENTER = Qt.Key.Key_Return
CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def grid(qtbot):
    widget = EntryGrid()
    qtbot.addWidget(widget)
    widget.resize(600, 240)
    with qtbot.waitExposed(widget):
        widget.show()
    widget.activateWindow()
    qtbot.waitUntil(widget.isActiveWindow)
    widget.set_sources((Source.CITY, Source.DISTRICT), Source.DISTRICT)
    widget.go_to(0, Col.ITEM)
    return widget


def typed(text):
    """What an input method commits at once."""
    event = QInputMethodEvent()
    event.setCommitString(text)
    QApplication.sendEvent(QApplication.focusWidget(), event)


def composed(letters):
    """What an input method shows while it composes."""
    QApplication.sendEvent(QApplication.focusWidget(), QInputMethodEvent(letters, []))


def press(qtbot, key, modifiers=Qt.KeyboardModifier.NoModifier):
    qtbot.keyClick(QApplication.focusWidget(), key, modifiers)


def place(grid):
    return grid.currentIndex().row(), Col(grid.currentIndex().column())


def test_that_the_editor_is_open_as_soon_as_a_cell_is_reached(grid):
    assert isinstance(grid.open_editor(), QLineEdit)
    assert QApplication.focusWidget() is grid.open_editor()


def test_that_enter_walks_the_cells_and_makes_a_row_at_the_end(grid, qtbot):
    seen = [place(grid)]
    for _ in Col:
        press(qtbot, ENTER)
        seen.append(place(grid))
    assert seen == [(0, Col.ITEM), (0, Col.QUANTITY), (0, Col.AMOUNT), (0, Col.SOURCE), (1, Col.ITEM)]


def test_that_shift_enter_goes_back(grid, qtbot):
    press(qtbot, ENTER)
    press(qtbot, ENTER, Qt.KeyboardModifier.ShiftModifier)
    assert place(grid) == (0, Col.ITEM)


def test_that_a_line_typed_by_keys_is_a_voucher_line(grid, qtbot):
    typed("班主任工作手册")
    press(qtbot, ENTER)
    qtbot.keyClicks(QApplication.focusWidget(), "8")
    press(qtbot, ENTER)
    qtbot.keyClicks(QApplication.focusWidget(), "8*45")
    press(qtbot, ENTER)
    press(qtbot, ENTER)
    assert grid.lines() == (VoucherLine("班主任工作手册", Money(36000), Source.DISTRICT, Decimal(8)),)


def test_that_what_stands_in_the_open_editor_counts_as_typed(grid):
    typed("白板笔")
    assert [line.item for line in grid.lines()] == ["白板笔"]


def test_that_a_bracket_committed_by_the_input_method_stays(grid):
    typed("《")
    typed("论")
    assert grid.open_editor().text() == "《论"


def test_that_a_bracket_committed_on_a_closed_cell_stays(grid, qtbot):
    press(qtbot, Qt.Key.Key_Escape)
    assert grid.open_editor() is None
    typed("《")
    typed("论")
    assert grid.open_editor().text() == "《论"


@pytest.mark.parametrize("stops", ["..", "。。"])
def test_that_two_full_stops_copy_the_cell_above(grid, qtbot, stops):
    grid.set_lines((VoucherLine("打印纸", Money(100), Source.CITY), VoucherLine("", Money(0), Source.CITY)))
    grid.go_to(1, Col.ITEM)
    for character in stops:
        typed(character)
    assert grid.open_editor().text() == "打印纸"


def test_that_two_full_stops_copy_an_amount_too(grid, qtbot):
    grid.set_lines((VoucherLine("打印纸", Money(1250), Source.CITY), VoucherLine("笔", Money(0), Source.CITY)))
    grid.go_to(1, Col.AMOUNT)
    qtbot.keyClicks(QApplication.focusWidget(), "..")
    assert grid.lines()[1].amount == Money(1250)


def test_that_equals_fills_what_the_invoices_leave(grid, qtbot):
    grid.set_to_claim(Money(36000))
    grid.set_lines((VoucherLine("手册", Money(30000), Source.CITY), VoucherLine("笔", Money(0), Source.CITY)))
    grid.go_to(1, Col.AMOUNT)
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Equal)
    assert grid.lines()[1].amount == Money(6000)


def test_that_a_row_is_inserted_deleted_and_brought_back(grid, qtbot):
    grid.set_lines((VoucherLine("甲", Money(100), Source.CITY), VoucherLine("乙", Money(200), Source.CITY)))
    grid.go_to(1, Col.ITEM)
    press(qtbot, Qt.Key.Key_I, CONTROL)
    assert [row.item for row in grid.rows_model.rows()] == ["甲", "", "乙"]
    press(qtbot, Qt.Key.Key_Delete, CONTROL)
    assert [row.item for row in grid.rows_model.rows()] == ["甲", "乙"]
    press(qtbot, Qt.Key.Key_Delete, CONTROL)
    assert [row.item for row in grid.rows_model.rows()] == ["甲"]
    press(qtbot, Qt.Key.Key_Z, CONTROL)
    assert [row.item for row in grid.rows_model.rows()] == ["甲", "乙"]


def test_that_ctrl_d_copies_the_row(grid, qtbot):
    grid.set_lines((VoucherLine("甲", Money(100), Source.CITY, Decimal(2)),))
    grid.go_to(0, Col.AMOUNT)
    press(qtbot, Qt.Key.Key_D, CONTROL)
    assert grid.lines()[0] == grid.lines()[1]


def test_that_ctrl_down_moves_the_row(grid, qtbot):
    grid.set_lines((VoucherLine("甲", Money(100), Source.CITY), VoucherLine("乙", Money(200), Source.CITY)))
    grid.go_to(0, Col.ITEM)
    press(qtbot, Qt.Key.Key_Down, CONTROL)
    assert [row.item for row in grid.rows_model.rows()] == ["乙", "甲"]
    assert place(grid) == (1, Col.ITEM)


def test_that_the_grids_keys_wait_while_the_input_method_composes(grid, qtbot):
    composed("g z s")
    press(qtbot, Qt.Key.Key_I, CONTROL)
    press(qtbot, ENTER)
    assert grid.rows_model.rowCount() == 1
    assert place(grid) == (0, Col.ITEM)
    composed("")


def test_that_the_source_column_is_shown_only_where_there_is_a_choice(grid):
    assert not grid.isColumnHidden(Col.SOURCE)
    grid.set_sources((Source.CITY,), Source.CITY)
    assert grid.isColumnHidden(Col.SOURCE)


def test_that_a_line_is_found_behind_empty_rows(grid):
    grid.rows_model.load((EntryRow("甲", None, Money(1)), EntryRow(), EntryRow("乙", None, Money(1))))
    assert grid.row_of_line(2) == 2


def test_that_the_model_keeps_qts_rules(grid, qtbot):
    QAbstractItemModelTester(grid.rows_model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    grid.rows_model.insert(0)
    grid.rows_model.remove(0)
    grid.rows_model.load(())
    assert grid.rows_model.rowCount() == 1


def test_that_opening_a_line_does_not_move_it_to_other_money(grid, qtbot):
    grid.set_lines((VoucherLine("甲", Money(100), Source.CARRIED_OVER),))
    grid.go_to(0, Col.SOURCE)
    press(qtbot, ENTER)
    assert grid.lines()[0].source is Source.CARRIED_OVER
