"""Reading the slips of official cards: what is still to be repaid, by when, and what was repaid too late."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import Connection, select

from studio_ledger.ledger.apply_cards import read_swipe
from studio_ledger.model.cards import SOON_DAYS
from studio_ledger.model.money import Money
from studio_ledger.storage import cards as c
from studio_ledger.storage import tables as t

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from studio_ledger.model.cards import CardSwipe
    from studio_ledger.queries.spending import DueRow


@dataclass(frozen=True, slots=True)
class CardDebts:
    """What the school owes its officials' cards on a day: `unknown` have no slip recorded, so no last day is known."""

    rest: Money
    late: int
    soon: int
    unknown: int
    open: int

    def words(self) -> str:
        """How many of what, the worst first."""
        counts = (
            (self.late, "笔已逾期"),
            (self.soon, f"笔 {SOON_DAYS} 天内到期"),
            (self.unknown, "笔未登记刷卡"),
        )
        return "，".join(f"{count} {words}" for count, words in counts if count)


def swipes(connection: Connection, studio: str) -> dict[str, CardSwipe]:
    """Return the slips of a studio's vouchers, by voucher, in the order in which they were recorded."""
    rows = connection.execute(
        select(c.card_swipe)
        .join(t.document, t.document.c.id == c.card_swipe.c.document)
        .where(t.document.c.studio == studio)
        .order_by(c.card_swipe.c.seq)
    )
    return {row["document"]: read_swipe(row["document"], row) for row in rows.mappings()}


def debts(rows: Sequence[DueRow], today: dt.date) -> CardDebts:
    """Return what is owed to cards among vouchers whose money has not wholly moved."""
    owed = [row for row in rows if row.payment == "official_card" and row.rest > Money()]
    left = [row.card.days_left(today) for row in owed if row.card]
    return CardDebts(
        rest=Money.total(row.rest for row in owed),
        late=sum(days < 0 for days in left),
        soon=sum(0 <= days <= SOON_DAYS for days in left),
        unknown=len(owed) - len(left),
        open=len(owed),
    )
