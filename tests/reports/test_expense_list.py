"""A school's own list of expenses: made by the template, read by its headings, judged, and given back with colours."""

from __future__ import annotations

import json

import pytest
from openpyxl import Workbook, load_workbook

from reports.expense_sheet import BadListError, read_list, write_template
from studio_ledger.commands import main
from studio_ledger.rules import load_policy
from studio_ledger.rules.expense_columns import COLUMNS
from studio_ledger.rules.expense_list import judge_list, not_judged, plain_date, plain_sum

HEADINGS = (
    "日期",
    "支出项目",
    "摘要",
    "收款单位",
    "付款方式",
    "品名",
    "数量",
    "报销金额",
    "发票号",
    "发票日期",
    "附件",
)


def a_list(path, *rows, headings=HEADINGS, above=("海岸实验学校 2019—2021 年支出明细",), school=None):
    book = Workbook()
    sheet = book.worksheets[0]
    for words in above:
        sheet.append([words])
    sheet.append(headings)
    for row in rows:
        sheet.append(row)
    if school:
        other = book.create_sheet("学校")
        for pair in school.items():
            other.append(pair)
    book.save(path)
    return path


def a_row(**changes):
    row = {
        "日期": "2020-05-12", "支出项目": "图书资料购置", "摘要": "购买班主任专业书籍", "收款单位": "深圳书城",
        "付款方式": "转账", "品名": "*印刷品*正面管教", "数量": 5, "报销金额": 290, "发票号": "82219188",
        "发票日期": "2020/5/12", "附件": "发票、图书清单",
    }  # fmt: skip
    return list((row | changes).values())


def judged(path):
    policy = load_policy()
    rows, columns, facts = read_list(path, policy)
    return list(judge_list(rows, columns, facts, policy)), not_judged(columns, facts)


def codes_of(answer):
    return {finding.code for finding in answer.findings}


def test_that_the_template_is_read_back_and_its_example_passes(tmp_path):
    write_template(tmp_path / "t.xlsx", load_policy())
    [answer], silent = judged(tmp_path / "t.xlsx")
    assert (answer.name, answer.verdict) == ("2020-001", "pass")
    assert "invoice.buyer" in silent, "nobody said yet which school it is"
    sheet = load_workbook(tmp_path / "t.xlsx")["支出"]
    assert [cell.value.rstrip("*") for cell in sheet[1]] == [column.heading for column in COLUMNS]


def test_that_a_schools_own_headings_are_matched_below_a_title(tmp_path):
    path = a_list(
        tmp_path / "l.xlsx", a_row(), a_row(发票号="82219199", 品名="*成品油*92号汽油", 报销金额="1,300.00元")
    )
    first, second = judged(path)[0]
    assert first.verdict == "pass"
    assert (second.verdict, second.name) == ("block", "第4行")
    assert "ban.vehicle" in codes_of(second)


def test_that_the_same_invoice_years_apart_is_found(tmp_path):
    path = a_list(tmp_path / "l.xlsx", a_row(), a_row(日期="2021-03-01", 发票日期="2020-05-12"))
    first, second = judged(path)[0]
    assert first.verdict == "pass"
    assert "invoice.duplicate" in codes_of(second)


def test_that_rows_of_one_voucher_number_are_one_expense(tmp_path):
    headings = ("凭证号", *HEADINGS)
    path = a_list(
        tmp_path / "l.xlsx",
        ["记-1", *a_row()],
        ["记-1", *a_row(品名="*印刷品*教育漫话", 报销金额=100)],
        ["记-2", *a_row(发票号="12345678", 日期="2020-09-01", 发票日期="2020-09-01")],
        headings=headings,
    )
    answers = judged(path)[0]
    assert [(answer.name, answer.rows, answer.verdict) for answer in answers] == [
        ("记-1", (3, 4), "pass"),
        ("记-2", (5,), "pass"),
    ]


