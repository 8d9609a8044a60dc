"""Asked for, lent, refunded, corrected, closed: each done in the window from end to end."""

from __future__ import annotations

import datetime as dt

import pytest
from PySide6.QtWidgets import QWidget

from studio_ledger.model.funds import Source
from studio_ledger.model.money import Money
from studio_ledger.model.voucher import State, VoucherKind
from studio_ledger.queries.rows import VoucherFilter
from tests.builders import PASSWORDS, School, a_voucher
from tests.window_driver import WindowDriver
from ui.dialogs.close_year import Fate

DAY = dt.date(2020, 6, 1)


@pytest.fixture
def driver(qtbot, qapp, monkeypatch, tmp_path):
    return WindowDriver(qtbot, qapp, monkeypatch, tmp_path)


@pytest.fixture
def school(tmp_path):
    made = School(tmp_path)
    made.fund()
    yield made
    assert made.ledger.verify().ok, "what was done in the window replays to the same tables"
    made.ledger.close()


@pytest.fixture
def slip(tmp_path):
    path = tmp_path / "回单.pdf"
    path.write_bytes(b"%PDF slip")
    return path


def be(driver, school, session):
    """Sit down as somebody, in the school's year."""
    driver.sit_down(school.ledger, session)
    driver.window.bench.desk.set_year(school.year)
    driver.rest()


def everybody_signs(driver, school):
    for session in (school.host, school.legal):
        be(driver, school, session)
        driver.sign_all(PASSWORDS[session.person.login])
    be(driver, school, school.finance)


def left(school):
    return next(row.left for row in school.ledger.year_figures("s1", 2020).categories if row.category == "books")


def vouchers(school):
    return school.ledger.vouchers(VoucherFilter(studio="s1")).rows


def type_expense(driver, school, content):
    """A voucher as typed, kept as a draft and opened in the form."""
    driver.open_draft(school.ledger.save_draft(school.finance, content))


def test_that_rules_are_proposed_in_the_settings_and_hold_once_signed(driver, school):
    be(driver, school, school.finance)
    driver.propose_rules(["books", "equipment"], "3000", "5000")
    assert school.ledger.request_rules("s1") is None, "not before both have signed"
    everybody_signs(driver, school)
    rules = school.ledger.request_rules("s1")
    assert rules.categories == ("books", "equipment")
    assert (rules.legal_above, rules.minutes_above) == (Money.yuan("3000"), Money.yuan("5000"))
    page = driver.go("settings")
    assert "已双签" in page.asking.state.text.text()


def test_that_an_expense_is_asked_for_typed_and_its_rest_released(driver, school):
    be(driver, school, school.finance)
    driver.propose_rules(["books"], "3000", "5000")
    everybody_signs(driver, school)
    before = left(school)
    assert "主持人签字后生效" in driver.ask("图书", "1000", "购买班主任工作图书")
    be(driver, school, school.host)
    driver.sign_all(PASSWORDS["chenjing"])
    be(driver, school, school.finance)
    assert driver.requests() == [("购买班主任工作图书", "1,000.00", "signed")]
    type_expense(driver, school, a_voucher("290.00", date=DAY))
    assert "选择动用哪一份" in driver.request_hint()
    driver.draw_on(request="购买班主任工作图书")
    assert driver.request_hint() == ""
    assert driver.page().form.draws.request_field.note.text() == "动用 290.00 元，本单后余 710.00 元"
    assert driver.submit() == ""
    everybody_signs(driver, school)
    driver.post_all()
    assert driver.requests() == [("购买班主任工作图书", "710.00", "signed")]
    driver.release()
    assert left(school) == before - Money.yuan("290")


def test_that_without_a_request_the_form_says_so_and_leads_to_one(driver, school):
    be(driver, school, school.finance)
    driver.propose_rules(["books"], "3000", "5000")
    everybody_signs(driver, school)
    type_expense(driver, school, a_voucher("290.00", date=DAY))
    assert "没有可动用的" in driver.request_hint()
    page = driver.page()
    driver.submit()
    assert driver.page() is page, "it was not submitted"
    assert "先有用款申请" in driver.request_hint()
    assert page.form.draws.hint.kind == "error"


def test_that_a_host_asks_with_his_password(driver, school):
    be(driver, school, school.finance)
    driver.propose_rules(["books"], "3000", "5000")
    everybody_signs(driver, school)
    be(driver, school, school.host)
    said = driver.ask("图书", "800", "购买研讨会用书", password=PASSWORDS["chenjing"])
    assert "您提出即签字" in said
    assert driver.requests() == [("购买研讨会用书", "800.00", "signed")]


