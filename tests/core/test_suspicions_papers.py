"""Detectors of papers, goods and prices: each with a planted fraud, the edge beside it, and what must stay quiet."""

import datetime as dt
from dataclasses import replace

import pytest
from builders import a_studio
from school_books import DAY, bought, days, equipment, found, lecture, meeting, trip, two_studios

from studio_ledger.model.school_books import BookRequest, BookVoucher

ONLY_INVOICE = frozenset({"invoice", "bank_slip"})


def test_that_a_meeting_with_nothing_but_its_invoice_is_asked_about():
    (one,) = found("hollow_file", meeting("1000.00", papers=ONLY_INVOICE))
    assert "1,000.00" in one.why
    assert one.weight.word == "high"


@pytest.mark.parametrize(
    "voucher",
    [
        meeting("999.99", papers=ONLY_INVOICE),
        meeting("5000", papers=ONLY_INVOICE | {"sign_in_sheet"}),
        bought("5000", papers=ONLY_INVOICE),
    ],
)
def test_that_a_small_or_papered_meeting_and_plain_goods_are_not(voucher):
    assert not found("hollow_file", voucher)


def test_that_a_travel_agency_that_writes_a_meeting_fee_is_asked_about():
    (one,) = found("agency_writes_meeting", meeting(seller="深圳市康辉旅行社有限公司", item="*会展服务*会议费"))
    assert "康辉旅行社" in one.why


@pytest.mark.parametrize(
    "voucher",
    [
        meeting(item="*会展服务*会议费"),
        meeting(seller="深圳假日酒店有限公司", item="*会展服务*会议费"),
        trip(seller="深圳市康辉旅行社有限公司", item="*运输服务*大巴车", purpose="校外实践"),
    ],
)
def test_that_a_hotel_and_an_agency_s_coach_are_not(voucher):
    assert not found("agency_writes_meeting", voucher)


@pytest.mark.parametrize("item", ["*文具*办公用品", "*纸制品*耗材一批", "*文具*文具详见清单"])
def test_that_office_goods_in_one_line_without_a_list_are_asked_about(item):
    assert found("goods_without_list", equipment("600", item, papers=ONLY_INVOICE))
    assert found("goods_without_list", equipment("200", item, quantity=None, papers=ONLY_INVOICE))


@pytest.mark.parametrize(
    "voucher",
    [
        equipment("600", "*文具*办公用品"),
        equipment("600", "*文具*办公用品", quantity=2, papers=ONLY_INVOICE),
        equipment("199.99", "*文具*办公用品", papers=ONLY_INVOICE),
        equipment("600", "*打印设备耗材*硒鼓", papers=ONLY_INVOICE),
    ],
)
def test_that_listed_counted_small_or_named_goods_are_not(voucher):
    assert not found("goods_without_list", voucher)


def test_that_the_same_purchase_under_two_invoice_numbers_is_asked_about():
    one, other = bought(), bought(date=days(31))
    (asked,) = found("look_alike", one, other)
    assert [voucher for voucher, _ in asked.vouchers] == [one.id, other.id]


def test_that_another_studio_claims_it_again_a_year_later():
    here, there = bought(date=dt.date(2019, 6, 1)), bought(date=dt.date(2020, 5, 30), studio="s2")
    assert found("look_alike", here, there, studios=two_studios())
    assert not found("look_alike", here, replace(there, studio="s1"))


@pytest.mark.parametrize(
    "other",
    [
        bought(date=days(32)),
        bought("291.00"),
        bought(item="*印刷品*班主任工作漫谈"),
        bought(seller="南山书城"),
        bought(reversed=True),
    ],
)
def test_that_a_purchase_unlike_the_first_is_not(other):
    assert not found("look_alike", bought(), other)


def test_that_small_sums_may_be_alike():
    assert not found("look_alike", bought("99.99"), bought("99.99", date=days(1)))
    assert found("look_alike", bought("100.00"), bought("100.00", date=days(1)))


def test_that_one_sign_in_sheet_for_two_months_is_asked_about():
    sheets = (("sign_in_sheet", "a" * 64),)
    assert found("reused_sheet", lecture(sheets=sheets), lecture("苏文彬", date=days(32), sheets=sheets))
    assert not found("reused_sheet", lecture(sheets=sheets), lecture("苏文彬", date=days(31), sheets=sheets))
    assert not found(
        "reused_sheet", lecture(sheets=sheets), lecture(date=days(40), sheets=(("sign_in_sheet", "b" * 64),))
    )


