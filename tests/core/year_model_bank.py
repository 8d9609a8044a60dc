"""An independent model of the bank beside the books: which lines stand for what, and what no line stands for yet.

Nothing of the program's own code is used; money is whole fen, with the bank's sign.
"""

from __future__ import annotations


class Bank:
    """One account's lines with their ticks, and the grants that have to turn up on it."""

    def __init__(self, books, opening) -> None:
        self.books = books
        self.opening = opening
        self.grants = {}  # grant -> (day, fen)
        self.lines = {}  # (statement, number) -> (day, fen)
        self.ticks = {}  # (statement, number) -> [(item, fen)], the item empty for money of others

    def grant(self, name, day, fen):
        self.grants[name] = (day, fen)

    def statement(self, name, lines):
        for number, (day, fen) in enumerate(lines, 1):
            self.lines[name, number] = (day, fen)

    def withdraw(self, name):
        for place in [place for place in self.lines if place[0] == name]:
            del self.lines[place]
            self.ticks.pop(place, None)

    def tick(self, place, items):
        self.ticks[place] = list(items)

    def untick(self, place):
        del self.ticks[place]

    def in_books(self, until=None):
        """Grants and payments up to a day, each with its day."""
        found = dict(self.grants)
        found |= {name: (one["day"], -one["fen"]) for name, one in self.books.moves.items() if not one["undone"]}
        return {name: one for name, one in found.items() if until is None or one[0] <= until}

    def open_items(self, until=None):
        """What the books have and no line up to a day stands for."""
        rest = {name: fen for name, (_, fen) in self.in_books(until).items()}
        for place, items in self.ticks.items():
            for name, fen in items:
                if name in rest and (until is None or self.lines[place][0] <= until):
                    rest[name] -= fen
        return {name: fen for name, fen in rest.items() if fen}

    def unbooked(self, until):
        """What the bank has up to a day and nobody has ticked."""
        return {place: fen for place, (day, fen) in self.lines.items() if day <= until and not self.ticks.get(place)}

    def balances(self, until):
        """What the bank says on a day, what of it is money of others, and what the books come to."""
        moved = [(place, fen) for place, (day, fen) in self.lines.items() if day <= until]
        others = sum(fen for place, _ in moved for name, fen in self.ticks.get(place, ()) if not name)
        books = sum(fen for _, fen in self.in_books(until).values())
        return self.opening + sum(fen for _, fen in moved), self.opening + others, books
