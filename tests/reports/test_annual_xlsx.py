"""The workbook holds the figures of the paper as numbers; its sums are formulas, and no text is ever one."""

import datetime as dt
import re
from dataclasses import replace
from decimal import Decimal

import openpyxl
import pytest

from reports.annual import write_pdf, write_xlsx
from reports.workbook import AGREES
from studio_ledger.model.money import Money
from tests.reports.builders import an_annual
from tests.reports.reading import page_texts

PAYLOADS = (
    "=1+1",
    "+1+1",
    "-1+1",
    "@SUM(A1)",
    "\t=1+1",
    "\r=1+1",
    " =1+1",
    '=HYPERLINK("http://x")',
    "#N/A",
    "\x07=1+1",
)


@pytest.fixture(scope="module")
def book(tmp_path_factory):
    path = tmp_path_factory.mktemp("annual") / "a.xlsx"
    statement = an_annual(300)
    write_xlsx(statement, path)
    return statement, openpyxl.load_workbook(path)


def fen(value) -> int:
    return int((Decimal(str(value)) * 100).to_integral_value())


def column(sheet, letter: str, rows: int) -> list:
    return [sheet[f"{letter}{row}"].value for row in range(4, 4 + rows)]


def sums(sheet) -> dict[str, int]:
    """Recompute each SUM formula of the totals' row from the cells, in whole fen."""
    found = {}
    for row in sheet.iter_rows():
        for cell in row:
            if isinstance(cell.value, str) and (match := re.fullmatch(r"=SUM\((\w+):(\w+)\)", cell.value)):
                area = sheet[f"{match[1]}:{match[2]}"]
                found[cell.coordinate] = sum(fen(line[0].value) for line in area if line[0].value not in {None, ""})
    return found


def test_that_the_sheets_are_those_of_the_report(book):
    assert book[1].sheetnames == ["情况报告", "收入", "支出分类", "凭证明细", "例外"]


@pytest.mark.parametrize("name", ["收入", "支出分类", "凭证明细", "情况报告"])
def test_that_each_sum_of_the_cells_is_the_figure_reckoned_beside_it(book, name):
    sheet = book[1][name]
    recomputed = sums(sheet)
    assert recomputed
    checked = 0
    for row in sheet.iter_rows():
        for cell in row:
            if isinstance(cell.value, str) and cell.value.startswith("=IF(ROUND("):
                total = sheet.cell(cell.row, cell.column - 2).value.removeprefix("=")
                if total in recomputed:
                    assert recomputed[total] == fen(sheet.cell(cell.row, cell.column - 1).value)
                    checked += 1
    assert checked == len(recomputed)


def test_that_the_report_sheet_points_at_the_totals_of_the_others(book):
    statement, workbook = book
    report = workbook["情况报告"]
    expected = {"收入": statement.received, "支出分类": statement.budget, "凭证明细": statement.spent}
    seen = {}
    for cell in report["B"]:
        if isinstance(cell.value, str) and (match := re.fullmatch(r"='(.+)'!(\w+)", cell.value)):
            seen.setdefault(match[1], sums(workbook[match[1]])[match[2]])
    assert seen == {name: amount.fen for name, amount in expected.items()}


def test_that_a_check_reads_agrees_where_two_figures_are_one(book):
    checks = [c.value for row in book[1]["收入"].iter_rows() for c in row if str(c.value).startswith("=IF(")]
    assert checks[0] == f'=IF(ROUND(I4-J4,2)=0,"{AGREES}","不一致")'


def test_that_figures_and_dates_are_numbers_and_dates_not_text(book):
    statement, workbook = book
    sheet = workbook["凭证明细"]
    assert [fen(value) for value in column(sheet, "F", 300)] == [row.amount.fen for row in statement.vouchers]
    assert [value.date() for value in column(sheet, "B", 300)] == [row.date for row in statement.vouchers]
    assert workbook["收入"]["F5"].value.date() == dt.date(2020, 3, 12)
    assert "[Red]" in sheet["F6"].number_format


def test_that_the_workbook_says_what_the_paper_says(book, tmp_path):
    statement, workbook = book
    write_pdf(statement, path := tmp_path / "a.pdf")
    text = "".join(page_texts(path))
    for name, letters, rows in (("凭证明细", "F", 300), ("支出分类", "CDEFGHIK", 11), ("收入", "BCD", 3)):
        for letter in letters:
            shown = [Money(fen(value)).grouped for value in column(workbook[name], letter, rows)]
            assert [amount for amount in shown if amount not in text] == []


def test_that_no_text_becomes_a_formula(tmp_path):
    row = an_annual().vouchers[0]
    rows = tuple(replace(row, purpose=payload, payee=payload, number=payload) for payload in PAYLOADS)
    write_xlsx(an_annual(vouchers=rows, match_note=PAYLOADS[0]), path := tmp_path / "a.xlsx")
    workbook = openpyxl.load_workbook(path)
    for line in workbook["凭证明细"].iter_rows(min_row=4, max_row=3 + len(PAYLOADS)):
        for cell in (line[0], line[2], line[4]):
            assert cell.data_type == "s"
            assert cell.quotePrefix or not cell.value.lstrip().startswith(("=", "+", "-", "@"))
    formulas = {c.value for sheet in workbook for row in sheet.iter_rows() for c in row if c.data_type == "f"}
    assert not [text for text in formulas if not re.match(r"=(SUM\(|IF\(ROUND\(|'|[A-Z]+\d+(-[A-Z]+\d+)?$)", text)]


def test_that_pages_are_set_up_for_a4(book):
    for sheet in book[1]:
        assert sheet.page_setup.paperSize == 9
        assert sheet.page_setup.fitToWidth == 1
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert sheet.page_margins.left >= 25 / 25.4 - 0.001
        assert "&P" in sheet.oddFooter.right.text
    assert book[1]["凭证明细"].freeze_panes == "A4"
    assert book[1]["凭证明细"].print_title_rows == "$3:$3"


def test_that_a_year_without_vouchers_sums_to_nothing_without_a_circle(tmp_path):
    write_xlsx(an_annual(0, income=(), exceptions=()), path := tmp_path / "a.xlsx")
    sheet = openpyxl.load_workbook(path)["凭证明细"]
    assert (sheet["A4"].value, sheet["F5"].value) == ("（无）", "=SUM(F4:F4)")


def test_that_the_same_statement_gives_the_same_bytes(tmp_path):
    write_xlsx(an_annual(), one := tmp_path / "1.xlsx")
    write_xlsx(an_annual(), two := tmp_path / "2.xlsx")
    assert one.read_bytes() == two.read_bytes()
