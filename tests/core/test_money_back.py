"""Money that comes back, corrections, and what is left of a year; each act replays to the same tables."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from unittest.mock import patch

import pytest

from studio_ledger.ledger.refusals import BadActError, BadRefundError
from studio_ledger.model.funds import Source
from studio_ledger.model.money import Money
from studio_ledger.model.voucher import Attachment, RefundKind, State
from studio_ledger.model.workflow import WrongStateError
from studio_ledger.text import sentence
from studio_ledger.workspace.funds import BadFundsError
from tests.builders import PASSWORDS, School, a_voucher
from tests.core.test_spending import DAY, a_payment, figures


@pytest.fixture
def school(tmp_path):
    school = School(tmp_path)
    school.fund()
    yield school
    assert school.ledger.verify().ok, "every act of the test replays to the same tables"
    school.ledger.close()


def refund(school, voucher, yuan, *, proof=True, kind=RefundKind.SELLER, date=DAY):
    content = school.ledger.refund_content(voucher, kind, Money.yuan(yuan), date)
    if proof:
        sha256 = school.ledger.store_evidence(b"slip", "回单.pdf")
        content = replace(content, attachments=(Attachment("bank_slip", sha256, "回单.pdf"),))
    return content


def test_that_a_refund_restores_budget_and_balance_when_it_is_posted(school):
    before = figures(school)
    voucher = school.post()
    cost = a_voucher().amount
    document = school.submit(refund(school, voucher, "10"))
    assert figures(school) == tuple(value - cost for value in before), "not before both have signed"
    school.sign_both(document)
    school.ledger.post(school.finance, [document])
    assert figures(school) == tuple(value - cost + Money.yuan("10") for value in before)
    assert {row.voucher: row.rest for row in school.ledger.unpaid("s1")}[document] == -Money.yuan("10")
    school.ledger.record_payment(school.finance, a_payment(document, "-10"))
    assert document not in {row.voucher for row in school.ledger.unpaid("s1")}


def test_that_refunds_together_are_never_more_than_was_paid(school):
    voucher = school.post()
    cost = a_voucher().amount
    first = refund(school, voucher, str(cost))
    school.submit(first)
    with pytest.raises(BadRefundError):
        refund(school, voucher, "0.01")
    with pytest.raises(BadRefundError):
        school.submit(replace(first, purpose="再退一次"))
    with pytest.raises(BadRefundError):
        school.ledger.reverse(school.finance, voucher, "原凭证有误")


def test_that_a_refund_needs_a_posted_voucher(school):
    with pytest.raises(BadRefundError):
        school.ledger.refundable(school.submit())


@pytest.mark.parametrize("date", [dt.date(2020, 5, 11), dt.date(2020, 6, 2), dt.date(2030, 1, 1)])
def test_that_a_refund_is_neither_before_its_voucher_nor_after_today(school, date):
    voucher = school.post()
    with pytest.raises(BadRefundError) as refused:
        school.submit(refund(school, voucher, "10", date=date))
    assert refused.value.parameters["reason"] == "form"


def test_that_a_refund_after_a_close_stands_on_the_first_day_that_is_open(school):
    voucher = school.post()
    school.ledger.propose_close(school.finance, "s1", 2020, "close-1")
    school.sign_both("close-1")
    back = school.submit(refund(school, voucher, "10"))
    assert school.ledger.voucher(back).row.date == dt.date(2021, 1, 1)


def test_that_a_year_to_come_is_not_closed(school):
    with pytest.raises(BadFundsError) as refused:
        school.ledger.propose_close(school.finance, "s1", 2021, "close-1")
    assert "2021 年度还没有开始" in sentence(refused.value)


def test_that_a_refund_without_proof_is_refused(school):
    voucher = school.post()
    with pytest.raises(BadRefundError):
        school.submit(refund(school, voucher, "1", proof=False))


def test_that_a_refund_can_be_reversed_and_the_voucher_after_it(school):
    before = figures(school)
    voucher = school.post()
    document = school.post(refund(school, voucher, "10"))
    undone = school.ledger.reverse(school.finance, document, "退款未到账")
    school.sign_both(undone)
    school.ledger.post(school.finance, [undone])
    whole = school.ledger.reverse(school.finance, voucher, "重复报销")
    school.sign_both(whole)
    school.ledger.post(school.finance, [whole])
    assert figures(school) == before


def test_that_leftovers_are_returned_out_of_the_source_and_not_spent(school):
    spent = school.ledger.year_figures("s1", 2020).spent
    content = school.ledger.return_content("s1", 2020, "市教育局", DAY)
    school.post(content)
    year = school.ledger.year_figures("s1", 2020)
    assert (year.available, year.spent, year.granted) == (Money(), spent, spent)
    with pytest.raises(BadFundsError):
        school.ledger.return_content("s1", 2020, "市教育局", DAY)


def test_that_a_closing_carries_what_is_left_into_the_next_year(school):
    school.post()
    left = school.ledger.leftovers("s1", 2020)
    school.ledger.propose_close(school.finance, "s1", 2020, "close-1", carry=True)
    school.sign_both("close-1")
    assert school.ledger.leftovers("s1", 2020) == {}
    assert school.ledger.leftovers("s1", 2021) == {Source.CARRIED_OVER: Money.total(left.values())}


def test_that_a_correction_is_a_reversal_and_a_draft_with_the_prescribed_words(school):
    voucher = school.post()
    reversal, draft = school.ledger.correct(school.finance, voucher, "金额录错")
    content = school.ledger.draft(draft).content
    assert content.purpose.startswith("订正2020年")
    assert content.corrects == voucher
    assert school.ledger.content_of(reversal).purpose.startswith("注销2020年")
    school.sign_both(reversal)
    school.ledger.post(school.finance, [reversal])
    corrected = school.ledger.submit(school.finance, draft)
    school.sign_both(corrected)
    school.ledger.post(school.finance, [corrected])


def test_that_a_correction_that_stopped_half_way_has_not_begun(school):
    voucher = school.post()
    with (
        patch.object(type(school.ledger), "save_draft", side_effect=KeyboardInterrupt),
        pytest.raises(KeyboardInterrupt),
    ):
        school.ledger.correct(school.finance, voucher, "金额录错")
    reversal, draft = school.ledger.correct(school.finance, voucher, "金额录错")
    assert school.ledger.draft(draft).content.corrects == voucher
    assert school.ledger.voucher(reversal).row.state is State.SUBMITTED


def test_that_an_error_of_a_closed_year_is_corrected_in_the_open_one(school):
    voucher = school.post()
    school.ledger.propose_close(school.finance, "s1", 2020, "close-1")
    school.sign_both("close-1")
    reversal, draft = school.ledger.correct(school.finance, voucher, "金额录错")
    assert school.ledger.content_of(reversal).date == dt.date(2021, 1, 1)
    assert school.ledger.draft(draft).content.date == dt.date(2021, 1, 1)


def test_that_what_is_returned_names_no_category(school):
    content = school.ledger.return_content("s1", 2020, "市教育局", DAY)
    with pytest.raises(BadActError):
        school.submit(replace(content, category="books"))


def test_that_the_annual_report_tells_what_moved_on_and_what_is_unpaid(school):
    voucher = school.post()
    school.ledger.record_payment(school.finance, a_payment(voucher, "90"))
    city = school.ledger.leftovers("s1", 2020)[Source.CITY]
    school.ledger.propose_close(school.finance, "s1", 2020, "close-1", carry=True)
    school.sign_both("close-1")
    told = school.ledger.annual_statement("s1", 2020)
    cost = a_voucher().amount
    assert told.received == Money.yuan("80000")
    assert told.carried_out == told.left == city + Money.yuan("40000")
    assert told.unpaid == cost - Money.yuan("90")
    after = school.ledger.annual_statement("s1", 2021)
    assert (after.received, after.carried_in) == (told.left, told.left)


def test_that_returned_leftovers_are_no_spending_in_the_annual_report(school):
    spent = school.post() and a_voucher().amount
    school.post(school.ledger.return_content("s1", 2020, "市教育局", DAY))
    told = school.ledger.annual_statement("s1", 2020)
    assert (told.spent, told.returned, told.left) == (spent, Money.yuan("80000") - spent, Money())
    assert len(told.vouchers) == 1


def test_that_money_does_not_come_back_by_a_refund_and_by_a_reversal(school):
    """The refund was submitted while the reversal waited: whichever is posted first, the other one is not."""
    voucher = school.post()
    content = refund(school, voucher, "290")
    reversal = school.ledger.reverse(school.finance, voucher, "重复报销")
    back = school.submit(content)
    school.sign_both(reversal, back)
    with pytest.raises(BadRefundError) as refused:
        school.ledger.post(school.finance, [reversal])
    assert "先冲销或撤回退款" in sentence(refused.value)
    school.ledger.post(school.finance, [back])
    with pytest.raises(BadRefundError):
        school.ledger.post(school.finance, [reversal])
    assert school.ledger.year_figures("s1", 2020).spent == Money()


def test_that_a_refund_that_was_withdrawn_lets_the_reversal_pass_and_comes_no_more(school):
    voucher = school.post()
    content = refund(school, voucher, "290")
    reversal = school.ledger.reverse(school.finance, voucher, "重复报销")
    back = school.submit(content)
    school.sign_both(reversal)
    school.ledger.withdraw(school.finance, back)
    school.ledger.post(school.finance, [reversal])
    with pytest.raises(BadRefundError) as refused:
        school.ledger.submit(school.finance, school.ledger.edit(school.finance, back))
    assert refused.value.parameters["reason"] == "reversed"


def test_that_no_refund_is_begun_while_a_reversal_is_under_way(school):
    voucher = school.post()
    reversal = school.ledger.reverse(school.finance, voucher, "重复报销")
    with pytest.raises(BadRefundError) as refused:
        refund(school, voucher, "10")
    assert refused.value.parameters["reason"] == "reversing"
    school.ledger.send_back(school.host, reversal, "不必冲销", PASSWORDS["chenjing"])
    assert school.submit(refund(school, voucher, "10"))


def test_that_a_reversal_that_was_given_up_is_begun_anew(school):
    voucher = school.post()
    given_up = school.ledger.reverse(school.finance, voucher, "重复报销")
    with pytest.raises(WrongStateError):
        school.ledger.reverse(school.finance, voucher, "重复报销")
    for _ in range(2):
        school.ledger.withdraw(school.finance, given_up)
        school.ledger.void(school.finance, given_up, "不冲了")
        given_up = school.ledger.reverse(school.finance, voucher, "确实重复")
    school.sign_both(given_up)
    school.ledger.post(school.finance, [given_up])
    assert school.ledger.voucher(voucher).row.reversed_by == given_up
    assert school.ledger.year_figures("s1", 2020).spent == Money()
