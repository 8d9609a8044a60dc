"""期初建账单: what a school brings along from its old books, whole, with the balances that both roles sign; A4."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reports import fonts, style, table
from reports.files import write_atomically
from reports.paper import A4, Origin, Paper, pages_pdf
from reports.plain import long_date, minute
from reports.style import MM
from reports.table import Cell, Column, Look
from studio_ledger.model.funds import SOURCE_NAMES
from studio_ledger.model.money import Money
from studio_ledger.model.people import Role

if TYPE_CHECKING:
    from pathlib import Path

    from studio_ledger.statements.opening_sheet import OpeningSheet

_TITLE = "期初建账单"
_BALANCES = (
    Column("年度", 22, "centre"),
    Column("资金来源", 40),
    Column("到账", 36, "right"),
    Column("支出", 36, "right"),
    Column("结余", 38, "right"),
)
_INCOMES = (
    Column("到账日期", 28),
    Column("年度", 16, "centre"),
    Column("资金来源", 30),
    Column("指标文号", 64),
    Column("金额", 34, "right"),
)
_VOUCHERS = (
    Column("日期", 22),
    Column("原凭证号", 20),
    Column("支出类别", 30),
    Column("来源", 20),
    Column("用途摘要 / 收款方", 52),
    Column("金额", 28, "right"),
)
_ASSETS = (
    Column("取得日期", 22),
    Column("资产名称", 48),
    Column("卡片号", 34),
    Column("保管人 / 存放地点", 40),
    Column("金额", 28, "right"),
)
_LOOK = Look(size=9, row=6.5 * MM)


def write_pdf(sheet: OpeningSheet, path: Path) -> None:
    """Write the sheet; the same figures give the same bytes.

    Raises: OSError.
    """
    origin = Origin(sheet.made_at, sheet.head, sheet.final)
    write_atomically(path, pages_pdf(A4, origin, _TITLE, sheet.school, lambda paper: _sheet(paper, sheet)))


def _sheet(paper: Paper, sheet: OpeningSheet) -> None:
    canvas, left, right = paper.canvas, paper.frame.left, paper.frame.wide - paper.frame.right
    opening = sheet.opening
    paper.y -= 6 * MM
    style.title(canvas, left + paper.frame.room / 2, paper.y, _TITLE, 18, room=paper.frame.room)
    paper.y -= 9 * MM
    until = f"截至 {long_date(opening.as_of)}　金额单位：元"
    room = paper.frame.room - fonts.width(until, 10) - 6 * MM
    size, owner = fonts.fitted(f"{sheet.school}　{sheet.studio}", room, 2, 10, smallest=8)
    style.text(canvas, right, paper.y, until, 10, align="right")
    for place, line in enumerate(owner):
        paper.y -= 4.5 * MM if place else 0
        style.text(canvas, left, paper.y, line, size)
    paper.y -= 3 * MM
    _balances(paper, sheet)
    _rows(paper, "历史到账", _INCOMES, [
        (long_date(one.received_on), str(one.year), SOURCE_NAMES[one.source], one.document_number, one.amount)
        for one in opening.incomes
    ], Money.total(one.amount for one in opening.incomes))  # fmt: skip
    _rows(paper, "历史支出（原凭证已在纸面签字入账，不编本账凭证号）", _VOUCHERS, [
        (
            one.date.isoformat(), one.number, sheet.categories.get(one.category, one.category),
            SOURCE_NAMES[one.source], f"{one.purpose}　{one.payee}", one.amount,
        )
        for one in opening.vouchers
    ], Money.total(one.amount for one in opening.vouchers))  # fmt: skip
    _rows(paper, "固定资产", _ASSETS, [
        (one.acquired_on.isoformat(), one.name, one.card, f"{one.keeper}　{one.place}".strip(), one.amount)
        for one in opening.assets
    ], Money.total(one.amount for one in opening.assets))  # fmt: skip
    _signatures(paper, sheet)


def _balances(paper: Paper, sheet: OpeningSheet) -> None:
    paper.heading("期初结余")
    balances = sheet.opening.balances()
    rows: list[tuple[Cell, ...]] = [
        (str(one.year), SOURCE_NAMES[one.source], one.came, one.spent, one.rest) for one in balances
    ]
    came, spent = Money.total(one.came for one in balances), Money.total(one.spent for one in balances)
    table.draw(paper, _BALANCES, rows, ["合计", "", came, spent, came - spent], look=_LOOK)
    paper.y -= 2 * MM
    paper.paragraph(f"期初结余合计（大写）{(came - spent).capitals}", 9.5)


def _rows(paper: Paper, words: str, columns: tuple[Column, ...], rows: list[tuple[Cell, ...]], total: Money) -> None:
    if rows:
        paper.heading(f"{words}：{len(rows)} 行")
        table.draw(paper, columns, rows, ["合计", *[""] * (len(columns) - 2), total], look=_LOOK)


def _signatures(paper: Paper, sheet: OpeningSheet) -> None:
    high = 30 * MM
    paper.need(high + 16 * MM)
    paper.y -= 3 * MM
    paper.paragraph("以上资料与原账核对无误，双方签字后作为本账的期初。", 9.5)
    paper.y -= 1.5 * MM
    canvas, wide = paper.canvas, paper.frame.room / 3
    roles = (Role.HOST, Role.LEGAL_REPRESENTATIVE)
    given = {one.role: one for one in sheet.signatures}
    boxes = [("财务（导入）", sheet.maker, "")]
    for role, title in zip(roles, sheet.titles, strict=True):
        one = given.get(role.value)
        boxes.append((title, one.person if one else "", f"{minute(one.at)} 电子签字" if one else "年　月　日"))
    canvas.setStrokeColorRGB(*style.GRID)
    canvas.setLineWidth(0.5)
    for place, (title, name, when) in enumerate(boxes):
        x = paper.frame.left + place * wide
        canvas.rect(x, paper.y - high, wide, high, stroke=1, fill=0)
        style.text(canvas, x + 2 * MM, paper.y - 6 * MM, title, 10)
        style.text(canvas, x + wide / 2, paper.y - 16 * MM, name, 12, bold=True, align="centre")
        style.text(canvas, x + wide - 3 * MM, paper.y - high + 4 * MM, when, 8.5, align="right")
    paper.y -= high
