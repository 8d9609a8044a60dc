"""Detectors of the money as a whole: pace, match, leftovers, budget, advances, violations, posts, corrections."""

import datetime as dt

import pytest
from builders import a_studio
from school_books import TODAY, bought, found, granted, yuan

from studio_ledger.model.funds import Source
from studio_ledger.model.people import Person, Role, Term
from studio_ledger.model.school_books import BookAdvance, BookBudget, Violation
from studio_ledger.model.studio import Affiliation
from studio_ledger.model.voucher import State, VoucherKind

NEXT = dt.date(2021, 1, 5)


def _budget(version, amount):
    return BookBudget("s1", 2020, version, {"equipment": yuan(amount)})


def _spent(amount, **changes):
    return bought(amount, category="equipment", quantity=100, **changes)


def test_that_a_year_far_off_its_budget_without_adjustment_is_asked_about():
    assert found("budget_deviation", _spent("49999.99"), budgets=(_budget(1, "100000"),), today=NEXT)
    assert not found("budget_deviation", _spent("50000.00"), budgets=(_budget(1, "100000"),), today=NEXT)
    assert not found("budget_deviation", budgets=(_budget(1, "100000"), _budget(2, "1000")), today=NEXT)
    assert not found("budget_deviation", budgets=(_budget(1, "100000"),)), "the year goes on"
    assert not found("budget_deviation", _spent("540000"), budgets=(_budget(1, "600000"),), today=NEXT), "10 % are fine"


def test_that_money_asleep_is_asked_about_in_september_and_at_the_year_s_end():
    october = dt.date(2020, 10, 1)
    assert found("slow_execution", _spent("11999.99"), grants=(granted(),), today=october)
    assert not found("slow_execution", _spent("12000.00"), grants=(granted(),), today=october)
    assert not found("slow_execution", grants=(granted(),), today=dt.date(2020, 9, 30))
    assert found("slow_execution", _spent("23999.99"), grants=(granted(),), today=NEXT)
    assert not found("slow_execution", _spent("24000.00"), grants=(granted(),), today=NEXT)


def test_that_half_a_year_without_spending_is_asked_about():
    """Arrived on 5 March: 181 days are 2 September."""
    assert found("idle_money", _spent("100", date=dt.date(2020, 9, 2)), grants=(granted(),), today=NEXT)
    assert not found("idle_money", _spent("100", date=dt.date(2020, 9, 1)), grants=(granted(),), today=NEXT)
    assert found("idle_money", grants=(granted(),), today=dt.date(2020, 9, 2))
    assert not found("idle_money", grants=(granted(),), today=dt.date(2020, 9, 1))


def test_that_a_rush_in_december_is_asked_about():
    early, late = _spent("7000", date=dt.date(2020, 5, 6)), _spent("3000", date=dt.date(2020, 12, 1))
    assert not found("year_end_rush", early, late, today=NEXT), "30 % are the edge"
    more = _spent("10", date=dt.date(2020, 12, 30))
    (one,) = found("year_end_rush", early, late, more, today=NEXT)
    assert "十二月" in one.why
    assert not found("year_end_rush", early, late, more, today=dt.date(2020, 11, 30))


def test_that_a_rush_in_the_last_quarter_is_asked_about():
    early, late = _spent("4000", date=dt.date(2020, 5, 6)), _spent("4000.01", date=dt.date(2020, 10, 9))
    (one,) = found("year_end_rush", early, late, today=NEXT)
    assert "第四季度" in one.why
    small = _spent("100", date=dt.date(2020, 5, 6)), _spent("4000", date=dt.date(2020, 10, 9))
    assert not found("year_end_rush", *small, today=NEXT), "too little to judge"


def test_that_a_missing_match_is_asked_about_from_july():
    city, district = granted(), granted("39999.99", Source.DISTRICT)
    (one,) = found("match_missing", grants=(city, district))
    assert one.amount == yuan("0.01")
    assert not found("match_missing", grants=(city, granted("40000.00", Source.DISTRICT)))
    assert not found("match_missing", grants=(city,), today=dt.date(2020, 6, 30))
    assert not found("match_missing", grants=(city,), studios=(a_studio(affiliation=Affiliation.CITY),))


def test_that_money_that_came_late_is_asked_about():
    assert found("late_grants", grants=(granted(received_on=dt.date(2020, 5, 31)),))
    assert not found("late_grants", grants=(granted(received_on=dt.date(2020, 5, 30)),))
    december = {"issued_on": dt.date(2020, 12, 1)}
    assert found("late_grants", grants=(granted(received_on=dt.date(2020, 12, 16), **december),), today=NEXT)
    assert not found("late_grants", grants=(granted(received_on=dt.date(2020, 12, 15), **december),), today=NEXT)
    carried = granted(source=Source.CARRIED_OVER, received_on=dt.date(2020, 12, 31))
    assert not found("late_grants", grants=(carried,), today=NEXT)


