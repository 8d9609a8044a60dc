"""Detectors of sellers and sums: splitting, sequences, round sums, concentration, what comes back every month."""

import datetime as dt
from dataclasses import replace

import pytest
from school_books import bought, days, equipment, found, lecture, meeting

from studio_ledger.model.school_books import BookVoucher


def test_that_equipment_in_parts_under_a_thousand_is_asked_about():
    one, other = equipment("980"), equipment("960", date=days(30))
    (asked,) = found("split_under_asset_line", one, other)
    assert "1,940.00" in asked.why


@pytest.mark.parametrize(
    "other",
    [
        equipment("960", date=days(31)),
        equipment("799.99", date=days(3)),
        equipment("1000", date=days(3)),
        equipment("960", "*电子计算机*显示器", date=days(3)),
        equipment("960", date=days(3), seller="深圳市恒达文具有限公司"),
        equipment("960", date=days(3), studio="s2"),
    ],
)
def test_that_parts_far_apart_or_of_other_kinds_are_not(other):
    assert not found("split_under_asset_line", equipment("980"), other)


def test_that_the_near_line_counts():
    assert found("split_under_asset_line", equipment("800"), equipment("800", date=days(1)))


def _cash(amount, number=0, **changes) -> BookVoucher:
    return bought(amount, payment="cash", date=days(number), **changes)


def test_that_cash_in_parts_is_asked_about():
    assert found("split_cash", _cash("600"), _cash("401", 30))
    assert not found("split_cash", _cash("600"), _cash("400", 30))
    assert not found("split_cash", _cash("600"), _cash("600", 31))
    assert not found("split_cash", _cash("600"), _cash("600", 3, seller="南山书城"))


def _numbered(*numbers, seller="深圳市海印快印服务有限公司") -> list[BookVoucher]:
    made = [bought(f"{200 + place}", seller=seller, date=days(place)) for place in range(len(numbers))]
    return [
        replace(voucher, claims=(replace(voucher.claims[0], number=number),))
        for voucher, number in zip(made, numbers, strict=True)
    ]


def test_that_invoices_in_sequence_are_asked_about():
    (one,) = found("numbers_in_sequence", *_numbered("00012345", "00012347", "00012346"))
    assert len(one.vouchers) == 3


@pytest.mark.parametrize(
    "numbers", [("00012345", "00012346"), ("00012345", "00012346", "00012348"), ("A0012345", "A0012346", "A0012347")]
)
def test_that_two_in_a_row_or_a_gap_are_not(numbers):
    assert not found("numbers_in_sequence", *_numbered(*numbers))


def test_that_the_same_row_from_different_sellers_is_not():
    mixed = _numbered("00012345", "00012346") + _numbered("00012347", seller="深圳市新图印刷有限公司")
    assert not found("numbers_in_sequence", *mixed)


def test_that_many_round_thousands_are_asked_about():
    def rest(count):
        return [bought(f"{300 + place}.50", f"*印刷品*书{place}", date=days(place)) for place in range(count)]

    even = [bought("2000", f"*印刷品*套书{place}", seller=f"书店{place}", date=days(place)) for place in range(5)]
    assert found("round_sums", *even, *rest(11))
    assert not found("round_sums", *even, *rest(12))
    assert not found("round_sums", *even[:4])
    assert not found("round_sums", *(lecture(f"专家{place}", "2000", tax="240") for place in range(5)))


def test_that_a_sum_paid_again_and_again_is_asked_about():
    again = [bought("321.00", date=days(40 * place)) for place in range(4)]
    assert found("repeated_sums", *again)
    assert not found("repeated_sums", *again[:3])
    assert not found("repeated_sums", *again[:3], bought("321.00", date=dt.date(2021, 3, 1)))


def test_that_a_year_with_one_seller_is_asked_about():
    mine = [bought("1100.00", f"*印刷品*套书{place}", date=days(place)) for place in range(3)]
    others = [bought("950.00", seller=f"书店{place}", date=days(place)) for place in range(7)]
    assert not found("one_seller", *mine, *others), "9,950 yuan are too little to judge"
    big = [*others, bought("750.00", seller="书店8")]
    assert found("one_seller", *mine, *big)  # 3,300 of 10,700
    assert not found("one_seller", *mine[:2], bought("1100.00", seller="书店9"), *big)
    assert not found("one_seller", *mine, *big, bought("300.00", seller="书店9"))  # 3,300 of 11,000: 30 %


def test_that_a_payee_who_is_not_the_seller_is_asked_about():
    one = bought()
    assert found("seller_is_not_payee", replace(one, payee="深圳市某某贸易有限公司"))
    assert not found("seller_is_not_payee", replace(one, payee="深圳 书城"))
    assert not found("seller_is_not_payee", replace(one, payee="陈静", payment="personal_advance"))
    assert not found("seller_is_not_payee", replace(one, payee="陈静", payee_kind="host"))


def test_that_money_that_went_to_somebody_else_is_asked_about():
    one = bought()
    (hint,) = found("seller_is_not_payee", replace(one, paid_to=("王芳",)))
    assert "付给了 王芳" in hint.why
    assert not found("seller_is_not_payee", replace(one, paid_to=("深圳 书城",)))
    assert not found("seller_is_not_payee", replace(one, payment="personal_advance", paid_to=("王芳",)))


def test_that_a_telecom_bill_every_month_is_asked_about():
    bills = [
        bought("99.00", "*电信服务*宽带", seller="中国电信深圳分公司", date=dt.date(2020, month, 3)) for month in (4, 5)
    ]
    (one,) = found("utility_every_month", *bills)
    assert "2 个月" in one.why
    assert not found("utility_every_month", *bills[:1])
    assert not found("utility_every_month", bills[0], replace(bills[1], date=dt.date(2020, 4, 20)))


def test_that_the_same_sum_in_four_months_on_end_is_asked_about():
    monthly = [
        bought("450.00", seller="深圳市云速网络科技有限公司", date=dt.date(2020, 3 + place, 9)) for place in range(4)
    ]
    assert found("same_sum_every_month", *monthly)
    assert not found("same_sum_every_month", *monthly[:3])
    gap = [*monthly[:3], replace(monthly[3], date=dt.date(2020, 7, 9))]
    assert not found("same_sum_every_month", *gap)


def test_that_activities_paid_out_of_pocket_are_asked_about():
    private = [meeting(payment="personal_advance", date=days(7 * place)) for place in range(3)]
    public = [meeting(payment="official_card", date=days(7 * place)) for place in range(12)]
    assert found("own_card_or_cash", *private, *public[:11])
    assert not found("own_card_or_cash", *private, *public)
    assert not found("own_card_or_cash", *private[:2])
