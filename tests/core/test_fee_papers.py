"""Papers about fees: the month over all vouchers, and numbers out of the vault only as far as they are asked for."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from studio_ledger.model.money import Money
from studio_ledger.model.payee import RegisteredPayee
from studio_ledger.model.voucher import Payee
from studio_ledger.signing.keys import WrongPasswordError
from studio_ledger.workspace.fee_papers import Numbers
from tests.builders import PASSWORDS, School
from tests.core.test_fees import a_fee, a_list

ID = "11010519491231002X"


@pytest.fixture
def school(tmp_path):
    school = School(tmp_path)
    school.fund()
    yield school
    assert school.ledger.verify().ok
    school.ledger.close()


def registered(school):
    school.ledger.open_vault(school.finance)
    expert = RegisteredPayee("", "周敏", "external_person", "senior", "华南师范大学", "工商银行")
    return school.ledger.put_payee(school.finance, expert, id_number=ID, account="6222021001122334455")


def test_that_the_sheet_shows_numbers_as_far_as_asked(school):
    content = a_list(a_fee("周敏", "2000", payee=registered(school)), a_fee("刘洁", "1000", hours="2"))
    before = school.ledger.head().seq
    plain = school.ledger.fee_sheet(school.finance, content)
    assert (plain.rows[0].id_number, plain.rows[0].employer, plain.rows[0].standard) == ("", "华南师范大学", "1000")
    assert school.ledger.head().seq == before
    last = school.ledger.fee_sheet(school.finance, content, Numbers.LAST)
    assert (last.rows[0].id_number, last.rows[0].account, last.rows[1].account) == ("****002X", "****4455", "")
    whole = school.ledger.fee_sheet(school.finance, content, Numbers.WHOLE, PASSWORDS["wangmin"])
    assert whole.rows[0].id_number == ID
    assert school.ledger.head().seq == before + 4, "each look stands in the log"
    with pytest.raises(WrongPasswordError):
        school.ledger.fee_sheet(school.finance, content, Numbers.WHOLE, "wrong")


def test_that_the_sheet_bears_the_number_once_posted(school):
    content = a_list(a_fee("周敏", "2000"))
    voucher = school.submit(content)
    assert school.ledger.fee_sheet(school.finance, content, voucher=voucher).number == ""
    school.sign_both(voucher)
    school.ledger.post(school.finance, [voucher])
    sheet = school.ledger.fee_sheet(school.finance, content, voucher=voucher)
    assert (sheet.number, sheet.final, sheet.gross) == ("0001", True, Money.yuan("2300"))


def test_that_one_person_without_a_list_has_a_sheet_too(school):
    content = a_list(a_fee("周敏", "2000"))
    details = {"lecture": {"title": "senior", "hours": 4, "half_days": 1, "after_tax": "2000", "tax": "300"}}
    one = replace(content, fees=(), details=details)
    [row] = school.ledger.fee_sheet(school.finance, one).rows
    assert (row.gross, row.tax, row.hours) == (Money.yuan("2300"), Money.yuan("300"), "4")


def test_that_one_person_without_a_list_is_known_by_his_name_and_shows_his_last_four(school):
    registered(school)
    details = {"lecture": {"title": "senior", "hours": 4, "half_days": 1, "after_tax": "2000", "tax": "300"}}
    payee = Payee("周敏", "external_person")
    one = replace(a_list(a_fee("周敏", "2000")), fees=(), details=details, payee=payee)
    [row] = school.ledger.fee_sheet(school.finance, one, Numbers.LAST).rows
    assert (row.id_number, row.account, row.bank, row.standard) == ("****002X", "****4455", "工商银行", "1000")
    twin = RegisteredPayee("", "周敏", "external_person", "senior", "另一单位")
    school.ledger.put_payee(school.finance, twin)
    [row] = school.ledger.fee_sheet(school.finance, one, Numbers.LAST).rows
    assert (row.id_number, row.account) == ("", ""), "nobody knows which of the two it is"


def test_that_the_declaration_is_of_a_month_with_the_year_so_far(school):
    payee = registered(school)
    school.post(a_list(a_fee("周敏", "1000", payee=payee), date=dt.date(2020, 4, 8)))
    school.post(a_list(a_fee("周敏", "500", hours="1", payee=payee)))
    second = a_fee("周敏", "500", hours="1", before=("500", "0"), payee=payee)
    school.post(a_list(second, date=dt.date(2020, 5, 28), purpose="第二次讲座"))
    school.submit(a_list(a_fee("刘洁", "1000", hours="2"), date=dt.date(2020, 5, 29), purpose="第三次讲座"))
    month, password = dt.date(2020, 5, 9), PASSWORDS["wangmin"]
    found = school.ledger.tax_declaration(school.finance, "s1", month, Numbers.WHOLE, password)
    [row] = found.rows
    assert (row.name, row.id_number, row.gross, row.tax) == ("周敏", ID, Money.yuan("1050"), Money.yuan("50"))
    assert (row.year_gross, row.year_tax) == (Money.yuan("2100"), Money.yuan("100"))
    assert row.vouchers == ("0002", "0003")
    assert (found.unposted, found.month) == (1, dt.date(2020, 5, 1))
    assert school.ledger.tax_declaration(school.finance, "s1", month).rows[0].id_number == ""
