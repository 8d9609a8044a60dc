"""The whole of the old books at once: tried without a trace, taken in one transaction or not at all."""

from __future__ import annotations

from dataclasses import replace

import pytest

from studio_ledger.errors import LedgerError
from studio_ledger.model.funds import Source
from studio_ledger.model.money import Money
from studio_ledger.model.payee import RegisteredPayee
from studio_ledger.model.studio import Member
from studio_ledger.workspace.old_books import OldBooks, PayeeFile
from tests.builders import School, a_budget, a_voucher
from tests.core.test_opening import an_expense, an_income, an_opening

ID = "11010519491231002X"


@pytest.fixture
def school(tmp_path):
    school = School(tmp_path)
    yield school
    assert school.ledger.verify().ok
    school.ledger.close()


def books(**changes):
    payee = PayeeFile(RegisteredPayee("", "周敏", "external_person"), ID, "6222021001122334455")
    members = (Member("王芳", "邻校"), Member("新成员", "邻校"))
    whole = OldBooks(an_opening(), (a_budget([("books", "7000")], year=2019),), (payee,), members)
    return replace(whole, **changes)


def test_that_a_trial_leaves_no_trace(school):
    school.ledger.open_vault(school.finance)
    before = school.ledger.head()
    school.ledger.try_old_books(school.finance, books(), "opening-1")
    assert school.ledger.head() == before
    assert school.ledger.registered_payees() == ()


def test_that_all_is_taken_and_waits_for_both(school):
    school.ledger.open_vault(school.finance)
    school.ledger.take_old_books(school.finance, books(), "opening-1")
    assert {row.kind for row in school.ledger.to_sign(school.host)} == {"opening", "budget"}
    assert [one.name for one in school.ledger.registered_payees()] == ["周敏"]
    assert [member.name for member in school.ledger.studio("s1").members].count("王芳") == 1
    assert "新成员" in [member.name for member in school.ledger.studio("s1").members]
    school.sign_both("opening-1", "opening-1-2019")
    year = school.ledger.year_figures("s1", 2019)
    assert (year.granted, year.spent) == (Money.yuan("40000"), Money.yuan("1200"))


def test_that_the_same_form_twice_takes_the_books_once(school):
    """The disk failed and nobody knows: the form is sent again."""
    school.ledger.open_vault(school.finance)
    school.ledger.take_old_books(school.finance, books(), "opening-1")
    before = school.ledger.head()
    school.ledger.take_old_books(school.finance, books(), "opening-1")
    assert school.ledger.head() == before
    assert [one.name for one in school.ledger.registered_payees()] == ["周敏"]


@pytest.mark.parametrize(
    "broken",
    [
        books(),  # numbers without a data key
        books(payees=(), opening=an_opening(incomes=(an_income("0"),))),
        books(payees=(PayeeFile(RegisteredPayee("", " ", "external_person")),)),
    ],
)
def test_that_one_refusal_takes_nothing(school, broken):
    before = school.ledger.head()
    with pytest.raises(LedgerError):
        school.ledger.take_old_books(school.finance, broken, "opening-1")
    assert school.ledger.head() == before


def test_that_the_report_lists_what_was_imported_and_adds_up(school):
    school.ledger.take_old_books(school.finance, books(payees=(), members=()), "opening-1")
    school.sign_both("opening-1", "opening-1-2019")
    statement = school.ledger.annual_statement("s1", 2019)
    [row] = statement.vouchers
    assert (row.number, row.host_signed, row.amount) == ("0001", "历史导入", Money.yuan("1200"))
    spent = Money.total(one.spent_city + one.spent_district + one.spent_other for one in statement.categories)
    assert Money.total(one.amount for one in statement.vouchers) == spent


def reasons(flaws):
    return [(flaw.part, flaw.reason, flaw.row) for flaw in flaws]


def test_that_every_flaw_of_the_books_is_told_at_once(school):
    spent = (an_expense("39999"), an_expense("2"), an_expense("5", "0003", category="snacks", invoice=""))
    opening = an_opening(incomes=(an_income(), an_income("0", 2018)), vouchers=spent)
    found = school.ledger.old_books_flaws(books(opening=opening, payees=()))
    assert reasons(found) == [
        ("income", "income", 2),
        ("voucher", "number_twice", 2),
        ("voucher", "not_covered", 2),
        ("voucher", "category", 3),
    ]
    short = next(flaw for flaw in found if flaw.reason == "not_covered")
    assert short.told["over"] == Money.yuan("6"), "what is wanting in the end, not at the first row"


def test_that_what_the_ledger_has_already_is_told(school):
    school.fund()
    school.post(a_voucher(number="11112222"))
    school.ledger.put_payee(school.finance, RegisteredPayee("", "周敏", "external_person"))
    [grant] = [row.grant for row in school.ledger.grants("s1", 2020) if row.grant.source is Source.CITY]
    income = replace(an_income("1", 2020), amount=grant.amount, received_on=grant.received_on)
    opening = an_opening(incomes=(an_income(), income), as_of=grant.received_on)
    before = school.ledger.head()
    found = school.ledger.old_books_flaws(books(opening=opening))
    assert reasons(found) == [
        ("voucher", "invoice_claimed", 1),
        ("income", "grant_there", 2),
        ("payee", "payee_there", 1),
    ]
    assert "0001" in str(found[0].error().parameters["number"])
    assert school.ledger.head() == before


def test_that_sound_books_have_no_flaw(school):
    assert school.ledger.old_books_flaws(books()) == ()
