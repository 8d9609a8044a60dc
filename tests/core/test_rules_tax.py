"""Withholding on pay for labour, against the worked examples of the announcement."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio_ledger.model.money import Money
from studio_ledger.rules.tax import gross_from_net, labour_tax


@pytest.mark.parametrize(
    ("net", "gross", "tax"),
    [
        ("500", "500.00", "0.00"),
        ("800", "800.00", "0.00"),
        ("1000", "1050.00", "50.00"),
        ("1500", "1675.00", "175.00"),
        ("2000", "2300.00", "300.00"),
        ("3360", "4000.00", "640.00"),
        ("4000", "4761.90", "761.90"),
        ("6000", "7142.86", "1142.86"),
        ("21000", "25000.00", "4000.00"),
        ("49500", "62500.00", "13000.00"),
        ("60000", "77941.18", "17941.18"),
    ],
)
def test_that_the_worked_examples_hold(net, gross, tax):
    assert gross_from_net(Money.yuan(net)) == Money.yuan(gross)
    assert labour_tax(Money.yuan(gross)) == Money.yuan(tax)


@pytest.mark.parametrize(("gross", "tax"), [("800.01", "0.00"), ("800.03", "0.01"), ("4000.00", "640.00")])
def test_that_half_a_fen_of_tax_rounds_up_at_the_edges(gross, tax):
    assert labour_tax(Money.yuan(gross)) == Money.yuan(tax)


@given(st.integers(min_value=1, max_value=20_000_000))
def test_that_net_to_gross_to_net_comes_back(fen):
    net = Money(fen)
    gross = gross_from_net(net)
    assert abs((gross - labour_tax(gross)).fen - fen) <= 1


@given(st.integers(min_value=1, max_value=20_000_000))
def test_that_more_pay_never_leaves_less(fen):
    assert Money(fen + 1) - labour_tax(Money(fen + 1)) >= Money(fen) - labour_tax(Money(fen))
