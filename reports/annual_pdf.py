"""Draws the annual report on A4, in the order in which a reader asks: whose, from where, for what, is it clean."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reports import annual_words as words
from reports import chart, plain, style, table
from reports.files import write_atomically
from reports.paper import A4, Origin, Paper, pages_pdf
from reports.style import MM
from reports.table import Cell, Column, Look
from studio_ledger.model.money import Money

if TYPE_CHECKING:
    from pathlib import Path

    from studio_ledger.statements.figures import AnnualStatement, CategoryRow, StatementHeader

_PARTICULARS = (
    Column("", 32, shaded=True),
    Column("", 54),
    Column("", 32, shaded=True),
    Column("", 54),
)
_INCOME = (
    Column("经费来源", 42),
    Column("核定（应到）", 25),
    Column("实际到账", 25),
    Column("未到账", 25),
    Column("文号/凭证", 33),
    Column("到账日期", 22, "centre"),
)
_CATEGORIES = (
    Column("序号", 9, "centre"),
    Column("支出类别", 25),
    Column("预算\n批复数", 17),
    Column("调整数", 14),
    Column("调整后\n预算", 17),
    Column("市级", 17, group="实际支出"),
    Column("区级", 17, group="实际支出"),
    Column("其他", 12, group="实际支出"),
    Column("小计", 17, group="实际支出"),
    Column("执行率", 11, "right"),
    Column("结余", 16),
)
_NUMBERS = (
    Column("序号", 12, "centre"),
    Column("支出类别", 60),
    Column("凭证（张）", 20),
    Column("附单据（张）", 20),
    Column("凭证号起", 30, "centre"),
    Column("凭证号止", 30, "centre"),
)
_EXCEPTIONS = (
    Column("凭证号", 28),
    Column("提示事项", 56),
    Column("说明理由", 58),
    Column("签字人", 30),
)
_VOUCHERS = (
    Column("凭证号", 16.5),
    Column("日期", 15.5, "centre"),
    Column("摘要", 33.5),
    Column("支出类别", 18),
    Column("收款方", 27),
    Column("金额（元）", 17.5),
    Column("票据号码", 20),
)


def write_pdf(statement: AnnualStatement, path: Path) -> None:
    """Write the report; the same statement gives the same bytes.

    Raises: OSError.
    """
    header = statement.header
    origin = Origin(header.made_at, header.head, header.final)
    content = pages_pdf(A4, origin, words.title(header), header.school, lambda paper: _report(paper, statement))
    write_atomically(path, content)


def _report(paper: Paper, statement: AnnualStatement) -> None:
    paper.y -= 7 * MM
    style.title(
        paper.canvas,
        paper.frame.left + paper.frame.room / 2,
        paper.y,
        words.title(statement.header),
        17,
        room=paper.frame.room,
    )
    paper.y -= 8 * MM
    _particulars(paper, statement)
    _income(paper, statement)
    _categories(paper, statement)
    paper.heading("三、月度支出", 50 * MM)
    chart.draw(paper, statement.months)
    _balance(paper, statement)
    _exceptions(paper, statement)
    _vouchers(paper, statement)
    _signatures(paper, statement.header)


def _particulars(paper: Paper, statement: AnnualStatement) -> None:
    pairs = words.particulars(statement.header)
    rows = [[*left, *right] for left, right in zip(pairs[::2], pairs[1::2], strict=True)]
    table.draw(paper, _PARTICULARS, rows, look=Look(size=9, head=False))


def _income(paper: Paper, statement: AnnualStatement) -> None:
    paper.heading("一、经费来源与到账")
    rows: list[list[Cell]] = [
        [row.source, row.expected, row.received, row.short, row.documents, row.received_on]
        for row in statement.income
    ]
    expected = Money.total(row.expected for row in statement.income)
    short = Money.total(row.short for row in statement.income)
    total: list[Cell] = ["合计", expected, statement.received, short, "", ""]
    table.draw(paper, _INCOME, rows, total, Look(size=8.5))
    if statement.match_note:
        paper.paragraph(f"配套情况：{statement.match_note}", 9)


def _categories(paper: Paper, statement: AnnualStatement) -> None:
    paper.heading("二、支出预算执行情况", 30 * MM)
    total = words.total_row(statement.categories)
    table.draw(paper, _CATEGORIES, [_category(row) for row in statement.categories], _category(total), Look(size=7.5))
    paper.paragraph(f"计算口径：{words.FORMULA}", 8)
    paper.y -= 2 * MM
    paper.need((len(statement.categories) + 2) * Look().row)
    rows: list[list[Cell]] = [
        [row.number, row.category, row.vouchers, row.attachments, row.first_number or "—", row.last_number or "—"]
        for row in statement.categories
    ]
    sums: list[Cell] = ["", "合计", total.vouchers, total.attachments, "", ""]
    table.draw(paper, _NUMBERS, rows, sums, Look(size=8))


def _category(row: CategoryRow) -> list[Cell]:
    rate = plain.rate(row.spent, row.budget)
    return [
        row.number,
        row.category,
        row.budget_first,
        row.adjustment,
        row.budget,
        row.spent_city,
        row.spent_district,
        row.spent_other,
        row.spent,
        "—" if rate is None else f"{rate}%",
        row.left,
    ]


def _balance(paper: Paper, statement: AnnualStatement) -> None:
    paper.heading("四、结余情况", 50 * MM)
    columns = (Column("项目", 62), Column("金额（元）", 32), Column("大写", 78))
    rows: list[list[Cell]] = [[label, amount, amount.capitals] for label, amount in words.balances(statement)]
    table.draw(paper, columns, rows, look=Look(size=9))


def _exceptions(paper: Paper, statement: AnnualStatement) -> None:
    paper.heading("五、专款专用声明与例外事项", 30 * MM)
    paper.paragraph(words.declaration(statement), 10, bold=True)
    paper.paragraph(words.refused(statement), 9)
    if not statement.exceptions:
        paper.paragraph("例外事项（提示后说明理由入账）：无。", 9)
        return
    paper.paragraph(f"例外事项（提示后说明理由入账）共 {len(statement.exceptions)} 项：", 9)
    paper.y -= 1 * MM
    rows: list[list[Cell]] = [[row.number, row.finding, row.reason, row.signed_by] for row in statement.exceptions]
    table.draw(paper, _EXCEPTIONS, rows)


def _vouchers(paper: Paper, statement: AnnualStatement) -> None:
    paper.heading(f"六、凭证明细（共 {len(statement.vouchers)} 张）")
    if not statement.vouchers:
        paper.paragraph("本年度没有入账凭证。", 9)
        return
    rows: list[list[Cell]] = [
        [
            row.number,
            row.date.isoformat(),
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
    total: list[Cell] = ["合计", "", "", "", "", Money.total(row.amount for row in statement.vouchers), "", "", ""]
    signed = tuple(Column(_in_two(f"{one}签字"), 12, "centre") for one in statement.header.titles)
    table.draw(paper, (*_VOUCHERS, *signed), rows, total, Look(size=7))


def _in_two(words: str) -> str:
    half = (len(words) + 1) // 2
    return f"{words[:half]}\n{words[half:]}"


def _signatures(paper: Paper, header: StatementHeader) -> None:
    # A seal is 42 mm across: it needs a free square, and the three signatures stand on the page of the seal.
    high, wide = 46 * MM, 42 * MM
    paper.heading("七、签字盖章", high + 9 * MM)
    paper.paragraph(words.SEAL_NOTE, 9)
    paper.y -= 1 * MM
    canvas, left, top = paper.canvas, paper.frame.left, paper.y
    canvas.setStrokeColorRGB(*style.GRID)
    canvas.setLineWidth(0.5)
    for place, signer in enumerate((*words.signers(header), "")):
        x = left + place * wide
        canvas.rect(x, top - high, wide if signer else paper.frame.room - place * wide, high, stroke=1, fill=0)
        if signer:
            style.text(canvas, x + 2 * MM, top - 5.5 * MM, signer, 9)
        else:
            middle = x + (paper.frame.room - place * wide) / 2
            style.text(canvas, middle, top - high / 2, "（单位公章）", 9, align="centre", colour=style.FAINT)
        style.text(canvas, x + 40 * MM, top - high + 3 * MM, "年　　月　　日", 9, align="right")
    paper.y = top - high
