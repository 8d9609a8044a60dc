"""A clerk with his own key and our source code: the reducers refuse what the window would never write."""

import datetime as dt
from dataclasses import replace
from unittest.mock import patch

import pytest
from builders import PASSWORDS, School, a_grant, a_voucher

from studio_ledger.ledger import journal
from studio_ledger.ledger.content import content_hash, grant_fields, voucher_fields
from studio_ledger.ledger.refusals import (
    BadActError,
    BadClaimError,
    ContentChangedError,
    NotPermittedError,
    NumberGapError,
    SamePersonError,
    TamperedError,
)
from studio_ledger.log import canonical
from studio_ledger.model.funds import Source
from studio_ledger.model.money import Money
from studio_ledger.model.voucher import Attachment, VoucherKind, VoucherLine
from studio_ledger.model.workflow import WrongStateError
from studio_ledger.storage import guards
from studio_ledger.workspace import BlockedError
from studio_ledger.workspace.evidence import UnknownEvidenceError
from studio_ledger.workspace.funds import BadFundsError


def _write(school, session, kind, data, act_id="forged"):
    """Append an act as the clerk's own program would, with the key he has."""
    ledger = school.ledger
    with patch.object(journal, "_demand_valid_key"), ledger._write() as connection:
        journal.append(
            connection,
            kind=kind,
            act_id=act_id,
            ledger=ledger.ledger_id,
            at=ledger.now(),
            by=session.person.id,
            key=school.finance.key,
            data=data,
        )


def _submission(content, **changes):
    data = {
        "document": "forged",
        "revision": 1,
        "year": content.date.year,
        "content": voucher_fields(content),
        "findings": [],
        "verdict": "pass",
        "reason": "",
        "rules": "0" * 64,
    }
    return data | changes


_BLOCK = {"code": "x", "severity": "block", "article": "", "line": 0, "message": "", "limit": "", "actual": ""}


@pytest.mark.parametrize(
    ("content", "changes"),
    [
        (a_voucher(kind=VoucherKind.REFUND), {}),
        (a_voucher(kind=VoucherKind.RETURN), {}),
        (a_voucher(lines=(VoucherLine("x", Money(-1), Source.CITY),)), {}),
        (a_voucher(lines=(VoucherLine("x", Money(0), Source.CITY),)), {}),
        (a_voucher(lines=()), {}),
        (a_voucher(), {"year": 2021}),
        (a_voucher(), {"verdict": "block"}),
        (a_voucher(), {"findings": [_BLOCK]}),
        (a_voucher(), {"verdict": "warn"}),
    ],
)
def test_that_an_unsound_voucher_never_enters_the_log(school, content, changes):
    before = school.ledger.head()
    with pytest.raises(BadActError):
        _write(school, school.finance, "submit", _submission(content, **changes))
    assert school.ledger.head() == before


def test_that_a_reversal_gives_back_line_by_line_to_the_same_source(school):
    voucher = school.post()
    lines = (VoucherLine("*印刷品*正面管教", Money.yuan("-290"), Source.DISTRICT),)
    content = replace(
        a_voucher(), kind=VoucherKind.REVERSAL, reverses=voucher, lines=lines, invoices=(), attachments=()
    )
    with pytest.raises(BadActError):
        _write(school, school.finance, "submit", _submission(content))


def test_that_the_clerk_can_neither_sign_nor_post_without_signatures(school):
    voucher = school.submit()
    signed = content_hash(voucher_fields(a_voucher()))
    sign = {"document": voucher, "revision": 1, "content_hash": signed, "role": "host", "decision": "approve"}
    with pytest.raises(NotPermittedError):
        _write(school, school.finance, "sign", sign)
    post = {"document": voucher, "number": 1, "year": 2020, "content_hash": signed}
    with pytest.raises(WrongStateError):
        _write(school, school.finance, "post", post)


def test_that_money_to_come_is_not_recorded_by_hand(school):
    content = grant_fields(a_grant(received_on=dt.date(2020, 6, 2)))
    with pytest.raises(BadActError):
        _write(school, school.finance, "grant", {"document": "forged", "content": content})


