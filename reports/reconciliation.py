"""银行存款余额调节表 as a workbook: both balances, every open item of either side, and what is left after them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reports import workbook
from reports.files import write_atomically
from reports.workbook import Field, Value
from studio_ledger.model.money import Money

if TYPE_CHECKING:
    from pathlib import Path

    from openpyxl.worksheet.worksheet import Worksheet

    from studio_ledger.queries.bank import Reconciliation
    from studio_ledger.statements.figures import StatementHeader

_KINDS = {"payment": "付款", "grant": "到账"}


def write_xlsx(header: StatementHeader, found: Reconciliation, path: Path) -> None:
    """Write three sheets; the same figures give the same bytes.

    Raises: OSError.
    """
    book = workbook.new_book(header, "银行存款余额调节表")
    _balances(book.create_sheet("余额调节表"), header, found)
    _items(
        book.create_sheet("银行未达"),
        header,
        "账上已记、银行未达",
        [[item.date, _KINDS[item.kind], item.party, item.words, item.amount] for item in found.unbanked],
        Money.total(item.amount for item in found.unbanked),
    )
    lines = [row.line for row in found.unbooked]
    _items(
        book.create_sheet("账上未记"),
        header,
        "银行已记、账上未记",
        [[line.date, _way(line.amount), line.counterparty, line.text, line.amount] for line in lines],
        Money.total(line.amount for line in lines),
    )
    write_atomically(path, workbook.to_bytes(book))


def _way(amount: Money) -> str:
    return "收入" if amount > Money() else "支出"


def _balances(sheet: Worksheet, header: StatementHeader, found: Reconciliation) -> None:
    unbanked = Money.total(item.amount for item in found.unbanked)
    unbooked = Money.total(row.line.amount for row in found.unbooked)
    workbook.heading(sheet, 1, "银行存款余额调节表", 4, 16)
    workbook.pair(sheet, 2, "账户", found.account, 4)
    workbook.pair(sheet, 3, "截止日", found.until.isoformat(), 4)
    workbook.head_row(sheet, 5, ("银行方", "金额（元）", "账面方", "金额（元）"))
    rows: tuple[tuple[str, Money, str, Money], ...] = (
        ("银行对账单余额", found.bank, "本经费账面余额", found.books),
        ("减：非本经费款项", -found.foreign, "加：银行已记、账上未记", unbooked),
        ("加：账上已记、银行未达", unbanked, "", Money()),
    )
    for row, (left, one, right, other) in enumerate(rows, 6):
        workbook.put(sheet, row, 1, left)
        workbook.put(sheet, row, 2, one)
        workbook.put(sheet, row, 3, right)
        workbook.put(sheet, row, 4, other if right else "")
    last = 5 + len(rows)
    for column, words in ((1, "调节后余额"), (3, "调节后余额")):
        workbook.put(sheet, last + 1, column, words, bold=True)
    workbook.formula(sheet, last + 1, 2, f"SUM(B6:B{last})")
    workbook.formula(sheet, last + 1, 4, f"SUM(D6:D{last})")
    workbook.put(sheet, last + 2, 1, "两方核对", bold=True)
    same = f'IF(ROUND(B{last + 1}-D{last + 1},2)=0,"{workbook.AGREES}","{workbook.DIFFERS}")'
    workbook.formula(sheet, last + 2, 2, same, money=False)
    for row, words in enumerate(("出纳：", "复核：", "财务负责人："), last + 4):
        workbook.put(sheet, row, 1, words, boxed=False)
    workbook.finish(sheet, header, 4)


def _items(
    sheet: Worksheet, header: StatementHeader, title: str, rows: list[list[Value]], total: Money
) -> None:
    workbook.heading(sheet, 1, title, 5)
    fields = [Field("日期"), Field("类别"), Field("对方"), Field("摘要"), Field("金额（元）", total)]
    workbook.table(sheet, 3, fields, rows)
    workbook.finish(sheet, header, 5, title_row=3)
