"""The old books in the window: bad rows are named and nothing is taken; good ones wait for both signatures."""

import openpyxl
import pytest

from studio_ledger.model.money import Money
from tests.builders import School
from tests.core.test_opening import an_opening
from tests.reports.reading import page_texts
from tests.reports.test_opening_sheet import GOOD
from tests.ui.desks import Said, a_desk, settled, shown
from ui.dialogs.opening import OpeningDialog
from ui.pages.settings import SettingsPage


@pytest.fixture
def school(tmp_path):
    made = School(tmp_path)
    yield made
    made.ledger.close()


def page_of(qtbot, school, tmp_path, session=None):
    page = SettingsPage(a_desk(school, session or school.finance, tmp_path))
    page.told = Said(page.desk)
    page.arguments(tab="opening")
    return shown(qtbot, page)


def dialog_with(qtbot, page, tmp_path, monkeypatch, **rows):
    """The dialog after its own template was saved, filled in and chosen."""
    dialog = OpeningDialog(page.desk, "s1", "opening-1", page)
    path = tmp_path / "期初.xlsx"
    monkeypatch.setattr("ui.dialogs.opening.QFileDialog.getSaveFileName", lambda *_: (str(path), ""))
    monkeypatch.setattr("ui.dialogs.opening.QFileDialog.getOpenFileName", lambda *_: (str(path), ""))
    dialog.template_button.click()
    settled(qtbot, page.desk)
    book = openpyxl.load_workbook(path)
    for sheet, row in {**GOOD, **rows}.items():
        for column, value in enumerate(row, 1):
            book[sheet].cell(2, column, value)
    book.save(path)
    dialog.choose_button.click()
    settled(qtbot, page.desk)
    return dialog


def test_that_bad_rows_are_named_and_nothing_is_taken(qtbot, school, tmp_path, monkeypatch):
    page = page_of(qtbot, school, tmp_path)
    before = school.ledger.head()
    late = ("五月", "0001", "吃饭", "市级资助", "购书", "书城", "1", "", "")
    dialog = dialog_with(qtbot, page, tmp_path, monkeypatch, 支出=late, 资产=("", "", "1", "2019-06-01", "", ""))
    assert [(one.sheet, one.row) for one in dialog.problems.rows()] == [
        ("支出", 2),
        ("支出", 2),
        ("资产", 2),
    ]
    assert "2 行有 3 处问题" in dialog.summary.text.text()
    assert dialog.problem()
    assert school.ledger.head() == before


def test_that_what_was_never_covered_is_named_by_its_row_in_the_sheet(qtbot, school, tmp_path, monkeypatch):
    school.ledger.open_vault(school.finance)
    page = page_of(qtbot, school, tmp_path)
    over = ("2019-05-06", "0001", "图书资料购置", "市级资助", "购书", "书城", "40000.01", "", "")
    dialog = dialog_with(qtbot, page, tmp_path, monkeypatch, 支出=over)
    [problem] = dialog.problems.rows()
    assert (problem.sheet, problem.row) == ("支出", 2)
    assert "0.01" in problem.words


def test_that_numbers_without_a_key_are_refused_in_the_trial(qtbot, school, tmp_path, monkeypatch):
    page = page_of(qtbot, school, tmp_path)
    dialog = dialog_with(qtbot, page, tmp_path, monkeypatch)
    [problem] = dialog.problems.rows()
    assert "个人信息密钥" in problem.words


def test_that_good_books_are_taken_over_and_stand_in_the_list_once_signed(qtbot, school, tmp_path, monkeypatch):
    school.ledger.open_vault(school.finance)
    page = page_of(qtbot, school, tmp_path)
    dialog = dialog_with(qtbot, page, tmp_path, monkeypatch)
    assert dialog.problem() == ""
    assert "到账 1 笔 40,000.00 元" in dialog.summary.text.text()
    monkeypatch.setattr(OpeningDialog, "ask", lambda *_: dialog.answer())
    page.opening.import_button.click()
    settled(qtbot, page.desk)
    assert page.told.said[-1] == "已导入，期初和预算等待双方签字。"
    waiting = [row.id for row in school.ledger.to_sign(school.host)]
    assert len(waiting) == 2
    school.sign_both(*waiting)
    page.desk.notifier.funds_changed.emit()
    settled(qtbot, page.desk)
    [row] = page.opening.table.rows()
    assert row.voucher.amount == Money.yuan("1200.50")
    assert "历史导入" in page.opening.summary.text()


def test_that_a_host_reads_and_takes_nothing_over(qtbot, school, tmp_path):
    page = page_of(qtbot, school, tmp_path, school.host)
    assert page.opening.empty.isVisible()
    assert not page.opening.import_button.isVisible()


def test_that_the_trial_is_saved_row_by_row(qtbot, school, tmp_path, monkeypatch):
    page = page_of(qtbot, school, tmp_path)
    late = ("五月", "0001", "吃饭", "市级资助", "购书", "书城", "1", "", "")
    dialog = dialog_with(qtbot, page, tmp_path, monkeypatch, 支出=late)
    target = tmp_path / "结果.xlsx"
    monkeypatch.setattr("ui.dialogs.opening.QFileDialog.getSaveFileName", lambda *_: (str(target), ""))
    dialog.results_button.click()
    settled(qtbot, page.desk)
    sheet = openpyxl.load_workbook(target)["支出"]
    assert sheet["J2"].value == "有问题"
    assert "五月" in sheet["K2"].value
    assert "吃饭" in sheet["K2"].value


def test_that_the_opening_is_put_on_paper(qtbot, school, tmp_path, monkeypatch):
    page = page_of(qtbot, school, tmp_path)
    assert not page.opening.print_button.isVisible()
    school.ledger.propose_opening(school.finance, an_opening(), "opening-1")
    page.opening.refresh()
    settled(qtbot, page.desk)
    target = tmp_path / "期初建账单.pdf"
    monkeypatch.setattr("ui.pages.settings_opening.QFileDialog.getSaveFileName", lambda *_: (str(target), ""))
    monkeypatch.setattr("ui.pages.report_files.open_file", lambda _: None)
    page.opening.print_button.click()
    settled(qtbot, page.desk)
    assert "TY2019-001" in "".join(page_texts(target))
