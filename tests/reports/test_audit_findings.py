"""The workbook of suspicions and violations: what is in the statement is in the cells, and no text is a formula."""

import datetime as dt

import openpyxl

from reports.audit_findings import write_xlsx
from tests.reports.builders import an_audit


def _book(tmp_path, statement):
    path = tmp_path / "r.xlsx"
    write_xlsx(statement, path)
    return openpyxl.load_workbook(path)


def _row(sheet, number):
    return [cell.value for cell in sheet[number]]


def test_that_a_suspicion_stands_in_its_row_with_its_answer(tmp_path):
    sheet = _book(tmp_path, an_audit())["疑点"]
    heads, row = _row(sheet, 3), _row(sheet, 4)
    cells = dict(zip(heads, row, strict=False))
    assert cells["编号"] == "V33"
    assert cells["金额（元）"] == 123.45
    assert cells["学校答复"] == "=SUM(A1:A9)"
    assert "疑点不是结论" in sheet["A2"].value


def test_that_the_register_is_summed_by_formula_and_by_us(tmp_path):
    sheet = _book(tmp_path, an_audit())["违规与追回登记"]
    heads = _row(sheet, 3)
    first, totals = dict(zip(heads, _row(sheet, 4), strict=False)), dict(zip(heads, _row(sheet, 6), strict=False))
    assert first["整改期限"] == dt.datetime(2020, 11, 8)  # noqa: DTZ001 - a spreadsheet's date
    assert totals["违规金额（元）"] == "=SUM(F4:F5)"
    ours = [cell.value for row in sheet.iter_rows(min_col=18) for cell in row if isinstance(cell.value, int | float)]
    assert ours == [861, 860, 400]


def test_that_no_text_of_a_user_becomes_a_formula(tmp_path):
    book = _book(tmp_path, an_audit())
    for sheet in book:
        for row in sheet.iter_rows():
            for cell in row:
                if str(cell.value)[:1] in {"@", "-"} or cell.value == "=SUM(A1:A9)":
                    assert cell.data_type == "s", cell.coordinate
                    assert cell.quotePrefix


def test_that_empty_lists_say_so_and_the_same_figures_give_the_same_bytes(tmp_path):
    empty = an_audit(suspicions=(), violations=())
    assert _row(_book(tmp_path, empty)["疑点"], 4)[0] == "（无）"
    one, other = tmp_path / "one.xlsx", tmp_path / "other.xlsx"
    write_xlsx(empty, one)
    write_xlsx(empty, other)
    assert one.read_bytes() == other.read_bytes()
