"""One reckoning of trips: what the helper says beforehand is what the rule allows afterwards, to the fen."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from studio_ledger.model.money import Money
from studio_ledger.rules import check, load_policy, read_case
from studio_ledger.rules.trips import trip_cap

FEN = Money(1)
POLICY = load_policy()
CITIES = sorted({one.key for one in POLICY.standards if one.id == "lodging"} | {"惠州", "拉萨", "青岛市"})
PARTS = {
    "lodging": "standard.lodging", "meals": "standard.meal_allowance", "local_transport": "standard.local_transport",
}  # fmt: skip


def a_trip(on, **travel):
    sums = [travel[name] for name in PARTS if name in travel]
    return read_case(
        {
            "studio": {
                "affiliation": "city", "school": "实验学校", "tax_id": "12440305MB2D12345K",
                "cycle": ["2016-01-01", "2030-12-31"], "host": "陈静",
                "legal_representative": "李卫东", "mentor": "周敏", "members": ["王芳"],
            },
            "expense": {
                "date": on.isoformat(), "category": "field_visit", "purpose": "赴外地学校考察学习", "amount": sums[0],
                "payment": "transfer", "payee": {"name": "某酒店", "kind": "organisation"},
                "lines": [{"item": "差旅费", "quantity": 1, "amount": sums[0]}],
                "evidence": ["invoice", "travel_approval"], "details": {"travel": travel},
            },
            "books": {
                "budget": {"field_visit": "9999999.00"}, "available": "9999999.00", "closed_years": [],
                "invoice_numbers": [], "recent": [],
            },
        }
    )  # fmt: skip


@settings(max_examples=120, deadline=None)
@given(
    city=st.sampled_from(CITIES),
    first=st.dates(dt.date(2019, 1, 1), dt.date(2024, 12, 31)),
    nights=st.integers(1, 40),
    persons=st.integers(1, 9),
    late=st.integers(0, 60),
    part=st.sampled_from(sorted(PARTS)),
)
def test_that_the_helpers_ceiling_is_the_rules_limit(city, first, nights, persons, late, part):
    last = first + dt.timedelta(days=nights)
    cap = trip_cap(POLICY, city, first, last, persons)
    limit = cap.limit(part)
    trip = {"city": city, "first": first.isoformat(), "days": cap.days, "nights": nights, "persons": persons}
    on = last + dt.timedelta(days=late)
    assert PARTS[part] not in {one.code for one in check(a_trip(on, **trip, **{part: str(limit)}))}
    over = [one for one in check(a_trip(on, **trip, **{part: str(limit + FEN)})) if one.code == PARTS[part]]
    assert [one.limit for one in over] == [str(limit)]


@pytest.mark.parametrize(("on", "rate"), [("2020-06-30", 380), ("2020-07-01", 450), ("2020-08-31", 450)])
def test_that_without_a_day_of_departure_the_day_of_the_expense_picks_the_season(on, rate):
    trip = {"city": "青岛", "days": 3, "nights": 2, "persons": 1, "lodging": "9999.00"}
    [found] = [one for one in check(a_trip(dt.date.fromisoformat(on), **trip)) if one.code == "standard.lodging"]
    assert found.limit == str(Money.yuan(rate * 2))


def test_that_a_stay_over_the_seasons_edge_names_both_figures():
    trip = {"city": "青岛", "first": "2020-06-29", "days": 4, "nights": 3, "persons": 1, "lodging": "9999.00"}
    [found] = [one for one in check(a_trip(dt.date(2020, 7, 2), **trip)) if one.code == "standard.lodging"]
    assert found.limit == str(Money.yuan(380 * 2 + 450))
    assert "380（2晚）、450（1晚）" in found.message


def test_that_a_slip_of_the_key_in_the_nights_is_judged_at_once():
    trip = {"city": "青岛", "first": "2020-06-29", "days": 4, "nights": 999_999, "persons": 1, "lodging": "1.00"}
    assert "standard.lodging" not in {one.code for one in check(a_trip(dt.date(2020, 7, 2), **trip))}


@pytest.mark.parametrize("first", ["", "2020-13-40", 7, None])
def test_that_a_day_that_cannot_be_read_is_none(first):
    trip = {"city": "青岛", "first": first, "days": 3, "nights": 2, "persons": 1, "lodging": "760.00"}
    assert "standard.lodging" not in {one.code for one in check(a_trip(dt.date(2020, 6, 1), **trip))}
