"""Income tax withheld on pay for labour (劳务报酬), and the way back from what a person is to get.

Source: 国家税务总局公告2018年第61号; the figures stand in the rule pack (standards.toml, [tax]).
"""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING

from studio_ledger.model.money import Money
from studio_ledger.rules.policy import load_policy

if TYPE_CHECKING:
    from studio_ledger.rules.pack import TaxTable

_FEN = Decimal("0.01")


def labour_tax(gross: Money, table: TaxTable | None = None) -> Money:
    """Return the tax to withhold on one payment of `gross` yuan; zero up to 800, half a fen rounds up.

    Source: 国家税务总局公告2018年第61号.
    """
    table = table or load_policy().tax
    amount = gross.decimal
    if amount <= table.free_up_to:
        return Money()
    fixed = amount <= table.fixed_deduction_up_to
    income = amount - table.fixed_deduction if fixed else amount * (1 - table.rate_deduction)
    for up_to, rate, quick in table.brackets:
        if up_to is None or income <= up_to:
            return _half_fen_up(income * rate - quick)
    raise AssertionError("The last bracket is open; load_policy checks that.")


def month_tax(gross: Money, earlier_gross: Money, earlier_tax: Money, table: TaxTable | None = None) -> Money:
    """Return the tax to withhold on a payment after others of the same month: all of them are one (一次).

    Source: 个人所得税法实施条例 art. 14; never below zero, what was withheld too much is no longer ours to give back.
    """
    return max(labour_tax(earlier_gross + gross, table) - earlier_tax, Money())


def month_gross(net: Money, earlier_gross: Money, earlier_tax: Money, table: TaxTable | None = None) -> Money:
    """Return the pay before tax of which `net` is left after the month's tax; the inverse of month_tax."""
    return gross_from_net(net + earlier_gross - earlier_tax, table) - earlier_gross


def gross_from_net(net: Money, table: TaxTable | None = None) -> Money:
    """Return the pay before tax of which `net` is left, to the nearest fen; the inverse of labour_tax.

    Source: derived from 国家税务总局公告2018年第61号 by solving each bracket for the gross.
    """
    table = table or load_policy().tax
    if net.decimal <= table.free_up_to:
        return net
    for candidate in _candidates(net.decimal, table):
        # Rounding may put the exact inverse one fen to either side.
        for fen in (candidate.fen, candidate.fen - 1, candidate.fen + 1):
            if Money(fen) - labour_tax(Money(fen), table) == net:
                return Money(fen)
    # Rounded tax skips a fen at some places: then the nearest gross that leaves at least the net.
    low, high = net.fen, net.fen * 3
    while low < high:
        middle = (low + high) // 2
        if Money(middle) - labour_tax(Money(middle), table) >= net:
            high = middle
        else:
            low = middle + 1
    return Money(low)


def _candidates(net: Decimal, table: TaxTable) -> list[Money]:
    kept = 1 - table.rate_deduction
    rate, quick = table.brackets[0][1], table.brackets[0][2]
    found = [_half_fen_up((net - table.fixed_deduction * rate - quick) / (1 - rate))]
    found += [_half_fen_up((net - quick) / (1 - kept * rate)) for _, rate, quick in table.brackets]
    return found


def _half_fen_up(yuan: Decimal) -> Money:
    return Money(int(yuan.quantize(_FEN, rounding=ROUND_HALF_UP) * 100))
