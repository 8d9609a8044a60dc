"""The table of rows: a model Qt itself approves of, and cells that read as people expect."""

import datetime as dt
from dataclasses import dataclass

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest

from studio_ledger.model.money import Money
from studio_ledger.model.voucher import State
from ui import theme
from ui.widgets.row_table import ROW_ROLE, STATE_ROLE, Column, RowModel, RowTable


@dataclass(frozen=True)
class Row:
    id: str
    day: dt.date
    amount: Money
    state: State


ROWS = tuple(
    Row(str(number), dt.date(2026, 11, number), Money(amount), state)
    for number, amount, state in ((1, 36000, State.POSTED), (2, -4500, State.HOST_SIGNED), (3, 120000, State.VOID))
)
COLUMNS = (
    Column("号", lambda row: row.id, width=60),
    Column("日期", lambda row: row.day),
    Column("金额", lambda row: row.amount, numeric=True, width=110),
    Column("状态", lambda row: row.state, width=150, chip=True),
)


@pytest.fixture
def table(qtbot):
    widget = RowTable(COLUMNS, sortable=True)
    qtbot.addWidget(widget)
    widget.show()
    return widget


def test_that_qt_finds_no_fault_with_the_model(qapp):
    model = RowModel(COLUMNS)
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    model.set_rows(ROWS)
    model.sort(2, Qt.SortOrder.DescendingOrder)
    model.set_rows(ROWS[:1])
    model.set_rows(())
    assert tester.model() is model


def test_that_money_is_grouped_and_red_below_zero(qapp):
    model = RowModel(COLUMNS)
    model.set_rows(ROWS)
    assert model.data(model.index(2, 2)) == "1,200.00"
    assert model.data(model.index(1, 2), int(Qt.ItemDataRole.ForegroundRole)) == theme.color("red")
    assert model.data(model.index(1, 3), STATE_ROLE) == "host_signed"
    assert model.data(model.index(1, 3), ROW_ROLE) is ROWS[1]
    assert "待法定代表人签" in model.data(model.index(1, 3), int(Qt.ItemDataRole.AccessibleTextRole))


def test_that_sorting_by_amount_goes_by_value(table):
    table.set_rows(ROWS)
    table.sortByColumn(2, Qt.SortOrder.AscendingOrder)
    assert [row.id for row in table.rows()] == ["2", "1", "3"]


def test_that_the_current_row_stays_current_after_a_refresh(table):
    table.set_rows(ROWS)
    table.set_current(2)
    table.set_rows(ROWS[1:])
    assert table.current_row() == ROWS[2]


def test_that_enter_chooses_the_current_row(table, qtbot):
    table.set_rows(ROWS)
    table.set_current(1)
    with qtbot.waitSignal(table.activated_row) as chosen:
        QTest.keyClick(table, Qt.Key.Key_Return)
    assert chosen.args == [ROWS[1]]


def test_that_an_emptied_table_tells_that_no_row_is_current(table, qtbot):
    table.set_rows(ROWS)
    with qtbot.waitSignal(table.current_row_changed) as told:
        table.set_rows(())
    assert told.args == [None]
    assert table.selected_rows() == ()


def test_that_chips_and_red_figures_are_painted(table, qtbot):
    table.set_rows(ROWS)
    table.resize(600, 200)
    table.set_current(1)
    assert not table.grab().isNull()


def test_that_a_large_amount_is_never_cut(qtbot):
    table = RowTable((Column("收款方", lambda row: row[0]), Column("金额", lambda row: row[1], numeric=True, width=80)))
    qtbot.addWidget(table)
    table.resize(400, 200)
    table.set_rows([("甲", Money.yuan("12.00"))])
    narrow = table.columnWidth(1)
    table.set_rows([("甲", Money.yuan("12.00")), ("乙", Money.yuan("-12345678.90"))])
    cell = table.sizeHintForIndex(table.model().index(1, 1)).width()
    assert narrow == 80
    assert table.columnWidth(1) >= cell