def test_that_missing_columns_silence_their_checks_and_only_those(tmp_path):
    headings = ("日期", "类别", "品名", "金额")
    path = a_list(tmp_path / "l.xlsx", ["2020-05-12", "books", "*酒*飞天茅台", 2999], headings=headings)
    [answer], silent = judged(path)
    assert codes_of(answer) >= {"ban.reception"}
    assert {"invoice.duplicate", "evidence.missing", "payment.cash", "standard.lodging"} <= set(silent)
    assert not codes_of(answer) & set(silent)
    assert "ban.reception" not in silent


def test_that_the_school_sheet_brings_its_checks_back(tmp_path):
    school = {
        "学校名称": "深圳市南山区海岸实验学校", "学校税号": "12440305MB2D12345K", "学校类型": "区属",
        "周期开始": "2019-01-01",
        "周期结束": "2021-12-31", "主持人": "陈静", "法定代表人": "李卫东", "成员": "王芳、刘洋",
    }  # fmt: skip
    headings = (*HEADINGS, "发票抬头")
    path = a_list(
        tmp_path / "l.xlsx", [*a_row(), "某某公司"], [*a_row(日期="2022-01-05"), ""], headings=headings, school=school
    )
    (first, second), silent = judged(path)
    assert "invoice.buyer" in codes_of(first)
    assert "period.outside_cycle" in codes_of(second)
    assert "invoice.buyer" not in silent


def test_that_a_row_nobody_can_read_does_not_stop_the_others(tmp_path):
    path = a_list(tmp_path / "l.xlsx", a_row(日期="去年五月"), a_row(), a_row(付款方式="以物易物", 发票号="1"))
    first, second, third = judged(path)[0]
    assert "日期" in first.error
    assert second.verdict == "pass"
    assert "支付方式" in third.error


@pytest.mark.parametrize("amount", ["", "一百元", "12.345", "-5", "NaN"])
def test_that_a_sum_that_is_none_never_passes(tmp_path, amount):
    [answer], _ = judged(a_list(tmp_path / "l.xlsx", a_row(报销金额=amount)))
    assert answer.verdict == "block"
    assert "amount.invalid" in codes_of(answer)


@pytest.mark.parametrize(("content", "reason"), [(b"not a workbook", "file"), (None, "headings"), ("empty", "empty")])
def test_that_what_is_no_list_is_refused_in_words(tmp_path, content, reason):
    path = tmp_path / "l.xlsx"
    if isinstance(content, bytes):
        path.write_bytes(content)
    else:
        a_list(path, headings=HEADINGS if content else ("甲", "乙"))
    with pytest.raises(BadListError) as refused:
        read_list(path, load_policy())
    assert refused.value.parameters["reason"] == reason


def test_that_the_command_answers_by_line_and_writes_colours(tmp_path, capsys):
    path = a_list(
        tmp_path / "l.xlsx", a_row(), a_row(发票号="9", 品名="*烟草制品*中华香烟"), a_row(品名="=1+1", 发票号="8")
    )
    assert main(["check", str(path), "--json", "--out", str(tmp_path / "r.xlsx")]) == 1
    answers = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [answer["verdict"] for answer in answers][:2] == ["pass", "block"]
    assert "not_judged" in answers[0]
    assert answers[1]["findings"][0]["line"] == 4, "the sheet's row, as the clerk sees it"
    sheet = load_workbook(tmp_path / "r.xlsx")["审核结果"]
    assert [cell.value for cell in sheet["B"]][:3] == ["结论", "通过", "不得报销"]
    assert sheet["B3"].fill.fgColor.rgb == "FFFBE0DE"
    assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)


def test_that_a_template_is_not_written_over_a_file(tmp_path, capsys):
    (tmp_path / "t.xlsx").write_text("mine")
    assert main(["check", "--template", str(tmp_path / "t.xlsx")]) == 2
    assert (tmp_path / "t.xlsx").read_text() == "mine"


def test_that_dates_and_sums_are_read_as_people_write_them():
    for text in ("2020-05-12", "2020/5/12", "2020.5.12", "20200512", "2020年5月12日", "2020-05-12 00:00:00"):
        assert plain_date(text) == "2020-05-12"
    assert plain_sum("￥1,234.50 元") == "1234.50"
