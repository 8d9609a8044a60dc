"""``check`` by another rule pack, and by a ledger's own city papers."""

from __future__ import annotations

import json

import pytest

from studio_ledger.commands import main
from studio_ledger.rules.packs import pack_names
from tests.core.test_papers import a_paper

SECOND = pack_names()[1].id


def a_lecture(category="lecture"):
    """800 yuan after tax for two hours of a senior lecturer: within the central paper's 1,000 an hour."""
    return {
        "id": "one",
        "studio": {
            "affiliation": "city", "school": "海岸实验学校", "tax_id": "12440305MB2D12345K",
            "cycle": ["2019-01-01", "2021-12-31"], "host": "陈静", "legal_representative": "李卫东",
            "mentor": "周敏", "members": [],
        },
        "expense": {
            "date": "2020-05-06", "category": category, "purpose": "班主任专题讲座", "amount": "800.00",
            "payment": "transfer", "payee": {"name": "吴国华", "kind": "external_person"},
            "lines": [{"item": "讲课费", "quantity": 1, "amount": "800.00"}],
            "evidence": ["payment_list", "expert_profile", "sign_in_sheet"],
            "details": {"lecture": {
                "title": "senior", "hours": 2, "half_days": 1, "after_tax": "800.00", "tax": "0.00"
            }},
            "invoices": [],
        },
        "books": {
            "budget": {category: "5000.00"}, "available": "5000.00", "closed_years": [], "invoice_numbers": [],
            "recent": [],
        },
    }  # fmt: skip


@pytest.fixture
def cases(tmp_path):
    file = tmp_path / "cases.jsonl"
    file.write_text(json.dumps(a_lecture()), encoding="utf-8")
    return str(file)


def run(capsys, *words):
    code = main(list(words))
    told = capsys.readouterr()
    return code, told.out, told.err


def test_that_the_pack_that_is_named_judges(capsys, cases):
    code, out, _ = run(capsys, "check", cases, "--json")
    assert (code, json.loads(out)["verdict"]) == (0, "pass")
    _, named, _ = run(capsys, "check", cases, "--json", "--pack", pack_names()[0].id)
    assert named == out
    assert run(capsys, "check", cases, "--json", "--pack", SECOND)[0] == 0


def test_that_another_pack_knows_other_categories(capsys, tmp_path):
    file = tmp_path / "mentor.jsonl"
    file.write_text(json.dumps(a_lecture("mentor")), encoding="utf-8")
    _, ours, _ = run(capsys, "check", str(file), "--json")
    code, theirs, _ = run(capsys, "check", str(file), "--json", "--pack", SECOND)
    told = [{finding["code"] for finding in json.loads(out)["findings"]} for out in (ours, theirs)]
    assert ["category.not_permitted" in one for one in told] == [False, True]
    assert code == 1


def test_that_a_ledger_judges_by_its_own_city_paper(capsys, cases, school):
    school.sign_both(school.ledger.propose_paper(school.finance, a_paper(school, "300"), "paper-1"))
    school.ledger.close()
    code, out, _ = run(capsys, "--ledger", str(school.path), "check", cases, "--json")
    [finding] = json.loads(out)["findings"]
    assert code == 1
    assert finding["code"] == "standard.lecture_fee"
    assert "深财行〔2020〕1号" in finding["article"] + finding["message"]


def test_that_a_spreadsheet_is_made_and_judged_by_the_pack_that_is_named(capsys, tmp_path):
    sheet = tmp_path / "list.xlsx"
    assert run(capsys, "check", "--template", str(sheet), "--pack", SECOND)[0] == 0
    code, _, err = run(capsys, "check", str(sheet), "--pack", SECOND, "--json")
    assert (code, err) in ((0, ""), (1, ""))


def test_that_an_unknown_pack_is_refused_with_those_that_are_known(capsys, cases):
    code, out, err = run(capsys, "check", cases, "--pack", "elsewhere")
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert SECOND in err


def test_that_a_ledger_s_own_pack_is_not_named_again(capsys, cases, school):
    code, out, err = run(capsys, "--ledger", str(school.path), "check", cases, "--pack", SECOND)
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert "--pack" in err
