"""What a reading child answers is looked at as if the file itself had said it."""

from __future__ import annotations

import json

import pytest

from studio_ledger.invoices import UnreadableInvoiceError, child_pool, read_invoice_bytes
from studio_ledger.invoices.child_pool import Pool
from studio_ledger.invoices.spelling import invoice_fields
from tests.core.test_invoices import a_specimen, xml_of
from tests.core.test_pool import CHILD, reason


@pytest.fixture(scope="module")
def hostile():
    made = Pool(CHILD)
    yield made
    made.close()


@pytest.fixture(scope="module")
def xml(tmp_path_factory) -> bytes:
    return xml_of(tmp_path_factory.mktemp("xml"), a_specimen()).encode()


@pytest.mark.parametrize(
    "change",
    [
        {"number": 5},
        {"number": "1" * 30_000},
        {"total": 1.5},
        {"total": 10**16},
        {"total": "1"},
        {"issued_on": "yesterday"},
        {"buyer": ["a", "b", "c"]},
        {"buyer": [None, "b"]},
        {"lines": [{"item": "only"}]},
        {"lines": "none"},
        {"boxes": [["total", 0, 0.1, 0.1, 0.2, "x"]]},
        {"boxes": [["total", 0.5, 0.1, 0.1, 0.2, 0.3]]},
        {"warnings": [["code", 7]]},
        {"sources": {"total": 7}},
        {"read_from": ["xml"] * 30_000},
        {"remark": [[[[[[[[[["deep"]]]]]]]]]]},
        {"part": "one"},
        {"seals": [["genuine", "", "", [], True]]},
        {"trip": ["a"]},
    ],
)
def test_that_an_invoice_no_reader_would_tell_is_a_fault(hostile, xml, change):
    [invoice] = read_invoice_bytes(xml, "a.xml")
    told = {"invoices": [invoice_fields(invoice) | change]}
    assert reason(hostile, json.dumps(told)) == child_pool.READER_FAULT


@pytest.mark.parametrize(
    "told",
    [
        {},
        {"invoices": []},
        {"invoices": {}},
        {"invoices": [7]},
        {"invoices": [{}] * 1000},
        {"refused": 7},
        {"refused": "x" * 5000},
        {"refused": ""},
        {"picture": [1, 1]},
    ],
)
def test_that_an_answer_in_no_known_form_is_a_fault(hostile, told):
    assert reason(hostile, json.dumps(told)) == child_pool.READER_FAULT


@pytest.mark.parametrize("size", [[2, 1], [0, 0], [-1, -1], [1.0, 1], ["1", 1], [1], [10**6, 1], None])
def test_that_a_picture_of_another_size_than_its_bytes_is_a_fault(hostile, size):
    with pytest.raises(UnreadableInvoiceError, match="出错"):
        hostile.pictures(json.dumps({"picture": size}).encode(), "a.pdf", 72)


def test_that_control_characters_of_an_answer_are_dropped(hostile, xml):
    [invoice] = read_invoice_bytes(xml, "a.xml")
    told = {"invoices": [invoice_fields(invoice) | {"remark": "一\u202e二\x00三\ud800\n四"}]}
    [heard] = hostile.read(json.dumps(told).encode(), "a.xml")
    assert heard.remark == "一二三\n四"