def test_that_an_asset_without_acceptance_is_asked_about_from_a_thousand_yuan_a_piece():
    assert found("asset_without_card", equipment("2000.00", quantity=2))
    assert not found("asset_without_card", equipment("1999.98", quantity=2))
    accepted = equipment("2000.00", papers=frozenset({"invoice", "asset_acceptance"}))
    assert not found("asset_without_card", accepted)


def test_that_a_computer_above_the_standard_and_any_camera_are_asked_about():
    assert found("above_standard", equipment("7000.01", "*电子计算机*笔记本电脑"))
    assert not found("above_standard", equipment("7000.00", "*电子计算机*笔记本电脑"))
    assert not found("above_standard", equipment("14000.00", "*电子计算机*笔记本电脑", quantity=2))
    assert found("above_standard", equipment("900", "*照相器材*数码相机"))
    assert not found("above_standard", bought("900", "*印刷品*数码相机摄影教程", quantity=1))


def test_that_a_display_that_is_a_television_is_asked_about():
    assert found("name_swap", equipment("3000", "*显示设备*显示屏（65寸电视）"))
    assert found("name_swap", equipment("800", "*文具*办公用品（购物卡）"))
    assert not found("name_swap", equipment("1500", "*显示设备*显示器 27寸"))
    assert not found("name_swap", equipment("80", "*文具*办公用品卡纸"))


def test_that_more_disks_than_people_are_asked_about():
    """Host and six members are seven; one more may lie in the drawer."""
    assert found("more_pieces_than_people", equipment("3600", quantity=9))
    assert not found("more_pieces_than_people", equipment("3200", quantity=8))
    assert not found("more_pieces_than_people", equipment("90", "*文具*中性笔", quantity=45))
    assert not found("more_pieces_than_people", equipment("3600", quantity=9), studios=(a_studio(id="other"),))


def test_that_what_was_booked_against_a_mismatch_is_asked_about():
    assert found("wrong_class", bought(findings=("category.mismatch",)))
    assert not found("wrong_class", bought(findings=("evidence.incomplete",)))


def test_that_a_big_sum_without_minutes_is_asked_about():
    assert found("minutes_missing", bought("20000.00"))
    assert not found("minutes_missing", bought("19999.99"))
    assert not found("minutes_missing", bought("20000.00", papers=frozenset({"invoice", "approval"})))


def _promised(**changes) -> BookVoucher:
    return bought(findings=("evidence.incomplete",), **changes)


def test_that_papers_promised_and_never_brought_are_asked_about():
    assert found("promised_papers", _promised(), today=days(31))
    assert not found("promised_papers", _promised(), today=days(30))
    assert not found("promised_papers", _promised(late_papers=(("book_list", DAY),)), today=days(90))


@pytest.mark.parametrize("item", ["*纸制品*A4复印纸", "*计算机外部设备*硒鼓", "*电子计算机*笔记本电脑"])
def test_that_catalogue_goods_without_a_record_of_their_purchase_are_asked_about(item):
    (one,) = found("catalogue_goods", equipment("1000.00", item, quantity=2))
    assert one.kind == "V29"
    assert "1,000.00" in one.why


@pytest.mark.parametrize(
    "voucher",
    [
        equipment("999.99", "*纸制品*A4复印纸", quantity=2),
        equipment("5000", "*电子计算机*移动硬盘", quantity=9),
        equipment("5000", "*修理修配劳务*打印机维修"),
        equipment("5000", "*电子计算机*台式电脑", papers=ONLY_INVOICE | {"procurement"}),
        equipment("5000", "*电子计算机*台式电脑", papers=ONLY_INVOICE | {"contract"}),
        equipment("5000", "*电子计算机*台式电脑", late_papers=(("procurement", days(9)),)),
    ],
)
def test_that_small_other_repaired_or_recorded_goods_are_not(voucher):
    assert not found("catalogue_goods", voucher)


def test_that_catalogue_goods_that_were_asked_for_before_are_not():
    one, other = equipment("5000", "*电子计算机*台式电脑"), equipment("6000", "*电子计算机*投影仪", date=days(3))
    asked = (BookRequest("r1", "s1", "设备", DAY, (one.id,)),)
    (seen,) = found("catalogue_goods", one, other, requests=asked)
    assert [voucher for voucher, _ in seen.vouchers] == [other.id]



def test_that_catalogue_goods_on_several_lines_count_together_and_other_lines_do_not():
    paper, toner = equipment("600", "*纸制品*A4复印纸"), equipment("600", "*计算机外部设备*硒鼓")
    disk = equipment("600")
    both = replace(paper, lines=paper.lines + toner.lines, amount=paper.amount + toner.amount)
    assert found("catalogue_goods", both)
    assert not found("catalogue_goods", replace(both, lines=paper.lines + disk.lines))
