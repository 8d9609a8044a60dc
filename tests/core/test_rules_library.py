"""The rules as they are looked up: made from articles, with the figures of a day, and tried out on a sentence."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from studio_ledger.ledger.refusals import BadPaperError
from studio_ledger.model.money import Money
from studio_ledger.model.paper import CityPaper, Figure
from studio_ledger.rules import load_policy
from studio_ledger.rules.library import Question, figure_before, figures_on, rule_rows, try_out
from tests.builders import School
from tests.core.test_papers import a_paper

DAY = dt.date(2020, 7, 15)


def ask(sentence, category="books", amount="300.00", **known):
    return [f.code for f in try_out(load_policy(), Question(sentence, category, Money.yuan(amount), DAY, **known))]


def a_city_paper(*figures):
    return CityPaper("", "s1", "办法", "深财〔2020〕1号", "深圳市", DAY, None, figures)


def test_that_every_code_is_listed_once_with_the_standards_it_compares():
    rows = {row.code: row for row in rule_rows(load_policy())}
    assert len(rows) == len(rule_rows(load_policy())) == len(load_policy().codes)
    assert [kind.id for kind in rows["standard.lecture_fee"].kinds] == ["lecture", "lecture_half_day"]
    assert rows["ban.abroad"].kinds == ()
    assert all(any(kind.codes) for kind in load_policy().standard_kinds.values())


def test_that_a_row_is_found_by_its_code_title_article_and_words():
    [row] = [row for row in rule_rows(load_policy()) if row.code == "payment.cash"]
    assert row.has("PAYMENT")
    assert row.has("现金管理暂行条例")
    assert not row.has("住宿")


@pytest.mark.parametrize(
    ("sentence", "known", "codes"),
    [
        ("《给教师的建议》", {}, []),
        ("中华香烟两条", {}, ["ban.personal"]),
        ("笔记本电脑", {}, ["category.mismatch"]),
        ("《给教师的建议》", {"category": "salary"}, ["category.not_permitted"]),
        ("《给教师的建议》", {"amount": "1000.01", "payment": "cash"}, ["payment.cash"]),
        ("《给教师的建议》", {"amount": "1000.00", "payment": "cash"}, []),
    ],
)
def test_that_a_sentence_is_judged_as_if_its_papers_were_there(sentence, known, codes):
    assert ask(sentence, **known) == codes


def test_that_a_fee_to_own_staff_is_seen_in_a_sentence():
    assert "payee.own_staff" in ask("班级管理讲座讲课费", "lecture", payee_kind="own_staff")


def test_that_the_figures_of_a_day_are_one_for_each_kind_key_and_season():
    figures = figures_on(load_policy(), DAY)
    places = [(one.id, one.key, one.months) for one in figures]
    assert len(set(places)) == len(places)
    [asset] = [one for one in figures_on(load_policy(), dt.date(2023, 1, 1)) if one.id == "asset"]
    assert asset.paper == "财政部令第108号", "the later paper holds"
    assert figures_on(load_policy(), dt.date(2010, 1, 1)) == ()


def test_that_a_new_figure_is_shown_beside_the_one_it_replaces():
    policy = load_policy()
    season, place = Figure("lodging", "青岛", Decimal(600), (7, 8, 9)), Figure("lodging", "惠州", Decimal(300))
    paper = a_city_paper(season, place)
    assert figure_before(policy, paper, season).value == Decimal(450)
    assert figure_before(policy, paper, place).value == Decimal(500), "an unnamed city had the figure of all others"
    lecture = Figure("lecture", "senior", Decimal(800))
    assert figure_before(policy, a_city_paper(lecture), lecture).value == Decimal(1000)


def test_that_subjects_without_a_citys_paper_are_named_until_one_is_entered(tmp_path):
    school = School(tmp_path)
    assert school.ledger.missing_papers() == ("travel", "training", "fee")
    school.ledger.propose_paper(school.finance, a_paper(school), "paper-1")
    assert school.ledger.missing_papers() == ("travel", "training")
    assert school.ledger.paper("paper-1").number == "深财行〔2020〕1号"
    school.ledger.close()


def test_that_a_figure_under_a_key_that_its_kind_does_not_have_is_refused(tmp_path):
    school = School(tmp_path)
    figures = (Figure("lecture", "深圳", Decimal(1)),)
    with pytest.raises(BadPaperError) as refused:
        school.ledger.propose_paper(school.finance, a_paper(school, figures=figures), "paper-1")
    assert refused.value.parameters["reason"] == "unknown"
    school.ledger.close()
