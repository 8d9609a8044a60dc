import datetime as dt

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication

from studio_ledger.model.funds import BudgetLine, Source
from studio_ledger.model.money import Money
from studio_ledger.model.voucher import State
from tests.builders import School, a_budget, a_grant
from tests.ui.desks import Said, a_desk, settled, shown
from ui.dialogs.adjustment import AdjustmentDialog, BudgetChange
from ui.dialogs.grant import GrantAnswer, GrantDialog
from ui.pages.budget import BudgetPage
from ui.pages.budget_model import FIRST_SOURCE, BudgetModel, lines_of, rows_of
from ui.pages.grants import GrantsPage

TODAY = dt.date(2020, 6, 1)


@pytest.fixture
def school(tmp_path):
    made = School(tmp_path)
    yield made
    made.ledger.close()


def grants_page(qtbot, school, tmp_path, session=None):
    page = GrantsPage(a_desk(school, session or school.finance, tmp_path))
    page.told = Said(page.desk)
    return shown(qtbot, page)


def budget_page(qtbot, school, tmp_path, session=None):
    page = BudgetPage(a_desk(school, session or school.finance, tmp_path))
    page.told = Said(page.desk)
    return shown(qtbot, page)


def plan(page, place, amount, source=Source.CITY):
    """Type an amount into the grid."""
    column = FIRST_SOURCE + [Source.CITY, Source.DISTRICT, Source.CARRIED_OVER, Source.OTHER].index(source)
    page.grid.plan.setData(page.grid.plan.index(place, column), Money.yuan(amount))


def test_that_a_recorded_grant_waits_for_the_host(qtbot, school, tmp_path, monkeypatch):
    page = grants_page(qtbot, school, tmp_path)
    receipt = tmp_path / "回单.pdf"
    receipt.write_bytes(b"%PDF-1.4")
    monkeypatch.setattr(GrantDialog, "ask", lambda *_: GrantAnswer(a_grant(), receipt))
    page.record()
    settled(qtbot, page.desk)
    [row] = page.table.rows()
    assert row.state is State.SUBMITTED
    assert school.ledger.evidence_name(row.grant.receipt) == "回单.pdf"


def test_that_a_grant_in_waiting_can_be_withdrawn(qtbot, school, tmp_path):
    school.ledger.record_grant(school.finance, a_grant(), "g1")
    page = grants_page(qtbot, school, tmp_path)
    page.withdraw_button.click()
    settled(qtbot, page.desk)
    assert [row.state for row in page.table.rows()] == [State.WITHDRAWN]


def test_that_a_short_match_is_told_with_its_article(qtbot, school, tmp_path):
    school.fund(city="40000", district="30000")
    page = grants_page(qtbot, school, tmp_path)
    assert page.match.ratio.text() == "! 配套比例 1 : 0.75，不足1:1（第二条）"


def test_that_a_full_match_passes(qtbot, school, tmp_path):
    school.fund(city="40000", district="40000")
    page = grants_page(qtbot, school, tmp_path)
    assert page.match.ratio.text() == "配套比例 1 : 1.00 ✓"


def test_that_a_host_cannot_record(qtbot, school, tmp_path):
    page = grants_page(qtbot, school, tmp_path, school.host)
    assert not page.new_button.isVisible()


def test_that_an_empty_year_says_what_is_due(qtbot, school, tmp_path):
    page = grants_page(qtbot, school, tmp_path)
    assert "应到 ¥80,000.00" in page.empty.text.text()


@pytest.fixture
def dialog(qtbot):
    made = GrantDialog("s1", 2020, TODAY, frozenset({("深财〔2020〕8号", Money.yuan(40000))}))
    qtbot.addWidget(made)
    made.document.setText("深财〔2020〕9号")
    made.amount.set_money(Money.yuan(40000))
    return made


def test_that_a_complete_grant_is_answered(dialog):
    assert dialog.problem() == ""
    assert dialog.answer().grant.amount == Money.yuan(40000)


def test_that_the_same_document_twice_is_asked_about(dialog):
    dialog.document.setText("深财〔2020〕8号")
    assert "已经登记过" in dialog.problem()


def test_that_money_of_another_year_is_refused(dialog):
    dialog.received.set_date(dt.date(2019, 12, 31))
    assert "不在 2020 年度内" in dialog.problem()


