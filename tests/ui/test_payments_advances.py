"""Advances among the open items of 待收付: to be paid out, still out, and gone once they are settled."""

from __future__ import annotations

import datetime as dt

import pytest

from studio_ledger.model.funds import Source
from studio_ledger.model.money import Money
from studio_ledger.model.spending import Advance, Part, Payment
from tests.builders import School
from tests.ui.desks import Said, a_desk, settled, shown
from ui.pages.payments import PaymentsPage

DAY = dt.date(2020, 6, 1)


@pytest.fixture
def school(tmp_path):
    made = School(tmp_path)
    made.fund()
    for form, person, yuan in (("a1", "王芳", "2000"), ("a2", "刘洋", "500")):
        due = dt.date(2020, 7, 1)
        made.ledger.advance(
            made.finance, Advance("", "s1", person, "赴广州学习", Source.CITY, Money.yuan(yuan), DAY, due), form
        )
    yield made
    made.ledger.close()


@pytest.fixture
def page(qtbot, school, tmp_path):
    made = PaymentsPage(a_desk(school, school.finance, tmp_path))
    made.told = Said(made.desk)
    return shown(qtbot, made)


def move(school, yuan, form="a1", name="p1"):
    payment = Payment(name, form, Part.ADVANCE, Money.yuan(yuan), DAY, "transfer", "王芳")
    school.ledger.record_payment(school.finance, payment)


def read_again(qtbot, page):
    page.desk.notifier.payments_changed.emit()
    settled(qtbot, page.desk)


def test_that_what_is_not_signed_is_not_open(page):
    assert not page.due.advances.isVisible()
    assert page.status.text() == ""


def test_that_an_advance_is_open_until_it_is_back(qtbot, school, page):
    school.sign_both("a1", "a2")
    move(school, "2000")
    read_again(qtbot, page)
    assert page.due.advances.isVisible()
    assert page.status.text() == "借款未还清 ¥2,000.00（1 笔） · 借款待付出 ¥500.00（1 笔）"
    assert [row.advance.person for row in page.due.advances.table.rows()] == ["王芳", "刘洋"]
    move(school, "-2000", name="p2")
    school.ledger.close_hold(school.finance, "a1")
    read_again(qtbot, page)
    assert page.status.text() == "借款待付出 ¥500.00（1 笔）"


def test_that_an_open_advance_leads_to_where_it_is_settled(qtbot, school, page):
    school.sign_both("a1")
    read_again(qtbot, page)
    page.due.advances.go_button.click()
    assert page.told.went[-1] == ("requests", {"tab": "advances"})
