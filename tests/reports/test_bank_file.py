"""Statements as banks write them: other headings, orders, encodings and signs, and what no bank wrote."""

from __future__ import annotations

import io

import pytest
from openpyxl import Workbook

from reports.bank_file import BadBankFileError, read_bank_file, statement_of
from studio_ledger.model.money import Money

ICBC = (
    ("中国工商银行对公账户明细",),
    ("账号：4000 0212 3456 789", "户名：某学校"),
    ("交易时间", "借方发生额", "贷方发生额", "余额", "对方户名", "摘要", "凭证号"),
    ("2020-03-05 10:22:31", "", "40,000.00", "40,000.00", "市财政局", "专项资金", "1"),
    ("2020-06-03 09:00:00", "290.00", "", "39,710.00", "深圳书城", "购书", "2"),
    ("合计", "290.00", "40,000.00", "", "", "", ""),
)
CCB = (
    ("记账日期", "交易金额", "借贷标志", "账户余额", "对方账户名称", "用途"),
    ("20200603", "290.00", "借", "39710.00", "深圳书城", "购书"),
    ("20200305", "40000.00", "贷", "40000.00", "市财政局", "专项资金"),
)


def as_csv(rows, encoding="gb18030", delimiter=","):
    return "\r\n".join(delimiter.join(f'"{cell}"' for cell in row) for row in rows).encode(encoding)


def as_xlsx(rows):
    book = Workbook()
    for row in rows:
        book.worksheets[0].append(row)
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def told(data):
    file = read_bank_file(data, "a")
    statement = statement_of(file, "b1", "账户")
    return [(line.number, str(line.date), line.amount, line.counterparty) for line in statement.lines], statement


@pytest.mark.parametrize("rows", [ICBC, CCB], ids=["two columns", "one column and a side, newest first"])
@pytest.mark.parametrize("made", [as_csv, lambda rows: as_csv(rows, "utf-8-sig", "\t"), as_xlsx])
def test_that_each_banks_form_tells_the_same(rows, made):
    lines, statement = told(made(rows))
    assert lines == [
        (1, "2020-03-05", Money.yuan("40000"), "市财政局"),
        (2, "2020-06-03", Money.yuan("-290"), "深圳书城"),
    ]
    assert (statement.opening, statement.closing) == (Money(), Money.yuan("39710"))


def test_that_the_account_above_the_table_is_found():
    assert read_bank_file(as_csv(ICBC), "a").account == "4000 0212 3456 789"


def test_that_a_strange_heading_is_matched_once_and_remembered():
    rows = [("日子", "进", "出"), ("2020-03-05", "5", "0"), ("2020-03-06", "0.00", "2")]
    with pytest.raises(BadBankFileError):
        read_bank_file(as_csv(rows), "a")
    half = [("交易日期", "进账", "收入金额", "出账"), ("2020-03-05", "5", "", ""), ("2020-03-06", "", "", "2")]
    file = read_bank_file(as_csv(half), "a")
    assert not file.complete
    by_hand = {"交易日期": "date", "进账": "in", "出账": "out"}
    again = read_bank_file(as_csv(half), "a", {file.signature: by_hand})
    assert [line.amount for line in statement_of(again, "b", "1").lines] == [Money.yuan("5"), Money.yuan("-2")]


def test_that_one_days_lines_listed_from_below_are_turned():
    rows = [
        ("交易日期", "支出", "收入", "余额"),
        ("2020-03-05", "30", "", "70"),
        ("2020-03-05", "", "100", "100"),
    ]
    lines, statement = told(as_csv(rows))
    assert [amount for _, _, amount, _ in lines] == [Money.yuan("100"), Money.yuan("-30")]
    assert (statement.opening, statement.closing) == (Money(), Money.yuan("70"))


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (("昨天", "", "5", ""), "date"),
        (("2020-03-05", "", "五元", ""), "amount"),
        (("2020-03-05", "5", "5", ""), "both_sides"),
    ],
)
def test_that_a_row_that_cannot_be_read_is_named(row, reason):
    rows = [("交易日期", "支出", "收入", "余额"), ("2020-03-04", "", "1", "1"), row]
    with pytest.raises(BadBankFileError) as refused:
        told(as_csv(rows))
    assert (refused.value.parameters["reason"], refused.value.parameters["row"]) == (reason, "3")


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "headings"),
        (b"PK\x03\x04broken", "file"),
        (b"\x00\x01\x02\xff", "file"),
        ("一封信，里面没有表格".encode(), "headings"),
        (as_csv([("交易日期", "支出", "收入", "余额"), ("", "", "", "")]), "empty"),
    ],
)
def test_that_what_is_no_statement_is_refused_in_words(data, reason):
    with pytest.raises(BadBankFileError) as refused:
        told(data)
    assert refused.value.parameters["reason"] == reason
