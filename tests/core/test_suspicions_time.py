"""Detectors of dates: holidays, weekends, approval after the fact, late claims, signatures in one breath."""

import datetime as dt
from dataclasses import replace

import pytest
from school_books import DAY, bought, days, found, lecture, meeting, trip

from studio_ledger.audit.thresholds import load_thresholds
from studio_ledger.model.clock import SHANGHAI
from studio_ledger.model.school_books import BookRequest

LABOUR_DAY, AFTER = dt.date(2020, 5, 5), dt.date(2020, 5, 6)


def test_that_a_trip_in_a_holiday_is_asked_about():
    (one,) = found("trip_on_holiday", trip(date=LABOUR_DAY))
    assert "劳动节" in one.why
    assert not found("trip_on_holiday", trip(date=AFTER))
    assert not found("trip_on_holiday", meeting(date=LABOUR_DAY))


def test_that_a_meeting_in_a_holiday_is_asked_about():
    assert found("on_holiday", meeting(date=LABOUR_DAY))
    assert not found("on_holiday", meeting(date=AFTER))
    assert not found("on_holiday", trip(date=LABOUR_DAY))
    assert not found("on_holiday", bought(date=LABOUR_DAY))


@pytest.mark.parametrize(
    ("day", "free"),
    [
        (dt.date(2019, 10, 7), True),
        (dt.date(2019, 10, 8), False),
        (dt.date(2020, 5, 9), False),  # a Saturday made a working day
        (dt.date(2020, 5, 16), True),  # a plain Saturday
        (dt.date(2020, 2, 1), True),  # the lengthened Spring Festival of 2020
        (dt.date(2026, 2, 23), True),
        (dt.date(2018, 10, 1), False),  # before the calendar begins: a Monday like any other
    ],
)
def test_that_the_calendar_knows_holidays_and_working_weekends(day, free):
    assert load_thresholds().is_free(day) is free


def test_that_activities_mostly_on_weekends_are_asked_about():
    saturdays = [
        lecture(f"专家{place}", date=dt.date(2020, 5, 16) + dt.timedelta(days=7 * place)) for place in range(5)
    ]
    tuesdays = [meeting(date=days(7 * place)) for place in range(4)]
    assert found("weekends", *saturdays, *tuesdays[:3])  # 5 of 8
    assert not found("weekends", *saturdays[:4], *tuesdays[:1])
    more = [*tuesdays[:3], meeting(date=days(63))]
    assert not found("weekends", *saturdays, *more)  # 5 of 9


def test_that_an_order_that_came_after_the_trip_is_asked_about():
    late = (("travel_approval", days(10)),)
    assert found("approved_afterwards", trip(late_papers=late))
    assert not found("approved_afterwards", trip(late_papers=(("travel_approval", DAY),)))
    assert not found("approved_afterwards", trip(late_papers=(("photo", days(10)),)))
    assert not found("approved_afterwards", bought(late_papers=late))


def test_that_a_request_after_the_spending_is_asked_about():
    one = bought()

    def asked(day):
        return found("asked_afterwards", one, requests=(BookRequest("r1", "s1", "购书", day, (one.id,)),))

    assert asked(days(1))
    assert not asked(DAY)


def test_that_both_signatures_in_one_breath_three_times_are_asked_about():
    at = dt.datetime(2020, 5, 12, 9, tzinfo=SHANGHAI)

    def signed(seconds, count):
        return [bought(f"{200 + n}", host_at=at, legal_at=at + dt.timedelta(seconds=seconds)) for n in range(count)]

    (one,) = found("signed_in_one_breath", *signed(59, 3))
    assert one.figures["最短间隔"] == "59 秒"
    assert not found("signed_in_one_breath", *signed(60, 3))
    assert not found("signed_in_one_breath", *signed(5, 2))
    assert not found("signed_in_one_breath", *(replace(v, legal_at=None) for v in signed(5, 3)))


def test_that_a_claim_long_after_its_invoice_is_asked_about():
    def claimed(number):
        at = dt.datetime.combine(days(number), dt.time(9), SHANGHAI)
        return bought(submitted_at=at)

    (one,) = found("claimed_late", claimed(61), claimed(80))
    assert len(one.vouchers) == 2
    assert "80 天" in one.why
    assert not found("claimed_late", claimed(60))
    assert not found("claimed_late", lecture(submitted_at=claimed(99).submitted_at))


def test_that_an_invoice_of_another_year_is_asked_about():
    one = bought(date=dt.date(2020, 1, 3))
    old = replace(one, claims=(replace(one.claims[0], issued_on=dt.date(2019, 12, 31)),))
    assert found("another_year", old)
    assert not found("another_year", one)
