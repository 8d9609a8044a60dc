"""What an expense draws on: offered by category and year, kept in a draft, warned of when it is too small."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from studio_ledger.model.money import Money
from studio_ledger.model.spending import Request
from studio_ledger.workspace.around import USUAL_ASKED
from tests.builders import School, a_setup, a_voucher
from tests.ui.desks import a_desk, settled, shown
from ui.pages.entry import EntryPage

DAY = dt.date(2020, 6, 1)


def asked(school, form, yuan="1000", category="books"):
    request = Request("", "s1", category, f"用途{form}", "", Money.yuan(yuan), DAY)
    school.ledger.request(school.finance, request, form)
    school.sign_both(form)


def page_of(qtbot, school, tmp_path, content):
    page = shown(qtbot, EntryPage(a_desk(school, school.finance, tmp_path)))
    page.open_draft(school.ledger.save_draft(school.finance, content))
    qtbot.waitUntil(lambda: page.form.amount() == content.amount, timeout=10_000)
    settled(qtbot, page.desk)
    return page


def offered(page):
    box = page.form.draws.request_box
    return [box.itemText(at) for at in range(box.count())]


def test_that_only_open_requests_of_the_category_are_offered(qtbot, school, tmp_path):
    asked(school, "r1")
    asked(school, "r2", category="equipment")
    asked(school, "r3", "500")
    school.ledger.close_hold(school.finance, "r3")
    page = page_of(qtbot, school, tmp_path, a_voucher())
    assert offered(page) == ["不动用", "余 1,000.00 · 用途r1"]


def test_that_nothing_is_shown_where_nothing_can_be_drawn_on(qtbot, school, tmp_path):
    page = page_of(qtbot, school, tmp_path, a_voucher())
    assert not page.form.draws.isVisible()


def test_that_a_draft_comes_back_with_what_it_draws_on(qtbot, school, tmp_path):
    asked(school, "r1")
    page = page_of(qtbot, school, tmp_path, replace(a_voucher(), request="r1"))
    assert page.form.content("s1").request == "r1"
    assert page.form.draws.request_field.note.text() == "动用 290.00 元，本单后余 710.00 元"


def test_that_a_request_that_is_too_small_is_said_under_it(qtbot, school, tmp_path):
    asked(school, "r1", "100")
    page = page_of(qtbot, school, tmp_path, replace(a_voucher(), request="r1"))
    assert page.form.draws.request_field.note.text() == "申请只余 100.00 元，本单超出 190.00 元"


def test_that_another_category_drops_the_request(qtbot, school, tmp_path):
    asked(school, "r1")
    page = page_of(qtbot, school, tmp_path, replace(a_voucher(), request="r1"))
    page.form.category.pick("equipment")
    settled(qtbot, page.desk)
    assert page.form.content("s1").request == ""


def test_that_a_correction_keeps_what_it_corrects(qtbot, school, tmp_path):
    page = page_of(qtbot, school, tmp_path, replace(a_voucher(), corrects="v1"))
    assert page.form.content("s1").corrects == "v1"
    page.new()
    settled(qtbot, page.desk)
    assert page.form.content("s1").corrects == "", "another expense begins with nothing of the last one"


def test_that_what_the_wizard_was_told_is_proposed_once_by_finance(tmp_path):
    school = School(tmp_path, replace(a_setup(), ask_first=USUAL_ASKED))
    assert school.ledger.propose_wished_rules(school.host) == ()
    [document] = school.ledger.propose_wished_rules(school.finance)
    assert school.ledger.propose_wished_rules(school.finance) == ()
    school.sign_both(document)
    assert school.ledger.request_rules("s1").categories == tuple(sorted(USUAL_ASKED))
    school.ledger.close()
