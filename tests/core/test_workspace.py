"""The way of a voucher through the one door: who may do what, and what the money does."""

import datetime as dt
from dataclasses import replace

import pytest
from builders import PASSWORDS, School, a_budget, a_grant, a_setup, a_studio, a_voucher

from studio_ledger.ledger.refusals import (
    AlreadyReversedError,
    ClosedYearError,
    NotPermittedError,
    SameIdOtherContentError,
    SamePersonError,
    UnauthorisedTermError,
)
from studio_ledger.model.funds import Source
from studio_ledger.model.money import Money
from studio_ledger.model.people import Role
from studio_ledger.model.voucher import Payee, State
from studio_ledger.model.workflow import WrongStateError
from studio_ledger.queries.rows import VoucherFilter
from studio_ledger.signing.keys import WeakPasswordError, WrongPasswordError
from studio_ledger.storage.engine import LedgerFileError
from studio_ledger.text import sentence
from studio_ledger.workspace import BlockedError, PersonSetup, ReasonNeededError, SetupError, TermSetup
from studio_ledger.workspace.base import LockedSessionError
from studio_ledger.workspace.funds import BadFundsError


def _state(school, voucher):
    return school.ledger.voucher(voucher).row.state


def _figures(school):
    return school.ledger.year_figures("s1", 2020)


def test_that_money_is_reserved_on_submission_and_spent_on_posting(school):
    voucher = school.submit()
    assert (_figures(school).committed, _figures(school).spent) == (Money.yuan("290"), Money())
    school.sign_both(voucher)
    assert school.ledger.post(school.finance, [voucher]) == ((voucher, "0001"),)
    assert (_figures(school).committed, _figures(school).spent) == (Money(), Money.yuan("290"))
    assert _state(school, voucher) is State.POSTED


def test_that_a_voucher_is_not_posted_before_both_have_signed(school):
    voucher = school.submit()
    with pytest.raises(WrongStateError):
        school.ledger.post(school.finance, [voucher])
    [outcome] = school.sign(school.host, voucher)
    assert outcome.ok
    with pytest.raises(WrongStateError) as refusal:
        school.ledger.post(school.finance, [voucher])
    assert "待法定代表人签" in sentence(refusal.value)


def test_that_the_legal_representative_cannot_sign_before_the_host(school):
    voucher = school.submit()
    [outcome] = school.sign(school.legal, voucher)
    assert not outcome.ok
    assert _state(school, voucher) is State.SUBMITTED


def test_that_finance_cannot_sign_and_signers_cannot_post(school):
    voucher = school.submit()
    [outcome] = school.sign(school.finance, voucher)
    assert not outcome.ok
    school.sign_both(voucher)
    with pytest.raises(NotPermittedError):
        school.ledger.post(replace(school.host, key=school.finance.key), [voucher])


def test_that_a_wrong_password_signs_nothing(school):
    voucher = school.submit()
    with pytest.raises(WrongPasswordError):
        school.ledger.sign(school.host, [voucher], "not the password")
    assert _state(school, voucher) is State.SUBMITTED


def test_that_wrong_passwords_make_people_wait_longer_each_time_but_never_for_good(school):
    waits = []
    for _ in range(5):
        with pytest.raises(WrongPasswordError) as refusal:
            school.ledger.login("chenjing", "wrong wrong wrong")
        waits.append(int(refusal.value.parameters["wait_seconds"]))
        school.clock.at += dt.timedelta(seconds=waits[-1])
    assert waits == [0, 0, 2, 4, 8]
    assert school.ledger.login("chenjing", PASSWORDS["chenjing"]).person.name == "陈静"


def test_that_a_wait_cannot_be_skipped_with_the_right_password(school):
    for _ in range(3):
        with pytest.raises(WrongPasswordError):
            school.ledger.login("chenjing", "wrong wrong wrong")
    with pytest.raises(WrongPasswordError):
        school.ledger.login("chenjing", PASSWORDS["chenjing"])


def test_that_a_returned_voucher_frees_its_money_and_must_be_signed_anew(school):
    voucher = school.submit()
    school.sign(school.host, voucher)
    school.ledger.send_back(school.legal, voucher, "缺签收", PASSWORDS["liweidong"])
    assert _state(school, voucher) is State.RETURNED
    assert _figures(school).committed == Money()
    draft = school.ledger.edit(school.finance, voucher)
    assert school.ledger.submit(school.finance, draft) == voucher
    detail = school.ledger.voucher(voucher)
    assert (detail.revision, detail.row.state) == (2, State.SUBMITTED)
    assert not any(signature.current for signature in detail.signatures)
    school.sign_both(voucher)


