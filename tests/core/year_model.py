"""An independent model of the books: plain sums over events, with nothing of the program's own code.

Money is whole fen. A voucher is a dict of what each source pays. The program must agree with it to the fen after every
event of a scripted year.
"""

from __future__ import annotations

from collections import defaultdict

TAX_FREE, FIXED = 80_000, 400_000


def tax_on(gross: int) -> int:
    """The tax on a month's pay for labour up to 25,000 yuan, in fen, half a fen rounded up."""
    if gross <= TAX_FREE:
        return 0
    tenths = (gross - TAX_FREE) * 10 * 20 if gross <= FIXED else gross * 8 * 20
    return (tenths + 500) // 1000


class Model:
    """What a careful person would keep on paper."""

    def __init__(self) -> None:
        self.came = defaultdict(int)  # (studio, year, source) -> fen
        self.spent = defaultdict(int)  # (studio, year, source, category) -> fen
        self.bound = defaultdict(int)  # the same, for vouchers under way
        self.planned = {}  # (studio, year) -> {category: fen}
        self.vouchers = {}  # id -> dict
        self.holds = {}  # id -> dict
        self.moves = {}  # payment -> dict

    # ---- money in, and the plan --------------------------------------------------------------

    def grant(self, studio, year, source, fen):
        self.came[studio, year, source] += fen

    def budget(self, studio, year, plan):
        self.planned[studio, year] = dict(plan)

    # ---- asking first, and money taken along ---------------------------------------------------

    def hold(self, name, kind, studio, year, fen, *, category="", source=""):
        self.holds[name] = {
            "kind": kind, "studio": studio, "year": year, "fen": fen, "drawn": 0, "category": category,
            "source": source, "open": True,
        }  # fmt: skip

    def close_hold(self, name):
        self.holds[name]["open"] = False

    # ---- vouchers ------------------------------------------------------------------------------

    def submit(self, name, studio, year, category, parts, *, kind="expense", of="", holds=(), fees=(), method=""):
        self.vouchers[name] = {
            "studio": studio, "year": year, "category": category, "parts": dict(parts), "kind": kind, "of": of,
            "state": "under way", "reversed": False, "draws": {}, "fees": tuple(fees), "method": method,
        }  # fmt: skip
        for hold in holds:
            book = self.holds[hold]
            taken = min(book["fen"] - book["drawn"], sum(parts.values()))
            book["drawn"] += taken
            self.vouchers[name]["draws"][hold] = taken
        self._bind(name, 1)

    def _bind(self, name, sign):
        voucher = self.vouchers[name]
        for source, fen in voucher["parts"].items():
            if fen > 0:
                self.bound[voucher["studio"], voucher["year"], source, voucher["category"]] += sign * fen

    def _undraw(self, name):
        for hold, taken in self.vouchers[name]["draws"].items():
            self.holds[hold]["drawn"] -= taken
        self.vouchers[name]["draws"] = {}

    def go_back(self, name):
        self._bind(name, -1)
        self._undraw(name)
        self.vouchers[name]["state"] = "gone"

    def post(self, name):
        voucher = self.vouchers[name]
        self._bind(name, -1)
        voucher["state"] = "posted"
        for source, fen in voucher["parts"].items():
            if voucher["kind"] == "return":
                self.came[voucher["studio"], voucher["year"], source] -= fen
            else:
                self.spent[voucher["studio"], voucher["year"], source, voucher["category"]] += fen
        if voucher["kind"] == "reversal":
            self.vouchers[voucher["of"]]["reversed"] = True
            self._undraw(voucher["of"])

    def pay(self, payment, name, fen, day, *, method="", tax=False):
        """Money moves for a voucher or an advance: positive out of the school, negative into it."""
        self.moves[payment] = {"of": name, "fen": fen, "day": day, "method": method, "tax": tax, "undone": False}

    def unpay(self, payment):
        self.moves[payment]["undone"] = True

    def paid(self, name, *, tax=False):
        """What has gone out for something less what came back; with `tax` only what went to the bureau."""
        counted = [one for one in self.moves.values() if one["of"] == name and not one["undone"]]
        return sum(one["fen"] for one in counted if one["tax"] or not tax)

    # ---- the year's end ------------------------------------------------------------------------

    def close(self, studio, year, *, carry):
        if carry:
            total = 0
            for source in {source for s, y, source in self.came if (s, y) == (studio, year)}:
                rest = self.free(studio, year, source)
                self.came[studio, year, source] -= rest
                total += rest
            self.came[studio, year + 1, "carried_over"] += total

    # ---- what it comes to ------------------------------------------------------------------------

    def used(self, table, studio, year, source=None, category=None):
        return sum(
            fen for (s, y, src, cat), fen in table.items()
            if (s, y) == (studio, year) and source in (None, src) and category in (None, cat)
        )  # fmt: skip

    def held(self, studio, year, *, source="", category=""):
        """What holds keep: a request in a category, an advance in a source."""
        return sum(
            hold["fen"] - hold["drawn"] for hold in self.holds.values()
            if hold["open"] and (hold["studio"], hold["year"], hold["source"], hold["category"])
            == (studio, year, source, category)
        )  # fmt: skip

    def free(self, studio, year, source):
        """What has come from a source and nobody has spent or bound."""
        came, spent, bound = self.of_source(studio, year, source)
        return came - spent - bound

    def of_source(self, studio, year, source):
        """What came, was spent and is bound of a source."""
        place = {"studio": studio, "year": year}
        return (
            self.came[studio, year, source],
            self.used(self.spent, **place, source=source),
            self.used(self.bound, **place, source=source) + self.held(**place, source=source),
        )

    def of_category(self, studio, year, category):
        """What was planned, was spent and is bound in a category."""
        place = {"studio": studio, "year": year, "category": category}
        bound = self.used(self.bound, **place) + self.held(**place)
        return self.planned.get((studio, year), {}).get(category, 0), self.used(self.spent, **place), bound

    def due(self, name):
        """What a posted voucher's money has still to move."""
        voucher = self.vouchers[name]
        if voucher["state"] != "posted" or voucher["reversed"] or voucher["kind"] == "reversal":
            whole = 0
        else:
            advanced = sum(
                taken for hold, taken in voucher["draws"].items() if self.holds[hold]["kind"] == "advance"
            )  # fmt: skip
            whole = sum(voucher["parts"].values()) - advanced
        return whole - self.paid(name) if voucher["state"] == "posted" else 0

    def outstanding(self, name):
        """What somebody who took money along has still to account for."""
        return self.paid(name) - self.holds[name]["drawn"]

    def rest_of(self, name):
        """What may still be drawn on a request."""
        hold = self.holds[name]
        return hold["fen"] - hold["drawn"] if hold["open"] else 0

    def to_remit(self, name):
        """What was withheld of a voucher's fees and has not gone to the bureau."""
        return sum(tax for *_, tax in self.vouchers[name]["fees"]) - self.paid(name, tax=True)

    def owed_to_bureau(self, studio, month):
        """How many vouchers of months before this one have tax still to be remitted, and how much it is."""
        rests = [
            self.to_remit(name)
            for name, one in self.vouchers.items()
            if (one["studio"], one["state"], one["reversed"]) == (studio, "posted", False)
            and one["fees"] and one["fees"][0][0] < month
        ]  # fmt: skip
        return len([fen for fen in rests if fen > 0]), sum(fen for fen in rests if fen > 0)

    def months(self):
        """Gross and tax of every person in every month, over all vouchers that count."""
        found = defaultdict(lambda: [0, 0])
        for voucher in self.vouchers.values():
            if voucher["state"] in ("under way", "posted") and not voucher["reversed"]:
                for month, person, gross, tax in voucher["fees"]:
                    found[month, person][0] += gross
                    found[month, person][1] += tax
        return {place: tuple(sums) for place, sums in found.items()}
