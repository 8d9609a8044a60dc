"""City papers: entered with the document, in force from their day once both have signed, and named by findings."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal

import pytest

from studio_ledger.ledger.refusals import BadPaperError
from studio_ledger.model.paper import CityPaper, Figure
from studio_ledger.model.voucher import Attachment
from tests.builders import School
from tests.core.test_fees import a_fee, a_list


@pytest.fixture
def school(tmp_path):
    school = School(tmp_path)
    school.fund()
    yield school
    assert school.ledger.verify().ok
    school.ledger.close()


def a_paper(school, value="400", day="2020-01-01", **changes):
    sha256 = school.ledger.store_evidence(b"paper", "深财行.pdf")
    paper = CityPaper(
        "",
        "s1",
        "市级机关培训费管理办法",
        "深财行〔2020〕1号",
        "广东省深圳市",
        dt.date.fromisoformat(day),
        None,
        (Figure("lecture", "senior", Decimal(value)),),
        (Attachment("other", sha256, "深财行.pdf"),),
    )
    return replace(paper, **changes)


def lecture(net="2000"):
    return a_list(a_fee("周敏", net))


def codes(school, content):
    return {finding.code for finding in school.ledger.judge(content).findings}


def test_that_a_paper_judges_once_both_have_signed_and_is_cited(school):
    before = school.ledger.policy.digest
    school.ledger.propose_paper(school.finance, a_paper(school), "paper-1")
    assert codes(school, lecture()) == set(), "one signature is none"
    school.sign_both("paper-1")
    [finding] = school.ledger.judge(lecture()).findings
    assert finding.code == "standard.lecture_fee"
    assert "深财行〔2020〕1号" in finding.article + finding.message
    assert school.ledger.policy.digest != before, "vouchers keep by which figures they were judged"
    assert codes(school, lecture("1600")) == set()


def test_that_a_paper_holds_from_its_day_on(school):
    school.ledger.propose_paper(school.finance, a_paper(school, day="2020-06-01"), "paper-1")
    school.sign_both("paper-1")
    assert codes(school, lecture()) == set(), "the lecture of May is judged by what held in May"


def test_that_the_newest_paper_of_a_day_wins_and_a_reopened_ledger_knows_it(school):
    for number, value in enumerate(("400", "450"), 1):
        school.ledger.propose_paper(school.finance, a_paper(school, value), f"paper-{number}")
        school.sign_both(f"paper-{number}")
    assert codes(school, lecture("1800")) == set()
    ledger = school.reopen()
    assert ledger.policy.standard("lecture", dt.date(2020, 5, 1), "senior").value == Decimal(450)
    assert len(ledger.papers()) == 2


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"number": " "}, "form"),
        ({"figures": ()}, "form"),
        ({"attachments": ()}, "no_document"),
        ({"attachments": (Attachment("other", "0" * 64, "x"),)}, "no_document"),
        ({"valid_to": dt.date(2019, 12, 31)}, "days"),
        ({"figures": (Figure("lecture", "senior", Decimal("-1")),)}, "value"),
        ({"figures": (Figure("lecture", "senior", Decimal("NaN")),)}, "value"),
        ({"figures": (Figure("lodging", "深圳", Decimal(1), (13,)),)}, "months"),
        ({"figures": (Figure("lecture", "senior", Decimal(1)),) * 2}, "twice"),
        ({"figures": (Figure("flowers", "", Decimal(1)),)}, "unknown"),
    ],
)
def test_that_a_paper_nobody_could_check_is_refused(school, changes, reason):
    before = school.ledger.head()
    with pytest.raises(BadPaperError) as refused:
        school.ledger.propose_paper(school.finance, a_paper(school, **changes), "paper-1")
    assert refused.value.parameters["reason"] == reason
    assert school.ledger.head() == before
