"""An official card (公务卡): its holder paid with the bank's money, and the school has to give it back by a day."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

SOON_DAYS = 5
"""From so many days before the last day on, a repayment is called due."""
LONGEST_DAYS = 92
"""No card lets more than a month and its bill go by; a later day is a slip of the pen."""
_LAST_OF_EVERY_MONTH = 28


@dataclass(frozen=True, slots=True)
class CardSwipe:
    """What is on the slip of a card payment: who paid when, with which card, and until when it must be repaid.

    `tail` are the card's last four digits; `repay_by` is the last day without interest, as the bank's bill says.
    """

    voucher: str
    holder: str
    tail: str
    swiped_on: dt.date
    repay_by: dt.date

    def days_left(self, day: dt.date) -> int:
        """Return the days from this day to the last one; negative where it has gone by."""
        return (self.repay_by - day).days

    def fits(self, today: dt.date) -> bool:
        """Whether the slip can be so: a holder, four digits, not of the future, and a last day that a card can have."""
        return (
            bool(self.holder.strip())
            and len(self.tail) == 4
            and self.tail.isascii()
            and self.tail.isdigit()
            and self.swiped_on <= today
            and self.swiped_on < self.repay_by <= self.swiped_on + dt.timedelta(days=LONGEST_DAYS)
        )


def next_repayment(known: CardSwipe, swiped_on: dt.date) -> dt.date:
    """Propose the last day of another payment with the same card: it falls on the same day of a month.

    The bill's gap is taken from the known payment: as many month ends as lay between its payment and its last day,
    fewer where that would be later than any card lets it be.
    """
    gap = (known.repay_by.year - known.swiped_on.year) * 12 + known.repay_by.month - known.swiped_on.month
    months = swiped_on.year * 12 + swiped_on.month - 1 + gap
    day = min(known.repay_by.day, _LAST_OF_EVERY_MONTH)
    proposed = _day_of(months, day)
    if proposed <= swiped_on:
        return _day_of(months + 1, day)
    while (proposed - swiped_on).days > LONGEST_DAYS:
        months -= 1
        proposed = _day_of(months, day)
    return proposed


def _day_of(months: int, day: int) -> dt.date:
    return dt.date(months // 12, months % 12 + 1, day)