def test_that_a_large_request_carries_its_minutes_to_the_signer(driver, school, slip):
    be(driver, school, school.finance)
    driver.propose_rules(["equipment"], "3000", "5000")
    everybody_signs(driver, school)
    assert "须附会议纪要" in driver.ask("设备", "6000", "购买录播设备一套", minutes=slip)
    be(driver, school, school.host)
    page = driver.go("signing")
    driver.wait(lambda: page._document is not None)
    assert [one.name for one in page._document.evidence] == ["回单.pdf"]
    assert "占用后余 1,000.00 元" in page._document.paper.notes[0]


def test_that_money_is_lent_settled_and_given_back(driver, school):
    be(driver, school, school.finance)
    driver.lend("王芳", "500", "赴广州学习备用金")
    everybody_signs(driver, school)
    driver.move_advance(back=False)
    assert driver.advances() == [("王芳", "500.00", False)]
    type_expense(driver, school, a_voucher("290.00", date=DAY))
    driver.draw_on(advance="王芳")
    assert driver.page().form.draws.advance_field.note.text() == "核销后未还清 210.00 元"
    assert driver.submit() == ""
    everybody_signs(driver, school)
    driver.post_all()
    driver.move_advance(back=True)
    driver.settle_advance()
    assert driver.advances() == [("王芳", "0.00", True)]
    assert school.ledger.unpaid("s1") == ()


def test_that_a_refund_goes_the_whole_way(driver, school, slip):
    school.post(a_voucher("290.00"))
    before = left(school)
    be(driver, school, school.finance)
    driver.refund("购买班主任专业书籍", "90", slip)
    everybody_signs(driver, school)
    driver.post_all()
    assert left(school) == before + Money.yuan("90")
    page = driver.choose_voucher("退回2020年5月12日第0001号凭证")
    assert page.inspector.paper.paper.title == "退款凭证（红字）"
    assert "退款原因：销货方退款" in page.inspector.paper.paper.notes


def test_that_a_correction_is_typed_and_signed_beside_its_reversal(driver, school):
    school.post(a_voucher("290.00"))
    be(driver, school, school.finance)
    driver.correct("购买班主任专业书籍", "金额录错")
    assert driver.typed_purpose().startswith("订正2020年5月12日第0001号凭证")
    everybody_signs(driver, school)
    driver.go("vouchers")
    driver.post_all()
    draft = school.ledger.drafts(school.finance)[0]
    driver.open_draft(draft.id)
    assert driver.submit() == ""
    everybody_signs(driver, school)
    driver.post_all()
    kinds = sorted((row.kind, row.state) for row in vouchers(school))
    assert kinds == sorted(
        [(VoucherKind.EXPENSE, State.POSTED)] * 2 + [(VoucherKind.REVERSAL, State.POSTED)]
    )
    corrected = next(row for row in vouchers(school) if row.purpose.startswith("订正"))
    assert school.ledger.voucher(corrected.id).content.corrects, "the form keeps what it does not show"


def test_that_a_year_is_closed_and_its_rest_carried(driver, school):
    school.post(a_voucher("290.00"))
    be(driver, school, school.finance)
    rest = sum(money.fen for money in school.ledger.leftovers("s1", 2020).values())
    open_lines = driver.close_year(Fate.CARRY)
    assert any(line.startswith("入账凭证均已付款或收款") for line in open_lines)
    everybody_signs(driver, school)
    assert school.ledger.leftovers("s1", 2021) == {Source.CARRIED_OVER: Money(rest)}


def test_that_leftovers_are_returned_before_the_year_closes(driver, school):
    be(driver, school, school.finance)
    driver.close_year(Fate.RETURN, "市教育局")
    everybody_signs(driver, school)
    driver.post_all()
    assert school.ledger.leftovers("s1", 2020) == {}
    [row] = vouchers(school)
    assert (row.kind, row.payee) == (VoucherKind.RETURN, "市教育局")


def test_that_old_advances_are_to_be_done_on_the_home_page(driver, school):
    be(driver, school, school.finance)
    driver.lend("王芳", "500", "赴广州学习备用金")
    everybody_signs(driver, school)
    driver.move_advance(back=False)
    school.clock.at += dt.timedelta(days=95)
    be(driver, school, school.finance)
    page = driver.go("home")
    line = page.todos.findChild(QWidget, "todo_advance")
    assert "满 30/60/90 天：0/0/1" in line.todo.text
    driver.click(line)
    driver.wait(lambda: driver.page().name == "requests")
    assert driver.page().tabs.currentIndex() == 1
