"""个税申报表: what the school withheld in a month, person by person, as the bureau's declaration asks for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reports import workbook
from reports.files import write_atomically
from reports.workbook import Field, Value
from studio_ledger.model.money import Money

if TYPE_CHECKING:
    from pathlib import Path

    from studio_ledger.statements.fee_papers import TaxDeclaration

_TITLE = "劳务报酬所得个人所得税扣缴申报表"
_COLUMNS = 9


def write_xlsx(declaration: TaxDeclaration, path: Path) -> None:
    """Write one sheet; the same figures give the same bytes.

    Raises: OSError.
    """
    header, rows = declaration.header, declaration.rows
    book = workbook.new_book(header, _TITLE)
    sheet = book.create_sheet(f"{declaration.month:%Y-%m}")
    workbook.heading(sheet, 1, _TITLE, _COLUMNS, 16)
    workbook.pair(sheet, 2, "扣缴义务人", header.school, _COLUMNS)
    workbook.pair(sheet, 3, "信用代码", header.tax_id, _COLUMNS)
    workbook.pair(sheet, 4, "所得月份", f"{declaration.month.year}年{declaration.month.month}月", _COLUMNS)
    words = "次月15日前申报缴库（个人所得税法第十四条）。同一人当月多次所得合并为一次。"
    if declaration.unposted:
        words += f"另有 {declaration.unposted} 人的发放尚未入账，未列入本表。"
    workbook.pair(sheet, 5, "说明", words, _COLUMNS)
    fields = [
        Field("序号"),
        Field("姓名"),
        Field("身份证号"),
        Field("所得项目"),
        Field("收入额（税前）", Money.total(row.gross for row in rows)),
        Field("扣缴税额", Money.total(row.tax for row in rows)),
        Field("凭证号"),
        Field("本年累计收入", Money.total(row.year_gross for row in rows)),
        Field("本年累计税额", Money.total(row.year_tax for row in rows)),
    ]
    values: list[list[Value]] = [
        [
            place,
            row.name,
            row.id_number,
            "劳务报酬所得",
            row.gross,
            row.tax,
            "、".join(row.vouchers),
            row.year_gross,
            row.year_tax,
        ]
        for place, row in enumerate(rows, 1)
    ]
    workbook.table(sheet, 7, fields, values)
    workbook.finish(sheet, header, _COLUMNS, title_row=7, landscape=True)
    write_atomically(path, workbook.to_bytes(book))
