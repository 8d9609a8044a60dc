"""Bank statements: whole or refused, ticked to the fen, proposed by sum and day, reconciled with the books."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from studio_ledger.ledger.refusals import BadPaymentError, BadStatementError
from studio_ledger.model.money import Money
from studio_ledger.model.spending import BankLine, BankStatement, Part, Payment
from studio_ledger.text import sentence
from tests.builders import School, a_setup, a_studio, a_voucher

ACCOUNT = "4000 0212 3456"


@pytest.fixture
def school(tmp_path):
    school = School(tmp_path)
    school.fund()
    school.clock.at = dt.datetime(2020, 7, 1, 9, 0, tzinfo=school.clock.at.tzinfo)
    yield school
    assert school.ledger.verify().ok
    school.ledger.close()


def a_line(number, day, yuan, party="", **changes):
    return replace(BankLine(number, dt.date.fromisoformat(day), Money.yuan(yuan), party), **changes)


def a_statement(*lines, name="b1", opening="0", start="2020-03-01", end="2020-06-30"):
    first = Money.yuan(opening)
    closing = first + Money.total(line.amount for line in lines)
    days = dt.date.fromisoformat(start), dt.date.fromisoformat(end)
    return BankStatement(name, ACCOUNT, *days, first, closing, lines)


GRANTS = (a_line(1, "2020-03-05", "40000", "市财政局"), a_line(2, "2020-03-06", "40000", "区财政局"))


def paid_voucher(school, number="82219188", name="p1", day="2020-06-01", payee="深圳书城"):
    day_bought = dt.date(2020, 5, 5 if name == "p1" else 20)
    voucher = school.post(a_voucher(number=number, date=day_bought), "同一销售方连续购书")
    whole = school.ledger.unpaid("s1")[0].due
    payment = Payment(name, voucher, Part.WHOLE, whole, dt.date.fromisoformat(day), "transfer", payee)
    school.ledger.record_payment(school.finance, payment)
    return whole


def tick_first(school, count):
    """Tick the first lines with what is proposed first; what is ticked is no longer proposed for the next."""
    for place in range(count):
        row = school.ledger.bank_lines(ACCOUNT)[place]
        school.ledger.tick(school.finance, row.statement, row.line.number, row.proposals[0])


def test_that_lines_are_proposed_ticked_and_reconciled(school):
    cost = paid_voucher(school)
    out = a_line(3, "2020-06-03", f"-{cost}", "深圳书城有限公司")
    school.ledger.take_statement(school.finance, a_statement(*GRANTS, out))
    assert school.ledger.reconciliation(ACCOUNT, dt.date(2020, 6, 30)).difference == Money()
    tick_first(school, 3)
    after = school.ledger.reconciliation(ACCOUNT, dt.date(2020, 6, 30))
    assert (after.difference, after.unbooked, after.unbanked) == (Money(), (), ())
    assert after.bank == after.books == Money.yuan("80000") - cost


def test_that_an_account_is_one_account_however_it_is_spelled(school):
    school.ledger.take_statement(school.finance, a_statement(*GRANTS, end="2020-03-31"))
    spelled = ACCOUNT.replace(" ", "")
    again = replace(a_statement(*GRANTS, name="b2"), account=spelled)
    with pytest.raises(BadStatementError) as refused:
        school.ledger.take_statement(school.finance, again)
    assert refused.value.parameters["reason"] == "overlap"
    april = a_statement(a_line(1, "2020-04-02", "5"), name="b3", opening="80000", start="2020-04-01", end="2020-04-30")
    school.ledger.take_statement(school.finance, replace(april, account=spelled))
    assert school.ledger.reconciliation(ACCOUNT, dt.date(2020, 4, 30)).bank == Money.yuan("80005")


def test_that_a_ticked_payment_is_undone_after_its_tick(school):
    """A line of the bank would stand for money that never moved."""
    cost = paid_voucher(school)
    school.ledger.take_statement(school.finance, a_statement(*GRANTS, a_line(3, "2020-06-03", f"-{cost}", "深圳书城")))
    tick_first(school, 3)
    with pytest.raises(BadPaymentError) as refused:
        school.ledger.undo_payment(school.finance, "p1", "登记错了")
    assert "取消勾对" in sentence(refused.value)
    school.ledger.untick(school.finance, "b1", 3)
    school.ledger.undo_payment(school.finance, "p1", "登记错了")
    after = school.ledger.reconciliation(ACCOUNT, dt.date(2020, 6, 30))
    assert ([row.line.number for row in after.unbooked], after.difference) == ([3], Money())


def test_that_open_items_of_both_sides_explain_the_difference(school):
    cost = paid_voucher(school)
    fee = a_line(3, "2020-06-21", "-15.00", "工商银行", text="手续费")
    school.ledger.take_statement(school.finance, a_statement(*GRANTS, fee))
    tick_first(school, 2)
    found = school.ledger.reconciliation(ACCOUNT, dt.date(2020, 6, 30))
    assert [item.amount for item in found.unbanked] == [-cost]
    assert [row.line.text for row in found.unbooked] == ["手续费"]
    assert found.difference == Money()
    assert found.bank - found.books == cost - Money.yuan("15")


def test_that_money_of_others_is_set_aside_with_a_note(school):
    salary = a_line(3, "2020-04-10", "-5000", "教职工", text="代发工资")
    school.ledger.take_statement(school.finance, a_statement(*GRANTS, salary, opening="9000"))
    school.ledger.tick(school.finance, "b1", 3, (), note="学校基本户工资")
    found = school.ledger.reconciliation(ACCOUNT, dt.date(2020, 6, 30))
    assert found.foreign == Money.yuan("4000")
    assert found.difference == Money()
    assert school.ledger.bank_lines(ACCOUNT)[2].note == "学校基本户工资"


def test_that_a_sum_that_fits_two_payments_is_left_to_a_person(school):
    cost = paid_voucher(school)
    assert paid_voucher(school, "82219199", "p2", "2020-06-05", "某书店") == cost
    school.ledger.take_statement(school.finance, a_statement(*GRANTS, a_line(3, "2020-06-04", f"-{cost}", "某书店")))
    row = school.ledger.bank_lines(ACCOUNT)[2]
    assert [group[0].id for group in row.proposals] == ["p2", "p1"], "the name decides before the day"


def test_that_one_line_may_stand_for_several_payments(school):
    cost = paid_voucher(school) + paid_voucher(school, "82219199", "p2")
    school.ledger.take_statement(school.finance, a_statement(*GRANTS, a_line(3, "2020-06-02", f"-{cost}")))
    row = school.ledger.bank_lines(ACCOUNT)[2]
    assert {item.id for item in row.proposals[0]} == {"p1", "p2"}
    school.ledger.tick(school.finance, "b1", 3, row.proposals[0])
    assert {item.kind for item in school.ledger.open_items()} == {"grant"}


@pytest.mark.parametrize(
    ("statement", "reason"),
    [
        (replace(a_statement(*GRANTS), closing=Money.yuan("1")), "balance"),
        (a_statement(*GRANTS, start="2020-03-06"), "line"),
        (a_statement(a_line(1, "2020-03-05", "0")), "line"),
        (a_statement(), "form"),
        (a_statement(GRANTS[0], GRANTS[0]), "form"),
        (replace(a_statement(*GRANTS), account=" "), "form"),
    ],
)
def test_that_a_statement_that_does_not_add_up_is_refused_whole(school, statement, reason):
    with pytest.raises(BadStatementError) as refused:
        school.ledger.take_statement(school.finance, statement)
    assert refused.value.parameters["reason"] == reason
    assert school.ledger.statements() == ()


def test_that_days_are_not_covered_twice_until_the_first_is_withdrawn(school):
    school.ledger.take_statement(school.finance, a_statement(*GRANTS))
    again = replace(a_statement(*GRANTS), id="b2")
    with pytest.raises(BadStatementError):
        school.ledger.take_statement(school.finance, again)
    school.ledger.withdraw_statement(school.finance, "b1", "导错了")
    school.ledger.take_statement(school.finance, again)
    assert [statement.id for statement in school.ledger.statements()] == ["b2"]


def test_that_a_tick_is_to_the_fen_and_once(school):
    cost = paid_voucher(school)
    school.ledger.take_statement(
        school.finance, a_statement(*GRANTS, a_line(3, "2020-06-03", f"-{cost}"), a_line(4, "2020-06-04", f"-{cost}"))
    )
    item = next(item for item in school.ledger.open_items() if item.kind == "payment")
    for wrong in (replace(item, amount=item.amount + Money(1)), replace(item, id="nobody")):
        with pytest.raises(BadStatementError):
            school.ledger.tick(school.finance, "b1", 3, [wrong])
    school.ledger.tick(school.finance, "b1", 3, [item])
    with pytest.raises(BadStatementError):
        school.ledger.tick(school.finance, "b1", 4, [item])
    school.ledger.untick(school.finance, "b1", 3)
    school.ledger.tick(school.finance, "b1", 4, [item])


def test_that_a_day_no_statement_reaches_is_not_reconciled(school):
    school.ledger.take_statement(school.finance, a_statement(*GRANTS))
    with pytest.raises(BadStatementError):
        school.ledger.reconciliation(ACCOUNT, dt.date(2020, 7, 1))


@pytest.fixture
def two_studios(tmp_path):
    made = School(tmp_path, a_setup(a_studio(), a_studio(id="s2", name="第二工作室")))
    yield made
    made.ledger.close()


def test_that_the_checklist_says_that_an_account_is_of_all_studios(two_studios):
    """The books beside a statement are of the whole ledger: no line of it says whose studio it is."""
    two_studios.fund()
    two_studios.ledger.take_statement(two_studios.finance, a_statement(*GRANTS, end="2020-06-01"))
    told = [item.text for item in two_studios.ledger.close_checklist("s2", 2020) if "银行对账" in item.text]
    assert told == [f"银行对账 {ACCOUNT} 全校各工作室合计（2 行未勾对，差额 0.00 元）"]


def test_that_the_checklist_of_one_studio_names_its_account_alone(school):
    school.ledger.take_statement(school.finance, a_statement(*GRANTS, end="2020-07-01"))
    told = [item.text for item in school.ledger.close_checklist("s1", 2020) if "银行对账" in item.text]
    assert told == [f"银行对账 {ACCOUNT}（2 行未勾对，差额 0.00 元）"]
