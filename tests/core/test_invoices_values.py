"""The small readings that everything rests on: capitals, dates, tax ids, QR payloads."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio_ledger.invoices import qr, values
from studio_ledger.invoices.words import Glyph, rows_of
from studio_ledger.model.money import Money


@pytest.mark.parametrize(
    ("words", "yuan"),
    [
        ("壹佰捌拾圆整", "180"),
        ("贰万伍仟贰佰伍拾肆圆陆角贰分", "25254.62"),
        ("壹佰玖拾元零壹角玖分", "190.19"),
        ("壹拾玖圆零伍分", "19.05"),
        ("（负数）叁佰壹拾捌圆整", "-318"),
        ("拾元整", "10"),
        ("陆角", "0.60"),
        ("伍分", "0.05"),
        ("壹亿零叁万圆整", "100030000"),
    ],
)
def test_that_capitals_are_read(words, yuan):
    assert values.capitals(f"价税合计（大写） {words}") == Money.yuan(yuan)


@given(st.integers(1, 10**12))
def test_that_capitals_we_write_are_read_back(fen):
    assert values.capitals(Money(fen).capitals) == Money(fen)


def test_that_the_label_of_the_capitals_is_no_sum():
    assert values.capitals("价税合计（大写）") is None


@pytest.mark.parametrize("text", ["2024年05月28日", "2024-05-28 09:52:29", "20240528", "2024 05 28", "2024  5  28"])
def test_that_every_form_of_a_date_is_read(text):
    assert values.date(text) == dt.date(2024, 5, 28)


@pytest.mark.parametrize("text", ["", "2024-13-01", "20240230", "日期"])
def test_that_what_is_no_date_is_none(text):
    assert values.date(text) is None


def test_that_a_changed_tax_id_fails_its_check_digit():
    assert values.tax_id_holds("91440300MA5DBYX94A")
    assert not values.tax_id_holds("91440300MA5DBYX94B")
    assert not values.tax_id_holds("91440300MA5DBYX9OA"), "the letter O is in no tax id"


@pytest.mark.parametrize(("text", "fen"), [("1,234.50", 123450), ("￥17.40", 1740), ("-8.87", -887), ("1.230000", 123)])
def test_that_sums_are_read(text, fen):
    assert values.money(text) == Money(fen)


@pytest.mark.parametrize("text", ["1.234", "1e3", "NaN", "12 34", "一百", "***", ""])
def test_that_what_is_no_sum_is_none(text):
    assert values.money(text) is None


def test_that_a_code_with_invoice_code_tells_the_amount_without_tax():
    reading = qr.payload_reading("01,10,033002000211,83089647,510.68,20200723,16197833567414507415,0941,")
    assert reading
    assert (reading.amount, reading.total, reading.code) == (Money(51068), None, "033002000211")


def test_that_a_code_without_invoice_code_tells_the_total():
    reading = qr.payload_reading("01,31, ,23512000000005197325,2150.63,20230130, ,F366")
    assert reading
    assert (reading.amount, reading.total, reading.kind) == (None, Money(215063), "digital")


def test_that_a_shenzhen_address_tells_the_total_in_fen():
    address = "https://bcfp.shenzhen.chinatax.gov.cn/verify/scan?hash=0&bill_num=02730522&total_amount=3720"
    reading = qr.payload_reading(address)
    assert reading
    assert (reading.number, reading.total) == ("02730522", Money(3720))


@pytest.mark.parametrize(
    "payload",
    [
        "",
        "hello",
        "01,32",
        "https://example.com/?bill_num=1&total_amount=2",
        "02,32,,1,2,3",
        "http://[",
        "01,32,,x,1,1",
    ],
)
def test_that_a_foreign_code_says_nothing(payload):
    assert qr.payload_reading(payload) is None


def test_that_glyphs_are_put_together_by_place_and_not_by_drawing_order():
    glyphs = [Glyph(c, 0.1 + i * 0.02, 0.12 + i * 0.02, 0.1, 0.12) for i, c in enumerate("发票号码")]
    value = [Glyph(c, 0.5 + i * 0.01, 0.51 + i * 0.01, 0.1, 0.122) for i, c in enumerate("123")]
    [row] = rows_of([*reversed(value), *reversed(glyphs)])
    assert [run.text for run in row.runs] == ["发票号码", "123"]
