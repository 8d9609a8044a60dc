"""Prints of every maker and on every kind of paper, drawn by the tests, are read back field by field."""

from __future__ import annotations

import random
import time
from dataclasses import replace

import pytest

from studio_ledger.invoices import UnreadableInvoiceError, read_invoice_bytes
from tests.core.test_invoices import codes_of
from tests.invoice_prints import FAMILIES, a_print, attached, drawn, misplaced, read_back, retouched
from tests.invoice_prints.ink import Sheet, Word

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


def test_that_a_list_of_goods_that_makes_another_sum_is_doubted_and_not_taken():
    made = next(a for a in (a_print(seed, "list") for seed in range(900, 930)) if len(a.pages) == 2)
    front, back = made.pages
    [placed] = back.placed
    placed.sheet.words = [word for word in placed.sheet.words if not word.role.endswith("-1")]
    data = drawn([front, back], made.fonts, random.Random(1))
    [invoice] = read_invoice_bytes(data, "print.pdf")
    [line] = invoice.lines
    assert "清单" in line.item
    assert "list.differs" in codes_of(invoice)


def test_that_a_ticket_whose_print_and_data_tell_two_journeys_is_doubted():
    for seed in range(940, 944):
        made = a_print(seed, "rail-attached")
        [page] = made.pages
        [placed] = page.placed
        train = made.truths[0].trip.carriage
        placed.sheet.words = [replace(w, text="G1") if w.text == train else w for w in placed.sheet.words]
        data = attached(drawn([page], made.fonts, random.Random(1)), made.attachment)
        [invoice] = read_invoice_bytes(data, "print.pdf")
        [warning] = invoice.warnings
        assert warning.code == "trip.differs"
        assert train in warning.message
        assert "G1" in warning.message


def test_that_a_damaged_print_is_refused_or_read_but_never_silently_wrong():
    chance = random.Random(7)
    for seed in range(960, 990):
        made = a_print(seed)
        damaged = bytearray(made.data)
        for _ in range(chance.choice((1, 10, 40))):
            at = chance.randrange(len(damaged))
            damaged[at : at + chance.choice((1, 1, 150))] = chance.randbytes(1)
        try:
            invoices = read_invoice_bytes(bytes(damaged), "print.pdf")
        except UnreadableInvoiceError:
            continue
        for truth, invoice in zip(made.truths, invoices, strict=False):
            heads = {(invoice.number, truth.number), (invoice.total, truth.total), (invoice.issued_on, truth.issued_on)}
            assert invoice.warnings or all(got in (want, "", None) for got, want in heads), f"seed {seed}"


def test_that_an_invoice_behind_sixty_pages_of_other_text_is_found_in_time():
    made = a_print(1, "digital")
    other = a_print(2, "slip").pages[0]
    [placed] = other.placed
    words = [Word(0.1, 0.01 * n, "terms and conditions 123.45 " * 3, size=3) for n in range(1, 99)]
    page = replace(other, placed=(replace(placed, sheet=Sheet(595, 842, words)),), width=595, height=842)
    data = drawn([page] * 60 + list(made.pages), made.fonts, random.Random(1))
    start = time.monotonic()
    [invoice] = read_invoice_bytes(data, "print.pdf")
    assert invoice.number == made.truths[0].number
    assert time.monotonic() - start < 9
