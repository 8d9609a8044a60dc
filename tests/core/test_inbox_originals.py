"""拒收 and 退回补正 are two acts with their own record; the newest bureau check counts (会计法 art. 14)."""

import datetime as dt
from dataclasses import replace

import pytest
from builders import a_voucher
from inbox_files import an_invoice_file

from studio_ledger.ledger.invoice_refusals import (
    BadOriginalError,
    ClaimedOriginalError,
    FailedCheckError,
    HeldOriginalError,
    UnknownStopError,
)
from studio_ledger.ledger.refusals import NotPermittedError
from studio_ledger.model.original import CheckResult, Original, StopKind, StopState
from studio_ledger.text import sentence
from studio_ledger.workspace.base import LockedSessionError, Session
from studio_ledger.workspace.evidence import UnknownEvidenceError

TODAY = dt.date(2020, 6, 1)


@pytest.fixture
def item(school, tmp_path):
    return school.ledger.add_to_inbox(school.finance, an_invoice_file(tmp_path))


def _refuse(school, original, reason="抬头系伪造", told="李卫东", day=TODAY):
    return school.ledger.refuse_original(school.finance, original, reason, told, day)


def _return(school, original):
    return school.ledger.return_original(school.finance, original, "金额大小写不符，请重开", "示例图书", TODAY)


def _check(school, original, result=CheckResult.SAME, day=TODAY, checker="王敏"):
    school.ledger.record_checks(school.finance, [original], result, day, checker)


def _submit(school, item):
    return school.submit(school.ledger.draft_from_inbox(school.finance, "s1", [item.id]), "书目后补")


def _standing(school, item):
    return next(one for one in school.ledger.inbox() if one.id == item.id).standings[0]


# ---- 拒收 --------------------------------------------------------------------------------


def test_that_a_refused_original_cannot_be_claimed_and_its_file_stays(school, item):
    _refuse(school, item.originals[0])
    with pytest.raises(HeldOriginalError) as refusal:
        _submit(school, item)
    assert "拒收" in sentence(refusal.value)
    school.ledger.remove_from_inbox(item.id)
    assert school.ledger.evidence(item.sha256)
    assert school.ledger.verify().ok


def test_that_the_register_says_who_was_told_why_and_when(school, item):
    _refuse(school, item.originals[0])
    [stop] = school.ledger.stops()
    assert (stop.kind, stop.state, stop.reason, stop.told, stop.told_on, stop.by) == (
        StopKind.REFUSED, StopState.OPEN, "抬头系伪造", "李卫东", TODAY, "王敏",
    )  # fmt: skip
    assert stop.original == item.originals[0]


def test_that_another_file_of_a_refused_number_cannot_be_claimed_either(school, item, tmp_path):
    _refuse(school, item.originals[0])
    pdf = school.ledger.add_to_inbox(school.finance, an_invoice_file(tmp_path, "发票.pdf"))
    assert _standing(school, pdf).is_held
    with pytest.raises(HeldOriginalError):
        _submit(school, pdf)


def test_that_a_refused_file_cannot_ride_along_under_another_number(school, item):
    _refuse(school, item.originals[0])
    content = school.ledger.draft_from_inbox(school.finance, "s1", [item.id])
    other = replace(content.invoices[0], number="99999999", file="")
    with pytest.raises(HeldOriginalError):
        school.submit(replace(content, invoices=(other,)), "说明")


def test_that_another_invoice_is_not_held(school, item, tmp_path):
    _refuse(school, item.originals[0])
    assert school.post(a_voucher())


def test_that_a_file_without_a_read_invoice_can_be_refused(school, tmp_path):
    (tmp_path / "涂改.txt").write_text("看不清", encoding="utf-8")
    torn = school.ledger.add_to_inbox(school.finance, tmp_path / "涂改.txt")
    _refuse(school, torn.originals[0])
    assert [stop.original.name for stop in school.ledger.stops()] == ["涂改.txt"]


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"reason": " "}, "no_reason"),
        ({"told": ""}, "nobody_told"),
        ({"day": TODAY + dt.timedelta(days=1)}, "future"),
        ({"original": Original("")}, "no_number"),
    ],
)
def test_that_an_incomplete_refusal_is_not_written(school, item, changes, reason):
    arguments = {"original": item.originals[0], **changes}
    before = school.ledger.head()
    with pytest.raises(BadOriginalError) as refusal:
        _refuse(school, **arguments)
    assert refusal.value.parameters["reason"] == reason
    assert "不完整" not in sentence(refusal.value)
    assert school.ledger.head() == before


