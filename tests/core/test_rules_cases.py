"""Worked cases: for every code the edge on both sides, and look-alikes that must pass.

A row of own.jsonl holds only what differs from base.json.
"""

import copy
import json
import re
from pathlib import Path

import pytest

from studio_ledger.model.finding import verdict
from studio_ledger.rules import answer_lines, check, checks_made, load_policy, read_case

DATA = Path(__file__).parent.parent / "data" / "cases"
BASE = json.loads((DATA / "base.json").read_text(encoding="utf-8"))
ROWS = [json.loads(line) for line in (DATA / "own.jsonl").read_text(encoding="utf-8").splitlines()]


def whole(row):
    case = copy.deepcopy(BASE)
    for part in ("studio", "expense", "books"):
        case[part].update(row.get(part, {}))
    expense, studio = case["expense"], case["studio"]
    if "invoices" not in expense:
        invoice = {
            "number": "25011122",
            "date": expense["date"],
            "buyer_name": studio["school"],
            "buyer_tax_id": studio["tax_id"],
            "seller_name": expense["payee"]["name"],
            "total": expense["amount"],
        }
        expense["invoices"] = [invoice] if "invoice" in expense["evidence"] else []
    return case


def named(row):
    line = (row["expense"].get("lines") or [{"item": ""}])[0]
    return f"{row['id']} {row['expense'].get('purpose', '')} {line['item']}"


@pytest.mark.parametrize("row", ROWS, ids=named)
def test_that_a_case_gets_its_expected_findings(row):
    findings = check(read_case(whole(row)))
    codes = {finding.code for finding in findings}
    assert set(row["expect"]) <= codes
    worst = max((load_policy().codes[code].severity for code in row["expect"]), default=0)
    assert verdict(findings) == worst


@pytest.mark.parametrize("code", sorted(load_policy().codes))
def test_that_every_code_has_a_case(code):
    beyond_the_form = {"studio.suspended", "signoff.unauthorised"}
    assert code in beyond_the_form or any(code in row["expect"] for row in ROWS)


@pytest.mark.parametrize("row", ROWS, ids=named)
def test_that_a_message_says_what_to_do_in_two_lines_and_names_no_code(row):
    for finding in check(read_case(whole(row))):
        assert "请" in finding.message
        assert finding.message.count("。") >= 1
        assert "\n" not in finding.message
        assert not re.search(r"[a-z]+\.[a-z_]+|\{", finding.message)


def test_that_the_checks_made_name_the_one_that_failed():
    row = next(row for row in ROWS if row["expect"] == ["invoice.red"])
    made = {check.codes[0]: check.passed for check in checks_made(read_case(whole(row)))}
    assert made["invoice.red"] is False
    assert made["invoice.buyer"] is True
    assert made["standard.lodging"] is None


def test_that_an_unverified_standard_blocks_and_says_so():
    row = next(row for row in ROWS if row["expect"] == ["standard.lodging"])
    [finding] = [f for f in check(read_case(whole(row))) if f.code == "standard.lodging"]
    assert "来源未核实" in finding.message
    assert finding.limit
    assert finding.actual


def test_that_a_suspended_studio_and_a_missing_authorisation_block():
    case = whole({"expense": ROWS[0]["expense"], "studio": {"suspended": True, "authorised": False}})
    assert {"studio.suspended", "signoff.unauthorised"} <= {finding.code for finding in check(read_case(case))}


def test_that_answers_keep_the_order_of_the_lines():
    lines = [json.dumps(whole(row) | {"id": row["id"]}, ensure_ascii=False) for row in ROWS[:20]]
    answers = [json.loads(line) for line in answer_lines(lines)]
    assert [answer["id"] for answer in answers] == [row["id"] for row in ROWS[:20]]
