"""A voucher as a plain workbook, for whoever wants to copy its lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reports import workbook
from reports.files import write_atomically
from reports.plain import long_date
from reports.workbook import Field, Value

if TYPE_CHECKING:
    from pathlib import Path

    from studio_ledger.statements.figures import VoucherSheet


def write_xlsx(sheet: VoucherSheet, path: Path) -> None:
    """Write one voucher; the same figures give the same bytes.

    Raises: OSError.
    """
    header = sheet.header
    book = workbook.new_book(header, f"{sheet.title} {sheet.number}")
    page = book.create_sheet("记账凭证")
    workbook.heading(page, 1, f"工作室专项经费{sheet.title}", 4, 16)
    row = 2
    for label, words in (
        ("核算单位", f"{header.school}（{header.studio}）"),
        ("凭证号", sheet.number or "（未编号）"),
        ("日期", long_date(sheet.date)),
        ("事由", sheet.purpose),
        ("收款方", sheet.payee),
        ("付款方式", sheet.payment),
        ("状态", sheet.state if header.final else f"{sheet.state}　未定稿"),
        ("附单据", f"{sheet.attachments} 张"),
        ("票据", "；".join(sheet.invoices) or "无"),
        ("更正", sheet.reverses),
        ("提示", "；".join(sheet.findings)),
        ("理由", sheet.reason),
        ("内容摘要", sheet.content_hash),
    ):
        if words:
            row += 1
            workbook.pair(page, row, label, words, 4)
    fields = [Field("摘要"), Field("支出类别"), Field("资金来源"), Field("金额（元）", sheet.amount)]
    lines: list[list[Value]] = [[line.item, line.category, line.source, line.amount] for line in sheet.lines]
    row = workbook.table(page, row + 2, fields, lines)
    workbook.pair(page, row + 1, "大写", sheet.amount.capitals, 4)
    workbook.head_row(page, row + 3, ["步骤", "姓名", "时间", "签名摘要"])
    row += 3
    for step in sheet.signatures:
        row += 1
        for column, words in enumerate((step.role, step.name, step.at, step.digest), start=1):
            workbook.put(page, row, column, words)
    for column, role in enumerate(header.titles, start=1):
        workbook.put(page, row + 2, column, f"{role}（签字）", boxed=False)
    workbook.finish(page, header, 4)
    write_atomically(path, workbook.to_bytes(book))
