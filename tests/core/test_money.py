"""Money is exact, and its capitals are those of the accounting rules."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio_ledger.errors import InexactMoneyError
from studio_ledger.model.money import LARGEST_FEN, Money

ANY_FEN = st.integers(-LARGEST_FEN, LARGEST_FEN)


@pytest.mark.parametrize(
    ("yuan", "capitals"),
    [
        ("40000.00", "人民币肆万元整"),
        ("1409.50", "人民币壹仟肆佰零玖元伍角整"),
        ("6007.14", "人民币陆仟零柒元壹角肆分"),
        ("1002003.00", "人民币壹佰万贰仟零叁元整"),
        ("1680.32", "人民币壹仟陆佰捌拾元零叁角贰分"),
        ("107000.53", "人民币壹拾万柒仟元零伍角叁分"),
        ("16409.02", "人民币壹万陆仟肆佰零玖元零贰分"),
        ("325.04", "人民币叁佰贰拾伍元零肆分"),
        ("10.00", "人民币壹拾元整"),
        ("0.50", "人民币伍角整"),
        ("0.05", "人民币伍分"),
        ("0", "人民币零元整"),
        ("100005000.00", "人民币壹亿零伍仟元整"),
        ("-45.00", "(负)人民币肆拾伍元整"),
    ],
)
def test_that_capitals_follow_the_official_first_form(yuan, capitals):
    assert Money.yuan(yuan).capitals == capitals


@given(ANY_FEN)
def test_that_money_written_is_money_read(fen):
    assert Money.yuan(str(Money(fen))) == Money(fen)
    assert Money.typed(Money(fen).grouped) == Money(fen)


@given(ANY_FEN, ANY_FEN)
def test_that_sums_are_those_of_decimals(one, other):
    assert (Money(one) + Money(other)).decimal == Decimal(one) / 100 + Decimal(other) / 100
    assert Money(one) - Money(other) == -(Money(other) - Money(one))


@pytest.mark.parametrize("text", ["12.345", "NaN", "Infinity", "1e30", "", "壹佰", "1O0", "--1"])
def test_that_what_is_no_amount_is_refused(text):
    with pytest.raises(InexactMoneyError):
        Money.yuan(text)


@pytest.mark.parametrize(
    ("typed", "fen"),
    [("１２．３", 1230), ("。50", 50), ("¥1,280.50", 128050), (" 7 ", 700), ("-45", -4500), (".5", 50)],
)
def test_that_typing_with_a_chinese_keyboard_is_understood(typed, fen):
    assert Money.typed(typed) == Money(fen)


@pytest.mark.parametrize("typed", ["1e3", "1,28", "．", "1.2.3", "12 34", "NaN"])
def test_that_doubtful_typing_is_refused(typed):
    with pytest.raises(InexactMoneyError):
        Money.typed(typed)


def test_that_half_a_fen_is_rounded_away_from_zero():
    assert Money(5).times(Decimal("0.5")) == Money(3)
    assert Money(-5).times(Decimal("0.5")) == Money(-3)
