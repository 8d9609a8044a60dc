"""Prints of every maker and on every kind of paper, drawn by the tests, are read back field by field."""

from __future__ import annotations

import random

import pytest

from studio_ledger.invoices import read_invoice_bytes
from tests.core.test_invoices import codes_of
from tests.invoice_prints import FAMILIES, a_print, misplaced, read_back, retouched

TOLD_TWICE = {"amount", "tax", "total", "words", "number", "code", "issued_on"}
TABLES = ("aisino", "taxi", "baiwang", "foxit", "toll", "digital", "journey", "building")


@pytest.mark.parametrize("family", FAMILIES)
def test_that_every_maker_s_print_is_read_whole_and_boxed(family):
    for seed in range(500, 502):
        made = a_print(seed, family)
        answer = read_back(made)
        assert not [f for f in answer.fields if not f.right], f"seed {seed}"
        assert not answer.false_warnings, f"seed {seed}"
        if family not in ("two-up", "list", "long"):
            assert not list(misplaced(made, answer.invoices)), f"seed {seed}"


def test_that_of_many_prints_nearly_all_are_right_and_no_wrong_value_is_silent():
    answers = {seed: read_back(a_print(seed)) for seed in range(150)}
    assert {seed: answer.silent for seed, answer in answers.items() if answer.silent} == {}
    asked = [field for answer in answers.values() for field in answer.fields]
    assert sum(field.right for field in asked) / len(asked) > 0.99
    assert sum(bool(answer.false_warnings) for answer in answers.values()) <= 3


@pytest.mark.parametrize("role", sorted(TOLD_TWICE))
def test_that_one_changed_digit_is_never_believed(role):
    chance = random.Random(role)
    looked_at = 0
    for seed in range(800, 808):
        made = a_print(seed, TABLES[seed % len(TABLES)])
        [page] = made.pages
        coded = bool(page.placed[0].sheet.payload)
        told = [word for word in page.placed[0].sheet.words if word.role == role]
        if not told or (role in ("number", "code", "issued_on") and not coded) or "*" in told[0].text:
            continue
        [invoice] = read_invoice_bytes(retouched(made, role, chance).data, "print.pdf")
        assert codes_of(invoice) & {f"{role}.differs", "total.differs", "amount.differs", "lines.differ",
                                    "lines.tax-differs", "issued_on.year", "value.missing"}, f"seed {seed}"  # fmt: skip
        looked_at += 1
    assert looked_at > 2
