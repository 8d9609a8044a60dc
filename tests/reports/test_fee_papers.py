"""The sheet that experts sign and the month's declaration: every figure is on them, and numbers only as asked."""

import openpyxl

from reports import writer
from tests.reports.builders import a_declaration, a_fee_sheet
from tests.reports.reading import page_texts


def test_that_the_sheet_adds_up_and_says_so_in_capitals(tmp_path):
    path = tmp_path / "签收单.pdf"
    writer("fee_sheet", "pdf")(a_fee_sheet(), path)
    [told] = page_texts(path)
    for words in ("周敏", "****002X", "****4455", "4,761.90", "5,811.90", "811.90", "5,000.00", "凭证号0012"):
        assert words in told
    assert "人民币伍仟捌佰壹拾壹元玖角整" in told
    assert "人民币伍仟元整" in told


def test_that_a_long_list_goes_on_over_the_page(tmp_path):
    path = tmp_path / "签收单.pdf"
    sheet = a_fee_sheet()
    writer("fee_sheet", "pdf")(a_fee_sheet(rows=sheet.rows * 15, number=""), path)
    pages = page_texts(path)
    assert len(pages) > 1
    assert all("本人签收" in page for page in pages[:2])
    assert "凭证号（入账后填）" in pages[0]


def test_that_the_declaration_adds_up_by_formula(tmp_path):
    path = tmp_path / "申报表.xlsx"
    writer("tax_declaration", "xlsx")(a_declaration(unposted=2), path)
    sheet = openpyxl.load_workbook(path)["2020-05"]
    row = [1, "周敏", "11010519491231002X", "劳务报酬所得", 1050, 50, "0001、0002"]
    assert [cell.value for cell in sheet[8]][:7] == row
    assert sheet["C8"].data_type == "s", "an ID number is text: Excel would round it"
    assert sheet["E10"].value == "=SUM(E8:E9)"
    assert "2 人的发放尚未入账" in sheet["B5"].value
