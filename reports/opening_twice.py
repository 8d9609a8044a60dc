"""What stands twice in the workbook of the old books, told at the second place with where the first is."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from reports.opening_rows import CellProblem
from studio_ledger.ledger.bounds import number_key
from studio_ledger.rules.expense_list import plain_date, plain_sum

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    Line = Mapping[str, str]

_PART = re.compile(r"[-－]\d+$")
"""The end by which an old voucher was split over two sources: 0001-1, 0001-2."""


def twice(sheet: str, rows: Iterable[tuple[int, Line]]) -> Iterator[tuple[int, CellProblem]]:
    """Yield (row, problem) for every row of a sheet that says again what an earlier one said."""
    lines = tuple(rows)
    for column, key, advice in _KEYS.get(sheet, ()):
        seen: dict[tuple[str, ...], int] = {}
        for number, line in lines:
            found = key(line)
            first = seen.setdefault(found, number) if any(found) else number
            if first != number:
                yield number, CellProblem(column, f"{column}与第 {first} 行重复。", advice)
    if sheet == "支出":
        yield from _invoices(lines)


def _invoices(lines: Iterable[tuple[int, Line]]) -> Iterator[tuple[int, CellProblem]]:
    """An invoice stands twice only where one voucher was split over sources."""
    seen: dict[tuple[str, str], tuple[int, str]] = {}
    for number, line in lines:
        invoice = (number_key(line.get("发票号码", "")), number_key(line.get("发票代码", "")))
        whole = _PART.sub("", line.get("凭证号", "")) if _PART.search(line.get("凭证号", "")) else ""
        first, of = seen.setdefault(invoice, (number, whole)) if invoice[0] else (number, whole)
        if first != number and not (whole and whole == of):
            words = f"发票号码与第 {first} 行重复。"
            yield number, CellProblem("发票号码", words, "一张发票只报一次；跨来源分行的，凭证号后加 -1、-2。")


def _voucher(line: Line) -> tuple[str, ...]:
    number = number_key(line.get("凭证号", ""))
    part = _PART.search(line.get("凭证号", ""))
    return (plain_date(line.get("日期", ""))[:4], number, part.group() if part else "") if number else ()


def _all(*columns: str) -> Callable[[Line], tuple[str, ...]]:
    return lambda line: tuple(number_key(line.get(column, "")) for column in columns)


def _income(line: Line) -> tuple[str, ...]:
    paper = _all("年度", "资金来源", "指标文号")(line)
    return (*paper, plain_sum(line.get("金额", "")), plain_date(line.get("到账日期", "")))


_Rule = tuple[str, "Callable[[Line], tuple[str, ...]]", str]
_KEYS: Mapping[str, tuple[_Rule, ...]] = {
    "到账": (("金额", _income, "同一笔到账只填一行；确是两笔的，在指标文号里写明。"),),
    "支出": (
        ("凭证号", _voucher, "凭证号在一年里只能有一个；跨来源的分两行，号后加 -1、-2。"),
    ),
    "收款人": (
        ("身份证号", _all("身份证号"), "同一人只填一行。"),
        ("银行账号", _all("银行账号"), "请核对账号；同一人只填一行。"),
    ),
    "成员": (("姓名", _all("姓名", "所在学校"), "请删去重复的一行。"),),
    "资产": (("卡片号", _all("卡片号"), "卡片号不能重复。"),),
    "预算": (("支出类别", _all("年度", "支出类别", "资金来源"), "同年度、同类别、同来源请合并成一行。"),),
}
