"""What is wrong with an opening: every flaw by its row, so that a whole file can be mended in one go."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from studio_ledger.ledger.refusals import BadOpeningError
from studio_ledger.model.money import Money

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator

    from studio_ledger.model.funds import Source
    from studio_ledger.model.opening import Opening


@dataclass(frozen=True, slots=True)
class Flaw:
    """One thing wrong: `reason` picks the sentence, `row` counts from 1 within its part, 0 for the whole."""

    part: str
    """income, voucher, asset, budget, payee or member."""
    reason: str
    row: int = 0
    told: dict[str, object] = field(default_factory=dict)

    def error(self) -> BadOpeningError:
        """The flaw as a refusal."""
        where = {"row": self.row} if self.row else {}
        return BadOpeningError(reason=self.reason, **where, **self.told)


def flaws(opening: Opening, today: dt.date) -> Iterator[Flaw]:
    """Find what spends money that had not come in, reaches past its last day or `today`, or names a voucher twice."""
    last = min(opening.as_of, today)
    if not opening.incomes and not opening.vouchers and not opening.assets:
        yield Flaw("", "empty")
    for row, income in enumerate(opening.incomes, 1):
        if income.amount <= Money() or income.received_on > last:
            yield Flaw("income", "income", row)
    for row, voucher in enumerate(opening.vouchers, 1):
        if voucher.amount <= Money() or voucher.date > last or not voucher.category:
            yield Flaw("voucher", "voucher", row)
    for row, asset in enumerate(opening.assets, 1):
        if asset.amount < Money() or asset.acquired_on > last or not asset.name.strip():
            yield Flaw("asset", "asset", row)
    yield from _twice(opening)
    yield from _not_covered(opening)


def _twice(opening: Opening) -> Iterator[Flaw]:
    seen: dict[tuple[int, str], int] = {}
    for row, voucher in enumerate(opening.vouchers, 1):
        place = (voucher.date.year, voucher.number)
        if voucher.number and seen.setdefault(place, row) != row:
            yield Flaw("voucher", "number_twice", row, {"other": seen[place]})


def _not_covered(opening: Opening) -> Iterator[Flaw]:
    """Name for each year and source the row with which the money ran out, and how much is wanting in the end."""
    free: defaultdict[tuple[int, Source], Money] = defaultdict(Money)
    for income in opening.incomes:
        free[income.year, income.source] = free[income.year, income.source] + income.amount
    first: dict[tuple[int, Source], int] = {}
    for row, voucher in enumerate(opening.vouchers, 1):
        place = (voucher.date.year, voucher.source)
        free[place] = free[place] - voucher.amount
        if free[place] < Money():
            first.setdefault(place, row)
    for place, row in first.items():
        yield Flaw("voucher", "not_covered", row, {"over": -free[place]})
