"""Broken workbooks of old books: each cell that cannot be trusted is told by row and column, none is taken."""

import datetime as dt
import io

import openpyxl
import pytest

from reports.opening_results import write_results
from reports.opening_sheet import read_opening_book
from reports.opening_template import write_template
from studio_ledger.model.funds import SOURCE_NAMES, Source
from studio_ledger.model.money import Money
from studio_ledger.model.voucher import PAYEE_KINDS
from studio_ledger.rules.policy import load_policy

AS_OF = dt.date(2020, 5, 31)
INCOME = ("2019", "市级资助", "40000", "2019-03-05", "8号")
GOOD = ("2019-05-06", "0001", "图书资料购置", "市级资助", "购书", "书城", "100", "11112222", "")
PAYEE = ("周敏", "", "", "", "", "11010519491231002X", "6222021001122334455")


@pytest.fixture(scope="module")
def template(tmp_path_factory):
    path = tmp_path_factory.mktemp("opening") / "模板.xlsx"
    write_template(path, load_policy())
    return path.read_bytes()


def book_of(template, **sheets):
    book = openpyxl.load_workbook(io.BytesIO(template))
    for sheet, rows in sheets.items():
        for place, row in enumerate(rows, 2):
            for column, value in enumerate(row, 1):
                book[sheet].cell(place, column, value)
    return book


def read(book):
    buffer = io.BytesIO()
    book.save(buffer)
    return read_opening_book(buffer.getvalue(), "期初.xlsx", "s1", AS_OF, load_policy())


def told(found):
    return [(one.sheet, one.row, one.column) for one in found.problems]


def test_that_a_row_tells_everything_that_is_wrong_in_it(template):
    found = read(book_of(template, 支出=[("去年", "1", "吃饭", "捐款", "", "", "-1", "", "")]))
    assert [one.column for one in found.problems] == ["日期", "支出类别", "资金来源", "用途摘要", "收款方", "金额"]
    assert all(one.row == 2 and one.words and one.advice for one in found.problems)
    assert found.books.opening.vouchers == ()


def test_that_full_width_digits_and_days_as_texts_are_read(template):
    wide = ("２０１９年５月６日", "0001", "图书资料购置", "市级资助", "购书", "书城", "１，２３４．５", "１１", "")
    found = read(book_of(template, 支出=[wide], 到账=[("２０１９年", *INCOME[1:])]))
    assert found.problems == ()
    [voucher] = found.books.opening.vouchers
    assert (voucher.date, voucher.amount, voucher.invoice) == (dt.date(2019, 5, 6), Money.yuan("1234.50"), "11")


@pytest.mark.parametrize("text", ["5月6日", "2019-13-01", "2019/2/30", "43591", "昨天"])
def test_that_a_day_that_is_none_is_told(template, text):
    found = read(book_of(template, 支出=[(text, *GOOD[1:])]))
    assert told(found) == [("支出", 2, "日期")]


def test_that_a_formula_that_nobody_reckoned_is_told_and_not_taken_for_nothing(template):
    found = read(book_of(template, 支出=[(*GOOD[:6], "=40+60", "", "")]))
    assert told(found) == [("支出", 2, "金额")]
    assert "公式" in found.problems[0].words


def test_that_a_wrong_value_of_a_formula_is_told(template):
    book = book_of(template, 支出=[GOOD])
    book["支出"]["F2"].value, book["支出"]["F2"].data_type = "#REF!", "e"
    assert told(read(book)) == [("支出", 2, "收款方")]


def test_that_merged_cells_are_told_in_each_row_they_cover(template):
    book = book_of(template, 支出=[GOOD, ("2019-05-07", "0002", "", *GOOD[3:7], "", "")])
    book["支出"].merge_cells("C2:C3")
    found = read(book)
    assert told(found) == [("支出", 2, "支出类别"), ("支出", 3, "支出类别")]
    assert all("C2:C3" in one.words for one in found.problems)


def test_that_a_number_that_excel_rounded_is_told(template):
    found = read(book_of(template, 收款人=[(*PAYEE[:6], 6222021001122334455)]))
    assert told(found) == [("收款人", 2, "银行账号")]
    assert "15 位" in found.problems[0].words


def test_that_a_sheet_of_another_name_is_told_and_not_passed_over(template):
    book = book_of(template, 支出=[GOOD])
    book["支出"].title = "支出明细"
    [problem] = read(book).problems
    assert (problem.sheet, problem.row) == ("支出明细", 0)