def test_that_an_original_is_held_once(school, item):
    _refuse(school, item.originals[0])
    with pytest.raises(HeldOriginalError):
        _return(school, item.originals[0])


def test_that_an_original_on_a_voucher_is_not_refused_behind_its_back(school, item):
    _submit(school, item)
    with pytest.raises(ClaimedOriginalError):
        _refuse(school, item.originals[0])


def test_that_a_file_that_is_not_kept_is_not_signed_for(school):
    with pytest.raises(UnknownEvidenceError):
        _refuse(school, Original("123456", file="0" * 64))


def test_that_only_finance_judges_originals(school, item):
    key = school.ledger.keys.open(school.ledger.ledger_id, school.host.person.id, "chen-jing-2020-ok")
    with pytest.raises(NotPermittedError):
        school.ledger.refuse_original(Session(school.host.person, key), item.originals[0], "x", "李卫东", TODAY)
    with pytest.raises((NotPermittedError, LockedSessionError)):
        school.ledger.record_checks(school.host, item.originals, CheckResult.SAME, TODAY, "陈静")


# ---- lifted ------------------------------------------------------------------------------


def test_that_a_mistaken_refusal_is_lifted_with_its_reason(school, item):
    school.ledger.lift_stop(school.finance, _refuse(school, item.originals[0]), "核实无误")
    [stop] = school.ledger.stops()
    assert (stop.state, stop.lifted_because, stop.holds) == (StopState.LIFTED, "核实无误", False)
    assert _submit(school, item)


def test_that_nothing_is_lifted_without_a_reason_or_twice(school, item):
    stop = _refuse(school, item.originals[0])
    with pytest.raises(BadOriginalError):
        school.ledger.lift_stop(school.finance, stop, "  ")
    school.ledger.lift_stop(school.finance, stop, "核实无误")
    with pytest.raises(UnknownStopError):
        school.ledger.lift_stop(school.finance, stop, "核实无误")


# ---- 退回补正 ----------------------------------------------------------------------------


def test_that_the_mended_original_is_claimed_and_the_old_one_never(school, item, tmp_path):
    stop = _return(school, item.originals[0])
    with pytest.raises(HeldOriginalError):
        _submit(school, item)
    new = school.ledger.add_to_inbox(school.finance, an_invoice_file(tmp_path, "重开.xml", last=2))
    school.ledger.mend_original(school.finance, stop, new.originals[0])
    [row] = school.ledger.stops()
    assert (row.kind, row.state, row.mended.number) == (StopKind.RETURNED, StopState.MENDED, new.invoices[0].number)
    assert _submit(school, new)
    with pytest.raises(HeldOriginalError):
        _submit(school, item)


def test_that_a_paper_mended_under_its_own_number_is_claimed_by_its_new_file(school, item, tmp_path):
    stop = _return(school, item.originals[0])
    new = school.ledger.add_to_inbox(school.finance, an_invoice_file(tmp_path, "盖章更正.pdf"))
    assert _standing(school, new).is_held
    school.ledger.mend_original(school.finance, stop, new.originals[0])
    assert not _standing(school, new).is_held
    assert _standing(school, item).is_held
    assert _submit(school, new)


def test_that_an_original_is_not_mended_by_itself(school, item):
    with pytest.raises(BadOriginalError) as refusal:
        school.ledger.mend_original(school.finance, _return(school, item.originals[0]), item.originals[0])
    assert refusal.value.parameters["reason"] == "same_original"


def test_that_a_refused_original_is_not_mended(school, item, tmp_path):
    stop = _refuse(school, item.originals[0])
    new = school.ledger.add_to_inbox(school.finance, an_invoice_file(tmp_path, "重开.xml", last=2))
    with pytest.raises(UnknownStopError):
        school.ledger.mend_original(school.finance, stop, new.originals[0])


# ---- the bureau's check ------------------------------------------------------------------


def test_that_the_newest_check_is_shown(school, item):
    _check(school, item.originals[0], CheckResult.DIFFERENT, dt.date(2020, 5, 30))
    _check(school, item.originals[0])
    check = _standing(school, item).check
    assert (check.result, check.checked_on, check.checker) == (CheckResult.SAME, TODAY, "王敏")
    number = item.invoices[0].number
    assert [one.result for one in school.ledger.checks_of(number)] == [CheckResult.SAME, CheckResult.DIFFERENT]


