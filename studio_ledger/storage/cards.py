"""The table of official cards: what each posted voucher's slip says, and until when the card must be repaid."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Index, Text

from studio_ledger.storage.columns import integer, table, text

card_swipe = table(
    "card_swipe",
    Column("document", Text, ForeignKey("document.id"), primary_key=True),
    text("holder", default=None),
    text("tail", default=None),
    text("swiped_on", default=None),
    text("repay_by", default=None),
    text("by_person", default=None),
    integer("seq", default=None),
)
Index("card_swipe_seq", card_swipe.c.seq)

CARDS = (card_swipe,)