def test_that_a_year_to_come_is_not_closed_by_hand(school):
    with pytest.raises(BadActError):
        _write(school, school.finance, "close", {"document": "forged", "content": {"studio": "s1", "year": 2021}})


def test_that_an_act_in_the_hosts_name_with_the_clerks_key_is_found(school):
    """The table takes it, for the forger owns the machine; the replay names it."""
    voucher = school.submit()
    signed = content_hash(voucher_fields(a_voucher()))
    sign = {"document": voucher, "revision": 1, "content_hash": signed, "role": "host", "decision": "approve"}
    _write(school, school.host, "sign", sign)
    result = school.ledger.verify()
    assert "log.signature" in {defect.code for defect in result.defects}


def test_that_a_signature_of_other_content_does_not_count(school):
    voucher = school.submit()
    sign = {"document": voucher, "revision": 1, "content_hash": "0" * 64, "role": "host", "decision": "approve"}
    with pytest.raises(ContentChangedError):
        _write(school, school.host, "sign", sign)


def test_that_numbers_cannot_be_skipped(school):
    voucher = school.submit()
    school.sign_both(voucher)
    signed = content_hash(voucher_fields(a_voucher()))
    with pytest.raises(NumberGapError):
        _write(school, school.finance, "post", {"document": voucher, "number": 2, "year": 2020, "content_hash": signed})


def test_that_two_people_cannot_share_a_key(school):
    from studio_ledger.workspace import PersonSetup

    school.ledger.add_person(school.finance, PersonSetup("替身", "double", ()))
    with pytest.raises(BadActError):
        school.ledger.set_first_password("double", "a-long-enough-password", key=school.finance.key)


def test_that_the_host_cannot_sign_in_both_roles(school):
    from studio_ledger.ledger.content import term_fields
    from studio_ledger.model.people import Role, Term

    term = Term(
        "t", school.host.person.id, Role.LEGAL_REPRESENTATIVE, "", dt.date(2019, 1, 1), dt.date(2021, 12, 31), "x"
    )
    _write(school, school.finance, "term", {"term": term_fields(term)}, "term")
    voucher = school.submit()
    [first], [second] = school.sign(school.host, voucher), school.sign(school.host, voucher)
    assert first.ok
    assert not second.ok
    signed = content_hash(voucher_fields(a_voucher()))
    sign = {"document": voucher, "revision": 1, "content_hash": signed, "role": "legal_representative"}
    with pytest.raises(SamePersonError):
        _write(school, school.host, "sign", sign | {"decision": "approve"})


def test_that_a_table_edited_before_the_signers_eyes_is_not_shown_and_not_signed(school):
    """A browser swaps content, payee and amount while the log says otherwise."""
    voucher = school.submit(a_voucher("6000", number="1"))
    other = voucher_fields(a_voucher("290", number="1"))
    _edit(school, "UPDATE document SET content = ?, content_hash = ?", canonical.encode(other), content_hash(other))
    with pytest.raises(TamperedError):
        school.ledger.voucher(voucher)
    for session in (school.host, school.legal):
        [outcome] = school.sign(session, voucher)
        assert not outcome.ok


def test_that_swapped_evidence_is_not_shown(school):
    sha256 = school.ledger.store_evidence(b"true", "a.pdf")
    _edit(school, "UPDATE evidence SET data = ?", b"false")
    with pytest.raises(TamperedError):
        school.ledger.evidence(sha256)


def _edit(school, sql, *values):
    with school.ledger._engine.begin() as connection:
        for name in guards.TRIGGERS:
            connection.exec_driver_sql(f"DROP TRIGGER {name}")
        connection.exec_driver_sql(sql, values)
        guards.create(connection)


def test_that_what_changed_since_it_was_seen_is_not_signed(school):
    voucher = school.submit(a_voucher("310", number="1"))
    [row] = school.ledger.to_sign(school.host)
    school.ledger.withdraw(school.finance, voucher)
    draft = school.ledger.edit(school.finance, voucher)
    school.ledger.save_draft(school.finance, a_voucher("5000", number="1"), draft, voucher=voucher)
    school.ledger.submit(school.finance, draft)
    seen = {voucher: (row.revision, row.content_hash)}
    [outcome] = school.ledger.sign(school.host, [voucher], PASSWORDS["chenjing"], seen)
    assert not outcome.ok


