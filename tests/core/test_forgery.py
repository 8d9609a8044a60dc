"""A clerk with his own key and our source code: the reducers refuse what the window would never write."""

from dataclasses import replace

import pytest
from builders import School, a_voucher

from studio_ledger.ledger import journal
from studio_ledger.ledger.content import content_hash, voucher_fields
from studio_ledger.ledger.refusals import (
    BadActError,
    ContentChangedError,
    NotPermittedError,
    NumberGapError,
    SamePersonError,
)
from studio_ledger.model.funds import Source
from studio_ledger.model.money import Money
from studio_ledger.model.voucher import VoucherKind, VoucherLine
from studio_ledger.model.workflow import WrongStateError


@pytest.fixture
def school(tmp_path):
    school = School(tmp_path)
    school.fund()
    yield school
    school.ledger.close()


def _write(school, session, kind, data, act_id="forged"):
    """Append an act as the clerk's own program would, with the key he has."""
    ledger = school.ledger
    with ledger._write() as connection:
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
    import datetime as dt

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