def test_that_a_heading_that_stands_twice_is_told(template):
    book = book_of(template, 成员=[("王芳", "邻校")])
    book["成员"]["C1"] = "姓名"
    assert [one.words for one in read(book).problems] == ["表头重复：姓名。"]


@pytest.mark.parametrize(
    ("sheet", "rows", "column"),
    [
        ("到账", [INCOME, INCOME], "金额"),
        ("支出", [GOOD, (*GOOD[:7], "", "")], "凭证号"),
        ("支出", [GOOD, (GOOD[0], "0002", *GOOD[2:])], "发票号码"),
        ("支出", [(GOOD[0], "1-1", *GOOD[2:]), (GOOD[0], "0009", *GOOD[2:])], "发票号码"),
        ("收款人", [PAYEE, ("周小敏", *PAYEE[1:6], "")], "身份证号"),
        ("收款人", [PAYEE, ("周小敏", "", "", "", "", "", PAYEE[6])], "银行账号"),
        ("成员", [("王芳", "邻校"), ("王芳", "邻校")], "姓名"),
        ("资产", [("电脑", "T1", "1", "2019-06-01", "", ""), ("电视", "t1", "2", "2019-06-01", "", "")], "卡片号"),
        ("预算", [("2020", "图书资料购置", "市级资助", "7", "")] * 2, "支出类别"),
    ],
)
def test_that_what_stands_twice_is_told_with_the_first_row(template, sheet, rows, column):
    found = read(book_of(template, **{sheet: rows}))
    assert told(found) == [(sheet, 3, column)]
    assert "第 2 行" in found.problems[0].words


@pytest.mark.parametrize(
    "second",
    [
        (GOOD[0], "1-2", GOOD[2], SOURCE_NAMES[Source.CARRIED_OVER], *GOOD[4:]),
        ("2020-05-06", "1-1", *GOOD[2:7], "", ""),
    ],
)
def test_that_a_voucher_split_over_sources_or_of_another_year_is_no_double(template, second):
    found = read(book_of(template, 支出=[(GOOD[0], "1-1", *GOOD[2:]), second]))
    assert found.problems == ()


def test_that_the_results_keep_the_rows_colour_the_bad_ones_and_are_read_again_once_mended(template, tmp_path):
    bad = ("去年", "0002", *GOOD[2:7], "", "")
    found = read(book_of(template, 到账=[INCOME], 支出=[GOOD, bad], 收款人=[PAYEE]))
    path = tmp_path / "试算结果.xlsx"
    write_results(path, found.sheets, found.problems)
    book = openpyxl.load_workbook(path)
    assert [cell.value for cell in book["试算结果"][2]][:3] == ["支出", 3, "日期"]
    heads = [cell.value for cell in book["支出"][1]]
    assert heads[-3:] == ["试算", "问题", "怎么改"]
    assert (book["支出"]["J2"].value, book["支出"]["J3"].value) == ("可导入", "有问题")
    assert "日期“去年”" in book["支出"]["K3"].value
    colours = {place: book["支出"][place].fill.fgColor.rgb for place in ("A2", "A3", "B3")}
    assert len(set(colours.values())) == 3, "good, the very cell, the rest of a bad row"
    book["支出"]["A3"] = "2019-05-07"
    again = read(book)
    assert again.problems == ()
    assert len(again.books.opening.vouchers) == 2
    assert again.books.payees[0].account == PAYEE[6]


def test_that_the_template_offers_what_may_be_chosen(template):
    book = openpyxl.load_workbook(io.BytesIO(template))
    policy = load_policy()
    lists = {
        str(rule.sqref).split(":")[0]: rule.formula1
        for rule in book["支出"].data_validations.dataValidation
        if rule.type == "list"
    }
    assert set(lists) == {"C2", "D2"}
    assert lists["C2"] == f"=选项!$A$2:$A${len(policy.categories) + 1}"
    offered = [cell.value for cell in book["选项"]["A"]][1:]
    assert offered == [one.name for one in policy.categories]
    titles = {rule.formula1 for rule in book["收款人"].data_validations.dataValidation}
    kinds, grades = len(PAYEE_KINDS) + 1, len(policy.lecture_titles) + 1
    assert titles == {f"=选项!$C$2:$C${kinds}", f"=选项!$D$2:$D${grades}"}
    assert book["选项"].sheet_state == "hidden"
    words = [cell.value for row in book["填写说明"].iter_rows() for cell in row if cell.value]
    assert "填写示例（只供参照，不会导入）" in words
    assert read(book).problems == (), "an empty template has nothing wrong in it"