def test_that_the_same_draft_submitted_twice_is_one_voucher(school):
    draft = school.ledger.save_draft(school.finance, a_voucher())
    first = school.ledger.submit(school.finance, draft)
    assert school.ledger.submit(school.finance, draft) == first
    assert school.ledger.vouchers(VoucherFilter()).count == 1


def test_that_numbers_have_no_gaps_and_follow_studio_and_year(tmp_path):
    school = School(tmp_path, a_setup(a_studio(), a_studio(id="s2", name="第二工作室")))
    for studio in ("s1", "s2"):
        school.fund(studio=studio)
    numbers = []
    for place, studio in enumerate(("s1", "s2", "s1", "s2", "s1")):
        voucher = school.post(a_voucher(f"{100 + place}", number=f"1000000{place}", studio=studio))
        numbers.append(school.ledger.voucher(voucher).row.number)
    assert numbers == ["0001", "0001", "0002", "0002", "0003"]
    assert school.ledger.verify().ok
    school.ledger.close()


def test_that_a_reversal_is_signed_twice_and_gives_the_money_back(school):
    voucher = school.post()
    reversal = school.ledger.reverse(school.finance, voucher, "发票开错")
    assert _figures(school).spent == Money.yuan("290")
    school.sign_both(reversal)
    school.ledger.post(school.finance, [reversal])
    assert _figures(school).spent == Money()
    detail = school.ledger.voucher(reversal)
    assert detail.content.purpose.startswith("注销2020年5月12日第0001号凭证")
    assert detail.row.amount == Money.yuan("-290")
    with pytest.raises(AlreadyReversedError):
        school.ledger.reverse(school.finance, voucher, "再来")
    with pytest.raises(AlreadyReversedError):
        school.ledger.reverse(school.finance, reversal, "再来")
    school.post(a_voucher())  # the reversed claim has freed its invoice


def test_that_an_invoice_is_claimed_once_and_a_part_keeps_its_rest(school):
    school.post(a_voucher())
    with pytest.raises(BlockedError) as refusal:
        school.submit(a_voucher(date=dt.date(2020, 5, 31)))
    assert "invoice.duplicate" in {finding.code for finding in refusal.value.findings}
    part = a_voucher("100", number="555")
    claim = replace(part.invoices[0], total=Money.yuan(290), claimed=Money.yuan(100))
    school.post(replace(part, invoices=(claim,)))
    rest = replace(a_voucher("190", number="555"), invoices=(replace(claim, claimed=Money.yuan(190)),))
    school.post(rest)
    over = replace(a_voucher("1", number="555"), invoices=(replace(claim, claimed=Money.yuan(1)),))
    with pytest.raises(BlockedError):
        school.submit(over)


def test_that_one_fen_above_the_budget_is_blocked_and_the_budget_itself_is_not(school):
    with pytest.raises(BlockedError) as refusal:
        school.submit(a_voucher("7000.01"))
    assert {f.code for f in refusal.value.findings} == {"budget.exceeded"}
    school.submit(a_voucher("7000.00"))


def test_that_money_counts_only_once_both_have_signed_its_grant(tmp_path):
    school = School(tmp_path)
    grant = school.ledger.record_grant(school.finance, a_grant(), "g")
    budget = school.ledger.propose_budget(school.finance, a_budget([("books", "7000")]), "b")
    school.sign_both(budget)
    school.sign(school.host, grant)
    with pytest.raises(BlockedError) as refusal:
        school.submit()
    assert {f.code for f in refusal.value.findings} == {"fund.insufficient"}
    [outcome] = school.sign(school.legal, grant)
    assert outcome.ok
    school.submit()
    school.ledger.close()


def test_that_a_short_source_blocks_although_another_is_full(tmp_path):
    school = School(tmp_path)
    school.fund(city="100", district="40000")
    with pytest.raises(BlockedError) as refusal:
        school.submit(a_voucher("290"))
    assert {f.code for f in refusal.value.findings} == {"fund.insufficient"}
    content = school.ledger.with_sources(a_voucher("290"))
    assert [(line.source, line.amount) for line in content.lines] == [
        (Source.CITY, Money.yuan(100)),
        (Source.DISTRICT, Money.yuan(190)),
    ]
    school.submit(content)
    school.ledger.close()


def test_that_a_warning_needs_a_reason_and_the_report_lists_it(school):
    content = a_voucher(attachments=())
    with pytest.raises(ReasonNeededError):
        school.submit(content)
    school.post(content, "书目随后补齐")
    [row] = school.ledger.annual_statement("s1", 2020).exceptions
    assert (row.reason, row.number) == ("书目随后补齐", "0001")
    assert "陈静" in row.signed_by
    assert "李卫东" in row.signed_by


