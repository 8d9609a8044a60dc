"""Rule packs: a second city's stands on the same words and laws, judges by its own articles, and a ledger keeps it."""

from __future__ import annotations

import datetime as dt
import shutil
import string
from dataclasses import replace
from pathlib import Path

import pytest

from studio_ledger.model.money import Money
from studio_ledger.rules import RULES, PolicyError, check, load_pack, load_policy, read_case
from studio_ledger.rules.packs import default_id, measures_text, pack_names
from studio_ledger.workspace import Workspace
from tests.builders import Clock, a_setup

POLICY = Path(__file__).parents[2] / "resources" / "policy"
SECOND = "cn-jx-jgs-msgzs"


def a_case(category, item, short=""):
    text = f"*{short}*{item}" if short else item
    return read_case(
        {
            "studio": {
                "affiliation": "city", "school": "实验学校", "tax_id": "12440305MB2D12345K",
                "cycle": ["2019-01-01", "2021-12-31"], "host": "陈静",
                "legal_representative": "李卫东", "mentor": "周敏", "members": ["王芳"],
            },
            "expense": {
                "date": "2020-05-06", "category": category, "purpose": "工作室读书沙龙用书", "amount": "300.00",
                "payment": "transfer", "payee": {"name": "新华书店", "kind": "organisation"},
                "lines": [{"item": text, "quantity": 10, "amount": "300.00"}],
                "evidence": ["invoice", "book_list", "acceptance"],
            },
            "books": {
                "budget": {category: "5000.00"}, "available": "5000.00", "closed_years": [], "invoice_numbers": [],
                "recent": [],
            },
        }
    )  # fmt: skip


def codes(case, pack):
    return {finding.code: finding for finding in check(case, load_pack(pack))}


def fields(message):
    return {name for _, name, _, _ in string.Formatter().parse(message) if name}


def test_that_two_packs_come_with_the_program_and_both_are_whole():
    assert [name.id for name in pack_names()] == [default_id(), SECOND]
    for name in pack_names():
        policy = load_pack(name.id)
        assert (policy.id, policy.title, policy.jurisdiction) == (name.id, name.title, name.jurisdiction)
        assert {code for rule in RULES for code in rule.codes} == set(policy.codes)
    assert load_pack("").digest == load_policy().digest != load_pack(SECOND).digest


def test_that_the_same_books_stand_under_another_category_by_pack():
    assert codes(a_case("books", "《给教师的建议》", "印刷品"), "") == {}
    [finding] = codes(a_case("books", "《给教师的建议》", "印刷品"), SECOND).values()
    assert (finding.code, finding.article) == ("category.not_permitted", "井冈山市办法第四条")
    assert codes(a_case("supplies", "《给教师的建议》", "印刷品"), SECOND) == {}


def test_that_the_same_ban_rests_on_each_citys_own_article():
    ours = codes(a_case("books", "中华香烟"), "")["ban.personal"]
    theirs = codes(a_case("supplies", "中华香烟"), SECOND)["ban.personal"]
    assert ours.article == "经费使用管理办法第五条"
    assert theirs.article == "井冈山市办法第五条"
    assert load_pack(SECOND).article_text(theirs.article)


def test_that_the_second_pack_cites_nothing_of_the_first_citys_measures():
    first, second = load_pack(""), load_pack(SECOND)
    for code, text in second.codes.items():
        assert not text.article.startswith(("经费使用管理办法", "建设方案")), code
        assert fields(text.message) == fields(first.codes[code].message), code
        assert text.severity is first.codes[code].severity, "what is grave in one city is grave in the other"
    assert not any("经费使用管理办法" in article for article in second.articles)


def test_that_a_pack_says_who_signs_and_what_becomes_of_leftovers():
    first, second = load_pack("").terms, load_pack(SECOND).terms
    assert (first.second_signer, first.most_members, first.most_own) == ("法定代表人", 8, 2)
    assert (second.second_signer, second.most_members) == ("教研室主任", None)
    assert "结转" in second.leftovers
    assert load_pack(SECOND).grants == {}


def test_that_central_papers_hold_in_every_city_but_not_the_first_citys_grants():
    on = dt.date(2020, 7, 1)
    second = load_pack(SECOND)
    assert second.standard("lodging", on, "青岛") == load_pack("").standard("lodging", on, "青岛")
    assert second.standard("duplicate_days", on).jurisdiction == "江西省井冈山市"


def test_that_the_measures_text_is_there_where_the_pack_brings_it():
    text = measures_text(default_id())
    assert "第五条　经费使用监管" in text
    assert measures_text(SECOND) == ""
    for article, quote in load_pack("").articles.items():
        if article.startswith("经费使用管理办法第"):
            assert quote[:20] in text, "what a finding quotes stands in the measures"


@pytest.mark.parametrize(
    ("file", "old", "new", "key"),
    [
        ("pack.toml", 'based_on = "default"', 'based_on = "nowhere"', ""),
        ("pack.toml", 'carry_over = "allow"', 'carry_over = "perhaps"', "terms.carry_over"),
        ("pack.toml", '"井冈山市办法第五条" =', '"井冈山市办法第六条" =', "articles.井冈山市办法第五条"),
        ("goods.toml", 'books = ["supplies"]', 'books = ["library"]', "places.books"),
        ("goods.toml", 'fare = "travel"', 'fare = "trips"', "better.fare"),
        ("standards.toml", 'id = "duplicate_days"', 'id = "flowers"', "kinds.flowers"),
        ("standards.toml", 'id = "duplicate_days"', 'id = "meals"\nkey = "low"', "kinds.meals.keys"),
    ],
)
def test_that_a_broken_pack_on_a_base_is_refused_naming_file_and_key(tmp_path, file, old, new, key):
    shutil.copytree(POLICY / "default", tmp_path / "default")
    folder = shutil.copytree(POLICY / "jinggangshan", tmp_path / "second")
    assert load_policy(folder).id == SECOND
    path = folder / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(PolicyError) as refused:
        load_policy(folder)
    assert refused.value.parameters["reason"]
    assert refused.value.parameters["file"] == (file if key else refused.value.parameters["file"])
    assert key in refused.value.parameters["key"]


def test_that_a_ledger_keeps_the_pack_it_was_made_with(tmp_path):
    setup = replace(a_setup(), policy=SECOND)
    made = Workspace.create(tmp_path / "a.studio", setup, tmp_path / "keys", Clock())
    made.close()
    again = Workspace.open(tmp_path / "a.studio", tmp_path / "keys", Clock())
    assert again.policy.id == SECOND
    assert again.verify().ok
    again.close()


def test_that_a_ledger_of_an_unknown_pack_is_not_made(tmp_path):
    with pytest.raises(PolicyError):
        Workspace.create(tmp_path / "a.studio", replace(a_setup(), policy="moon"), tmp_path / "keys", Clock())
    assert not (tmp_path / "a.studio").exists()


def test_that_a_ledger_without_a_choice_has_the_default_pack(tmp_path):
    made = Workspace.create(tmp_path / "a.studio", a_setup(), tmp_path / "keys", Clock())
    assert made.policy.id == default_id()
    assert made.policy.expected_grants("district")
    assert Money.total(made.policy.expected_grants("district").values()) == Money.yuan(80000)
    made.close()
