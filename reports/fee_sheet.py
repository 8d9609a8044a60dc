"""发放签收单: everybody on a list of fees with what he gets, and room for his signature; A4 across."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reports import style, table
from reports.files import write_atomically
from reports.paper import Frame, Origin, Paper, pages_pdf
from reports.plain import long_date
from reports.style import MM
from reports.table import Cell, Column, Look
from studio_ledger.model.money import Money

if TYPE_CHECKING:
    from pathlib import Path

    from studio_ledger.statements.fee_papers import FeeSheet

_TITLE = "外聘专家费发放签收单"
_ACROSS = Frame(297 * MM, 210 * MM, 20 * MM, 13 * MM, 15 * MM, 8 * MM)
_COLUMNS = (
    Column("序号", 9, "centre"),
    Column("姓名", 18),
    Column("工作单位", 26),
    Column("职称档次", 16),
    Column("身份证号", 33),
    Column("内容", 25),
    Column("学时", 9, "centre"),
    Column("标准（税后/学时）", 16, "right"),
    Column("税前应发", 19, "right"),
    Column("代扣个税", 16, "right"),
    Column("税后实发", 19, "right"),
    Column("开户行及账号", 36),
    Column("本人签收", 22),
)


def write_pdf(sheet: FeeSheet, path: Path) -> None:
    """Write the sheet; the same figures give the same bytes.

    Raises: OSError.
    """
    # A list is signed before the voucher is posted: it is no draft for that.
    origin = Origin(sheet.made_at, sheet.head, final=True)
    title = f"{_TITLE} {sheet.number}".strip()
    write_atomically(path, pages_pdf(_ACROSS, origin, title, sheet.school, lambda paper: _sheet(paper, sheet)))


def _sheet(paper: Paper, sheet: FeeSheet) -> None:
    canvas, left, right = paper.canvas, paper.frame.left, paper.frame.wide - paper.frame.right
    paper.y -= 5 * MM
    style.title(canvas, left + paper.frame.room / 2, paper.y, _TITLE, 16, room=paper.frame.room)
    paper.y -= 10 * MM
    style.text(canvas, left, paper.y, f"{sheet.school}　{sheet.studio}", 9.5)
    number = f"凭证号 {sheet.number}" if sheet.number else "凭证号（入账后填）"
    style.text(canvas, right, paper.y, f"{long_date(sheet.date)}　{number}　金额单位：元", 9.5, align="right")
    paper.y -= 5.5 * MM
    style.text(canvas, left, paper.y, f"事由：{sheet.purpose}", 9.5)
    paper.y -= 2.5 * MM
    rows: list[tuple[Cell, ...]] = [
        (
            str(place),
            row.name,
            row.employer,
            row.title,
            row.id_number,
            row.work,
            row.hours,
            row.standard,
            row.gross,
            row.tax,
            row.net,
            f"{row.bank}\n{row.account}".strip(),
            "",
        )
        for place, row in enumerate(sheet.rows, 1)
    ]
    sums = [Money.total(getattr(row, name) for row in sheet.rows) for name in ("gross", "tax", "net")]
    total: list[Cell] = ["", "合计", *[""] * 6, *sums, "", ""]
    table.draw(paper, _COLUMNS, rows, total, look=Look(size=8.5, row=9 * MM))
    paper.need(34 * MM)
    paper.y -= 2 * MM
    paper.paragraph(f"应发合计（大写）{sheet.gross.capitals}　　实发合计（大写）{sums[2].capitals}", 9.5)
    paper.paragraph("转账支付到本人账户；个人所得税由学校代扣代缴，同一人当月多次所得合并计税。", 8.5)
    _signatures(paper, sheet)


def _signatures(paper: Paper, sheet: FeeSheet) -> None:
    high = 15 * MM
    paper.need(high)
    wide = paper.frame.room / 4
    for place, words in enumerate((*sheet.titles[::-1], "财务审核", "经办人")):
        x = paper.frame.left + place * wide
        paper.canvas.setStrokeColorRGB(*style.GRID)
        paper.canvas.setLineWidth(0.5)
        paper.canvas.rect(x, paper.y - high, wide, high, stroke=1, fill=0)
        style.text(paper.canvas, x + 2 * MM, paper.y - 5 * MM, f"{words}：", 9.5)
        style.text(paper.canvas, x + wide - 3 * MM, paper.y - high + 3 * MM, "年　月　日", 8.5, align="right")
    paper.y -= high
