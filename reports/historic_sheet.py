"""A historic expense on paper (历史导入凭证): what the old books said, and that nobody signed it here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reports import style, table
from reports.files import write_atomically
from reports.paper import A4, Origin, Paper, pages_pdf
from reports.plain import long_date
from reports.style import MM
from reports.table import Column, Look
from studio_ledger.model.funds import SOURCE_NAMES
from studio_ledger.model.opening import HISTORIC_WORDS

if TYPE_CHECKING:
    from pathlib import Path

    from studio_ledger.statements.historic_sheet import HistoricSheet

_TITLE = "历史导入凭证"


def write_pdf(sheet: HistoricSheet, path: Path) -> None:
    """Write the sheet; the same figures give the same bytes.

    Raises: OSError.
    """
    origin = Origin(sheet.made_at, sheet.head, final=True)
    title = f"{_TITLE} {sheet.voucher.number}".strip()
    write_atomically(path, pages_pdf(A4, origin, title, sheet.school, lambda paper: _sheet(paper, sheet)))


def _sheet(paper: Paper, sheet: HistoricSheet) -> None:
    voucher = sheet.voucher
    paper.y -= 7 * MM
    style.title(paper.canvas, paper.frame.left + paper.frame.room / 2, paper.y, _TITLE, 18, room=paper.frame.room)
    paper.y -= 9 * MM
    columns = (Column("", 30, shaded=True), Column("", 142))
    rows = [
        ("学校", f"{sheet.school}　{sheet.studio}"),
        ("日期", long_date(voucher.date)),
        ("原凭证号", voucher.number),
        ("支出类别", sheet.category),
        ("资金来源", SOURCE_NAMES[voucher.source]),
        ("用途摘要", voucher.purpose),
        ("收款方", voucher.payee),
        ("发票号码", voucher.invoice),
        ("金额", f"¥{voucher.amount.grouped}　{voucher.amount.capitals}"),
    ]
    table.draw(paper, columns, rows, look=Look(size=10.5, row=10 * MM, head=False))
    paper.y -= 4 * MM
    paper.paragraph(HISTORIC_WORDS, 10)
