"""A form that went back is done with: sent again it is refused, not called recorded; a standing one is the same act."""

from __future__ import annotations

import datetime as dt

import pytest

from studio_ledger.model.funds import Source
from studio_ledger.model.money import Money
from studio_ledger.model.spending import Advance, Request, RequestRules
from studio_ledger.workspace.funds import BadFundsError
from tests.builders import School, a_budget, a_grant
from tests.core.test_opening import an_opening
from tests.core.test_papers import a_paper

DAY = dt.date(2020, 6, 1)


@pytest.fixture
def school(tmp_path):
    school = School(tmp_path)
    school.fund()
    yield school
    assert school.ledger.verify().ok
    school.ledger.close()


def grant(school):
    return school.ledger.record_grant(school.finance, a_grant(document_number="深财〔2020〕9号"), "form-1")


def budget(school):
    return school.ledger.propose_budget(school.finance, a_budget([("books", "1")], year=2021), "form-1")


def close(school):
    return school.ledger.propose_close(school.finance, "s1", 2019, "form-1")


def opening(school):
    return school.ledger.propose_opening(school.finance, an_opening(), "form-1")


def request(school):
    asked = Request("", "s1", "books", "购书", "每人一套", Money.yuan(100), DAY)
    return school.ledger.request(school.finance, asked, "form-1")


def advance(school):
    asked = Advance("", "s1", "王芳", "赴广州学习", Source.CITY, Money.yuan(100), DAY, DAY)
    return school.ledger.advance(school.finance, asked, "form-1")


def request_rules(school):
    rules = RequestRules("", "s1", ("books",), Money.yuan(100), Money.yuan(200), DAY)
    return school.ledger.propose_request_rules(school.finance, rules, "form-1")


def paper(school):
    return school.ledger.propose_paper(school.finance, a_paper(school), "form-1")


@pytest.mark.parametrize("propose", [grant, budget, close, opening, request, advance, request_rules, paper])
def test_that_a_form_is_one_act_and_none_once_it_went_back(school, propose):
    propose(school)
    before = school.ledger.head()
    assert propose(school) == "form-1"
    assert school.ledger.head() == before
    school.ledger.withdraw(school.finance, "form-1")
    with pytest.raises(BadFundsError) as refused:
        propose(school)
    assert refused.value.parameters["reason"] == "went_back"
