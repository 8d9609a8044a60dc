"""Before and after a voucher: requests, advances, payments; each act replays."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from studio_ledger.ledger.refusals import (
    BadHoldError,
    BadPaymentError,
    ClosedYearError,
    RequestNeededError,
)
from studio_ledger.model.funds import Source
from studio_ledger.model.money import Money
from studio_ledger.model.spending import Advance, Level, Part, Payment, Request, RequestRules
from studio_ledger.model.voucher import Attachment, State
from studio_ledger.workspace.funds import BadFundsError
from tests.builders import PASSWORDS, School, a_voucher

DAY = dt.date(2020, 6, 1)


@pytest.fixture
def school(tmp_path):
    school = School(tmp_path)
    school.fund()
    yield school
    assert school.ledger.verify().ok, "every act of the test replays to the same tables"
    school.ledger.close()


def figures(school, category="books"):
    year = school.ledger.year_figures("s1", 2020)
    row = next(row for row in year.categories if row.category == category)
    return year.available, row.budget - row.spent - row.committed


def some_request(yuan="1000", category="books"):
    return Request("", "s1", category, "购买班主任工作图书", "三月购入，每人一套", Money.yuan(yuan), DAY)


def some_advance(yuan="2000", **changes):
    due = dt.date(2020, 7, 1)
    return replace(Advance("", "s1", "王芳", "赴广州学习", Source.CITY, Money.yuan(yuan), DAY, due), **changes)


def a_payment(document, yuan, name="p1", part=Part.WHOLE, **changes):
    payment = Payment(name, document, part, Money.yuan(yuan), DAY, "transfer", "深圳书城")
    return replace(payment, **changes)


def signed_request(school, request, form="r1"):
    school.ledger.request(school.finance, request, form)
    school.sign_both(form)
    return form


def rules(school, categories=("books",), legal="3000", minutes="10000"):
    agreed = RequestRules("", "s1", categories, Money.yuan(legal), Money.yuan(minutes), dt.date(2020, 1, 1))
    school.ledger.propose_request_rules(school.finance, agreed, "rules-1")
    school.sign_both("rules-1")


def test_that_a_request_holds_the_budget_until_vouchers_draw_on_it(school):
    free, left = figures(school)
    form = signed_request(school, some_request("1000"))
    assert figures(school) == (free, left - Money.yuan("1000")), "the budget is held, the money is not"
    cost = a_voucher().amount
    school.post(replace(a_voucher(), request=form))
    [row] = school.ledger.requests("s1", 2020)
    assert (row.drawn, row.rest) == (cost, Money.yuan("1000") - cost)
    assert figures(school) == (free - cost, left - Money.yuan("1000"))
    school.ledger.close_hold(school.finance, form)
    assert figures(school) == (free - cost, left - cost)


def test_that_a_voucher_that_went_back_gives_the_request_its_money_again(school):
    form = signed_request(school, some_request())
    voucher = school.submit(replace(a_voucher(), request=form))
    assert school.ledger.requests("s1")[0].drawn == a_voucher().amount
    with pytest.raises(BadHoldError):
        school.ledger.close_hold(school.finance, form)
    school.ledger.withdraw(school.finance, voucher)
    assert school.ledger.requests("s1")[0].drawn == Money()


def test_that_a_request_gives_no_more_than_it_holds_nor_for_anything_else(school):
    small = signed_request(school, some_request("1"), "r1")
    other = signed_request(school, some_request("1000", "equipment"), "r2")
    for form in (small, other):
        with pytest.raises(BadHoldError):
            school.submit(replace(a_voucher(), request=form))
    fitting = signed_request(school, some_request("1000"), "r3")
    school.ledger.close_hold(school.finance, fitting)
    with pytest.raises(BadHoldError):
        school.submit(replace(a_voucher(), request=fitting))


def test_that_a_studio_that_asks_first_takes_no_voucher_without(school):
    rules(school)
    with pytest.raises(RequestNeededError):
        school.submit()
    form = school.ledger.request(school.finance, some_request(), "r1")
    [outcome] = school.sign(school.host, form)
    assert outcome.ok
    [row] = school.ledger.requests("s1")
    assert (row.state, row.request.level) == (State.SIGNED, Level.HOST), "below the limit the host alone decides"
    school.post(replace(a_voucher(), request=form))


def test_that_a_large_request_needs_both_and_the_minutes(school):
    rules(school, minutes="5000")
    large = some_request("5000.01")
    with pytest.raises(BadHoldError) as refused:
        school.ledger.request(school.finance, large, "r1")
    assert "会议纪要" in sentence_of(refused.value)
    sha256 = school.ledger.store_evidence(b"minutes", "纪要.pdf")
    with_minutes = replace(large, attachments=(Attachment("minutes", sha256, "纪要.pdf"),))
    school.ledger.request(school.finance, with_minutes, "r1")
    school.sign(school.host, "r1")
    assert school.ledger.requests("s1")[0].state is State.HOST_SIGNED
    school.sign(school.legal, "r1")
    assert school.ledger.requests("s1")[0].state is State.SIGNED


def sentence_of(error):
    from studio_ledger.text import sentence

    return sentence(error)


def test_that_a_host_signs_by_asking(school):
    rules(school)
    school.ledger.request(school.host, some_request(), "r1", PASSWORDS["chenjing"])
    assert school.ledger.requests("s1")[0].state is State.SIGNED


def test_that_a_request_above_the_budget_takes_no_effect(school):
    school.ledger.request(school.finance, some_request("7000.01"), "r1")
    school.sign(school.host, "r1")
    [outcome] = school.sign(school.legal, "r1")
    assert not outcome.ok
    assert school.ledger.requests("s1")[0].rest == Money()


def test_that_an_advance_is_paid_settled_and_given_back_to_the_fen(school):
    free, _ = figures(school)
    school.ledger.advance(school.finance, some_advance("2000"), "a1")
    with pytest.raises(BadPaymentError):
        school.ledger.record_payment(school.finance, a_payment("a1", "2000", part=Part.ADVANCE))
    school.sign_both("a1")
    assert figures(school)[0] == free - Money.yuan("2000")
    school.ledger.record_payment(school.finance, a_payment("a1", "2000", part=Part.ADVANCE))
    cost = a_voucher().amount
    voucher = school.post(replace(a_voucher(), advance="a1"))
    [row] = school.ledger.advances("s1")
    assert (row.given, row.settled, row.outstanding) == (Money.yuan("2000"), cost, Money.yuan("2000") - cost)
    assert school.ledger.unpaid("s1") == (), "the advance has paid the voucher"
    with pytest.raises(BadHoldError):
        school.ledger.close_hold(school.finance, "a1")
    back = a_payment("a1", "1", "p2", Part.ADVANCE)
    with pytest.raises(BadPaymentError):
        school.ledger.record_payment(school.finance, replace(back, amount=-(row.outstanding + Money(1))))
    school.ledger.record_payment(school.finance, replace(back, amount=-row.outstanding))
    school.ledger.close_hold(school.finance, "a1")
    assert figures(school)[0] == free - cost
    assert voucher


def test_that_the_age_of_an_advance_is_seen(school):
    school.ledger.advance(school.finance, some_advance(), "a1")
    school.sign_both("a1")
    school.ledger.record_payment(school.finance, a_payment("a1", "2000", part=Part.ADVANCE))
    for days, band in ((29, 0), (30, 30), (59, 30), (60, 60), (89, 60), (90, 90), (400, 90)):
        school.clock.at = dt.datetime(2020, 6, 1, 9, 0, tzinfo=school.clock.at.tzinfo) + dt.timedelta(days=days)
        assert school.ledger.advances("s1")[0].band == band
    school.clock.at = dt.datetime(2020, 6, 1, 9, 0, tzinfo=school.clock.at.tzinfo)


def test_that_what_a_settled_advance_did_not_give_back_comes_back_later(school):
    school.ledger.advance(school.finance, some_advance("2000"), "a1")
    school.sign_both("a1")
    school.ledger.record_payment(school.finance, a_payment("a1", "2000", part=Part.ADVANCE))
    school.post(replace(a_voucher(), advance="a1"))
    school.ledger.record_payment(school.finance, a_payment("a1", "-1710", "p2", part=Part.ADVANCE))
    school.ledger.close_hold(school.finance, "a1")
    school.ledger.undo_payment(school.finance, "p2", "没有退回")
    assert school.ledger.advances("s1")[0].outstanding == Money.yuan("1710")
    for yuan in ("1", "-1710.01"):
        with pytest.raises(BadPaymentError):
            school.ledger.record_payment(school.finance, a_payment("a1", yuan, "p3", part=Part.ADVANCE))
    school.ledger.record_payment(school.finance, a_payment("a1", "-1710", "p4", part=Part.ADVANCE))
    assert school.ledger.advances("s1")[0].outstanding == Money()


def test_that_an_advance_above_its_source_is_refused(school):
    with pytest.raises(BadFundsError):
        school.ledger.advance(school.finance, some_advance("40000.01"), "a1")
    with pytest.raises(BadFundsError):
        school.ledger.advance(school.finance, some_advance("1", due_on=dt.date(2020, 5, 31)), "a1")


def test_that_a_voucher_is_paid_in_parts_and_never_twice(school):
    voucher = school.submit()
    with pytest.raises(BadPaymentError):
        school.ledger.record_payment(school.finance, a_payment(voucher, "1"))
    school.sign_both(voucher)
    school.ledger.post(school.finance, [voucher])
    [due] = school.ledger.unpaid("s1")
    half = Money(due.rest.fen // 2)
    school.ledger.record_payment(school.finance, a_payment(voucher, "1", "p1", amount=half))
    school.ledger.record_payment(school.finance, a_payment(voucher, "1", "p1", amount=half))
    assert school.ledger.unpaid("s1")[0].rest == due.due - half, "the same form twice is one payment"
    with pytest.raises(BadPaymentError):
        school.ledger.record_payment(school.finance, a_payment(voucher, "1", "p2", amount=due.due))
    school.ledger.record_payment(school.finance, a_payment(voucher, "1", "p2", amount=due.due - half))
    assert school.ledger.unpaid("s1") == ()
    school.ledger.undo_payment(school.finance, "p2", "登记错了")
    assert school.ledger.unpaid("s1")[0].rest == due.due - half
    assert [row.undone for row in school.ledger.payments(document=voucher)] == [False, True]
    school.ledger.undo_payment(school.finance, "p2", "登记错了")
    assert school.ledger.unpaid("s1")[0].rest == due.due - half, "undone once, however often it is asked"


def test_that_an_undone_payment_leaves_no_more_paid_than_is_due_either_way(school):
    voucher = school.post()
    [due] = school.ledger.unpaid("s1")
    for name, amount in (("p1", due.due), ("p2", -due.due), ("p3", due.due)):
        school.ledger.record_payment(school.finance, a_payment(voucher, "1", name, amount=amount))
    with pytest.raises(BadPaymentError) as refused:
        school.ledger.undo_payment(school.finance, "p2", "没有退回")
    assert refused.value.parameters["reason"] == "above_due"
    school.ledger.undo_payment(school.finance, "p3", "没有再付")
    with pytest.raises(BadPaymentError):
        school.ledger.undo_payment(school.finance, "p1", "没有付过")
    school.ledger.undo_payment(school.finance, "p2", "没有退回")
    assert school.ledger.unpaid("s1") == ()


def test_that_what_came_back_of_a_reversed_voucher_is_undone_as_any_payment(school):
    voucher = school.post()
    [due] = school.ledger.unpaid("s1")
    school.ledger.record_payment(school.finance, a_payment(voucher, "1", "p1", amount=due.due))
    reversal = school.ledger.reverse(school.finance, voucher, "重复报销")
    school.sign_both(reversal)
    school.ledger.post(school.finance, [reversal])
    school.ledger.record_payment(school.finance, a_payment(voucher, "1", "p2", amount=-due.due))
    assert school.ledger.unpaid("s1") == ()
    school.ledger.undo_payment(school.finance, "p2", "还没有退回")
    assert school.ledger.unpaid("s1")[0].rest == -due.due


def test_that_a_year_with_an_open_request_does_not_close(school):
    form = signed_request(school, some_request())
    with pytest.raises(ClosedYearError):
        school.ledger.propose_close(school.finance, "s1", 2020, "close-1")
    school.ledger.close_hold(school.finance, form)
    school.ledger.propose_close(school.finance, "s1", 2020, "close-1")


def test_that_a_reversed_voucher_gives_its_advance_back(school):
    school.ledger.advance(school.finance, some_advance("2000"), "a1")
    school.sign_both("a1")
    school.ledger.record_payment(school.finance, a_payment("a1", "2000", part=Part.ADVANCE))
    voucher = school.post(replace(a_voucher(), advance="a1"))
    reversal = school.ledger.reverse(school.finance, voucher, "重复")
    school.sign_both(reversal)
    school.ledger.post(school.finance, [reversal])
    assert school.ledger.advances("s1")[0].outstanding == Money.yuan("2000")
