"""The workbook of the old books: what the template offers is read back, and each bad row is named."""

import datetime as dt
import io

import openpyxl
import pytest

from reports.expense_sheet import BadListError
from reports.opening_sheet import SHEETS, read_opening_book
from reports.opening_template import write_template
from studio_ledger.model.funds import Source
from studio_ledger.model.money import Money
from studio_ledger.rules.policy import load_policy

AS_OF = dt.date(2020, 5, 31)
GOOD = {
    "到账": ("2019", "市级资助", "40,000.00", "2019-03-05", "深财〔2019〕8号"),
    "支出": (dt.date(2019, 5, 6), "0001", "图书资料购置", "市级资助", "购书", "深圳书城", 1200.5, "11112222", ""),
    "收款人": ("周敏", "校外个人", "正高级", "华南师大", "工商银行", "11010519491231002x", "6222021001122334455"),
    "成员": ("王芳", "邻校"),
    "资产": ("笔记本电脑", "TY2019-001", "4999", "2019年6月1日", "陈静", "工作室"),
    "预算": ("2020", "图书资料购置", "市级资助", "7000", "测算"),
}


def filled(tmp_path, **rows):
    path = tmp_path / "期初.xlsx"
    write_template(path, load_policy())
    book = openpyxl.load_workbook(path)
    for sheet, row in {**GOOD, **rows}.items():
        for place, one in enumerate(row if isinstance(row, list) else [row], 2):
            for column, value in enumerate(one, 1):
                book[sheet].cell(place, column, value)
    book.save(path)
    return read_opening_book(path.read_bytes(), path.name, "s1", AS_OF, load_policy())


def test_that_a_filled_template_is_read_whole(tmp_path):
    found = filled(tmp_path)
    assert found.problems == ()
    opening = found.books.opening
    [voucher] = opening.vouchers
    assert (voucher.date, voucher.category, voucher.amount) == (dt.date(2019, 5, 6), "books", Money.yuan("1200.50"))
    assert opening.incomes[0].source is Source.CITY
    assert opening.incomes[0].amount == Money.yuan("40000")
    assert opening.assets[0].acquired_on == dt.date(2019, 6, 1)
    assert found.books.budgets[0].year == 2020
    assert found.books.payees[0].id_number == "11010519491231002X"
    assert found.books.payees[0].payee.title == "senior"
    assert found.books.members[0].name == "王芳"
    assert found.row_of("支出", 1) == 2


@pytest.mark.parametrize(
    ("sheet", "row", "words"),
    [
        ("到账", ("2019", "市级资助", "0", "2019-03-05", ""), "须大于零"),
        ("到账", ("一九", "市级资助", "1", "2019-03-05", ""), "年度“一九”"),
        ("支出", ("2020-06-01", "1", "图书资料购置", "市级资助", "购书", "书城", "1", "", ""), "晚于截止日"),
        ("支出", ("2019-05-06", "1", "吃饭", "市级资助", "购书", "书城", "1", "", ""), "支出类别“吃饭”"),
        ("支出", ("2019-05-06", "1", "图书资料购置", "捐款", "购书", "书城", "1", "", ""), "资金来源“捐款”"),
        ("支出", ("去年", "1", "图书资料购置", "市级资助", "购书", "书城", "1", "", ""), "日期“去年”"),
        ("支出", ("2019-05-06", "1", "图书资料购置", "市级资助", "", "书城", "1", "", ""), "用途摘要没有填"),
        ("收款人", ("周敏", "", "", "", "", "110105194912310021", ""), "校验码"),
        ("收款人", ("周敏", "路人", "", "", "", "", ""), "类型“路人”"),
        ("资产", ("电脑", "", "1.005", "2019-06-01", "", ""), "两位小数"),
    ],
)
def test_that_a_bad_row_is_named(tmp_path, sheet, row, words):
    found = filled(tmp_path, **{sheet: [GOOD[sheet], row]})
    [problem] = found.problems
    assert (problem.sheet, problem.row) == (sheet, 3)
    assert words in problem.words


def test_that_a_column_taken_away_is_named(tmp_path):
    path = tmp_path / "期初.xlsx"
    write_template(path, load_policy())
    book = openpyxl.load_workbook(path)
    book["成员"]["B1"] = "单位"
    book["成员"]["A2"] = "王芳"
    book.save(path)
    found = read_opening_book(path.read_bytes(), path.name, "s1", AS_OF, load_policy())
    assert [(one.sheet, one.words) for one in found.problems] == [("成员", "缺少列：所在学校。")]


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"abc"])
def test_that_another_file_is_refused(data):
    with pytest.raises(BadListError):
        read_opening_book(data, "x.xlsx", "s1", AS_OF, load_policy())


def test_that_a_workbook_of_something_else_is_refused():
    buffer = io.BytesIO()
    openpyxl.Workbook().save(buffer)
    with pytest.raises(BadListError):
        read_opening_book(buffer.getvalue(), "x.xlsx", "s1", AS_OF, load_policy())


def test_that_every_sheet_has_its_headings(tmp_path):
    path = tmp_path / "模板.xlsx"
    write_template(path, load_policy())
    book = openpyxl.load_workbook(path)
    for sheet, titles in SHEETS.items():
        assert [cell.value for cell in book[sheet][1]] == list(titles)


def test_that_the_template_prints_on_one_pages_width(tmp_path):
    write_template(tmp_path / "t.xlsx", load_policy())
    for sheet in openpyxl.load_workbook(tmp_path / "t.xlsx").worksheets:
        across = (sheet.page_setup.orientation, sheet.page_setup.fitToWidth) == ("landscape", 1)
        assert across == (sheet.sheet_state == "visible")
