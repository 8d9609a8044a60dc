"""A fee is paid in two parts: the net to the person, the tax to the bureau, and neither above itself."""

import datetime as dt

import pytest

from studio_ledger.ledger.refusals import BadPaymentError
from studio_ledger.model.money import Money
from studio_ledger.model.spending import Part, Payment
from studio_ledger.queries.fees import tax_owed
from tests.core.test_fees import a_fee, a_list

DAY = dt.date(2020, 6, 1)


@pytest.fixture
def fee(school):
    """2,300 before tax, 300 withheld."""
    return school.post(a_list(a_fee("周敏", "2000")), "工作需要")


def pay(school, fee, part, yuan, name=""):
    payment = Payment(name or f"p-{part.value}", fee, part, Money.yuan(yuan), DAY, "transfer", "周敏")
    school.ledger.record_payment(school.finance, payment)


def owed(school):
    with school.ledger._read() as connection:
        return tax_owed(connection, "s1", dt.date(2020, 7, 1))[1]


@pytest.mark.parametrize(
    ("part", "yuan", "reason"),
    [(Part.WHOLE, "2300", "parts"), (Part.NET, "2000.01", "above_part"), (Part.TAX, "300.01", "above_part")],
)
def test_that_no_part_of_a_fee_is_paid_above_itself(school, fee, part, yuan, reason):
    with pytest.raises(BadPaymentError) as refused:
        pay(school, fee, part, yuan)
    assert refused.value.parameters["reason"] == reason


def test_that_a_part_in_pieces_is_held_to_its_sum(school, fee):
    pay(school, fee, Part.NET, "1500", "p1")
    with pytest.raises(BadPaymentError):
        pay(school, fee, Part.NET, "500.01", "p2")
    pay(school, fee, Part.NET, "500", "p3")
    assert school.ledger.tax_to_remit(fee) == owed(school) == Money.yuan("300")
    pay(school, fee, Part.TAX, "300")
    assert school.ledger.tax_to_remit(fee) == owed(school) == Money()
    assert school.ledger.unpaid("s1") == ()


def test_that_an_undone_payment_leaves_no_part_above_itself(school, fee):
    """The net is not paid yet: the sum of both parts would let the tax through twice."""
    for name, yuan in (("p1", "300"), ("p2", "-300"), ("p3", "300")):
        pay(school, fee, Part.TAX, yuan, name)
    with pytest.raises(BadPaymentError) as refused:
        school.ledger.undo_payment(school.finance, "p2", "没有退回")
    assert (refused.value.parameters["reason"], refused.value.parameters["amount"]) == ("above_part", "300.00")
    school.ledger.undo_payment(school.finance, "p3", "没有再缴")
    school.ledger.undo_payment(school.finance, "p2", "没有退回")
    assert school.ledger.tax_to_remit(fee) == owed(school) == Money()


def test_that_nothing_is_remitted_for_a_reversed_fee(school, fee):
    pay(school, fee, Part.NET, "2000")
    undone = school.ledger.reverse(school.finance, fee, "重复发放")
    school.sign_both(undone)
    school.ledger.post(school.finance, [undone])
    assert school.ledger.unpaid("s1")[0].rest == -Money.yuan("2000")
    assert school.ledger.tax_to_remit(fee) == owed(school) == Money()
