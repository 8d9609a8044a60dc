"""What a person typed in a row of the list of fees, kept for undoing, and cells pasted as if typed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from studio_ledger.model.case import money_or_none
from studio_ledger.rules.expense_list import plain_sum

if TYPE_CHECKING:
    from collections.abc import Mapping

    from studio_ledger.model.money import Money
    from ui.widgets.fee_row import FeeRow


@dataclass(frozen=True, slots=True)
class FeeCells:
    """What was typed in a row; what was reckoned from it is reckoned anew."""

    payee: str
    name: str
    title: str
    hours: str
    half_days: str
    amount: Money | None
    by_gross: bool
    work: str


def take_texts(row: FeeRow, texts: Mapping[str, str]) -> tuple[str, ...]:
    """Put cells of another program into a row as if they were typed; returns the fields that could not be read."""
    unread = []
    if "name" in texts:
        row.name.set_key(texts["name"])
        row.settle_name()
    if "title" in texts:
        titles = {row.title.itemText(place): place for place in range(row.title.count())}
        if texts["title"] in titles:
            row.title.setCurrentIndex(titles[texts["title"]])
        else:
            unread.append("title")
    for key, edit in (("hours", row.hours), ("half_days", row.half_days)):
        if key in texts:
            edit.setText(texts[key])
            if edit.number() is None:
                edit.clear()
                unread.append(key)
    sum_of = next((key for key in ("net", "gross") if key in texts), "")
    if sum_of:
        amount = money_or_none(plain_sum(texts[sum_of]))
        if amount is None:
            unread.append(sum_of)
        else:
            (row.net if sum_of == "net" else row.gross).set_money(amount)
    return tuple(unread)
