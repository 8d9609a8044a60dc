"""By window: a clerk records an official card's slip, is told until when, and repays it in time or too late."""

import datetime as dt
from dataclasses import replace

import pytest
from PySide6.QtWidgets import QWidget

from studio_ledger.model.cards import CardSwipe
from tests.builders import School, a_voucher
from tests.window_driver import WindowDriver
from ui.dialogs.card_swipe import CardSwipeDialog
from ui.dialogs.payment import PaymentDialog

TODAY = dt.date(2020, 6, 1)


@pytest.fixture
def school(tmp_path):
    made = School(tmp_path)
    made.fund()
    made.voucher = made.post(replace(a_voucher(date=dt.date(2020, 5, 12)), payment="official_card"))
    yield made
    assert made.ledger.verify().ok
    made.ledger.close()


@pytest.fixture
def driver(qtbot, qapp, monkeypatch, tmp_path, school):
    person = WindowDriver(qtbot, qapp, monkeypatch, tmp_path)
    person.sit_down(school.ledger, school.finance)
    return person


def test_that_a_card_is_repaid_in_time(driver):
    assert driver.owed_to_cards() == "公务卡 1 笔未登记刷卡"
    driver.swipe("王芳", "6217", "2020-05-10", "2020-06-05")
    assert driver.owed_to_cards() == "公务卡 1 笔 5 天内到期"
    driver.pay()
    assert driver.owed_to_cards() == ""
    assert driver.payment_states() == [""]


def test_that_a_late_repayment_says_so(driver):
    driver.swipe("王芳", "6217", "2020-05-02", "2020-05-25")
    assert driver.owed_to_cards() == "公务卡 1 笔已逾期"
    driver.pay()
    assert driver.payment_states() == ["逾期 7 天"]


def test_that_home_tells_of_a_card_to_repay(driver):
    page = driver.go("home")
    driver._settle()
    line = page.todos.findChild(QWidget, "todo_card")
    assert line is not None
    assert "公务卡待还款：1 笔未登记刷卡" in line.accessibleName()


def due_row(school):
    return school.ledger.unpaid("s1")[0]


def a_dialog(qtbot, school, *known):
    dialog = CardSwipeDialog(due_row(school), known, TODAY)
    qtbot.addWidget(dialog)
    return dialog


def test_that_a_known_card_proposes_its_holder_and_last_day(qtbot, school):
    dialog = a_dialog(qtbot, school, CardSwipe("v", "王芳", "6217", dt.date(2020, 4, 8), dt.date(2020, 5, 3)))
    dialog.swiped_on.set_date(dt.date(2020, 5, 20))
    assert dialog.answer() == CardSwipe(school.voucher, "王芳", "6217", dt.date(2020, 5, 20), dt.date(2020, 6, 3))
    assert dialog.problem() == ""


def test_that_what_is_missing_on_a_slip_is_said(qtbot, school):
    dialog = a_dialog(qtbot, school)
    assert "持卡人" in dialog.problem()
    dialog.holder.setText("王芳")
    dialog.tail.setText("6217")
    assert "还款到期日" in dialog.problem()
    dialog.swiped_on.set_date(TODAY + dt.timedelta(days=1))
    assert "不能晚于今天" in dialog.problem()


def test_that_the_payment_form_warns_of_the_last_day_gone_by(qtbot, school):
    school.ledger.record_swipe(school.finance, CardSwipe(school.voucher, "王芳", "6217", dt.date(2020, 5, 2), TODAY))
    dialog = PaymentDialog((due_row(school),), TODAY, "4000", {}, None)
    qtbot.addWidget(dialog)
    assert dialog.late.isHidden()
    later = PaymentDialog((due_row(school),), TODAY + dt.timedelta(days=1), "4000", {}, None)
    qtbot.addWidget(later)
    assert "2020-06-01 已过" in later.late.text()
