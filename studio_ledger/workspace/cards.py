"""Use cases of official cards: record what a slip says, and know the card again at the next one."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import uuid4

from studio_ledger.ledger.apply_cards import swipe_fields
from studio_ledger.queries import cards
from studio_ledger.workspace.spending import SpendingDesk

if TYPE_CHECKING:
    from studio_ledger.model.cards import CardSwipe
    from studio_ledger.workspace.base import Session


class CardDesk(SpendingDesk):
    """The slips of what was paid by official card."""

    def record_swipe(self, session: Session, swipe: CardSwipe, form_id: str = "") -> None:
        """Record, or correct, what the slip of a posted voucher says; the same form twice is one act.

        Raises: BadPaymentError, NotPermittedError.
        """
        with self._write() as connection:
            data = {"document": swipe.voucher, "content": swipe_fields(swipe)}
            self._own_act(connection, session, "card_swipe", data, act_id=f"swipe-{form_id or uuid4().hex}")

    def known_cards(self, studio: str) -> tuple[CardSwipe, ...]:
        """Return the newest slip of each card that the studio's vouchers know, the newest card first.

        Two holders may have cards that end alike.
        """
        with self._read() as connection:
            newest = {(swipe.holder, swipe.tail): swipe for swipe in cards.swipes(connection, studio).values()}
        return tuple(sorted(newest.values(), key=lambda swipe: swipe.swiped_on, reverse=True))