def test_that_a_signature_of_an_earlier_revision_does_not_count_again(school):
    voucher = school.submit()
    school.sign(school.host, voucher)
    school.ledger.send_back(school.legal, voucher, "假", PASSWORDS["liweidong"])
    school.ledger.submit(school.finance, school.ledger.edit(school.finance, voucher))
    signed = content_hash(voucher_fields(a_voucher()))
    old = {"document": voucher, "revision": 1, "content_hash": signed, "role": "host", "decision": "approve"}
    with pytest.raises(ContentChangedError):
        _write(school, school.host, "sign", old)


def test_that_a_revoked_key_in_an_open_session_signs_nothing(school):
    voucher = school.submit()
    school.ledger.revoke_key(school.finance, school.host.person.id, "丢失")
    [outcome] = school.sign(school.host, voucher)
    assert not outcome.ok
    assert school.ledger.verify().ok


def test_that_a_revoked_key_is_never_enrolled_again(school):
    school.ledger.revoke_key(school.finance, school.host.person.id, "丢失")
    key = school.ledger.keys.open(school.ledger.ledger_id, school.host.person.id, PASSWORDS["chenjing"])
    with pytest.raises(BadActError):
        school.ledger.set_first_password("chenjing", PASSWORDS["chenjing"], key=key)


@pytest.mark.parametrize("number", [" 82219188", "８２２１９１８８", "8221 9188", "82219188-"])
def test_that_an_invoice_number_typed_otherwise_is_the_same_number(school, number):
    school.post()
    with pytest.raises(BlockedError):
        school.submit(a_voucher(number=number))


def test_that_a_claim_of_almost_nothing_does_not_cover_a_voucher(school):
    content = a_voucher()
    claim = replace(content.invoices[0], claimed=Money(1))
    with pytest.raises(BadClaimError):
        school.submit(replace(content, invoices=(claim,)))


def test_that_a_negative_source_makes_no_money(school):
    lines = (VoucherLine("书", Money.yuan(1000), Source.CITY), VoucherLine("书", Money.yuan(-500), Source.OTHER))
    with pytest.raises((BadActError, BlockedError)):
        school.submit(a_voucher(lines=lines), "说明")


def test_that_an_expense_reverses_nothing(school):
    voucher = school.post()
    with pytest.raises(BadActError):
        _write(school, school.finance, "submit", _submission(a_voucher("10", number="9", reverses=voucher)))


def test_that_late_evidence_outlives_a_new_revision(school):
    voucher = school.submit()
    sha256 = school.ledger.store_evidence(b"photo", "照片.jpg")
    school.ledger.attach(school.finance, voucher, "photo", sha256, "照片.jpg")
    school.ledger.send_back(school.host, voucher, "改", PASSWORDS["chenjing"])
    school.ledger.submit(school.finance, school.ledger.edit(school.finance, voucher))
    detail = school.ledger.voucher(voucher)
    assert detail.late_evidence == (("photo", sha256, "照片.jpg"),)
    assert detail.row.attachments == 2
    assert school.ledger.verify().ok


def test_that_evidence_that_is_not_in_the_store_is_not_attached(school):
    with pytest.raises(UnknownEvidenceError):
        school.ledger.attach(school.finance, school.submit(), "photo", "0" * 64, "照片.jpg")


def test_that_a_voucher_names_no_file_that_is_not_in_the_store(school):
    content = a_voucher(attachments=(Attachment("book_list", "0" * 64, "书目"),))
    with pytest.raises(UnknownEvidenceError):
        school.submit(content)


def test_that_a_returned_grant_is_recorded_anew_under_a_new_form(tmp_path):
    school = School(tmp_path)
    grant = school.ledger.record_grant(school.finance, a_grant(), "g1")
    school.ledger.send_back(school.host, grant, "缺回单", PASSWORDS["chenjing"])
    with pytest.raises(BadFundsError):
        school.ledger.record_grant(school.finance, a_grant(), "g1")
    assert school.ledger.record_grant(school.finance, a_grant(), "g2") == "g2"
    school.ledger.close()
