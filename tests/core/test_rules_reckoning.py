"""What may be spent, worked out before it is: the same figures by which the rules judge afterwards."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from studio_ledger.model.money import Money
from studio_ledger.rules import load_policy
from studio_ledger.rules.reckoning import fee_of_gross, fee_of_net, lecture_cap
from studio_ledger.rules.trips import trip_cap

DAY = dt.date(2020, 5, 9)


@pytest.mark.parametrize(
    ("title", "hours", "half_days", "limit"),
    [
        ("senior", 4, 1, 4000), ("senior", 5, 1, 4000), ("senior", 5, 2, 5000), ("associate_senior", 2, 1, 1000),
        ("unknown", 2, 1, 1000), ("academician", 0, 1, 0),
    ],
)  # fmt: skip
def test_that_a_lectures_ceiling_counts_four_hours_a_half_day(title, hours, half_days, limit):
    assert lecture_cap(load_policy(), title, Decimal(hours), half_days, DAY).limit == Money.yuan(limit)


def test_that_no_ceiling_is_told_where_no_figure_is_in_force():
    assert lecture_cap(load_policy(), "senior", Decimal(2), 1, dt.date(2016, 12, 31)) is None


@pytest.mark.parametrize(
    ("net", "gross", "tax"),
    [("500", "500", "0"), ("1000", "1050", "50"), ("2000", "2300", "300"), ("4000", "4761.90", "761.90")],
)
def test_that_net_and_gross_give_each_other(net, gross, tax):
    policy = load_policy()
    fee = fee_of_net(Money.yuan(net), policy, Money())
    assert (fee.gross, fee.tax) == (Money.yuan(gross), Money.yuan(tax))
    assert fee_of_gross(Money.yuan(gross), policy, Money()) == fee


def test_that_two_fees_of_a_month_are_taxed_as_one():
    policy = load_policy()
    second = fee_of_net(Money.yuan(500), policy, Money.yuan(500))
    together = fee_of_net(Money.yuan(1000), policy, Money())
    assert Money.yuan(500) + second.gross == together.gross
    assert second.tax == together.tax


def test_that_a_trip_over_the_seasons_edge_counts_each_night_by_its_own():
    cap = trip_cap(load_policy(), "青岛市", dt.date(2020, 6, 29), dt.date(2020, 7, 2), 2)
    assert (cap.days, cap.nights) == (4, 3)
    assert cap.limit("lodging") == Money.yuan((380 * 2 + 450) * 2)
    assert cap.limit("meals") == Money.yuan(100 * 4 * 2)
    assert cap.total == Money.yuan((380 * 2 + 450) * 2 + 180 * 4 * 2)


def test_that_a_high_place_has_the_higher_meals_and_an_unnamed_one_the_figure_of_all_others():
    policy = load_policy()
    assert trip_cap(policy, "拉萨", DAY, DAY, 1).limit("meals") == Money.yuan(120)
    assert trip_cap(policy, "惠州", DAY, DAY + dt.timedelta(days=1), 1).limit("lodging") == Money.yuan(500)


def test_that_a_day_trip_has_no_night_and_a_backward_one_nothing():
    policy = load_policy()
    day = trip_cap(policy, "广州", DAY, DAY, 1)
    assert (day.days, day.nights, day.limit("lodging")) == (1, 0, Money())
    assert trip_cap(policy, "广州", DAY, DAY - dt.timedelta(days=1), 1).total == Money()