def test_that_facts_changed_since_submission_send_the_voucher_back(school):
    voucher = school.submit(a_voucher("6000"))
    smaller = a_budget([("books", "5000")], reason="压缩")
    school.sign_both(school.ledger.propose_budget(school.finance, smaller, "b2"))
    [outcome] = school.sign(school.host, voucher)
    assert not outcome.ok
    assert _state(school, voucher) is State.RETURNED


def test_that_a_later_voucher_to_the_same_payee_does_not_send_back_the_earlier(school):
    first = school.submit(a_voucher("300", number="1"))
    school.submit(a_voucher("300", number="2"), "两次采购")
    school.sign_both(first)


def test_that_a_closed_year_takes_nothing_more(school):
    school.post()
    close = school.ledger.propose_close(school.finance, "s1", 2020, "close-2020")
    school.sign_both(close)
    with pytest.raises(BlockedError):
        school.submit(a_voucher("10", number="9"))
    with pytest.raises(ClosedYearError):
        school.ledger.record_grant(school.finance, a_grant(document_number="x"), "late")
    assert school.ledger.annual_statement("s1", 2020).header.final


def test_that_a_year_with_vouchers_under_way_cannot_be_closed(school):
    school.submit()
    with pytest.raises(ClosedYearError):
        school.ledger.propose_close(school.finance, "s1", 2020, "close-2020")


def test_that_a_reversal_after_the_close_moves_to_the_open_year(school):
    voucher = school.post()
    school.sign_both(school.ledger.propose_close(school.finance, "s1", 2020, "close-2020"))
    reversal = school.ledger.reverse(school.finance, voucher, "审计要求")
    school.sign_both(reversal)
    school.ledger.post(school.finance, [reversal])
    row = school.ledger.voucher(reversal).row
    assert (row.year, row.number, row.date) == (2021, "0001", dt.date(2021, 1, 1))
    assert school.ledger.verify().ok


def test_that_one_person_cannot_be_host_and_legal_representative(tmp_path):
    terms = tuple(
        TermSetup(role, dt.date(2019, 1, 1), dt.date(2021, 12, 31)) for role in (Role.HOST, Role.LEGAL_REPRESENTATIVE)
    )
    setup = replace(a_setup(), people=(PersonSetup("甲", "a", terms),))
    with pytest.raises(SetupError) as refusal:
        School(tmp_path, setup)
    assert "双方签字" in sentence(refusal.value)


def test_that_a_legal_representative_without_authorisation_signs_nothing(tmp_path):
    school = School(tmp_path, a_setup(authorisation=""))
    grant = school.ledger.record_grant(school.finance, a_grant(), "g")
    school.sign(school.host, grant)
    [outcome] = school.sign(school.legal, grant)
    assert outcome.error == sentence(UnauthorisedTermError(person="x"))
    school.ledger.close()


def test_that_who_recorded_a_grant_cannot_sign_it(tmp_path):
    setup = a_setup()
    both = PersonSetup(
        "王敏", "wangmin", (*setup.people[0].terms, TermSetup(Role.HOST, dt.date(2019, 1, 1), dt.date(2021, 12, 31)))
    )
    school = School(tmp_path, replace(setup, people=(both, *setup.people[1:])))
    grant = school.ledger.record_grant(school.finance, a_grant(), "g")
    [outcome] = school.sign(school.finance, grant)
    assert outcome.error == sentence(SamePersonError())
    school.ledger.close()


def test_that_a_term_that_has_ended_signs_nothing(school):
    voucher = school.submit()
    school.clock.at = dt.datetime(2022, 1, 1, 0, 0, tzinfo=school.clock.at.tzinfo)
    [outcome] = school.sign(school.host, voucher)
    assert not outcome.ok
    school.clock.at = dt.datetime(2021, 12, 31, 23, 59, tzinfo=school.clock.at.tzinfo)
    [outcome] = school.sign(school.host, voucher)
    assert outcome.ok, outcome.error


def test_that_a_revoked_key_signs_nothing_and_enrolment_starts_anew(school):
    [host] = [person for person in school.ledger.people() if person.login == "chenjing"]
    school.ledger.revoke_key(school.finance, host.id, "电脑丢失")
    from studio_ledger.workspace.people import NotEnrolledError

    with pytest.raises(NotEnrolledError):
        school.ledger.login("chenjing", PASSWORDS["chenjing"])
    school.ledger.set_first_password("chenjing", "another-good-password")
    assert school.ledger.login("chenjing", "another-good-password")
    assert school.ledger.verify().ok


