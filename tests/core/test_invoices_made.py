"""Structured invoices that the suite writes itself are read back whole, and no spoiled copy is silently wrong."""

from __future__ import annotations

import random
import time

import pytest

from tests.invoice_data.damage import damaged, swapped
from tests.invoice_data.made import FAMILIES, a_file
from tests.invoice_data.measure import read_back

SEEDS = range(8)
TOLD_TWICE = {
    "vat-ofd": None,
    "vat-ofd-xbrl": None,
    "rail-ofd": None,
    "air-ofd": None,
    "digital-ofd": ("number", "issued_on", "buyer_id", "seller_id", "amount", "tax", "total", "quantity"),
    "digital-ofd-b": ("number", "issued_on", "buyer_id", "seller_id", "amount", "tax", "total", "quantity"),
}
"""Forms with two sources, and the fields that both tell; None where they tell all of them."""

PROTECTED = ("number", "code", "amount", "tax", "total", "buyer_id", "seller_id")
"""What a file of XML alone tells twice, or with a check digit; a letter of a name is told once."""


@pytest.mark.parametrize("family", FAMILIES)
def test_that_every_field_of_every_form_is_read_and_none_is_doubted(family):
    for seed in SEEDS:
        answer = read_back(a_file(seed, family))
        assert [field for field in answer.fields if not field.right] == [], f"seed {seed} {answer.refused}"
        assert answer.false_warnings == [], f"seed {seed}"


@pytest.mark.parametrize("family", TOLD_TWICE)
def test_that_a_value_changed_in_one_of_two_places_is_never_silent(family):
    told = TOLD_TWICE[family]
    changed = 0
    for seed in SEEDS:
        made = a_file(seed, family)
        other = a_file(seed, family, swapped(made.truths[0], seed))
        changed += made.data != other.data
        silent = [field for field in read_back(made, other.data).silent if told is None or field.name in told]
        assert silent == [], f"seed {seed}"
    assert changed > len(SEEDS) // 2


@pytest.mark.parametrize("family", FAMILIES)
def test_that_a_damaged_copy_is_refused_or_doubted_or_right(family):
    for seed in SEEDS:
        made = a_file(seed, family)
        copy = damaged(made.data, random.Random(seed))
        began = time.monotonic()
        answer = read_back(made, copy)
        assert time.monotonic() - began < 2
        protected = PROTECTED if family.endswith(("xml", "xbrl")) else None
        assert [f for f in answer.silent if protected is None or f.name in protected] == [], f"seed {seed}"


def test_that_no_id_number_of_a_traveller_or_payer_comes_out_again():
    for family in ("journey-xml", "rail-xbrl", "air-xbrl", "fiscal-xml", "fiscal-xbrl"):
        for seed in SEEDS:
            for invoice in read_back(a_file(seed, family)).invoices:
                assert "440301199001010000" not in repr(invoice)
                assert "****" not in repr(invoice)


def test_that_every_box_lies_on_its_page_and_the_heads_have_one():
    for family in ("digital-ofd", "digital-ofd-b", "vat-ofd", "digital-ofd-text"):
        for seed in SEEDS:
            [invoice] = read_back(a_file(seed, family)).invoices
            heads = [box.field for box in invoice.boxes if not box.field.startswith("line-")]
            assert len(heads) == len(set(heads))
            assert {"number", "issued_on", "buyer", "seller", "total"} <= set(heads), f"{family} {seed}"
            # A line and its discount are one line in two places.
            assert {box.field for box in invoice.boxes} >= {f"line-{n}" for n in range(1, len(invoice.lines) + 1)}
            assert all(0 <= b.left < b.right <= 1 and 0 <= b.top < b.bottom <= 1 for b in invoice.boxes)
