"""The annual report as a workbook: the figures of the PDF as real numbers, with sums that can be followed."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from reports import annual_words as words
from reports import plain, workbook
from reports.files import write_atomically
from reports.workbook import Field, Value
from studio_ledger.model.money import Money

if TYPE_CHECKING:
    from decimal import Decimal
    from pathlib import Path

    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

    from studio_ledger.statements.figures import AnnualStatement

_TOP = 3
"""The row of the titles on every sheet but the first: above stand the sheet's title and the unit."""

_REPORT, _INCOME, _CATEGORIES, _VOUCHERS, _EXCEPTIONS = "情况报告", "收入", "支出分类", "凭证明细", "例外"


def write_xlsx(statement: AnnualStatement, path: Path) -> None:
    """Write the workbook; the same statement gives the same bytes.

    Raises: OSError.
    """
    book = workbook.new_book(statement.header, words.title(statement.header))
    report = book.create_sheet(_REPORT)
    totals = {
        _INCOME: _income(book, statement),
        _CATEGORIES: _categories(book, statement),
        _VOUCHERS: _vouchers(book, statement),
    }
    _exceptions(book, statement)
    _report(report, statement, totals)
    write_atomically(path, workbook.to_bytes(book))


def _report(sheet: Worksheet, statement: AnnualStatement, totals: dict[str, int]) -> None:
    workbook.heading(sheet, 1, words.title(statement.header), 5, 16)
    row = 2
    for label, value in words.particulars(statement.header):
        row += 1
        workbook.pair(sheet, row, label, value, 5)
    row = _balances(sheet, row + 2, statement, totals)
    row += 1
    for label, value in (
        ("配套情况", statement.match_note),
        ("专款专用声明", words.declaration(statement)),
        ("拦截与退回", words.refused(statement)),
        ("例外事项", f"{len(statement.exceptions)} 项，见“{_EXCEPTIONS}”表"),
        ("计算口径", words.FORMULA),
    ):
        row += 1
        workbook.pair(sheet, row, label, value, 5)
    row += 2
    fields = [Field("月份"), Field("支出（元）", Money.total(month.spent for month in statement.months))]
    row = workbook.table(
        sheet, row, fields, [[f"{month.month}月", month.spent] for month in statement.months], beside=7
    )
    for place, signer in enumerate((*words.signers(statement.header), "（单位公章）"), start=1):
        workbook.put(sheet, row + 2, place, signer, boxed=False)
        workbook.put(sheet, row + 5, place, "年　　月　　日", boxed=False)
    workbook.finish(sheet, statement.header, 5)


def _balances(sheet: Worksheet, top: int, statement: AnnualStatement, totals: dict[str, int]) -> int:
    """Put the balance summary: by formula from the other sheets, by our own sum, and whether they agree."""
    workbook.head_row(sheet, top, ["项目", "金额（公式）", "独立计算", "核对", "大写"])
    rows = words.balances(statement)
    labels = [label for label, _ in rows]
    received, spent = top + 1, top + 4
    formulas = [
        f"'{_INCOME}'!C{totals[_INCOME]}",
        "",
        f"'{_CATEGORIES}'!E{totals[_CATEGORIES]}",
        f"'{_CATEGORIES}'!I{totals[_CATEGORIES]}",
        f"B{received}-B{spent}" + (f"-B{received + labels.index(words.RETURNED)}" if words.RETURNED in labels else ""),
        "",
    ]
    formulas += [""] * (len(rows) - len(formulas))
    rows.append(("凭证明细合计", statement.spent))
    formulas.append(f"'{_VOUCHERS}'!F{totals[_VOUCHERS]}")
    for row, ((label, amount), expression) in enumerate(zip(rows, formulas, strict=True), start=top + 1):
        workbook.put(sheet, row, 1, label)
        if expression:
            workbook.formula(sheet, row, 2, expression)
            workbook.agreement(sheet, row, 4, 2, 3)
        else:
            workbook.put(sheet, row, 2, amount)
            workbook.put(sheet, row, 4, "—")
        workbook.put(sheet, row, 3, amount)
        workbook.put(sheet, row, 5, amount.capitals)
    return top + len(rows)


