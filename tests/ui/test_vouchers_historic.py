"""历史导入 in the list of vouchers: found by chip, search and Ctrl+K, read as a sheet nobody signed, and printed."""

import pytest

from studio_ledger.model.opening import HISTORIC_WORDS
from studio_ledger.model.voucher import State
from tests.builders import School, a_voucher
from tests.core.test_opening import an_expense, an_income, an_opening
from tests.reports.reading import page_texts
from tests.ui.desks import a_desk, settled, shown
from ui.pages.vouchers import VouchersPage


@pytest.fixture
def school(tmp_path):
    made = School(tmp_path)
    made.fund()
    old = (
        an_expense(),
        an_expense("300", "0002", "2019-06-03", purpose="购刊物", invoice="55556666"),
        an_expense("500", "0003", "2020-03-04", purpose="购器材", payee="星河教仪", invoice=""),
    )
    incomes = (an_income(), an_income(year=2020))
    made.ledger.propose_opening(made.finance, an_opening(incomes=incomes, vouchers=old), "opening-1")
    made.sign_both("opening-1")
    made.sign_both(made.submit(a_voucher("310.00", number="10000002", purpose="购买研讨用书")))
    yield made
    made.ledger.close()


@pytest.fixture
def page(qtbot, school, tmp_path):
    return shown(qtbot, VouchersPage(a_desk(school, school.finance, tmp_path)))


def numbers(page):
    return [row.voucher.number for row in page.old_table.rows()]


def choose_chip(qtbot, page):
    page.filter_bar.historic.click()
    qtbot.waitUntil(page.old_table.isVisible)
    settled(qtbot, page.desk)


def test_that_the_chip_is_there_only_where_the_year_has_old_books(qtbot, page):
    chip = page.filter_bar.historic
    assert (chip.isVisible(), chip.text()) == (True, "历史导入 1")
    page.desk.set_year(2021)
    qtbot.waitUntil(lambda: not chip.isVisible())
    page.desk.set_year(2019)
    qtbot.waitUntil(lambda: chip.isVisible() and chip.text() == "历史导入 2")


def test_that_the_chip_shows_the_old_books_in_place_of_the_vouchers_and_back(qtbot, page):
    own = page.filter_bar.totals.text()
    page.desk.set_year(2019)
    choose_chip(qtbot, page)
    assert numbers(page) == ["0001", "0002"]
    assert page.filter_bar.totals.text() == "共 2 张 · 合计 ¥1,500.00"
    page.desk.set_year(2020)
    qtbot.waitUntil(lambda: numbers(page) == ["0003"])
    page.filter_bar.chips[State.SIGNED].click()
    qtbot.waitUntil(page.table.isVisible)
    assert not page.filter_bar.historic.isChecked()
    assert page.filter_bar.totals.text() == own == "共 1 张 · 合计 ¥310.00"


def test_that_the_sheet_says_that_nobody_signed_here_and_offers_print_alone(qtbot, page):
    choose_chip(qtbot, page)
    paper = page.inspector.old_paper
    assert paper.isVisible()
    assert (paper.paper.stamp, paper.paper.names) == ("历史导入", ())
    assert HISTORIC_WORDS in paper.paper.notes
    assert paper.paper.total[1] == "¥500.00"
    assert [name for name, button in page.buttons.items() if button.isVisible()] == ["print"]


def test_that_no_key_reaches_the_vouchers_behind_the_old_books(qtbot, school, page):
    assert page.table.selected_rows()
    choose_chip(qtbot, page)
    before = school.ledger.head()
    for name in page.buttons:
        if name != "print":
            page.do(name)
    settled(qtbot, page.desk)
    assert school.ledger.head() == before


def test_that_the_search_field_finds_old_vouchers(qtbot, page):
    page.desk.set_year(2019)
    choose_chip(qtbot, page)
    page.filter_bar.search.setText("55556666")
    qtbot.waitUntil(lambda: numbers(page) == ["0002"])
    page.filter_bar.search.setText("没有这样的")
    qtbot.waitUntil(page.empty.isVisible)
    assert "历史导入" in page.empty.text.text()


def test_that_the_search_from_the_bar_turns_to_the_old_books_where_only_they_know_it(qtbot, page):
    page.arguments(search="星河教仪")
    qtbot.waitUntil(page.old_table.isVisible)
    assert numbers(page) == ["0003"]
    page.arguments(search="研讨用书")
    qtbot.waitUntil(page.table.isVisible)
    assert [row.purpose for row in page.table.rows()] == ["购买研讨用书"]


def test_that_the_sheet_is_printed(qtbot, page, tmp_path, monkeypatch):
    choose_chip(qtbot, page)
    target = tmp_path / "历史导入.pdf"
    monkeypatch.setattr("ui.pages.vouchers_historic.QFileDialog.getSaveFileName", lambda *_: (str(target), ""))
    monkeypatch.setattr("ui.pages.report_files.QDesktopServices.openUrl", lambda *_: True)
    page.do("print")
    settled(qtbot, page.desk)
    told = "".join(page_texts(target))
    assert all(words in told for words in ("历史导入凭证", "星河教仪", "0003", "500.00", "未在本程序中录入"))
