"""Answers and violations in a real ledger: who may write them, what stands in the log, what a change behind it does."""

import copy
import datetime as dt
import shutil
import sqlite3
from dataclasses import replace

import pytest
from builders import PASSWORDS, School, a_voucher

from studio_ledger.errors import LedgerError
from studio_ledger.ledger.apply_audit import LONGEST_TEXT, BadAuditError
from studio_ledger.ledger.refusals import NotPermittedError, SamePersonError
from studio_ledger.model.finding import Severity
from studio_ledger.model.money import Money
from studio_ledger.model.school_books import Violation
from studio_ledger.model.voucher import Payee
from studio_ledger.storage import guards
from studio_ledger.storage.audit import AUDIT
from studio_ledger.text import sentence
from studio_ledger.workspace import Workspace
from studio_ledger.workspace.base import LockedSessionError


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A funded school with two payments whose invoice another seller wrote, at rest."""
    school = School(tmp_path_factory.mktemp("made"))
    school.fund()
    for number, amount in (("90000001", "120"), ("90000002", "130")):
        school.post(replace(a_voucher(amount, number=number), payee=Payee("深圳市某某贸易有限公司")))
    school.ledger.close()
    return school


@pytest.fixture
def school(made, tmp_path):
    """A copy of it at work."""
    school = copy.copy(made)
    school.clock, school.path, school.keys = copy.copy(made.clock), tmp_path / made.path.name, tmp_path / "own_keys"
    shutil.copy(made.path, school.path)
    shutil.copytree(made.keys, school.keys)
    school.ledger = Workspace.open(school.path, school.keys, school.clock)
    school.finance, school.host, school.legal = (school.ledger.login(*pair) for pair in PASSWORDS.items())
    yield school
    school.ledger.close()


def _asked(school, name="seller_is_not_payee"):
    return [one for one in school.ledger.suspicions() if one.suspicion.name == name]


def test_that_a_planted_fraud_is_seen_in_a_real_ledger_with_its_vouchers(school):
    first, second = _asked(school)
    assert {first.suspicion.vouchers[0][1], second.suspicion.vouchers[0][1]} == {"2020-0001", "2020-0002"}
    assert school.ledger.suspicions("s1", 2020)
    assert school.ledger.suspicions("s1", 2019) == ()
    assert school.ledger.suspicions("s2") == ()


def test_that_a_suspicion_changes_nothing_about_the_voucher(school):
    voucher = school.ledger.voucher(_asked(school)[0].suspicion.vouchers[0][0])
    assert max((finding.severity for finding in voucher.findings), default=Severity.PASS) is Severity.PASS


def test_that_the_newest_answer_counts_and_earlier_ones_stay(school):
    one = _asked(school)[0]
    school.ledger.answer_suspicion(school.finance, one.suspicion, "委托收款，协议已附。")
    password = PASSWORDS["chenjing"]
    school.ledger.answer_suspicion(school.host, one.suspicion, "已核对委托书原件。", password=password)
    again = next(other for other in _asked(school) if other.id == one.id)
    assert again.answer == "已核对委托书原件。"
    assert [(said.text[:2], said.person) for said in again.answers] == [("已核", "陈静"), ("委托", "王敏")]
    assert sum(not other.answers for other in _asked(school)) == 1
    assert school.ledger.verify().ok


def test_that_an_answer_sticks_when_the_ledger_is_looked_at_anew(school):
    one = _asked(school)[0]
    school.ledger.answer_suspicion(school.finance, one.suspicion, "委托收款。")
    school.post(a_voucher("99", number="90000009"))
    ledger = school.reopen()
    assert next(other for other in ledger.suspicions() if other.id == one.id).answer == "委托收款。"


@pytest.mark.parametrize("text", ["", "  \n ", "长" * (LONGEST_TEXT + 1)])
def test_that_an_answer_says_something_and_is_no_book(school, text):
    with pytest.raises(BadAuditError) as refusal:
        school.ledger.answer_suspicion(school.finance, _asked(school)[0].suspicion, text)
    assert "答复" in sentence(refusal.value)


def test_that_the_legal_representative_does_not_answer_for_the_others(school):
    with pytest.raises(NotPermittedError):
        school.ledger.answer_suspicion(
            school.legal, _asked(school)[0].suspicion, "知道了。", password=PASSWORDS["liweidong"]
        )


def test_that_a_host_answers_only_with_the_password(school):
    with pytest.raises((LockedSessionError, NotPermittedError)):
        school.ledger.answer_suspicion(school.host, _asked(school)[0].suspicion, "知道了。")


def test_that_the_school_s_own_limit_is_used_at_once(school):
    assert not _asked(school, "minutes_missing")
    school.ledger.set_setting("suspicions.minutes_limit", "130")
    (one,) = _asked(school, "minutes_missing")
    assert one.suspicion.amount == Money.yuan("130")


# --- the register of violations -------------------------------------------------------------------------------------


def _violation(school, **changes):
    voucher = _asked(school)[0].suspicion.vouchers[0][0]
    violation = Violation(
        id="",
        studio="s1",
        what="以图书名义购买礼品",
        rule="经费使用管理办法第五条",
        amount=Money.yuan("120"),
        claw_back=Money.yuan("120"),
        found_by="audit",
        found_on=dt.date(2020, 5, 20),
        due_on=dt.date(2020, 5, 31),
        vouchers=(voucher,),
    )
    return replace(violation, **changes)


def _mended(school, entry, **changes):
    proof = school.ledger.store_evidence(b"bank slip", "回单.pdf")
    fields = {
        "measures": "已退回购书款。",
        "mended_on": dt.date(2020, 5, 30),
        "returned": Money.yuan("120"),
        "proof": proof,
        "proof_name": "回单.pdf",
    }
    return replace(school.ledger.violations()[0], id=entry, **(fields | changes))


def test_that_a_violation_goes_its_way_and_the_legal_representative_closes_it(school):
    entry = school.ledger.record_violation(school.finance, _violation(school))
    assert school.ledger.violations("s1")[0].state == "open"
    school.ledger.mend_violation(school.finance, _mended(school, entry))
    school.ledger.close_violation(school.legal, entry, PASSWORDS["liweidong"])
    (closed,) = school.ledger.violations()
    assert (closed.state, closed.closed_by, closed.returned) == ("closed", "李卫东", Money.yuan("120"))
    assert school.ledger.verify().ok
    with pytest.raises(BadAuditError) as refusal:
        school.ledger.mend_violation(school.finance, _mended(school, entry))
    assert "销号" in sentence(refusal.value)


def test_that_nothing_is_closed_before_the_money_is_back_with_proof(school):
    entry = school.ledger.record_violation(school.finance, _violation(school))

    def close():
        school.ledger.close_violation(school.legal, entry, PASSWORDS["liweidong"])

    with pytest.raises(BadAuditError) as refusal:
        close()
    assert refusal.value.parameters["reason"] == "not_mended"
    school.ledger.mend_violation(school.finance, _mended(school, entry, returned=Money.yuan("119.99")))
    with pytest.raises(BadAuditError) as refusal:
        close()
    assert refusal.value.parameters["reason"] == "not_returned"
    school.ledger.mend_violation(school.finance, _mended(school, entry))
    close()


def test_that_an_entry_without_claw_back_needs_no_proof(school):
    entry = school.ledger.record_violation(school.finance, _violation(school, claw_back=Money()))
    school.ledger.mend_violation(school.finance, _mended(school, entry, returned=Money(), proof="", proof_name=""))
    school.ledger.close_violation(school.legal, entry, PASSWORDS["liweidong"])
    assert school.ledger.violations()[0].state == "closed"


def test_that_money_back_without_a_kept_proof_is_refused(school):
    entry = school.ledger.record_violation(school.finance, _violation(school))
    with pytest.raises(BadAuditError):
        school.ledger.mend_violation(school.finance, _mended(school, entry, proof=""))
    with pytest.raises(LedgerError) as refusal:
        school.ledger.mend_violation(school.finance, _mended(school, entry, proof="0" * 64))
    assert refusal.value.code == "evidence.unknown"


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"what": " "}, "what"),
        ({"rule": ""}, "rule"),
        ({"found_by": "neighbour"}, "found_by"),
        ({"due_on": dt.date(2020, 5, 19)}, "dates"),
        ({"found_on": dt.date(2020, 6, 2), "due_on": dt.date(2020, 7, 1)}, "dates"),
        ({"amount": Money(-1)}, "sums"),
        ({"vouchers": ("nothing",)}, "vouchers"),
    ],
)
def test_that_an_entry_that_is_not_whole_is_refused_in_words(school, changes, reason):
    with pytest.raises(BadAuditError) as refusal:
        school.ledger.record_violation(school.finance, _violation(school, **changes))
    assert refusal.value.parameters["reason"] == reason
    assert sentence(refusal.value) != "资料不完整，没有登记。"
    assert school.ledger.violations() == ()


def test_that_only_finance_records_and_only_the_legal_representative_closes(school):
    entry = school.ledger.record_violation(school.finance, _violation(school, claw_back=Money()))
    school.ledger.mend_violation(school.finance, _mended(school, entry, returned=Money(), proof=""))
    with pytest.raises(NotPermittedError):
        school.ledger.close_violation(school.host, entry, PASSWORDS["chenjing"])
    with pytest.raises(NotPermittedError):
        school.ledger.close_violation(school.finance, entry, PASSWORDS["wangmin"])


def test_that_nobody_closes_what_he_recorded_himself(tmp_path):
    from builders import a_setup

    from studio_ledger.model.people import Role
    from studio_ledger.workspace import PersonSetup, TermSetup

    setup = a_setup()
    finance, host, legal = setup.people
    both = TermSetup(Role.FINANCE, dt.date(2019, 1, 1), dt.date(2021, 12, 31))
    setup = replace(setup, people=(finance, host, PersonSetup(legal.name, legal.login, (*legal.terms, both))))
    school = School(tmp_path, setup)
    fields = Violation(
        "", "s1", "重复报销", "第四条", Money(), Money(), "self", dt.date(2020, 5, 1), dt.date(2020, 6, 1)
    )
    entry = school.ledger.record_violation(school.legal, fields)
    school.ledger.mend_violation(
        school.finance, replace(fields, id=entry, measures="已说明", mended_on=dt.date(2020, 5, 2))
    )
    with pytest.raises(SamePersonError):
        school.ledger.close_violation(school.legal, entry, PASSWORDS["liweidong"])
    school.ledger.close()


def test_that_an_overdue_entry_waits_on_the_home_page_and_among_the_suspicions(school):
    school.ledger.record_violation(school.finance, _violation(school))
    (todo,) = [todo for todo in school.ledger.todos(school.finance, "s1", 2020) if todo.page == "audit"]
    assert (todo.count, todo.amount) == (1, Money.yuan("120"))
    assert _asked(school, "violations_overdue")
    school.clock.at = dt.datetime(2020, 5, 31, 9, tzinfo=school.clock.at.tzinfo)
    assert not [todo for todo in school.ledger.todos(school.finance, "s1", 2020) if todo.page == "audit"]


def test_that_every_changed_cell_of_answers_and_register_is_found(school, tmp_path):
    school.ledger.answer_suspicion(school.finance, _asked(school)[0].suspicion, "委托收款。")
    entry = school.ledger.record_violation(school.finance, _violation(school))
    school.ledger.mend_violation(school.finance, _mended(school, entry))
    school.ledger.close_violation(school.legal, entry, PASSWORDS["liweidong"])
    school.ledger.close()
    missed = []
    for table in AUDIT:
        for column in table.columns:
            changed = tmp_path / "changed.studio"
            shutil.copy(school.path, changed)
            connection = sqlite3.connect(changed)
            connection.execute("PRAGMA ignore_check_constraints=ON")
            connection.execute("PRAGMA foreign_keys=OFF")
            number = column.type.python_type is int
            change = f"{column.name} + 7" if number else f"{column.name} || 'x'"
            connection.execute(f"UPDATE {table.name} SET {column.name} = {change}")
            connection.commit()
            connection.close()
            ledger = Workspace.open(changed, school.keys, window=False)
            if ledger.verify().ok:
                missed.append(f"{table.name}.{column.name}")
            ledger.close()
    assert not missed


def test_that_a_lost_proof_is_found(school, tmp_path):
    entry = school.ledger.record_violation(school.finance, _violation(school))
    school.ledger.mend_violation(school.finance, _mended(school, entry))
    school.ledger.close()
    connection = sqlite3.connect(school.path)
    connection.execute("DROP TRIGGER evidence_no_delete")
    connection.execute("DELETE FROM evidence")
    connection.execute(guards.TRIGGERS["evidence_no_delete"])
    connection.commit()
    connection.close()
    result = school.reopen().verify()
    assert "evidence.missing" in {defect.code for defect in result.defects}
