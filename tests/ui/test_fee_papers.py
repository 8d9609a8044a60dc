"""The two papers about fees, asked for in the window."""

import datetime as dt

import openpyxl
import pytest

from studio_ledger.workspace.fee_papers import Numbers
from tests.builders import PASSWORDS, School
from tests.core.test_fee_papers import ID, registered
from tests.core.test_fees import a_fee, a_list
from tests.reports.reading import page_texts
from tests.ui.desks import a_desk, settled, shown
from ui.dialogs import fee_paper
from ui.dialogs.fee_paper import FeePaperDialog
from ui.pages.report import ReportPage
from ui.pages.vouchers import VouchersPage


@pytest.fixture
def school(tmp_path):
    made = School(tmp_path)
    made.fund()
    made.post(a_list(a_fee("周敏", "2000", payee=registered(made))))
    yield made
    made.ledger.close()


def saved_at(monkeypatch, target, numbers, month=None):
    monkeypatch.setattr(FeePaperDialog, "ask", lambda *_, **__: (numbers, month))
    monkeypatch.setattr(fee_paper.QFileDialog, "getSaveFileName", lambda *_: (str(target), ""))
    monkeypatch.setattr("ui.pages.report_files.open_file", lambda _: None)


def test_that_the_sheet_is_printed_from_the_voucher(qtbot, school, tmp_path, monkeypatch):
    page = shown(qtbot, VouchersPage(a_desk(school, school.finance, tmp_path)))
    page.table.set_current(0)
    settled(qtbot, page.desk)
    saved_at(monkeypatch, tmp_path / "签收单.pdf", Numbers.LAST)
    page.buttons["fee_sheet"].click()
    settled(qtbot, page.desk)
    settled(qtbot, page.desk)
    [told] = page_texts(tmp_path / "签收单.pdf")
    assert "****002X" in told
    assert "凭证号0001" in told
    assert ID not in told


def test_that_the_declaration_asks_for_the_password_before_whole_numbers(qtbot, school, tmp_path, monkeypatch):
    page = shown(qtbot, ReportPage(a_desk(school, school.finance, tmp_path)))
    target = tmp_path / "申报表.xlsx"
    saved_at(monkeypatch, target, Numbers.WHOLE, dt.date(2020, 5, 1))
    monkeypatch.setattr(page.desk, "ask_password", lambda _: None)
    page.tax_button.click()
    settled(qtbot, page.desk)
    assert not target.exists()
    monkeypatch.setattr(page.desk, "ask_password", lambda _: PASSWORDS["wangmin"])
    page.tax_button.click()
    settled(qtbot, page.desk)
    assert openpyxl.load_workbook(target)["2020-05"]["C8"].value == ID


def test_that_the_month_before_is_proposed(qtbot):
    dialog = FeePaperDialog("个税", months=fee_paper._months(dt.date(2020, 1, 14)))
    qtbot.addWidget(dialog)
    assert dialog.shown_month() == dt.date(2019, 12, 1)
    assert dialog.shown_numbers() is Numbers.NONE


def test_that_the_sheet_shows_the_last_four_unless_told_otherwise(qtbot):
    dialog = FeePaperDialog("签收单")
    qtbot.addWidget(dialog)
    assert dialog.shown_numbers() is Numbers.LAST
