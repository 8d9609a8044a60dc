"""An independent model of official cards beside the books: what is owed to them, until when, and what went out late.

Nothing of the program's own code is used; money is whole fen.
"""

from __future__ import annotations

SOON = 5
"""So many days before the last day, and on it, a debt is called due soon."""


class Cards:
    """What stands on the slips that a careful person would keep beside the bills."""

    def __init__(self, books) -> None:
        self.books = books
        self.slips = {}  # voucher -> (holder, tail, day, last day), the newest at the end

    def swipe(self, voucher, holder, tail, day, last):
        self.slips.pop(voucher, None)
        self.slips[voucher] = (holder, tail, day, last)

    def debts(self, studio):
        """What is owed for each voucher, with its slip's last day, or None where no slip was recorded."""
        return {
            name: (self.books.due(name), self.slips[name][3] if name in self.slips else None)
            for name, voucher in self.books.vouchers.items()
            if voucher["studio"] == studio and voucher["method"] == "official_card" and self.books.due(name) > 0
        }

    def told(self, studio, today):
        """The debts together: the sum, then how many are late, soon, without a slip, and open at all."""
        owed = self.debts(studio).values()
        left = [(last - today).days for _, last in owed if last]
        late, soon = len([n for n in left if n < 0]), len([n for n in left if 0 <= n <= SOON])
        return sum(fen for fen, _ in owed), late, soon, len([1 for _, last in owed if last is None]), len(owed)

    def late(self, payment):
        """How many days after the card's last day a payment went out; 0 in time, undone or without a slip."""
        move = self.books.moves[payment]
        slip = self.slips.get(move["of"])
        out = slip and move["fen"] > 0 and not move["undone"]
        return max(0, (move["day"] - slip[3]).days) if out else 0

    def known(self, studio):
        """The newest slip of each card; two holders' cards may end alike."""
        mine = [slip for name, slip in self.slips.items() if self.books.vouchers[name]["studio"] == studio]
        return {slip[:2]: slip[2:] for slip in mine}
