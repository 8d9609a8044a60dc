"""Worked cases: written from the measures and the auditors' lists, and batches by somebody who did not see the code.

own.jsonl and words*.jsonl are words and goods; edges.jsonl holds for each code a case just over the edge, one just
within and a look-alike; unseen-N.jsonl are the batches of an independent examiner.
"""

import json
import re
import time
from collections import Counter

import pytest
from cases import named, rows_of, unseen_files, whole

from studio_ledger.model.finding import Severity, verdict
from studio_ledger.rules import RULES, answer_lines, check, checks_made, load_policy, read_case

OWN_FILES = ["own.jsonl", "words.jsonl", "words-2.jsonl", "edges.jsonl"]
OWN = rows_of(*OWN_FILES)
UNSEEN = rows_of(*unseen_files())
EDGES = rows_of("edges.jsonl")
BEYOND_THE_FORM = {"studio.suspended", "signoff.unauthorised"}
CODES = sorted(set(load_policy().codes) - BEYOND_THE_FORM)


def found(row):
    return check(read_case(whole(row)))


def wanted(row):
    return max((load_policy().codes[code].severity for code in row["expect"]), default=Severity.PASS)


@pytest.mark.parametrize("file", [*OWN_FILES, *unseen_files()])
def test_that_every_case_gets_its_expected_findings(file):
    misses = []
    for row in rows_of(file):
        findings = found(row)
        codes = {finding.code for finding in findings}
        if not set(row["expect"]) <= codes or verdict(findings) != wanted(row):
            misses.append(f"{named(row)}: {row['expect']} but {sorted(codes)}")
    assert misses == []


def test_that_findings_beyond_the_expected_ones_stay_under_five_in_a_hundred():
    rows = [*OWN, *UNSEEN]
    beyond = [row["id"] for row in rows if {finding.code for finding in found(row)} - set(row["expect"])]
    assert len(beyond) < len(rows) * 0.05


@pytest.mark.parametrize("code", CODES)
def test_that_every_code_has_both_edges_and_a_look_alike(code):
    sides = Counter(row["side"] for row in EDGES if row["code"] == code)
    assert set(sides) == {"over", "within", "look-alike"}
    for row in EDGES:
        if row["code"] == code:
            assert (code in row["expect"]) == (row["side"] == "over")


@pytest.mark.parametrize("code", CODES)
def test_that_every_code_has_a_case_that_somebody_else_wrote(code):
    assert any(code in row["expect"] for row in UNSEEN)


def test_that_more_than_three_hundred_cases_are_our_own():
    assert len({json.dumps(row["expense"], sort_keys=True) for row in OWN}) > 300
    assert len({row["id"] for row in [*OWN, *UNSEEN]}) == len(OWN) + len(UNSEEN)


@pytest.mark.parametrize("file", [*OWN_FILES, *unseen_files()])
def test_that_a_message_says_what_to_do_in_two_lines_and_names_no_code(file):
    for finding in (finding for row in rows_of(file) for finding in found(row)):
        assert "请" in finding.message
        assert finding.message.count("。") >= 1
        assert "\n" not in finding.message
        assert not re.search(r"[a-z]+\.[a-z_]+|\{", finding.message)
        assert finding.article


@pytest.mark.parametrize("row", [row for row in EDGES if row["side"] == "over"], ids=named)
def test_that_a_standard_that_was_passed_shows_limit_and_actual(row):
    for finding in found(row):
        if finding.code.startswith(("standard.", "budget.exceeded", "fund.", "payment.cash", "asset.", "split.")):
            assert finding.limit
            assert finding.actual


@pytest.mark.parametrize("row", [row for row in EDGES if row["code"].startswith("ban.")], ids=named)
def test_that_a_ban_points_at_its_line(row):
    for finding in found(row):
        if finding.code.startswith("ban."):
            assert finding.line == 1


@pytest.mark.parametrize("row", EDGES, ids=named)
def test_that_the_checks_made_agree_with_the_findings(row):
    case = read_case(whole(row))
    codes = {finding.code for finding in check(case)}
    made = checks_made(case)
    assert len(made) == len(RULES)
    for look in made:
        assert (look.passed is False) == bool(set(look.codes) & codes)


def test_that_the_checks_made_name_the_one_that_failed():
    row = next(row for row in OWN if row["expect"] == ["invoice.red"])
    made = {look.codes[0]: look.passed for look in checks_made(read_case(whole(row)))}
    assert made["invoice.red"] is False
    assert made["invoice.buyer"] is True
    assert made["standard.lodging"] is None


def test_that_an_unverified_standard_blocks_and_says_so():
    row = next(row for row in OWN if row["expect"] == ["standard.lodging"])
    [finding] = [f for f in found(row) if f.code == "standard.lodging"]
    assert "来源未核实" in finding.message
    assert finding.limit
    assert finding.actual


def test_that_a_suspended_studio_and_a_missing_authorisation_block():
    case = whole({"expense": OWN[0]["expense"], "studio": {"suspended": True, "authorised": False}})
    assert {finding.code for finding in check(read_case(case))} >= BEYOND_THE_FORM


def test_that_answers_keep_the_order_of_the_lines():
    lines = [json.dumps(whole(row) | {"id": row["id"]}, ensure_ascii=False) for row in OWN[:20]]
    answers = [json.loads(line) for line in answer_lines(lines)]
    assert [answer["id"] for answer in answers] == [row["id"] for row in OWN[:20]]


def test_that_an_expense_is_judged_in_five_milliseconds():
    cases = [read_case(whole(row)) for row in UNSEEN[:200]]
    start = time.process_time()
    for case in cases:
        check(case)
    assert (time.process_time() - start) / len(cases) < 0.005
