"""Several programs write to one ledger at once: each act is whole, and the same form is one act."""

from __future__ import annotations

import threading
from dataclasses import replace
from unittest.mock import patch

import pytest

from studio_ledger.errors import LedgerError
from studio_ledger.ledger.refusals import BadActError, BadPaymentError
from studio_ledger.model.spending import Part, Payment
from studio_ledger.workspace import PersonSetup, Workspace
from tests.builders import School
from tests.core.test_cards import TODAY, a_swipe, posted
from tests.core.test_old_books import books
from tests.core.test_payees import EXPERT, ID


@pytest.fixture
def school(tmp_path):
    school = School(tmp_path)
    school.fund()
    yield school
    assert school.ledger.verify().ok
    school.ledger.close()


def at_once(school, *deeds):
    """Do each deed in a program of its own, all begun together; return what was refused."""
    desks = [Workspace.open(school.path, school.keys, school.clock, window=False) for _ in deeds]
    gate, refused = threading.Barrier(len(deeds)), []

    def do(deed, desk):
        gate.wait()
        try:
            deed(desk)
        except LedgerError as error:
            refused.append(error)

    threads = [threading.Thread(target=do, args=pair) for pair in zip(deeds, desks, strict=True)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for desk in desks:
        desk.close()
    return refused


def test_that_the_same_slip_from_three_programs_is_one_act(school):
    voucher = posted(school)
    before = school.ledger.head().seq
    assert at_once(school, *[lambda desk: desk.record_swipe(school.finance, a_swipe(voucher), "form-1")] * 3) == []
    assert school.ledger.head().seq == before + 1


def test_that_of_three_repayments_of_one_debt_one_is_taken(school):
    voucher = posted(school)
    [due] = school.ledger.unpaid("s1")
    payments = [Payment(f"p{n}", voucher, Part.WHOLE, due.rest, TODAY, "official_card", "王芳") for n in range(3)]
    deeds = [lambda desk, payment=payment: desk.record_payment(school.finance, payment) for payment in payments]
    assert [type(error) for error in at_once(school, *deeds)] == [BadPaymentError] * 2
    assert school.ledger.unpaid("s1") == ()


def test_that_the_same_old_books_from_two_programs_are_taken_once(school):
    school.ledger.open_vault(school.finance)
    take = [lambda desk: desk.take_old_books(school.finance, books(), "opening-1")] * 2
    assert at_once(school, *take) == []
    assert len(school.ledger.registered_payees()) == 1


def test_that_numbers_locked_while_the_data_key_is_renewed_lie_under_the_new_one(school):
    school.ledger.open_vault(school.finance)
    school.ledger.put_payee(school.finance, EXPERT, id_number=ID)
    refused = at_once(
        school,
        lambda desk: desk.renew_vault(school.finance),
        lambda desk: desk.put_payee(school.finance, replace(EXPERT, name="周敏二"), id_number=ID),
        lambda desk: desk.renew_vault(school.finance),
    )
    assert refused == []
    found = school.ledger.registered_payees()
    assert [school.ledger.reveal(school.finance, one.id, "id_number") for one in found] == [ID, ID]
    assert len({one.id_match for one in found}) == 1, "the same number is still known again"


def test_that_who_enrols_second_does_not_take_the_first_ones_key_away(school):
    """Both programs have seen that nobody has a password yet."""
    school.ledger.add_person(school.finance, PersonSetup("林涛", "lintao"))
    unseen = school.ledger._person("lintao")
    other = Workspace.open(school.path, school.keys, school.clock, window=False)
    other.set_first_password("lintao", "lin-tao-2020-first")
    other.close()
    with patch.object(Workspace, "_person", return_value=unseen), pytest.raises(BadActError):
        school.ledger.set_first_password("lintao", "lin-tao-2020-second")
    assert school.ledger.login("lintao", "lin-tao-2020-first").person.name == "林涛"