@pytest.mark.parametrize("result", [result for result in CheckResult if result is not CheckResult.SAME])
def test_that_what_the_bureau_did_not_confirm_is_not_claimed_until_it_does(school, item, result):
    _check(school, item.originals[0], result)
    with pytest.raises(FailedCheckError):
        _submit(school, item)
    _check(school, item.originals[0])
    assert _submit(school, item)


def test_that_a_bad_check_after_signing_stops_the_posting(school, item):
    voucher = _submit(school, item)
    school.sign_both(voucher)
    _check(school, item.originals[0], CheckResult.VOIDED)
    with pytest.raises(FailedCheckError):
        school.ledger.post(school.finance, [voucher])
    _check(school, item.originals[0])
    assert school.ledger.post(school.finance, [voucher])


def test_that_several_checks_are_recorded_or_none(school, item, tmp_path):
    other = school.ledger.add_to_inbox(school.finance, an_invoice_file(tmp_path, "二.xml", last=2))
    both = (*item.originals, *other.originals)
    with pytest.raises(BadOriginalError):
        school.ledger.record_checks(school.finance, (*both, Original("")), CheckResult.SAME, TODAY, "王敏")
    assert _standing(school, item).check is None
    school.ledger.record_checks(school.finance, both, CheckResult.SAME, TODAY, "王敏")
    assert {_standing(school, one).check.result for one in (item, other)} == {CheckResult.SAME}


@pytest.mark.parametrize(("day", "checker"), [(TODAY + dt.timedelta(days=1), "王敏"), (TODAY, " ")])
def test_that_a_check_names_who_and_no_day_to_come(school, item, day, checker):
    with pytest.raises(BadOriginalError):
        _check(school, item.originals[0], day=day, checker=checker)


def test_that_a_check_of_one_code_says_nothing_of_another(school):
    _check(school, Original("82219188", "044031900111"), CheckResult.UNKNOWN)
    claim = a_voucher().invoices[0]
    other, same = replace(claim, code="044031900112"), replace(claim, code="044031900111")
    standings = school.ledger.standings_of((other, same))
    assert [one.check is None for one in standings] == [True, False]


# ---- nobody changes the register -------------------------------------------------------------


def test_that_everything_replays(school, item, tmp_path):
    new = school.ledger.add_to_inbox(school.finance, an_invoice_file(tmp_path, "重开.xml", last=2))
    third = school.ledger.add_to_inbox(school.finance, an_invoice_file(tmp_path, "三.xml", last=3))
    school.ledger.mend_original(school.finance, _return(school, item.originals[0]), new.originals[0])
    school.ledger.lift_stop(school.finance, _refuse(school, third.originals[0]), "核实无误")
    _check(school, new.originals[0])
    result = school.ledger.verify()
    assert result.ok, result.defects


@pytest.mark.parametrize("table", ["invoice_stop", "invoice_check"])
def test_that_every_changed_cell_of_the_register_is_noticed(school, item, tmp_path, table):
    new = school.ledger.add_to_inbox(school.finance, an_invoice_file(tmp_path, "重开.xml", last=2))
    school.ledger.mend_original(school.finance, _return(school, item.originals[0]), new.originals[0])
    _check(school, new.originals[0])
    others = {"kind": "refused", "state": "open", "result": "red"}
    with school.ledger._engine.begin() as connection:
        columns = [row[1] for row in connection.exec_driver_sql(f"PRAGMA table_info({table})")]
        missed = []
        for column in columns:
            [[value]] = connection.exec_driver_sql(f"SELECT {column} FROM {table}").all()
            changed = value + 1 if isinstance(value, int) else others.get(column, f"{value}x")
            connection.exec_driver_sql(f"UPDATE {table} SET {column} = ?", (changed,))
            if _verified(connection):
                missed.append(column)
            connection.exec_driver_sql(f"UPDATE {table} SET {column} = ?", (value,))
        assert not missed
        assert _verified(connection)
        connection.exec_driver_sql(f"DELETE FROM {table}")
        assert not _verified(connection)


def _verified(connection):
    from studio_ledger.audit.verify import verify

    return verify(connection).ok


def test_that_the_file_of_a_refused_original_must_still_be_there(school, item):
    from studio_ledger.storage import guards

    _refuse(school, item.originals[0])
    with school.ledger._engine.begin() as connection:
        connection.exec_driver_sql("DROP TRIGGER evidence_no_delete")
        connection.exec_driver_sql("DELETE FROM evidence")
        connection.exec_driver_sql(guards.TRIGGERS["evidence_no_delete"])
    assert {defect.code for defect in school.ledger.verify().defects} == {"evidence.missing"}
