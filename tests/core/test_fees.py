"""Lists of fees: several persons on one voucher, the month's tax over all vouchers, net and gross both ways."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio_ledger.ledger.refusals import BadActError
from studio_ledger.model.fees import FeeLine
from studio_ledger.model.funds import Source
from studio_ledger.model.money import Money
from studio_ledger.model.payee import RegisteredPayee
from studio_ledger.model.spending import Part, Payment
from studio_ledger.model.voucher import Attachment, Payee, VoucherLine
from studio_ledger.queries.fees import months
from studio_ledger.rules.tax import labour_tax, month_gross, month_tax
from studio_ledger.workspace import BlockedError
from tests.builders import School, a_voucher

DAY = dt.date(2020, 5, 12)


@pytest.fixture
def school(tmp_path):
    school = School(tmp_path)
    school.fund()
    yield school
    assert school.ledger.verify().ok
    school.ledger.close()


def a_fee(name, net, *, before=(0, 0), payee="", title="senior", hours="4", **changes):
    paid = Money.yuan(before[0]), Money.yuan(before[1])
    gross = month_gross(Money.yuan(net), *paid)
    fee = FeeLine(payee, name, Money.yuan(net), month_tax(gross, *paid), title, hours, 1, "班级管理讲座")
    return replace(fee, **changes)


def a_list(*fees, date=DAY, **changes):
    whole = Money.total(fee.gross for fee in fees)
    content = a_voucher(
        date=date,
        category="lecture",
        purpose="班主任专业能力讲座",
        payee=Payee("外聘专家（见发放表）", "external_person"),
        lines=(VoucherLine("外聘专家讲课费", whole, Source.CITY),),
        invoices=(),
        attachments=tuple(Attachment(kind, "", kind) for kind in ("payment_list", "expert_profile", "sign_in_sheet")),
        fees=fees,
    )
    return replace(content, **changes)


def codes(school, content, voucher=""):
    return [finding.code for finding in school.ledger.judge(content, voucher).findings]


def test_that_several_persons_on_one_list_are_each_judged(school):
    assert codes(school, a_list(a_fee("周敏", "2000"), a_fee("刘洁", "1000", hours="2"))) == []
    over = a_list(a_fee("周敏", "1000"), a_fee("刘洁", "4000.01"))
    [finding] = school.ledger.judge(over).findings
    assert (finding.code, finding.message[:3]) == ("standard.lecture_fee", "刘洁：")


def test_that_own_staff_on_a_list_is_found_by_name(school):
    assert "payee.own_staff" in codes(school, a_list(a_fee("周敏", "2000"), a_fee("陈静", "500", hours="2")))


def test_that_two_payments_in_a_month_are_taxed_as_one(school):
    school.post(a_list(a_fee("周敏", "500", hours="1")))
    alone = a_list(a_fee("周敏", "500", hours="1"), date=dt.date(2020, 5, 28), purpose="第二次讲座")
    assert "standard.tax" in codes(school, alone), "500 more makes 1,000 in the month: 50.00 of tax are due"
    together = a_list(
        a_fee("周敏", "500", hours="1", before=("500", "0")), date=dt.date(2020, 5, 28), purpose="第二次讲座"
    )
    assert "standard.tax" not in codes(school, together)
    assert together.fees[0].tax == Money.yuan("50")
    assert "standard.tax" not in codes(school, replace(alone, date=dt.date(2020, 6, 1))), "another month"


def test_that_the_same_person_is_known_by_id_number_and_not_by_name_alone(school):
    school.ledger.open_vault(school.finance)
    file = RegisteredPayee("", "周敏", "external_person", "senior")
    one = school.ledger.put_payee(school.finance, file, id_number="11010519491231002X")
    same = school.ledger.put_payee(school.finance, replace(file, name="周 敏"), id_number="11010519491231002X")
    other = school.ledger.put_payee(school.finance, file, id_number="440306199001010030")
    school.post(a_list(a_fee("周敏", "500", hours="1", payee=one)))
    later = dt.date(2020, 5, 28)
    assert "standard.tax" in codes(school, a_list(a_fee("周 敏", "500", hours="1", payee=same), date=later))
    assert "standard.tax" not in codes(school, a_list(a_fee("周敏", "500", hours="1", payee=other), date=later))


def test_that_a_wrong_tax_blocks_the_list_and_names_the_person(school):
    fee = a_fee("周敏", "2000")
    wrong = replace(fee, tax=fee.tax + Money.yuan("1"))
    with pytest.raises(BlockedError) as refused:
        school.submit(a_list(wrong))
    assert refused.value.findings[0].message.startswith("周敏：")


@pytest.mark.parametrize(
    "broken",
    [
        lambda fee: a_list(fee, fee),
        lambda fee: a_list(fee, lines=(VoucherLine("讲课费", fee.gross + Money(1), Source.CITY),)),
        lambda fee: a_list(replace(fee, net=Money(), tax=Money.yuan("10"))),
    ],
)
def test_that_a_list_that_does_not_add_up_never_enters_the_log(school, broken):
    before = school.ledger.head()
    with pytest.raises((BadActError, BlockedError)):
        school.submit(broken(a_fee("周敏", "2000")))
    assert school.ledger.head() == before


def test_that_the_month_of_each_person_is_added_up_over_vouchers(school):
    school.post(a_list(a_fee("周敏", "500", hours="1"), a_fee("刘洁", "1000", hours="2")))
    second = a_fee("周敏", "500", hours="1", before=("500", "0"))
    school.post(a_list(second, date=dt.date(2020, 5, 28), purpose="第二次讲座"))
    rows = months(school.ledger.fees_paid(dt.date(2020, 1, 1), dt.date(2020, 12, 31)))
    assert [(row.name, row.gross, row.tax) for row in rows] == [
        ("刘洁", Money.yuan("1050"), Money.yuan("50")),
        ("周敏", Money.yuan("1050"), Money.yuan("50")),
    ]


def test_that_withheld_tax_is_to_be_remitted_by_the_fifteenth_of_the_next_month(school):
    school.clock.at = dt.datetime(2020, 5, 20, 9, 0, tzinfo=school.clock.at.tzinfo)
    voucher = school.post(a_list(a_fee("周敏", "2000")))

    def told():
        todos = school.ledger.todos(school.finance, "s1", 2020)
        return next(((todo.text, todo.amount, todo.oldest) for todo in todos if todo.state == "tax"), None)

    assert told() is None, "the month is not over"
    school.clock.at = dt.datetime(2020, 6, 16, 9, 0, tzinfo=school.clock.at.tzinfo)
    assert told() == ("1 张凭证代扣的个税已逾期未缴", Money.yuan("300"), dt.date(2020, 6, 15))
    remitted = Payment("p1", voucher, Part.TAX, Money.yuan("300"), dt.date(2020, 6, 12), "transfer", "税务局")
    school.ledger.record_payment(school.finance, remitted)
    assert told() is None


@given(st.integers(1, 6_000_000), st.integers(0, 6_000_000))
def test_that_net_and_gross_agree_within_a_month(net_fen, before_fen):
    before = Money(before_fen), labour_tax(Money(before_fen))
    gross = month_gross(Money(net_fen), *before)
    left = gross - month_tax(gross, *before)
    assert abs(left.fen - net_fen) <= 1, "rounded tax may skip a fen"