def _income(book: Workbook, statement: AnnualStatement) -> int:
    expected = Money.total(row.expected for row in statement.income)
    fields = [
        Field("经费来源"),
        Field("核定（应到）", expected),
        Field("实际到账", statement.received),
        Field("未到账", Money.total(row.short for row in statement.income)),
        Field("文号/凭证"),
        Field("到账日期"),
    ]
    rows: list[list[Value]] = [
        [
            row.source,
            row.expected,
            row.received,
            row.short,
            row.documents,
            _date_or_text(row.received_on),
        ]
        for row in statement.income
    ]
    return _sheet(book, _INCOME, statement, fields, rows)


def _categories(book: Workbook, statement: AnnualStatement) -> int:
    total = words.total_row(statement.categories)
    fields = [
        Field("序号"),
        Field("支出类别"),
        Field("预算批复数", total.budget_first),
        Field("调整数", total.adjustment),
        Field("调整后预算", total.budget),
        Field("支出\n市级", total.spent_city),
        Field("支出\n区级", total.spent_district),
        Field("支出\n其他", total.spent_other),
        Field("支出\n小计", total.spent),
        Field("执行率"),
        Field("结余", total.left),
        Field("凭证\n（张）", total.vouchers),
        Field("附单据\n（张）", total.attachments),
        Field("凭证号起"),
        Field("凭证号止"),
    ]
    rows: list[list[Value]] = [
        [
            row.number,
            row.category,
            row.budget_first,
            row.adjustment,
            row.budget,
            row.spent_city,
            row.spent_district,
            row.spent_other,
            row.spent,
            _rate(row.spent, row.budget),
            row.left,
            row.vouchers,
            row.attachments,
            row.first_number,
            row.last_number,
        ]
        for row in statement.categories
    ]
    return _sheet(book, _CATEGORIES, statement, fields, rows, landscape=True)


def _vouchers(book: Workbook, statement: AnnualStatement) -> int:
    fields = [
        Field("凭证号"),
        Field("日期"),
        Field("摘要"),
        Field("支出类别"),
        Field("收款方"),
        Field("金额（元）", Money.total(row.amount for row in statement.vouchers)),
        Field("票据号码"),
        *(Field(f"{one}签字") for one in statement.header.titles),
    ]
    rows: list[list[Value]] = [
        [
            row.number,
            row.date,
            row.purpose,
            row.category,
            row.payee,
            row.amount,
            row.invoices,
            row.host_signed,
            row.legal_signed,
        ]
        for row in statement.vouchers
    ]
    return _sheet(book, _VOUCHERS, statement, fields, rows, landscape=True)


def _exceptions(book: Workbook, statement: AnnualStatement) -> int:
    fields = [Field("凭证号"), Field("提示事项"), Field("说明理由"), Field("签字人")]
    rows: list[list[Value]] = [[row.number, row.finding, row.reason, row.signed_by] for row in statement.exceptions]
    return _sheet(book, _EXCEPTIONS, statement, fields, rows)


def _sheet(
    book: Workbook,
    name: str,
    statement: AnnualStatement,
    fields: list[Field],
    rows: list[list[Value]],
    *,
    landscape: bool = False,
) -> int:
    sheet = book.create_sheet(name)
    workbook.heading(sheet, 1, f"{statement.header.year}年度专项经费{name}", len(fields))
    draft = "" if statement.header.final else "　未定稿：本年度尚未结账，数字可能变动。"
    workbook.put(sheet, 2, 1, f"单位：元{draft}", boxed=False)
    sheet.merge_cells(start_row=2, start_column=1, end_row=2, end_column=len(fields))
    total = workbook.table(sheet, _TOP, fields, rows)
    workbook.finish(sheet, statement.header, len(fields), title_row=_TOP, landscape=landscape)
    return total


def _rate(part: Money, whole: Money) -> Decimal | None:
    rate = plain.rate(part, whole)
    return None if rate is None else rate / 100


def _date_or_text(text: str) -> dt.date | str:
    """Return a real date where the text is one; several dates or none stay text."""
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return text
