"""Entries in the school's general ledger: each book in balance, whatever the voucher."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio_ledger.ledger.refusals import BadAccountError
from studio_ledger.model.accounts import Book, Entry
from studio_ledger.model.funds import Source
from studio_ledger.model.money import Money
from studio_ledger.model.voucher import VoucherKind, VoucherLine
from studio_ledger.statements.entries import DEFAULT, entries_of
from tests.builders import School, a_voucher

BANK, SPENT = "1002", "5001"


def sums(entries):
    return {(entry.book, entry.account): entry.amount for entry in entries}


def test_that_an_expense_goes_out_of_the_bank_and_out_of_the_budget():
    money = a_voucher("290.00").amount
    assert entries_of(a_voucher("290.00"), DEFAULT) == (
        Entry(Book.FINANCIAL, SPENT, money),
        Entry(Book.FINANCIAL, BANK, -money),
        Entry(Book.BUDGET, "7201.01", money),
        Entry(Book.BUDGET, "8001", -money),
    )


def test_that_withheld_tax_is_owed_and_not_yet_in_the_budget():
    found = sums(entries_of(a_voucher("1050.00"), DEFAULT, tax=Money.yuan("50")))
    assert found[Book.FINANCIAL, "2102"] == Money.yuan("-50")
    assert found[Book.FINANCIAL, BANK] == Money.yuan("-1000")
    assert found[Book.BUDGET, "7201.01"] == Money.yuan("1000")


def test_that_an_advance_is_cleared_before_money_goes_out():
    found = sums(entries_of(a_voucher("290.00"), DEFAULT, by_advance=Money.yuan("200")))
    assert found[Book.FINANCIAL, "1218"] == Money.yuan("-200")
    assert found[Book.FINANCIAL, BANK] == Money.yuan("-90")


def test_that_an_asset_is_no_expense_on_the_financial_side():
    found = sums(entries_of(a_voucher("4999.00"), DEFAULT, is_asset=True))
    assert (Book.FINANCIAL, "1601") in found
    assert (Book.FINANCIAL, SPENT) not in found


@pytest.mark.parametrize(
    ("kind", "earlier", "accounts"),
    [
        (VoucherKind.REFUND, False, {SPENT, BANK, "7201.01", "8001"}),
        (VoucherKind.REFUND, True, {"3501", BANK, "8101.01", "8001"}),
        (VoucherKind.RETURN, False, {"3001", BANK, "8101.04", "8001"}),
    ],
)
def test_that_money_back_and_leftovers_have_accounts_of_their_own(kind, earlier, accounts):
    content = replace(a_voucher(), kind=kind, lines=(VoucherLine("退款", Money(-100), Source.CITY),))
    assert {entry.account for entry in entries_of(content, DEFAULT, earlier_year=earlier)} == accounts


def test_that_the_schools_own_accounts_are_used():
    choice = replace(DEFAULT, expenses=(("books", "5001.02"), ("", "5001")), money=(("city", "1011"), ("", "1002")))
    assert {(e.account) for e in entries_of(a_voucher(), choice) if e.book is Book.FINANCIAL} == {"5001.02", "1011"}


@given(st.lists(st.tuples(st.sampled_from(list(Source)), st.integers(1, 10**7)), min_size=1, max_size=6), st.data())
def test_that_each_book_is_in_balance(lines, data):
    content = replace(a_voucher(), lines=tuple(VoucherLine("物", Money(fen), source) for source, fen in lines))
    tax = Money(data.draw(st.integers(0, content.amount.fen)))
    advance = Money(data.draw(st.integers(0, (content.amount - tax).fen)))
    for book in Book:
        of_book = [e.amount for e in entries_of(content, DEFAULT, tax=tax, by_advance=advance) if e.book is book]
        assert Money.total(of_book) == Money()


def test_that_a_school_keeps_its_own_accounts_and_a_posted_voucher_shows_them(tmp_path):
    school = School(tmp_path)
    school.fund()
    voucher = school.post()
    assert {entry.account for entry in school.ledger.entries(voucher)} == {"5001", "1002", "7201.01", "8001"}
    choice = replace(school.ledger.account_choice("s1"), expenses=(("", "5001"), ("books", "5001.03")))
    school.ledger.choose_accounts(school.finance, choice)
    assert "5001.03" in {entry.account for entry in school.ledger.entries(voucher)}
    with pytest.raises(BadAccountError):
        school.ledger.choose_accounts(school.finance, replace(choice, asset="固定资产"))
    assert school.ledger.verify().ok
    school.ledger.close()
