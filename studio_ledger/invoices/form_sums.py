"""The sums of a printed form: the row of amount and tax, and below it the total in capitals and in figures."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from studio_ledger.invoices import values
from studio_ledger.model.money import Money

if TYPE_CHECKING:
    from collections.abc import Sequence

    from studio_ledger.invoices.words import Row, Run

_YUAN = re.compile(r"[¥￥]\s*([-+]?[\d,]+\.\d{1,2})(?!\d)")
_BARE_SUM = re.compile(r"(?<![\d.])(-?[\d,]+\.\d{2})(?![\d%])")
_LOWEST = 0.76
"""Without any label the total stands above this; remarks that name sums stand below."""
_SAME_LINE = 0.025


@dataclass
class Sums:
    """The sums and where they stand; `y` is where the lines end, `total_y` where the remark may begin."""

    y: float = 0.67
    total_y: float = 0.722
    amount: Money | None = None
    tax: Money | None = None
    exempt: bool = False
    total: Money | None = None
    words: Money | None = None
    runs: dict[str, list[Run]] = field(default_factory=dict)


def sums_of(rows: Sequence[Row], header_y: float) -> Sums:
    """Return the sums below a table's titles."""
    below = [row for row in rows if row.y > header_y]
    at = _total_row(below)
    if at is None:
        # A page that another one continues: its lines end at 小计, and its sums are no invoice's.
        end = next((row.y for row in below if _is_subtotal(row)), 0.67)
        return Sums(y=end)
    sums = Sums(y=below[at].y, total_y=below[at].y)
    near = [row for row in below if abs(row.y - below[at].y) < _SAME_LINE]
    for row in sorted(near, key=lambda row: abs(row.y - below[at].y)):
        for run in row.runs:
            match = _YUAN.search(run.text)
            if sums.total is None and match:
                sums.total = values.money(match.group(1))
                sums.runs["total"] = [run]
            if sums.words is None and (words := values.capitals(run.text)) is not None:
                sums.words = words
                sums.runs["words"] = [run]
        if sums.total is None and (match := _YUAN.search(row.text)):
            sums.total = values.money(match.group(1))
            sums.runs["total"] = [run for run in row.runs if match.group(1) in run.text]
    upper = [row for row in below[:at] if row not in near]
    subtotal = next((row for row in reversed(upper) if _YUAN.search(row.text) or _is_subtotal(row)), None)
    if subtotal is not None:
        sums.y = subtotal.y
        _subtotal(subtotal, sums)
    return sums


def _total_row(below: Sequence[Row]) -> int | None:
    """Return which row tells the total: by label or capitals, or else as the last sum that stands high enough."""
    at = next((i for i, row in enumerate(below) if is_total_row(row)), None)
    if at is not None:
        return at
    marked = [i for i, row in enumerate(below) if _YUAN.search(row.text) and row.y < _LOWEST and not _is_subtotal(row)]
    return marked[-1] if marked else None


def is_total_row(row: Row) -> bool:
    """Whether a row tells the total: 价税合计 beside it, or capitals and figures in one row."""
    bare = row.text.replace(" ", "")
    if "价税合计" in bare:
        return True
    return bool(_YUAN.search(row.text)) and ("小写" in bare or values.capitals(row.text) is not None)


def is_sum_row(row: Row) -> bool:
    """Whether a sum of money is marked as one in this row."""
    return bool(_YUAN.search(row.text))


def _is_subtotal(row: Row) -> bool:
    return row.text.replace(" ", "").startswith(("合计", "小计", "总计"))


def _subtotal(row: Row, sums: Sums) -> None:
    right = [run for run in row.runs if run.left > 0.5]
    pattern = _YUAN if _YUAN.search(row.text) else _BARE_SUM
    for run in right:
        for match in pattern.finditer(run.text):
            # The column of the tax is the last one: a sum that ends beyond 0.87 stands in it.
            if sums.amount is None and run.right < 0.87:
                sums.amount = values.money(match.group(1))
                sums.runs["amount"] = [run]
            elif sums.tax is None:
                sums.tax = values.money(match.group(1))
                sums.runs["tax"] = [run]
    starred = [run for run in right if run.text.replace(" ", "").endswith("***") and run.right > 0.8]
    if sums.tax is None and starred:
        sums.tax, sums.exempt = Money(), True
        sums.runs["tax"] = starred[:1]
