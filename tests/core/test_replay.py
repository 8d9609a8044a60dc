"""Acts that another program put into the log: the replay refuses each whole, names it, and goes on after it."""

import datetime as dt
from contextlib import contextmanager
from dataclasses import replace
from unittest.mock import patch

import pytest

from studio_ledger.commands import main
from studio_ledger.ledger import journal
from studio_ledger.ledger.apply_cards import swipe_fields
from studio_ledger.ledger.apply_opening import opening_fields
from studio_ledger.ledger.content import content_hash, grant_fields, voucher_fields
from studio_ledger.ledger.spending_content import payment_fields
from studio_ledger.model.cards import CardSwipe
from studio_ledger.model.money import Money
from studio_ledger.model.spending import Part, Payment
from studio_ledger.model.voucher import RefundKind
from tests.builders import PASSWORDS, a_grant, a_voucher
from tests.core.test_money_back import refund
from tests.core.test_opening import an_expense, an_income, an_opening

DAY = dt.date(2020, 6, 1)


@contextmanager
def no_reducers():
    """The forger's program signs and chains as ours does, and leaves the tables alone."""
    with patch.object(journal, "apply"):
        yield


def put(school, session, kind, data):
    ledger = school.ledger
    with no_reducers(), ledger._write() as connection:
        journal.append(
            connection,
            kind=kind,
            act_id=f"put-{kind}",
            ledger=ledger.ledger_id,
            at=ledger.now(),
            by=session.person.id,
            key=ledger._open_key(session.person, PASSWORDS[session.person.login]),
            data=data,
        )


def refused_acts(school):
    """Put an honest voucher after the forgery; what does not replay must be the forgery alone."""
    forged = school.ledger.head().seq
    school.submit(a_voucher("20", number="55667788", date=dt.date(2020, 5, 30), purpose="以后的凭证"), "已核对")
    found = school.ledger.verify()
    assert {(defect.code, defect.where) for defect in found.defects} == {("log.act", f"act {forged}")}
    return found.defects[0].message


def submission(content, document="forged"):
    return {
        "document": document,
        "revision": 1,
        "year": content.date.year,
        "content": voucher_fields(content),
        "findings": [],
        "verdict": "pass",
        "reason": "",
        "rules": "0" * 64,
    }


def test_that_an_act_dated_before_the_one_it_follows_is_noted_and_is_no_defect(school, capsys):
    """A host whose term has ended signs with the PC's clock set back: the roles allow it, so the date is told."""
    assert school.ledger.verify().clock == ()
    ends = next(term for one in school.ledger.people() for term in one.terms if one.name == "陈静")
    school.ledger.end_term(school.finance, ends.id, DAY)
    school.clock.at += dt.timedelta(days=30)
    voucher = school.submit()
    assert not school.sign(school.host, voucher)[0].ok
    school.clock.at -= dt.timedelta(days=30)
    assert school.sign(school.host, voucher)[0].ok
    found = school.ledger.verify()
    assert found.ok
    assert [(noted.code, noted.where) for noted in found.clock] == [("log.clock", f"act {found.head_seq}")]
    assert main(["--ledger", str(school.path), "verify"]) == 0
    assert "2020-06-01 09:00 早于前一条的 2020-07-01 09:00" in capsys.readouterr().out


def test_that_a_clock_that_is_set_back_by_minutes_is_not_spoken_of(school):
    school.submit()
    school.clock.at -= dt.timedelta(minutes=10)
    school.submit(a_voucher("20", number="55667788", date=dt.date(2020, 5, 30)), "已核对")
    assert school.ledger.verify().clock == ()


def test_that_what_a_refused_act_had_moved_already_is_taken_back(school):
    """The document's row stands before the budget is asked."""
    put(school, school.finance, "submit", submission(a_voucher("7000.01")))
    assert "budget" in refused_acts(school)


def test_that_an_act_that_the_tables_refuse_half_way_leaves_nothing(school):
    lines = [
        {"line": number, "date": "2020-06-01", "fen": fen, "counterparty": "", "words": "", "serial": ""}
        for number, fen in ((1, 10**14), (2, -(10**14)))
    ]
    content = {
        "account": "4000",
        "start": "2020-06-01",
        "end": "2020-06-01",
        "opening_fen": 0,
        "closing_fen": 0,
        "lines": lines,
        "file": "",
    }
    put(school, school.finance, "bank_statement", {"statement": "forged", "content": content})
    refused_acts(school)


