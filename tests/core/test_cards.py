"""Official cards: what the slip says, until when the school repays, and what is too late; each act replays."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio_ledger.ledger.refusals import BadPaymentError, NotPermittedError
from studio_ledger.model.cards import LONGEST_DAYS, CardSwipe, next_repayment
from studio_ledger.model.money import Money
from studio_ledger.model.spending import Part, Payment
from tests.builders import School, a_voucher

SWIPED = dt.date(2020, 5, 10)
LAST = dt.date(2020, 6, 5)
TODAY = dt.date(2020, 6, 1)


@pytest.fixture
def school(tmp_path):
    school = School(tmp_path)
    school.fund()
    yield school
    assert school.ledger.verify().ok, "every act of the test replays to the same tables"
    school.ledger.close()


@pytest.fixture
def voucher(school):
    return posted(school)


def posted(school, **changes):
    return school.post(replace(a_voucher(), payment="official_card", **changes), "分两次购买")


def a_swipe(voucher, **changes):
    return replace(CardSwipe(voucher, "王芳", "6217", SWIPED, LAST), **changes)


def repay(school, voucher, day, yuan=None, name="p1"):
    whole = next(row.rest for row in school.ledger.unpaid("s1") if row.voucher == voucher)
    amount = whole if yuan is None else Money.yuan(yuan)
    payment = Payment(name, voucher, Part.WHOLE, amount, day, "official_card", "王芳")
    return school.ledger.record_payment(school.finance, payment)


def test_that_a_slip_says_until_when_a_voucher_must_be_repaid(school, voucher):
    school.ledger.record_swipe(school.finance, a_swipe(voucher))
    [row] = school.ledger.unpaid("s1")
    assert row.card == a_swipe(voucher)
    assert row.card.days_left(TODAY) == 4


def test_that_a_later_slip_corrects_an_earlier_one(school, voucher):
    school.ledger.record_swipe(school.finance, a_swipe(voucher))
    school.ledger.record_swipe(school.finance, a_swipe(voucher, tail="0001", repay_by=LAST + dt.timedelta(3)))
    [row] = school.ledger.unpaid("s1")
    assert (row.card.tail, row.card.repay_by) == ("0001", dt.date(2020, 6, 8))


def test_that_the_same_form_twice_is_one_act(school, voucher):
    for _ in range(2):
        school.ledger.record_swipe(school.finance, a_swipe(voucher), "form-1")
    assert school.ledger.known_cards("s1") == (a_swipe(voucher),)


@pytest.mark.parametrize(
    "wrong",
    [
        {"holder": " "},
        {"tail": "621"},
        {"tail": "62a7"},
        {"tail": "６２１７"},
        {"repay_by": SWIPED},
        {"repay_by": SWIPED + dt.timedelta(93)},
        {"swiped_on": dt.date(2031, 1, 1), "repay_by": dt.date(2031, 1, 20)},
    ],
)
def test_that_a_slip_that_cannot_be_is_refused(school, voucher, wrong):
    with pytest.raises(BadPaymentError) as refused:
        school.ledger.record_swipe(school.finance, a_swipe(voucher, **wrong))
    assert refused.value.parameters["reason"] == "swipe"


def test_that_only_a_card_has_a_slip(school):
    voucher = school.post(a_voucher())
    with pytest.raises(BadPaymentError) as refused:
        school.ledger.record_swipe(school.finance, a_swipe(voucher))
    assert refused.value.parameters["reason"] == "not_card"


def test_that_a_voucher_not_in_the_books_has_no_debt_yet(school):
    voucher = school.submit(replace(a_voucher(), payment="official_card"))
    with pytest.raises(BadPaymentError) as refused:
        school.ledger.record_swipe(school.finance, a_swipe(voucher))
    assert refused.value.parameters["reason"] == "not_posted"


def test_that_a_reversed_voucher_takes_no_slip(school, voucher):
    undone = school.ledger.reverse(school.finance, voucher, "重复报销")
    school.sign_both(undone)
    school.ledger.post(school.finance, [undone])
    with pytest.raises(BadPaymentError) as refused:
        school.ledger.record_swipe(school.finance, a_swipe(voucher))
    assert refused.value.parameters["reason"] == "not_card"


def test_that_finance_alone_records_a_slip(school, voucher):
    with pytest.raises(NotPermittedError):
        school.ledger.record_swipe(school.host, a_swipe(voucher))


def test_that_nothing_is_repaid_before_the_card_was_swiped(school, voucher):
    school.ledger.record_swipe(school.finance, a_swipe(voucher))
    with pytest.raises(BadPaymentError) as refused:
        repay(school, voucher, SWIPED - dt.timedelta(1))
    assert (refused.value.parameters["reason"], refused.value.parameters["day"]) == ("before_swipe", "2020-05-10")


def test_that_a_slip_after_the_repayment_it_explains_is_refused(school, voucher):
    repay(school, voucher, SWIPED)
    with pytest.raises(BadPaymentError) as refused:
        school.ledger.record_swipe(school.finance, a_swipe(voucher, swiped_on=SWIPED + dt.timedelta(1)))
    assert refused.value.parameters["reason"] == "before_swipe"


def test_that_a_card_is_repaid_once_and_no_more_than_it_is_owed(school, voucher):
    school.ledger.record_swipe(school.finance, a_swipe(voucher))
    repay(school, voucher, TODAY)
    again = Payment("p2", voucher, Part.WHOLE, Money.yuan("0.01"), TODAY, "official_card", "王芳")
    with pytest.raises(BadPaymentError) as refused:
        school.ledger.record_payment(school.finance, again)
    assert refused.value.parameters["reason"] == "above_due"


@pytest.mark.parametrize(("after", "late"), [(-1, 0), (0, 0), (1, 1), (9, 9)])
def test_that_a_repayment_after_the_last_day_says_how_late_it_was(school, voucher, after, late):
    last = TODAY - dt.timedelta(after)
    school.ledger.record_swipe(school.finance, a_swipe(voucher, repay_by=last))
    repay(school, voucher, TODAY)
    [row] = school.ledger.payments(studio="s1")
    assert row.late_days == late


def test_that_undoing_a_late_repayment_clears_its_late_mark(school, voucher):
    school.ledger.record_swipe(school.finance, a_swipe(voucher, repay_by=TODAY - dt.timedelta(3)))
    wrong = repay(school, voucher, TODAY)
    school.ledger.undo_payment(school.finance, wrong, "日期登记错了")
    repay(school, voucher, TODAY - dt.timedelta(3), name="p2")
    assert {row.payment.id: row.late_days for row in school.ledger.payments(studio="s1")} == {wrong: 0, "p2": 0}
    assert school.ledger.unpaid("s1") == ()


def test_that_a_repayment_that_was_undone_does_not_bind_the_slip(school, voucher):
    wrong = repay(school, voucher, SWIPED)
    later = a_swipe(voucher, swiped_on=SWIPED + dt.timedelta(1))
    school.ledger.undo_payment(school.finance, wrong, "日期登记错了")
    school.ledger.record_swipe(school.finance, later)
    assert school.ledger.unpaid("s1")[0].card == later


def test_that_two_holders_cards_that_end_alike_are_two_cards(school, voucher):
    other = posted(school, invoices=(replace(a_voucher().invoices[0], number="99887766"),), purpose="购书二")
    school.ledger.record_swipe(school.finance, a_swipe(voucher))
    school.ledger.record_swipe(school.finance, a_swipe(other, holder="刘洋"))
    assert [card.holder for card in school.ledger.known_cards("s1")] == ["王芳", "刘洋"]


def test_that_the_year_does_not_end_without_naming_open_cards(school, voucher):
    posted(school, invoices=(replace(a_voucher().invoices[0], number="99887766"),), purpose="购书二")
    school.ledger.record_swipe(school.finance, a_swipe(voucher, repay_by=TODAY - dt.timedelta(1)))
    [item] = [item for item in school.ledger.close_checklist("s1", 2020) if item.text.startswith("公务卡")]
    assert item.text.startswith("公务卡透支均已还款（2 笔未还，")
    assert not item.done
    assert not item.must


@given(
    swiped=st.dates(dt.date(2020, 1, 1), dt.date(2029, 12, 31)),
    gap=st.integers(1, LONGEST_DAYS),
    then=st.dates(dt.date(2020, 1, 1), dt.date(2029, 12, 31)),
)
def test_that_a_proposed_last_day_is_one_that_a_card_can_have(swiped, gap, then):
    known = CardSwipe("v", "王芳", "6217", swiped, swiped + dt.timedelta(gap))
    proposed = next_repayment(known, then)
    assert CardSwipe("w", "王芳", "6217", then, proposed).fits(then)


def test_that_the_last_day_falls_on_the_bills_day():
    known = CardSwipe("v", "王芳", "6217", dt.date(2020, 5, 10), dt.date(2020, 6, 5))
    assert next_repayment(known, dt.date(2020, 7, 28)) == dt.date(2020, 8, 5)
    assert next_repayment(known, dt.date(2020, 12, 2)) == dt.date(2021, 1, 5)