def _advance(taken, due, open_="500"):
    return BookAdvance("a1", "s1", "王芳", "赴广州跟岗", taken, due, yuan(open_))


def test_that_an_old_or_overdue_advance_is_asked_about():
    far = TODAY + dt.timedelta(days=30)
    assert found("old_advances", advances=(_advance(TODAY - dt.timedelta(days=61), far),))
    assert not found("old_advances", advances=(_advance(TODAY - dt.timedelta(days=60), far),))
    assert found("old_advances", advances=(_advance(TODAY, TODAY - dt.timedelta(days=1)),))
    assert not found("old_advances", advances=(_advance(dt.date(2020, 1, 1), TODAY, "0"),))


def a_violation(**changes):
    fields = {
        "id": "w1", "studio": "s1", "what": "购买礼品", "rule": "第五条", "amount": yuan("800"),
        "claw_back": yuan("800"), "found_by": "audit", "found_on": dt.date(2020, 6, 1), "due_on": dt.date(2020, 8, 31),
    }  # fmt: skip
    return Violation(**(fields | changes))


def test_that_a_finding_not_put_right_in_time_is_asked_about():
    (one,) = found("violations_overdue", violations=(a_violation(),))
    assert "800.00" in one.why
    assert not found("violations_overdue", violations=(a_violation(due_on=TODAY),))
    assert not found("violations_overdue", violations=(a_violation(closed_on=TODAY),))


def test_that_leftovers_long_after_the_cycle_are_asked_about():
    studios, grants = (a_studio(cycle_end=dt.date(2020, 6, 30)),), (granted("300"),)
    closed = frozenset({("s1", 2020)})
    spent = bought("299.99")
    late, edge = dt.date(2020, 8, 30), dt.date(2020, 8, 29)
    assert found("left_after_cycle", spent, studios=studios, grants=grants, closed=closed, today=late)
    assert not found("left_after_cycle", spent, studios=studios, grants=grants, closed=closed, today=edge)
    assert not found("left_after_cycle", bought("300"), studios=studios, grants=grants, closed=closed, today=late)
    assert found("left_after_cycle", bought("300"), studios=studios, grants=grants, today=late), "the year is open"


def _person(*roles, studio_of=("", "")):
    spans = ((dt.date(2019, 1, 1), dt.date(2020, 6, 30)), (dt.date(2020, 6, 30), dt.date(2021, 12, 31)))
    terms = [Term(f"t{n}", "p1", role, studio_of[n], *spans[n]) for n, role in enumerate(roles)]
    return Person("p1", "王敏", "wangmin", terms=tuple(terms))


def test_that_two_posts_that_exclude_each_other_are_asked_about():
    assert found("conflicting_posts", people=(_person(Role.FINANCE, Role.HOST),))
    assert not found("conflicting_posts", people=(_person(Role.FINANCE, Role.ADMINISTRATOR),))
    assert not found("conflicting_posts", people=(_person(Role.FINANCE, Role.HOST, studio_of=("s1", "s2")),))
    assert found("conflicting_posts", people=(_person(Role.FINANCE, Role.HOST, studio_of=("s1", "")),))


def test_that_posts_one_after_the_other_are_not():
    person = _person(Role.FINANCE, Role.HOST)
    first = Term("t0", "p1", Role.FINANCE, "", dt.date(2019, 1, 1), dt.date(2020, 6, 29))
    assert not found("conflicting_posts", people=(Person("p1", "王敏", "wangmin", terms=(first, person.terms[1])),))


def test_that_many_reversals_are_asked_about():
    undone = [bought(f"{200 + place}", reversed=True) for place in range(3)]
    kept = [bought(f"{300 + place}") for place in range(57)]
    assert found("many_reversals", *undone, *kept[:56])
    assert not found("many_reversals", *undone, *kept), "5 % are the edge"
    assert not found("many_reversals", *undone[:2])
    assert not found("many_reversals", *(bought(kind=VoucherKind.REVERSAL) for _ in range(5)))


@pytest.mark.parametrize(("revision", "asked"), [(4, 1), (3, 0)])
def test_that_a_voucher_that_went_back_and_forth_is_asked_about(revision, asked):
    assert len(found("many_revisions", bought(revision=revision))) == asked
    assert not found("many_revisions", bought(revision=9, state=State.VOID))
