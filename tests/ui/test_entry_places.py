"""Findings next to the field: each code of the rules has a spot in the form, marked and reached by a key."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from studio_ledger.model.finding import Finding, Severity
from studio_ledger.model.funds import Source
from studio_ledger.model.money import Money
from studio_ledger.model.voucher import InvoiceClaim, VoucherLine
from studio_ledger.rules import RULES, load_policy
from tests.builders import a_voucher
from tests.ui.desks import a_desk, settled, shown
from ui.pages.entry import EntryPage
from ui.pages.entry.places import NEEDED, PLACES
from ui.widgets.entry_rows import Col

LINE = VoucherLine("教育书籍", Money.yuan(50), Source.CITY)
CODES = sorted({code for rule in RULES for code in rule.codes})


@pytest.fixture
def page(qtbot, school, tmp_path):
    page = shown(qtbot, EntryPage(a_desk(school, school.finance, tmp_path)))
    page.form.load(a_travel())
    settled(qtbot, page.desk)
    return page


def a_travel():
    """A voucher with every part of the form in sight: a trip, a lecture, a meeting, papers, an invoice."""
    invoice = InvoiceClaim("24442000000000000001", Money.yuan(100), Money.yuan(100))
    details = {
        "travel": {"city": "广州"},
        "lecture": {"hours": 2, "after_tax": "1.00"},
        "conference": {"persons": 3},
        "training": {"persons": 3},
    }
    return replace(a_voucher(category="field_visit", lines=(LINE, LINE)), invoices=(invoice,), details=details)


def a_finding(code, line=None):
    words = load_policy().words["trip"] if code == "details.missing" else "不对"
    return Finding(code, Severity.BLOCK, "经费使用管理办法第四条", words, line)


def test_that_every_code_of_the_rules_has_its_place():
    assert set(PLACES) == set(load_policy().codes) >= set(CODES)


def test_that_the_words_for_what_is_missing_are_the_packs_own():
    assert set(NEEDED) <= set(load_policy().words)


@pytest.mark.parametrize("code", sorted(PLACES))
def test_that_a_finding_is_marked_at_its_place_and_reached_by_f8(qtbot, page, code):
    finding = a_finding(code)
    page.foot.rules.set_findings([finding])
    page.aids.mark((finding,))
    page.next_problem()
    focused = QApplication.focusWidget()
    if page.form.grid.isAncestorOf(focused) or focused is page.form.grid:
        marked = page.form.grid.rows_model.mark_at(page.form.grid.currentIndex())
        assert marked is not None
        assert marked.words == finding.message
        return
    assert focused.property("marked") == "block"
    assert finding.message in focused.toolTip()
    assert finding.message in focused.accessibleDescription()
    page.aids.mark(())
    assert not focused.property("marked")
    assert finding.message not in focused.toolTip()


@pytest.mark.parametrize("code", [code for code in sorted(PLACES) if PLACES[code].line])
def test_that_a_finding_about_a_line_marks_that_line_and_goes_there(page, code):
    finding = a_finding(code, line=2)
    page.aids.mark((finding,))
    page.aids.go_to(finding)
    current = page.form.grid.currentIndex()
    assert current.row() == 1
    assert page.form.grid.rows_model.mark_at(current).words == finding.message
    assert page.form.grid.rows_model.data(current, Qt.ItemDataRole.ToolTipRole) == finding.message
    assert {row for row, _ in page.form.grid.rows_model.marks} == {1}


def test_that_a_warning_has_the_milder_edge(page):
    finding = replace(a_finding("payment.personal_advance"), severity=Severity.WARN)
    page.aids.mark((finding,))
    assert page.form.payment.property("marked") == "warn"


def test_that_an_open_cell_shows_the_mark_and_keeps_what_is_typed(qtbot, page):
    page.form.grid.go_to(0, Col.ITEM)
    qtbot.keyClicks(QApplication.focusWidget(), "paper")
    page.aids.mark((a_finding("suspect.goods", line=1),))
    editor = QApplication.focusWidget()
    assert editor.text() == "paper"
    assert editor.property("marked") == "block"


def test_that_the_invoice_named_is_the_one_marked(page):
    numbers = ("24442000000000000001", "24442000000000000002")
    page.form.invoices.set_claims([InvoiceClaim(number, Money.yuan(9), Money.yuan(9)) for number in numbers])
    page.aids.mark((replace(a_finding("invoice.duplicate"), message=f"发票{numbers[1]}已报销过"),))
    marked = {place for place, edit in page.form.invoices.edits.items() if edit.property("marked")}
    assert marked == {(1, "number")}


def test_that_the_paper_that_lacks_is_the_one_marked(page):
    page.form.category.set_key("conference")
    page.form.papers.set_papers(page.choices.papers["conference"])
    name = load_policy().evidence_name("sign_in_sheet")
    page.aids.mark((replace(a_finding("evidence.incomplete"), message=f"“会务费”还缺{name}。"),))
    assert {kind for kind, box in page.form.papers.boxes.items() if box.property("marked")} == {"sign_in_sheet"}


def test_that_a_mark_outlives_the_redrawing_of_papers_and_invoices(page):
    page.aids.mark((a_finding("evidence.missing"), a_finding("invoice.total")))
    page.form.papers.set_attachments(())
    page.form.invoices.set_claims(page.form.invoices.claims())
    boxes, edits = page.form.papers.boxes, page.form.invoices.edits
    assert any(box.property("marked") for box in boxes.values()) or page.form.papers.add_button.property("marked")
    assert edits[0, "total"].property("marked")


@pytest.mark.parametrize(("word", "kind"), NEEDED.items())
def test_that_a_section_that_is_wanted_and_not_in_sight_is_offered_marked_and_opened(page, word, kind):
    page.form.load(a_voucher(category="publication"))
    finding = replace(a_finding("details.missing"), message=f"缺少{load_policy().words[word]}")
    page.aids.mark((finding,))
    assert page.form.details.buttons[kind].isVisibleTo(page.form)
    assert page.form.details.buttons[kind].property("marked") == "block"
    page.aids.go_to(finding)
    assert page.form.details.sections[kind].isAncestorOf(QApplication.focusWidget())


def test_that_the_article_shown_is_that_of_the_field_with_the_cursor(page):
    first, second = a_finding("budget.missing"), replace(a_finding("payment.cash"), message="现金超过起点")
    page.foot.rules.set_findings([first, second])
    page.aids.mark((first, second))
    page.form.payment.setFocus()
    page.aids.show_article()
    unfolded = [row.finding for row in page.foot.rules.rows() if row.unfolded]
    assert unfolded == [second]


def press(qtbot, panel, *keys):
    for key in keys:
        qtbot.keyClick(panel, key)


def test_that_enter_on_a_finding_jumps_to_its_field(qtbot, page):
    panel = page.foot.rules
    panel.set_findings([a_finding("budget.missing"), a_finding("payee.own_staff"), a_finding("payment.cash")])
    told = [row.finding.code for row in panel.rows()]
    panel.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.waitUntil(panel.hasFocus)
    assert [row.property("chosen") for row in panel.rows()] == [True, False, False]
    press(qtbot, panel, Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Up)
    assert [row.property("chosen") for row in panel.rows()] == [False, True, False]
    assert told[1] == "payee.own_staff"
    press(qtbot, panel, Qt.Key.Key_Return)
    qtbot.waitUntil(page.form.payee.name_edit.hasFocus)
    assert not any(row.property("chosen") for row in panel.rows())


def test_that_space_on_a_finding_unfolds_its_article(qtbot, page):
    panel = page.foot.rules
    panel.set_findings([a_finding("budget.missing"), a_finding("payment.cash")])
    panel.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.waitUntil(panel.hasFocus)
    press(qtbot, panel, Qt.Key.Key_End, Qt.Key.Key_Space)
    assert [row.unfolded for row in panel.rows()] == [False, True]


def test_that_tab_stops_at_findings_and_passes_an_empty_panel(page):
    panel = page.foot.rules
    panel.set_findings([a_finding("payment.cash")])
    assert panel.focusPolicy() & Qt.FocusPolicy.TabFocus
    panel.set_findings([])
    assert panel.focusPolicy() == Qt.FocusPolicy.NoFocus