def test_that_a_locked_session_submits_nothing(school):
    draft = school.ledger.save_draft(school.finance, a_voucher())
    school.ledger.lock(school.finance)
    with pytest.raises(LockedSessionError):
        school.ledger.submit(school.finance, draft)
    school.ledger.unlock(school.finance, PASSWORDS["wangmin"])
    school.ledger.submit(school.finance, draft)


@pytest.mark.parametrize("password", ["short", "123456789012", "aaaaaaaaaaaaaaa"])
def test_that_weak_passwords_are_refused(tmp_path, password):
    school = School(tmp_path)
    school.ledger.add_person(school.finance, PersonSetup("审计", "audit", ()))
    with pytest.raises(WeakPasswordError):
        school.ledger.set_first_password("audit", password)
    school.ledger.close()


def test_that_only_an_administrator_adds_people(school):
    with pytest.raises(NotPermittedError):
        school.ledger.add_person(school.host, PersonSetup("某", "m", ()))


def test_that_the_same_grant_is_not_recorded_twice(school):
    with pytest.raises(BadFundsError):
        school.ledger.record_grant(school.finance, a_grant(), "another form")


def test_that_a_budget_adjustment_needs_a_reason(school):
    with pytest.raises(BadFundsError):
        school.ledger.propose_budget(school.finance, a_budget([("books", "1")]), "b2")


def test_that_evidence_can_be_added_after_posting_and_never_removed(school):
    voucher = school.post()
    sha256 = school.ledger.store_evidence(b"a photo", "照片.jpg")
    school.ledger.attach(school.finance, voucher, "photo", sha256, "照片.jpg")
    assert school.ledger.voucher(voucher).late_evidence == (("photo", sha256, "照片.jpg"),)
    assert school.ledger.verify().ok


def test_that_the_list_finds_by_every_word_number_and_invoice(school):
    school.post()
    school.post(a_voucher("11", number="34567890", purpose="购买沙龙用书", payee=Payee("南山书店")))

    def found(text):
        return [row.payee for row in school.ledger.vouchers(VoucherFilter(search=text)).rows]

    assert found("南山") == ["南山书店"]
    assert found("沙龙 南山") == ["南山书店"]
    assert found("34567890") == ["南山书店"]
    assert found("1") != []
    assert found("没有") == []
    assert found("'; DROP TABLE act; --") == []


def test_that_a_second_window_only_reads_and_names_the_first(school):
    from studio_ledger.workspace import Workspace
    from studio_ledger.workspace.base import ReadOnlyError

    second = Workspace.open(school.path, school.keys, school.clock)
    assert second.read_only
    assert "@" in second.holder
    with pytest.raises(ReadOnlyError):
        second.set_setting("a", "b")
    second.close()


def test_that_a_signer_takes_his_signature_back_until_the_next_act(school):
    voucher = school.submit()
    school.sign(school.host, voucher)
    school.ledger.take_back_signature(school.host, voucher, PASSWORDS["chenjing"])
    assert _state(school, voucher) is State.SUBMITTED
    school.sign_both(voucher)
    with pytest.raises(WrongStateError):
        school.ledger.take_back_signature(school.host, voucher, PASSWORDS["chenjing"])
    school.ledger.take_back_signature(school.legal, voucher, PASSWORDS["liweidong"])
    assert _state(school, voucher) is State.HOST_SIGNED
    assert school.ledger.verify().ok


def test_that_a_forms_id_with_other_content_is_refused(school):
    draft = school.ledger.save_draft(school.finance, a_voucher())
    school.ledger.submit(school.finance, draft)
    school.ledger.save_draft(school.finance, a_voucher("99", number="4"), draft)
    with pytest.raises(SameIdOtherContentError):
        school.ledger.submit(school.finance, draft)


def test_that_a_full_disk_is_told_in_words_and_nothing_is_half_written(school):
    draft = school.ledger.save_draft(school.finance, a_voucher())
    before = school.ledger.head()
    with school.ledger._engine.connect().execution_options(tx="DEFERRED") as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
        connection.exec_driver_sql(f"PRAGMA max_page_count={pages}")
    with pytest.raises(LedgerFileError) as refusal:
        school.ledger.store_evidence(bytes(900_000), "大文件")
    assert "磁盘空间不足" in sentence(refusal.value)
    with school.ledger._engine.connect().execution_options(tx="DEFERRED") as connection:
        connection.exec_driver_sql("PRAGMA max_page_count=1000000")
    assert school.ledger.head() == before
    school.ledger.submit(school.finance, draft)
    assert school.ledger.verify().ok
