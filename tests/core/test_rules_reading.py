"""The case format: what is not of the form is answered with an error, what cannot be read is judged as such."""

import copy
import json
from pathlib import Path

import pytest

from studio_ledger.model.case import Details
from studio_ledger.model.money import Money
from studio_ledger.rules import CaseFormError, answer, answer_lines, read_case

BASE = json.loads((Path(__file__).parent.parent / "data" / "cases" / "base.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    "path",
    [("studio",), ("expense",), ("books",), ("studio", "cycle"), ("expense", "date"), ("expense", "payee"),
     ("expense", "payment"), ("books", "available")],
)  # fmt: skip
def test_that_a_missing_key_is_answered_with_an_error(path):
    case = copy.deepcopy(BASE) | {"id": "x"}
    table = case
    for key in path[:-1]:
        table = table[key]
    del table[path[-1]]
    reply = answer(case)
    assert reply["id"] == "x"
    assert path[-1] in reply["error"]
    assert "verdict" not in reply


@pytest.mark.parametrize("odd", ["[]", "3", "null", '"text"', "{", '{"id": "y"}', '{"studio": []}'])
def test_that_an_odd_line_is_answered_and_the_next_one_too(odd):
    good = json.dumps(BASE | {"id": "good"})
    replies = [json.loads(line) for line in answer_lines([odd, "\n", good])]
    assert len(replies) == 2
    assert "error" in replies[0]
    assert replies[1]["id"] == "good"
    assert "verdict" in replies[1]


@pytest.mark.parametrize("amount", ["", None, "abc", "1.234", "NaN", "Infinity", True, [], {}, "1e99"])
def test_that_an_unreadable_amount_is_a_finding_and_no_error(amount):
    case = copy.deepcopy(BASE)
    case["expense"] |= {"amount": amount, "lines": [{"item": "*印刷品*图书", "quantity": "1", "amount": amount}]}
    reply = answer(case)
    assert "amount.invalid" in [finding["code"] for finding in reply["findings"]]


def test_that_a_number_in_json_reads_like_its_text():
    line = json.dumps(BASE).replace('"amount": "0"', '"amount": 1234.1')
    assert "error" not in json.loads(next(answer_lines([line])))


def test_that_a_case_that_is_no_mapping_is_refused():
    with pytest.raises(CaseFormError):
        read_case({"studio": 1})


def test_that_unreadable_details_are_none():
    lecture = {"title": "senior", "hours": "many", "tax": "1.2345"}
    details = Details.read({"lecture": lecture, "travel": 3, "labour": {}})
    assert details.lecture is not None
    assert details.lecture.hours is None
    assert details.lecture.tax is None
    assert details.travel is None
    assert details.labour is None
    assert Details.read({"labour": {"tax": "40"}}).labour.tax == Money.yuan(40)
