"""Leftovers at a year's end: both shipped packs carry them over; a pack that forbids it holds at the closing itself."""

from __future__ import annotations

from dataclasses import replace

import pytest

from studio_ledger.ledger.refusals import CarryOverForbiddenError
from studio_ledger.model.funds import Source
from studio_ledger.rules import load_pack
from studio_ledger.rules import policy as policies
from studio_ledger.rules.packs import pack_names
from studio_ledger.text import sentence
from tests.builders import School, a_setup

PACKS = [name.id for name in pack_names()]


@pytest.fixture(params=PACKS)
def pack(request):
    return request.param


@pytest.fixture
def a_school(tmp_path):
    made = []

    def make(pack):
        school = School(tmp_path, replace(a_setup(), policy=pack))
        made.append(school)
        school.fund()
        return school

    yield make
    for school in made:
        school.ledger.close()


@pytest.fixture
def forbidding(monkeypatch):
    """Let every pack forbid carrying over, as one of another place may."""

    def load(pack_id):
        policy = load_pack(pack_id)
        return replace(policy, terms=replace(policy.terms, carry_over="none"))

    with monkeypatch.context() as patch:
        patch.setattr(policies, "load_pack", load)
        yield patch


def test_that_a_pack_that_allows_it_carries_what_is_left_into_the_next_year(a_school, pack):
    school = a_school(pack)
    form = school.ledger.propose_close(school.finance, "s1", school.year, "close", carry=True)
    school.sign_both(form)
    assert school.ledger.leftovers("s1", school.year + 1)[Source.CARRIED_OVER]
    assert school.ledger.verify().defects == ()


def test_that_a_pack_that_forbids_it_refuses_the_closing_that_carries(a_school, pack, forbidding):
    school = a_school(pack)
    with pytest.raises(CarryOverForbiddenError) as refused:
        school.ledger.propose_close(school.finance, "s1", school.year, "close", carry=True)
    assert "不结转" in sentence(refused.value, "zh")
    assert school.ledger.leftovers("s1", school.year + 1) == {}


def test_that_the_year_closes_without_carrying_and_the_log_replays(a_school, pack, forbidding):
    school = a_school(pack)
    school.sign_both(school.ledger.propose_close(school.finance, "s1", school.year, "close"))
    assert school.ledger.leftovers("s1", school.year + 1) == {}
    assert school.ledger.verify().defects == ()


def test_that_the_ledger_keeps_the_rule_it_was_made_with(a_school, pack, forbidding):
    school = a_school(pack)
    forbidding.undo()
    assert school.ledger.verify().defects == ()
    with pytest.raises(CarryOverForbiddenError):
        school.ledger.propose_close(school.finance, "s1", school.year, "close", carry=True)