def test_that_a_grant_beyond_what_the_tables_take_is_named(school):
    content = grant_fields(a_grant(amount=Money(10**13 + 1)))
    put(school, school.finance, "grant", {"document": "forged", "content": content})
    assert "too_large" in refused_acts(school)


@pytest.mark.parametrize(
    "opening",
    [
        an_opening(vouchers=(an_expense("40000.01"),)),
        an_opening(incomes=(an_income("40000", 2020),), vouchers=(an_expense(day="2020-05-20", invoice="82219188"),)),
    ],
    ids=["more than came in", "an invoice that is claimed"],
)
def test_that_old_books_by_hand_are_held_to_the_same_bounds(school, opening):
    school.post()
    put(school, school.finance, "opening", {"document": "forged", "content": opening_fields(opening)})
    assert "bad_opening" in refused_acts(school)


@pytest.fixture
def card(school):
    return school.post(replace(a_voucher(), payment="official_card"), "分两次购买")


def a_swipe(voucher, **changes):
    return replace(CardSwipe(voucher, "王芳", "6217", dt.date(2020, 5, 10), dt.date(2020, 6, 5)), **changes)


@pytest.mark.parametrize(
    "changes",
    [
        {"tail": "62170"},
        {"holder": ""},
        {"swiped_on": dt.date(2020, 6, 2)},
        {"repay_by": dt.date(2020, 5, 10)},
        {"repay_by": dt.date(2021, 6, 5)},
    ],
)
def test_that_a_slip_by_hand_that_cannot_be_is_named(school, card, changes):
    content = swipe_fields(a_swipe(card, **changes))
    put(school, school.finance, "card_swipe", {"document": card, "content": content})
    assert "bad_payment" in refused_acts(school)


def test_that_a_slip_is_finances_to_record_and_of_a_card_voucher_only(school, card):
    put(school, school.host, "card_swipe", {"document": card, "content": swipe_fields(a_swipe(card))})
    assert "not_permitted" in refused_acts(school)


def test_that_no_slip_is_recorded_of_a_transfer(school):
    voucher = school.post()
    put(school, school.finance, "card_swipe", {"document": voucher, "content": swipe_fields(a_swipe(voucher))})
    assert "not_card" in refused_acts(school)


def test_that_a_repayment_by_hand_from_before_the_swipe_is_named(school, card):
    school.ledger.record_swipe(school.finance, a_swipe(card))
    early = Payment("p1", card, Part.WHOLE, Money.yuan(1), dt.date(2020, 5, 9), "official_card", "王芳")
    put(school, school.finance, "pay", {"document": card, "payment": "p1", "content": payment_fields(early)})
    assert "before_swipe" in refused_acts(school)


def test_that_an_undoing_by_hand_that_pays_twice_is_named(school):
    voucher = school.post()
    for name, yuan in (("p1", 290), ("p2", -290), ("p3", 290)):
        payment = Payment(name, voucher, Part.WHOLE, Money.yuan(yuan), DAY, "transfer", "深圳书城")
        school.ledger.record_payment(school.finance, payment)
    put(school, school.finance, "unpay", {"document": voucher, "payment": "p2", "reason": "没有退回"})
    assert "above_due" in refused_acts(school)


def test_that_a_refund_by_hand_of_a_reversed_voucher_is_named(school):
    voucher = school.post()
    content = refund(school, voucher, "290", kind=RefundKind.SELLER)
    reversal = school.ledger.reverse(school.finance, voucher, "重复报销")
    school.sign_both(reversal)
    school.ledger.post(school.finance, [reversal])
    put(school, school.finance, "submit", submission(content))
    assert "bad_refund" in refused_acts(school)


def test_that_a_reversal_by_hand_beside_a_refund_is_named(school):
    """Both were submitted and signed before either was posted."""
    voucher = school.post()
    content = refund(school, voucher, "290")
    reversal = school.ledger.reverse(school.finance, voucher, "重复报销")
    back = school.submit(content)
    school.sign_both(reversal, back)
    school.ledger.post(school.finance, [back])
    signed = content_hash(voucher_fields(school.ledger.content_of(reversal)))
    put(school, school.finance, "post", {"document": reversal, "number": 3, "year": 2020, "content_hash": signed})
    assert "refunds_first" in refused_acts(school)
