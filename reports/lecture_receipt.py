"""The sheet on which one lecturer signs for his fee (讲课费签收单)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reports import style, table
from reports.files import write_atomically
from reports.paper import A4, Origin, Paper, pages_pdf
from reports.plain import long_date
from reports.style import MM
from reports.table import Column, Look

if TYPE_CHECKING:
    from pathlib import Path

    from studio_ledger.statements.lecture_receipt import LectureReceipt

_TITLE = "讲课费签收单"
_DECLARATION = (
    "　　本人已按上列内容完成授课，确认应发、代扣个人所得税与实发金额。"
    "讲课费以银行转账支付到本人账户；个人所得税由学校代扣代缴。"
)


def write_pdf(receipt: LectureReceipt, path: Path) -> None:
    """Write the sheet; the same figures give the same bytes.

    Raises: OSError.
    """
    origin = Origin(receipt.made_at, receipt.head, final=True)
    title = f"{_TITLE} {receipt.name}".strip()
    write_atomically(path, pages_pdf(A4, origin, title, receipt.school, lambda paper: _sheet(paper, receipt)))


def _sheet(paper: Paper, receipt: LectureReceipt) -> None:
    paper.y -= 7 * MM
    style.title(paper.canvas, paper.frame.left + paper.frame.room / 2, paper.y, _TITLE, 18, room=paper.frame.room)
    paper.y -= 9 * MM
    columns = (Column("", 30, shaded=True), Column("", 56), Column("", 30, shaded=True), Column("", 56))
    rows = [
        ("学校", receipt.school, "工作室", receipt.studio),
        ("姓名", receipt.name, "工作单位", receipt.work),
        ("职称档次", receipt.title, "授课日期", long_date(receipt.day)),
        ("授课内容", receipt.topic, "学时", receipt.hours),
        ("身份证号", "", "联系电话", ""),
        ("开户银行", "", "银行账号", ""),
    ]
    table.draw(paper, columns, rows, look=Look(size=10.5, row=10 * MM, head=False))
    paper.heading("金额")
    money = (Column("", 30, shaded=True), Column("", 142))
    figures = [
        ("税前应发", f"¥{receipt.gross.grouped}"),
        ("代扣个税", f"¥{receipt.tax.grouped}"),
        ("税后实发", f"¥{receipt.net.grouped}　{receipt.net.capitals}"),
        ("标准", f"{receipt.rate}　{receipt.basis}"),
    ]
    table.draw(paper, money, figures, look=Look(size=10.5, row=9 * MM, head=False))
    paper.y -= 3 * MM
    paper.paragraph(_DECLARATION, 10)
    _signatures(paper, receipt)


def _signatures(paper: Paper, receipt: LectureReceipt) -> None:
    high = 34 * MM
    paper.need(high + 4 * MM)
    paper.y -= 3 * MM
    canvas, left, top = paper.canvas, paper.frame.left, paper.y
    wide = paper.frame.room / 4
    canvas.setStrokeColorRGB(*style.GRID)
    canvas.setLineWidth(0.5)
    for place, words in enumerate(("领款人（本人签字）", "经办人", *receipt.titles)):
        x = left + place * wide
        canvas.rect(x, top - high, wide, high, stroke=1, fill=0)
        style.text(canvas, x + 2 * MM, top - 6 * MM, words, 10)
        style.text(canvas, x + wide - 3 * MM, top - high + 4 * MM, "年　月　日", 9, align="right")
    paper.y = top - high
