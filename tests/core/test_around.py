"""What stands around vouchers is seen: links both ways, what waits, and what a year should not close without."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from unittest.mock import patch

import pytest

from studio_ledger.model.funds import Source
from studio_ledger.model.money import Money
from studio_ledger.model.spending import Advance, Part, Payment, Request
from studio_ledger.model.voucher import Attachment, RefundKind
from studio_ledger.workspace.around import request_of, wish_setting
from studio_ledger.workspace.funds import report_setting
from tests.builders import a_voucher

DAY = dt.date(2020, 6, 1)


def a_request(yuan="1000"):
    return Request("", "s1", "books", "购买班主任工作图书", "每人一套", Money.yuan(yuan), DAY)


def an_advance(school, form="a1", yuan="2000"):
    advance = Advance("", "s1", "王芳", "赴广州学习", Source.CITY, Money.yuan(yuan), DAY, dt.date(2020, 7, 1))
    school.ledger.advance(school.finance, advance, form)
    school.sign_both(form)
    payment = Payment(f"p-{form}", form, Part.ADVANCE, Money.yuan(yuan), DAY, "transfer", "王芳")
    school.ledger.record_payment(school.finance, payment)


def refund_of(school, voucher, yuan):
    content = school.ledger.refund_content(voucher, RefundKind.SELLER, Money.yuan(yuan), DAY)
    sha256 = school.ledger.store_evidence(b"slip", "回单.pdf")
    return replace(content, attachments=(Attachment("bank_slip", sha256, "回单.pdf"),))


def words(school, voucher):
    return [link.word for link in school.ledger.voucher_links(voucher)]


def open_items(school):
    return {item.text.split("（")[0] for item in school.ledger.close_checklist("s1", 2020) if not item.done}


def todos(school):
    return {todo.state: todo for todo in school.ledger.todos(school.finance, "s1", 2020)}


def test_that_a_refund_and_its_voucher_name_each_other(school):
    voucher = school.post()
    refund = school.submit(refund_of(school, voucher, "10"))
    assert words(school, voucher) == ["退款"]
    assert words(school, refund) == ["退款的原凭证"]


def test_that_a_correction_is_linked_to_what_it_stands_for(school):
    voucher = school.post()
    reversal, draft = school.ledger.correct(school.finance, voucher, "金额录错")
    school.sign_both(reversal)
    school.ledger.post(school.finance, [reversal])
    corrected = school.ledger.submit(school.finance, draft)
    assert words(school, voucher) == ["冲销", "订正"]
    assert words(school, corrected) == ["订正的原凭证"]
    assert [link.voucher for link in school.ledger.voucher_links(reversal)] == [voucher]


def test_that_a_proposal_is_read_as_it_was_signed_for(school):
    school.ledger.request(school.finance, a_request(), "r1")
    found = school.ledger.proposal("r1")
    assert (found.kind, found.maker, request_of(found).plan) == ("request", "王敏", "每人一套")
    assert [one.id for one in school.ledger.proposals("s1", "request")] == ["r1"]


def test_that_a_year_says_what_it_should_not_close_without(school):
    school.post()
    an_advance(school)
    assert {"入账凭证均已付款或收款", "借款均已核销或退回", "2020 年度报告已打印或保存"} <= open_items(school)
    advised = [item for item in school.ledger.close_checklist("s1", 2020) if not item.must]
    assert len(advised) == 5, "paid, cards, advances, evidence and report; no account has statements"


def test_that_an_advance_of_an_earlier_year_is_still_to_be_given_back(school):
    an_advance(school)
    school.clock.at = dt.datetime(2021, 1, 4, 9, 0, tzinfo=school.clock.at.tzinfo)
    told = [item.text for item in school.ledger.close_checklist("s1", 2021) if not item.done]
    assert "借款均已核销或退回（1 笔未还清，2,000.00 元）" in told
    assert not any("借款均" in item.text and not item.done for item in school.ledger.close_checklist("s1", 2019))


def test_that_what_is_done_no_longer_stands_open(school):
    voucher = school.post()
    cost = a_voucher().amount
    school.ledger.record_payment(school.finance, Payment("p1", voucher, Part.WHOLE, cost, DAY, "transfer", "深圳书城"))
    school.ledger.set_setting(report_setting("s1", 2020), "2020-12-31")
    assert open_items(school) == set()


def test_that_ageing_advances_and_waiting_requests_are_to_be_done(school):
    assert not {"request", "advance", "close"} & todos(school).keys()
    an_advance(school)
    school.clock.at += dt.timedelta(days=61)
    an_advance(school, "a2", "300")
    school.ledger.request(school.finance, a_request(), "r1")
    found = todos(school)
    assert found["advance"].text == "2 笔借款未还清（满 30/60/90 天：0/2/0）"
    assert (found["advance"].amount, found["request"].count) == (Money.yuan("2300"), 1)


def test_that_a_year_that_is_over_waits_for_its_closing(school):
    school.post()
    school.clock.at = dt.datetime(2021, 1, 5, 9, 0, tzinfo=school.clock.at.tzinfo)
    assert todos(school)["close"].text == "2020 年度待年结，1 项未办妥"
    school.ledger.propose_close(school.finance, "s1", 2020, "c1")
    assert "close" not in todos(school)


def test_that_a_report_counts_no_request_and_no_advance_as_spent(school):
    school.post()
    before = school.ledger.annual_statement("s1", 2020).categories
    school.ledger.request(school.finance, a_request(), "r1")
    school.sign_both("r1")
    an_advance(school)
    assert school.ledger.annual_statement("s1", 2020).categories == before


def test_that_a_wish_is_proposed_once_though_the_program_stopped_half_way(school):
    school.ledger.set_setting(wish_setting("s1"), "equipment")
    with (
        patch.object(type(school.ledger), "set_setting", side_effect=KeyboardInterrupt),
        pytest.raises(KeyboardInterrupt),
    ):
        school.ledger.propose_wished_rules(school.finance)
    school.clock.at += dt.timedelta(days=1)
    assert school.ledger.propose_wished_rules(school.finance) == ("ask-first-s1",)
    assert school.ledger.propose_wished_rules(school.finance) == ()
    [rules] = school.ledger.proposals("s1", "request_rules")
    assert rules.fields["valid_from"] == "2020-06-02"
