"""The sheet for the safe: the code that opens ID numbers and accounts where nobody holds the key any more (恢复单)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reports import style, table
from reports.files import write_atomically
from reports.paper import A4, Origin, Paper, pages_pdf
from reports.plain import minute
from reports.style import MM
from reports.table import Column, Look

if TYPE_CHECKING:
    from pathlib import Path

    from studio_ledger.statements.recovery_sheet import RecoverySheet

_TITLE = "个人信息密钥恢复单"
_USE = (
    "　　一、本台账中收款人的身份证号和银行账号加密保存，财务、主持人和法定代表人以各自的签名密钥打开。",
    "　　二、上述人员的密钥全部遗失或者换人未交接时，由财务人员登录后在“设置与备份—收款人—用恢复单恢复”中"
    "录入下列恢复码，即可重新打开；录入记录进日志。",
    "　　三、恢复码只显示一次，程序不保存。本单只打印一份，装入信封封口盖章，存入单位保险柜；"
    "存有本单的电子文件打印后应立即删除。",
    "　　四、恢复码泄露的，应当立即报告单位负责人。没有恢复码，又没有人持有密钥的，加密的内容无法找回，只能重新登记。",
    "　　五、恢复单遗失或者可能泄露的，在“收款人—重新签发恢复单”中更换；新单签发后，以前的恢复单一律作废，收回销毁。",
)
_IN_A_ROW = 4


def write_pdf(sheet: RecoverySheet, path: Path) -> None:
    """Write the sheet; the same figures give the same bytes.

    Raises: OSError.
    """
    origin = Origin(sheet.made_at, sheet.head, final=True)
    write_atomically(path, pages_pdf(A4, origin, _TITLE, sheet.school, lambda paper: _sheet(paper, sheet)))


def _sheet(paper: Paper, sheet: RecoverySheet) -> None:
    paper.y -= 7 * MM
    style.title(paper.canvas, paper.frame.left + paper.frame.room / 2, paper.y, _TITLE, 18, room=paper.frame.room)
    paper.y -= 9 * MM
    columns = (Column("", 32, shaded=True), Column("", 140))
    rows = [
        ("学校", sheet.school),
        ("台账编号", sheet.ledger),
        ("建立人", sheet.made_by),
        ("建立时间", f"{minute(sheet.made_at)}（北京时间）"),
    ]
    table.draw(paper, columns, rows, look=Look(size=10.5, row=9 * MM, head=False))
    _code(paper, sheet.groups)
    paper.heading("用途和保管")
    for words in _USE:
        paper.paragraph(words, 10.5)
    _signatures(paper)


def _code(paper: Paper, groups: tuple[str, ...]) -> None:
    lines = -(-len(groups) // _IN_A_ROW)
    high = (5 + 13 * lines) * MM
    paper.heading("恢复码（没有数字 0 和 1；不分大小写，连字符可不录）", high)
    canvas, left, top = paper.canvas, paper.frame.left, paper.y
    canvas.setStrokeColorRGB(*style.GRID)
    canvas.setLineWidth(0.5)
    canvas.rect(left, top - high, paper.frame.room, high, stroke=1, fill=0)
    wide = paper.frame.room / _IN_A_ROW
    for place, group in enumerate(groups):
        x = left + wide * (place % _IN_A_ROW + 0.5)
        y = top - (10 + 13 * (place // _IN_A_ROW)) * MM
        style.text(canvas, x, y, group, 20, bold=True, align="centre")
        style.text(canvas, x, y - 4 * MM, f"第{place + 1}组", 7, align="centre", colour=style.FAINT)
    paper.y = top - high


def _signatures(paper: Paper) -> None:
    high = 34 * MM
    paper.need(high + 4 * MM)
    paper.y -= 3 * MM
    canvas, left, top = paper.canvas, paper.frame.left, paper.y
    wide = paper.frame.room / 3
    canvas.setStrokeColorRGB(*style.GRID)
    canvas.setLineWidth(0.5)
    for place, words in enumerate(("建立人（签字）", "保管人（签字）", "单位（盖章）")):
        x = left + place * wide
        canvas.rect(x, top - high, wide, high, stroke=1, fill=0)
        style.text(canvas, x + 2 * MM, top - 6 * MM, words, 10)
        style.text(canvas, x + wide - 3 * MM, top - high + 4 * MM, "年　月　日", 9, align="right")
    paper.y = top - high
