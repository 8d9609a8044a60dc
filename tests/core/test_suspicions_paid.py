"""To whom the money really went, in a real ledger: a payment to another than the voucher names is asked about."""

from __future__ import annotations

import datetime as dt

import pytest

from studio_ledger.model.money import Money
from studio_ledger.model.spending import Part, Payment
from tests.builders import School, a_voucher

DETECTOR = "seller_is_not_payee"


@pytest.fixture
def school(tmp_path):
    school = School(tmp_path)
    school.fund()
    yield school
    assert school.ledger.verify().ok
    school.ledger.close()


def paid(school, to):
    voucher = school.post(a_voucher())
    amount = Money.yuan(290)
    pay = Payment("pay-1", voucher, Part.WHOLE, amount, dt.date(2020, 6, 1), "transfer", to, "4000123456789")
    school.ledger.record_payment(school.finance, pay)
    return [one.suspicion for one in school.ledger.suspicions() if one.suspicion.name == DETECTOR]


def test_that_a_payment_to_another_than_the_seller_is_seen(school):
    (asked,) = paid(school, "王芳")
    assert asked.kind == "V33"
    assert "王芳" in asked.why
    assert [number for _, number in asked.vouchers] == ["2020-0001"]


def test_that_a_payment_to_the_seller_is_not(school):
    assert paid(school, "深圳书城") == []


def test_that_a_payment_taken_back_is_not(school):
    assert len(paid(school, "王芳")) == 1
    school.ledger.undo_payment(school.finance, "pay-1", "登记错了")
    assert [one for one in school.ledger.suspicions() if one.suspicion.name == DETECTOR] == []
