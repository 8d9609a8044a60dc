"""A category for goods, as a proposal: the clerk accepts it with one key or takes another."""

from __future__ import annotations

from typing import TYPE_CHECKING

from studio_ledger.model.case import ExpenseLine
from studio_ledger.rules.goods import read_line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from studio_ledger.rules.policy import Policy


def propose_category(items: Sequence[str], policy: Policy) -> str:
    """Return the category that most of the goods plainly belong to, empty where none is plain (Art. 3)."""
    tables = policy.goods
    votes: dict[str, int] = {}
    for number, item in enumerate(items, 1):
        line = read_line(number, ExpenseLine(item, None, None), tables)
        for tag in line.tags:
            if tag in tables.better:
                home = tables.better[tag]
                votes[home] = votes.get(home, 0) + 1
                break
    return max(votes, key=lambda category: votes[category], default="")
