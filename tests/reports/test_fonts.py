"""Text is cut by what each font can show and broken the way Chinese is set."""

import pytest

from reports import fonts
from reports.plain import printable, rate
from studio_ledger.model.money import Money
from tests.reports.builders import LONG_NAME


def test_that_no_line_is_wider_than_its_room_and_nothing_is_lost():
    lines = fonts.wrapped(LONG_NAME, 80, 9)
    assert "".join(lines) == LONG_NAME
    assert max(fonts.width(line, 9) for line in lines) <= 80


def test_that_a_line_neither_starts_with_a_closing_mark_nor_ends_with_an_opening_one():
    lines = fonts.wrapped("购买图书（含运费）、文具，以及“教材”。" * 8, 66, 9)
    assert not [line for line in lines if line[0] in "）、，”。" or line[-1] in "（“"]


def test_that_a_number_is_not_broken():
    assert fonts.wrapped("金额合计为1,234,567.89元", 60, 9)[1].startswith("1,234,567.89")


def test_that_a_word_wider_than_the_line_is_broken_anyway():
    assert "".join(fonts.wrapped("a" * 200, 60, 9)) == "a" * 200


def test_that_text_too_long_ends_in_an_ellipsis_within_its_room():
    size, lines = fonts.fitted(LONG_NAME * 3, 80, 2, 9)
    assert size == 5
    assert len(lines) == 2
    assert lines[-1].endswith("…")
    assert fonts.width(lines[-1], size) <= 80


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("a\tb", "a b"),
        ("a\r\nb", "a\nb"),
        ("\x00\u202ea\ud800", "a"),
        ("葛\U000e0100", "葛"),
        ("年　月", "年　月"),
        ("𠮷", "𠮷"),
    ],
)
def test_that_what_cannot_be_drawn_is_taken_out(raw, clean):
    assert printable(raw) == clean


@pytest.mark.parametrize(
    ("part", "whole", "percent"), [(1, 3, "33.3"), (5, 10_000, "0.1"), (-1, 2, "-50.0"), (1, 0, "None")]
)
def test_that_a_rate_is_rounded_half_up_to_one_decimal(part, whole, percent):
    assert str(rate(Money(part), Money(whole))) == percent
