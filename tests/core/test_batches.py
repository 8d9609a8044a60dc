"""One transaction of many writes: what is refused in it undoes its own half only, batch within batch."""

import datetime as dt
from dataclasses import replace

import pytest

from studio_ledger.model.money import Money
from studio_ledger.queries.rows import VoucherFilter
from studio_ledger.workspace import BlockedError
from tests.builders import School, a_voucher


@pytest.fixture
def school(tmp_path):
    school = School(tmp_path)
    school.fund()
    yield school
    assert school.ledger.verify().ok
    school.ledger.close()


def test_that_a_batch_undoes_only_what_was_refused_in_it(school):
    with school.ledger.batch():
        first = school.submit(a_voucher("10", number="1"))
        with pytest.raises(BlockedError):
            school.submit(a_voucher("10", number="1", date=dt.date(2020, 5, 30)))
    assert school.ledger.voucher(first).row.amount == Money.yuan(10)
    assert school.ledger.verify().ok


def test_that_a_batch_within_a_batch_is_part_of_it(school):
    with school.ledger.batch():
        with school.ledger.batch():
            first = school.submit(a_voucher("10", number="1"))
        second = school.submit(a_voucher("20", number="2", date=dt.date(2020, 5, 30)), "已核对")
    assert {school.ledger.voucher(one).row.amount for one in (first, second)} == {Money.yuan(10), Money.yuan(20)}


def test_that_what_fails_in_a_batch_within_a_batch_undoes_the_inner_one_alone(school):
    with school.ledger.batch():
        first = school.submit(a_voucher("10", number="1"))
        with pytest.raises(BlockedError):
            _submit_together(school, a_voucher("20", number="2"), a_voucher("10", number="1"))
    assert [row.id for row in school.ledger.vouchers(VoucherFilter()).rows] == [first]


def _submit_together(school, *contents):
    with school.ledger.batch():
        for content in contents:
            school.submit(replace(content, date=dt.date(2020, 5, 30)), "已核对")
