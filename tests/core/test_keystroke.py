"""What a key in the entry form costs the ledger: counted, not timed, so that a slow machine says the same."""

from __future__ import annotations

from contextlib import contextmanager

import pytest
from sqlalchemy import event

from studio_ledger.commands.demo_vouchers import Composer, Plan
from studio_ledger.model.funds import Source
from studio_ledger.model.money import Money
from studio_ledger.model.voucher import Payee, VoucherLine
from studio_ledger.rules.tax import labour_tax
from tests.builders import a_studio, a_voucher

MOST_READS = 26
"""Statements a judgement may take; the case was once gathered twice, with 33 to 41."""

BOOKS = a_voucher()
FEE = a_voucher(
    category="mentor",
    payee=Payee("周敏", "external_person"),
    lines=(VoucherLine("导师指导费", Money.yuan(1200), Source.CITY),),
    details={"labour": {"pre_tax": "1200.00", "tax": "80.00", "after_tax": "1120.00"}},
)


@contextmanager
def reads(ledger):
    """Collect the statements and their parameters."""
    told = []

    def tell(_connection, _cursor, statement, parameters, *_rest):
        told.append((statement, parameters))

    event.listen(ledger._engine, "before_cursor_execute", tell)
    yield told
    event.remove(ledger._engine, "before_cursor_execute", tell)


@pytest.mark.parametrize("content", [BOOKS, FEE], ids=["books", "fee"])
def test_that_a_judgement_reads_the_ledger_a_set_number_of_times(school, content):
    school.ledger.judge(content)
    with reads(school.ledger) as told:
        school.ledger.judge(content)
    selects = [statement for statement, _ in told if statement.startswith("SELECT")]
    assert 0 < len(selects) <= MOST_READS


@pytest.mark.parametrize("content", [BOOKS, FEE], ids=["books", "fee"])
def test_that_no_read_of_a_judgement_walks_all_vouchers(school, content):
    with reads(school.ledger) as told:
        school.ledger.judge(content)
    with school.ledger._engine.connect() as connection:
        for statement, parameters in told:
            if not statement.startswith("SELECT"):
                continue
            plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters).all()
            steps = [row[-1] for row in plan]
            assert not [step for step in steps if step == "SCAN document" or "document_state" in step], statement


def test_that_findings_and_checks_of_one_reading_agree(school):
    blocked = a_voucher(item="*酒*白酒")
    judgement = school.ledger.judge(blocked)
    failed = {row.title for row in judgement.checks if row.passed is False}
    titles = {school.ledger.policy.codes[finding.code].title for finding in judgement.findings}
    assert failed
    assert titles <= failed | {row.title for row in judgement.checks if row.passed is None}


def test_that_a_samples_fees_of_one_month_are_taxed_as_one():
    composer = Composer(None, lambda _data, name: name)
    day = BOOKS.date
    taxes = []
    for at in (day, day.replace(day=20), day.replace(month=day.month + 1)):
        plan = Plan(at, None, "mentor", Money.yuan(1200 + at.day), 1, "周敏")
        content = composer.content(a_studio(), plan, Source.CITY)
        taxes.append(Money.yuan(content.details["labour"]["tax"]))
    first, second = Money.yuan(1200 + day.day), Money.yuan(1220)
    assert taxes[0] + taxes[1] == labour_tax(first + second)
    assert taxes[2] == labour_tax(first)