def test_that_a_grant_needs_its_document(dialog):
    dialog.document.clear()
    assert "指标文号" in dialog.problem()


def test_that_carried_over_money_needs_no_document(dialog):
    dialog.source.set_value(Source.CARRIED_OVER)
    dialog.document.clear()
    assert dialog.problem() == ""


def test_that_a_first_budget_is_typed_and_submitted(qtbot, school, tmp_path):
    page = budget_page(qtbot, school, tmp_path)
    plan(page, 2, "3000")
    page.submit()
    settled(qtbot, page.desk)
    [row] = school.ledger.budgets("s1", 2020)
    assert [(line.category, line.amount) for line in row.budget.lines] == [("books", Money.yuan(3000))]
    assert not page.grid.plan.editable


def test_that_enter_goes_to_the_next_cell_and_sums_are_worked_out(qtbot, school, tmp_path):
    page = budget_page(qtbot, school, tmp_path)
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow)
    page.grid.setFocus()
    page.grid.setCurrentIndex(page.grid.plan.index(4, FIRST_SOURCE))
    qtbot.keyClicks(QApplication.focusWidget(), "6*4000")
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.grid.currentIndex().column() == FIRST_SOURCE + 1)
    assert page.grid.plan.rows[4].amounts[Source.CITY] == Money.yuan(24000)


def test_that_an_adjustment_starts_from_the_version_in_force_and_keeps_its_reason(qtbot, school, tmp_path, monkeypatch):
    school.fund()
    page = budget_page(qtbot, school, tmp_path)
    seen = []
    monkeypatch.setattr(AdjustmentDialog, "ask", lambda changes, *_: seen.append(changes) or "压缩图书")
    page.adjust()
    plan(page, 2, "5000")
    page.submit()
    settled(qtbot, page.desk)
    assert seen == [(BudgetChange("图书资料购置 · 市级资助", Money.yuan(7000), Money.yuan(5000)),)]
    assert school.ledger.budgets("s1", 2020)[0].budget.reason == "压缩图书"


def test_that_more_than_the_funds_is_told_at_once(qtbot, school, tmp_path):
    page = budget_page(qtbot, school, tmp_path)
    plan(page, 2, "40000.01")
    assert page.over.isVisible()
    assert "超出可用资金 0.01 元" in page.over.text.text()


def test_that_exactly_the_funds_is_fine(qtbot, school, tmp_path):
    page = budget_page(qtbot, school, tmp_path)
    plan(page, 2, "40000")
    assert not page.over.isVisible()


def test_that_last_years_budget_can_be_copied(qtbot, school, tmp_path):
    old = a_budget([("lecture", "8000")], year=2019)
    school.sign_both(school.ledger.propose_budget(school.finance, old, "b2019"))
    page = budget_page(qtbot, school, tmp_path)
    page.copy_last_year()
    assert page.grid.plan.sum_of() == Money.yuan(8000)


def test_that_what_is_typed_survives_a_change_elsewhere(qtbot, school, tmp_path):
    page = budget_page(qtbot, school, tmp_path)
    plan(page, 2, "3000")
    page.desk.notifier.funds_changed.emit()
    settled(qtbot, page.desk)
    assert page.grid.plan.sum_of() == Money.yuan(3000)


def test_that_a_legal_representative_only_looks(qtbot, school, tmp_path):
    page = budget_page(qtbot, school, tmp_path, school.legal)
    assert not page.grid.plan.editable
    assert not page.submit_button.isVisible()


def test_that_lines_and_rows_are_the_same_budget():
    lines = (
        BudgetLine("books", Source.CITY, Money.yuan(10), "十本"),
        BudgetLine("books", Source.DISTRICT, Money.yuan(5), "十本"),
    )
    assert lines_of(rows_of(lines, ("research", "books"))) == lines


def test_that_the_grid_keeps_qts_rules(qtbot):
    model = BudgetModel({"books": "图书资料购置"})
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)


def test_that_an_adjustment_needs_a_change_and_a_reason(qtbot):
    empty = AdjustmentDialog((), 2)
    changed = AdjustmentDialog((BudgetChange("图书", Money(100), Money(200)),), 2)
    for one in (empty, changed):
        qtbot.addWidget(one)
    assert "没有差异" in empty.problem()
    assert "调整理由" in changed.problem()
