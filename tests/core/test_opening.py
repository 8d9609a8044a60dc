"""A school that starts in its second year: the old books are taken over whole, signed by both, and count."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from studio_ledger.ledger.refusals import BadOpeningError, ClosedYearError, TooLargeError, UnknownDocumentError
from studio_ledger.model.funds import Source
from studio_ledger.model.money import Money
from studio_ledger.model.opening import HistoricIncome, HistoricVoucher, Opening, OpeningAsset
from studio_ledger.queries.rows import VoucherFilter
from studio_ledger.text import sentence
from studio_ledger.workspace import BlockedError
from studio_ledger.workspace.old_books import OldBooks
from tests.builders import School, a_budget, a_voucher


@pytest.fixture
def school(tmp_path):
    school = School(tmp_path)
    yield school
    assert school.ledger.verify().ok
    school.ledger.close()


def an_income(yuan="40000", year=2019, source=Source.CITY):
    return HistoricIncome(year, source, Money.yuan(yuan), dt.date(year, 3, 5), "深财〔2019〕8号")


def an_expense(yuan="1200", number="0001", day="2019-05-06", **changes):
    voucher = HistoricVoucher(
        dt.date.fromisoformat(day), number, "books", Source.CITY, "购书", "深圳书城", Money.yuan(yuan), "11112222"
    )
    return replace(voucher, **changes)


def an_opening(**changes):
    asset = OpeningAsset("笔记本电脑", "TY2019-001", Money.yuan("4999"), dt.date(2019, 6, 1), "陈静", "工作室")
    opening = Opening("", "s1", dt.date(2020, 5, 31), (an_income(),), (an_expense(),), (asset,))
    return replace(opening, **changes)


def opened(school, opening=None):
    form = school.ledger.propose_opening(school.finance, opening or an_opening(), "opening-1")
    school.sign_both(form)
    return form


def test_that_the_old_books_count_once_both_have_signed(school):
    school.ledger.propose_opening(school.finance, an_opening(), "opening-1")
    assert school.ledger.year_figures("s1", 2019).spent == Money()
    school.sign_both("opening-1")
    year = school.ledger.year_figures("s1", 2019)
    assert (year.granted, year.spent) == (Money.yuan("40000"), Money.yuan("1200"))
    assert year.months[4] == Money.yuan("1200")
    [row] = school.ledger.historic("s1", 2019)
    assert row.voucher == an_expense()
    assert school.ledger.opening_assets("s1")[0].card == "TY2019-001"


def test_that_an_old_invoice_is_not_claimed_again(school):
    opened(school)
    school.fund()
    with pytest.raises(BlockedError) as refused:
        school.submit(a_voucher(number="11112222"))
    assert {finding.code for finding in refused.value.findings} == {"invoice.duplicate"}


def test_that_historic_expenses_are_no_vouchers_of_the_program(school):
    opened(school)
    assert school.ledger.vouchers(VoucherFilter()).rows == ()


def test_that_the_old_books_are_searched_like_vouchers(school):
    trip = an_expense("100", "0012", "2019-07-01", category="field_visit", purpose="外出", payee="铁路", invoice="A9")
    opened(school, an_opening(vouchers=(an_expense(), trip)))

    def found(**wanted):
        return [row.voucher.number for row in school.ledger.historic("s1", 2019, **wanted)]

    assert found() == ["0001", "0012"]
    assert found(category="field_visit") == ["0012"]
    assert [found(search=word) for word in ("铁路", "a9", "1", "外出 铁路", "外出 书城", "没有")] == [
        ["0012"], ["0012"], ["0001", "0012"], ["0012"], [], [],
    ]  # fmt: skip
    assert school.ledger.historic("s1", 2020, search="铁路") == ()


def test_that_an_old_voucher_is_put_on_paper_by_its_place(school):
    opened(school)
    [row] = school.ledger.historic("s1", 2019)
    sheet = school.ledger.historic_sheet(row.opening, row.line)
    assert (sheet.voucher, sheet.category) == (row.voucher, school.ledger.policy.category("books").name)
    with pytest.raises(UnknownDocumentError):
        school.ledger.historic_sheet(row.opening, 2)


def test_that_leftovers_of_an_opened_year_are_carried_by_its_closing(school):
    opened(school)
    school.ledger.propose_close(school.finance, "s1", 2019, "close-2019", carry=True)
    school.sign_both("close-2019")
    assert school.ledger.leftovers("s1", 2020) == {Source.CARRIED_OVER: Money.yuan("38800")}


LATER = dt.date(2030, 12, 31)
COMING = HistoricIncome(2030, Source.CITY, Money.yuan("40000"), LATER)


@pytest.mark.parametrize(
    ("opening", "reason", "row"),
    [
        (an_opening(incomes=(), vouchers=(), assets=()), "empty", None),
        (an_opening(incomes=(an_income("0"),)), "income", "1"),
        (an_opening(vouchers=(an_expense(), an_expense(number="0002", day="2020-06-01"))), "voucher", "2"),
        (an_opening(vouchers=(an_expense(), an_expense())), "number_twice", "2"),
        (an_opening(vouchers=(an_expense(), an_expense("38800.01", "0002"))), "not_covered", "2"),
        (an_opening(vouchers=(an_expense(category="snacks"),)), "category", "1"),
        (an_opening(assets=(OpeningAsset(" ", "", Money(), dt.date(2019, 1, 1)),)), "asset", "1"),
        (an_opening(as_of=LATER, vouchers=(an_expense(day="2030-12-31"),), incomes=(COMING,)), "income", "1"),
        (an_opening(as_of=LATER, vouchers=(an_expense(day="2020-06-02"),)), "voucher", "1"),
        (an_opening(as_of=LATER, assets=(OpeningAsset("笔记本电脑", "", Money(), LATER),)), "asset", "1"),
    ],
)
def test_that_broken_rows_are_named_and_nothing_is_taken(school, opening, reason, row):
    before = school.ledger.head()
    with pytest.raises(BadOpeningError) as refused:
        school.ledger.propose_opening(school.finance, opening, "opening-1")
    assert refused.value.parameters["reason"] == reason
    assert refused.value.parameters.get("row") == row
    assert school.ledger.head() == before


def test_that_a_studio_is_opened_once_unless_the_first_went_back(school):
    school.ledger.propose_opening(school.finance, an_opening(), "opening-1")
    with pytest.raises(BadOpeningError):
        school.ledger.propose_opening(school.finance, an_opening(), "opening-2")
    school.ledger.withdraw(school.finance, "opening-1")
    school.ledger.propose_opening(school.finance, an_opening(), "opening-2")


def last_refusal(school):
    """The host signs; what the legal representative is told instead of the opening taking effect."""
    assert school.sign(school.host, "opening-1")[0].ok
    [outcome] = school.sign(school.legal, "opening-1")
    assert not outcome.ok
    return outcome.error


def test_that_an_invoice_of_this_ledger_is_not_taken_over_as_an_old_one(school):
    school.fund()
    school.post(a_voucher(number="1111-2222"))
    with pytest.raises(BadOpeningError) as refused:
        school.ledger.propose_opening(school.finance, an_opening(), "opening-1")
    assert "发票 11112222 本账已经报销（凭证号 0001）" in sentence(refused.value)


def test_that_an_invoice_claimed_while_the_opening_waits_stops_its_last_signature(school):
    school.fund()
    school.ledger.propose_opening(school.finance, an_opening(), "opening-1")
    voucher = school.submit(a_voucher(number="11112222"))
    assert "本账已经报销（凭证号 —）" in last_refusal(school)
    school.ledger.withdraw(school.finance, voucher)
    assert school.sign(school.legal, "opening-1")[0].ok


def test_that_a_dash_in_the_invoices_column_is_no_invoice(school):
    school.fund()
    ticket = replace(a_voucher().invoices[0], number="—")
    school.post(replace(a_voucher(), invoices=(ticket,)), "票面无号码")
    opening = an_opening(vouchers=(an_expense(invoice="—"), an_expense("10", "0002", invoice="—")))
    assert school.ledger.old_books_flaws(OldBooks(opening)) == ()
    opened(school, opening)


def test_that_nothing_is_taken_over_into_a_closed_year(school):
    school.ledger.propose_close(school.finance, "s1", 2019, "close-2019")
    school.sign_both("close-2019")
    with pytest.raises(ClosedYearError):
        school.ledger.propose_opening(school.finance, an_opening(), "opening-1")


def test_that_a_year_closed_while_the_opening_waits_stops_its_last_signature(school):
    school.ledger.propose_opening(school.finance, an_opening(), "opening-1")
    school.ledger.propose_close(school.finance, "s1", 2019, "close-2019")
    school.sign_both("close-2019")
    assert "2019" in last_refusal(school)
    assert school.ledger.year_figures("s1", 2019).granted == Money()


def test_that_sums_no_table_takes_are_refused_in_words(school):
    many = (an_income("99999999999.99"), an_income("0.02"))
    with pytest.raises(TooLargeError) as refused:
        school.ledger.propose_opening(school.finance, an_opening(incomes=many), "opening-1")
    assert "100,000,000,000.01" in sentence(refused.value)
    lines = [("books", "99999999999.99"), ("field_visit", "0.02")]
    with pytest.raises(TooLargeError):
        school.ledger.propose_budget(school.finance, a_budget(lines, year=2021), "budget-2021")


@pytest.mark.parametrize("first", ["proposed", "signed"])
def test_that_no_leftovers_are_carried_into_a_year_that_is_closed(school, first):
    """The later year was closed before the earlier one: what came into it could never be spent."""
    opened(school)
    if first == "proposed":
        school.ledger.propose_close(school.finance, "s1", 2019, "opening-1-close", carry=True)
    school.ledger.propose_close(school.finance, "s1", 2020, "close-2020")
    school.sign_both("close-2020")
    if first == "signed":
        with pytest.raises(ClosedYearError):
            school.ledger.propose_close(school.finance, "s1", 2019, "opening-1-close", carry=True)
    else:
        assert school.sign(school.host, "opening-1-close")[0].ok
        assert not school.sign(school.legal, "opening-1-close")[0].ok
    assert school.ledger.leftovers("s1", 2020) == {}
    school.ledger.propose_close(school.finance, "s1", 2019, "close-2019")
    school.sign_both("close-2019")
