"""Detectors of persons: pay to one's own, one lecturer in two places, trips that overlap."""

from dataclasses import replace

import pytest
from school_books import days, equipment, found, lecture, trip, two_studios

from studio_ledger.model.case import Details, Labour
from studio_ledger.model.money import Money
from studio_ledger.model.people import Person
from studio_ledger.model.school_books import BookPayee


@pytest.mark.parametrize("name", ["王芳", "陈静", "李卫东", "王 芳", "何建国、王芳", "吴思远"])
def test_that_a_fee_to_anybody_of_the_school_is_asked_about(name):
    (one,) = found("paid_own_people", lecture(name), studios=two_studios())
    assert name in one.why


def test_that_a_fee_to_somebody_who_works_with_the_ledger_is_asked_about():
    assert found("paid_own_people", lecture("王敏"), people=(Person("p1", "王敏", "wangmin"),))


@pytest.mark.parametrize("name", ["何建国", "周敏", "王芳芳"])
def test_that_a_fee_to_an_outsider_or_the_mentor_is_not(name):
    assert not found("paid_own_people", lecture(name))


def test_that_a_seller_with_a_member_s_name_is_not():
    assert not found("paid_own_people", equipment("300", seller="王芳"))


def test_that_a_fee_whose_payment_went_to_one_of_the_school_s_is_asked_about():
    (hint,) = found("paid_own_people", replace(lecture(), paid_to=("王芳",)))
    assert "王芳" in hint.why
    assert not found("paid_own_people", replace(lecture(), paid_to=(lecture().payee,)))


def test_that_a_payee_with_a_teacher_s_id_or_account_is_asked_about():
    staff = BookPayee("王芳", "id1", "acc1", own_staff=True)
    assert found("own_people_by_digest", lecture(), payees=(staff, BookPayee("何建国", "id1", "acc9")))
    assert found("own_people_by_digest", lecture(), payees=(staff, BookPayee("何建国", "", "acc1")))
    assert not found("own_people_by_digest", lecture(), payees=(staff, BookPayee("何建国", "id2", "acc2")))
    assert not found("own_people_by_digest", payees=(staff, BookPayee("何建国", "id1", "")))


def test_that_one_account_for_two_lecturers_is_asked_about():
    both = BookPayee("何建国", "1", "acc"), BookPayee("苏文彬", "2", "acc")
    (one,) = found("shared_account", lecture(), lecture("苏文彬"), payees=both)
    assert len(one.vouchers) == 2
    assert not found("shared_account", lecture(), payees=(both[0], BookPayee("苏文彬", "2", "other")))
    assert not found("shared_account", lecture(), payees=(both[0], BookPayee("苏文彬", "2", "")))


def test_that_a_lecturer_in_two_studios_on_one_day_is_asked_about():
    here, there = lecture(), lecture(studio="s2")
    assert found("two_places_at_once", here, there, studios=two_studios())
    assert not found("two_places_at_once", here, lecture(studio="s2", date=days(1)), studios=two_studios())
    assert not found("two_places_at_once", here, lecture("苏文彬", studio="s2"), studios=two_studios())


def test_that_more_than_a_day_s_hours_are_asked_about():
    assert not found("two_places_at_once", lecture(hours=4), lecture(hours=4))
    assert found("two_places_at_once", lecture(hours=4), lecture(hours=4.5))
    assert found("two_places_at_once", lecture(hours=2, half_days=2), lecture(hours=2, half_days=1))


def test_that_two_fees_in_a_month_are_taxed_as_one():
    """1,500 twice: 140 withheld each, 440 due on 3,000."""
    (one,) = found("tax_of_the_month", lecture(), lecture(date=days(7)))
    assert one.amount == Money.yuan("160.00")
    assert not found("tax_of_the_month", lecture(), lecture(date=days(31)))
    assert not found("tax_of_the_month", lecture(), lecture(date=days(7), tax="300.00"))
    assert not found("tax_of_the_month", lecture("何建国", "300", tax="0"), lecture("何建国", "300", tax="0"))


def test_that_a_fee_in_cash_is_asked_about_whatever_its_sum():
    assert found("cash_fees", lecture(payment="cash"))
    assert found("cash_fees", lecture(payment="cash", category="research", details=Details(labour=Labour())))
    assert not found("cash_fees", lecture())
    assert not found("cash_fees", equipment("300", payment="cash"))


def _own(**changes):
    return trip(payee="王芳", payee_kind="studio_member", **changes)


def test_that_one_person_s_trips_on_one_day_are_asked_about():
    (one,) = found("trips_overlap", _own(days=3), _own(days=3, date=days(2)))
    assert "王芳" in one.why
    assert not found("trips_overlap", _own(days=3), _own(days=3, date=days(3)))


def test_that_a_name_in_the_purpose_counts_and_two_people_may_travel_at_once():
    assert found("trips_overlap", _own(), trip(purpose="王芳老师赴东莞交流", date=days(1)))
    assert not found("trips_overlap", _own(), trip(payee="刘洋", payee_kind="studio_member", date=days(1)))


def test_that_a_whole_studio_cannot_be_in_two_places():
    assert found("trips_overlap", trip(persons=7), trip(persons=8, date=days(1)))
    assert not found("trips_overlap", trip(persons=7), trip(persons=6, date=days(1)))


def test_that_meals_and_meal_allowance_are_asked_about():
    assert found("meals_and_allowance", trip(meals="600", item="*餐饮服务*工作餐"))
    assert found("meals_and_allowance", trip(meals="600"), trip(days=1, item="*餐饮服务*团餐", date=days(-1)))
    assert not found("meals_and_allowance", trip(meals="600"))
    assert not found("meals_and_allowance", trip(meals="600", item="伙食补助费"))
    assert not found("meals_and_allowance", trip(item="*餐饮服务*工作餐"))
    assert not found("meals_and_allowance", trip(meals="600"), trip(days=1, item="*餐饮服务*团餐", date=days(-3)))


def test_that_a_taxi_beside_the_daily_transport_money_is_asked_about():
    assert found("rides_and_allowance", trip(transport="240", item="*运输服务*网约车"))
    assert not found("rides_and_allowance", trip(item="*运输服务*网约车"))
    assert not found("rides_and_allowance", trip(transport="240"))


def test_that_a_hotel_bill_from_before_the_trip_is_asked_about():
    from dataclasses import replace

    one = trip(days=3)  # from the 10th to the 12th
    early = replace(one, claims=(replace(one.claims[0], issued_on=days(-6)),))
    late = replace(one, claims=(replace(one.claims[0], issued_on=days(-5)),))
    assert found("hotel_outside_trip", early)
    assert not found("hotel_outside_trip", late)


def test_that_more_travellers_than_people_are_asked_about():
    """Host, six members, the mentor and a guest are nine."""
    assert found("more_travellers_than_people", trip(persons=10))
    assert not found("more_travellers_than_people", trip(persons=9))


def test_that_a_stranger_s_trip_is_asked_about():
    assert found("strangers_travel", trip(payee="赵大伟", payee_kind="external_person"))
    assert not found("strangers_travel", trip(payee="王芳", payee_kind="studio_member"))
    assert not found("strangers_travel", trip(payee="周敏", payee_kind="external_person"))
    assert not found("strangers_travel", lecture("何建国"))
