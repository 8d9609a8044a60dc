"""The sums of an invoice: printed figures, capitals, QR code, amount + tax and the lines vote."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Protocol

from studio_ledger.model.money import Money

if TYPE_CHECKING:
    from collections.abc import Sequence

    from studio_ledger.invoices.reading import Reading
    from studio_ledger.model.invoice import InvoiceLine

_Told = list[tuple[str, Money]]


class Bench(Protocol):
    """What the vote needs of the one who holds it."""

    sources: dict[str, str]

    def warn(self, code: str, message: str) -> None:
        """Note a doubt."""

    def differ(self, name: str, told: Sequence[tuple[str, object]]) -> None:
        """Note that places tell one field differently."""


def settled(
    bench: Bench, readings: Sequence[Reading], lines: Sequence[InvoiceLine]
) -> tuple[Money | None, Money | None, Money | None]:
    """Return amount, tax and total; a sum that only follows from the two others is worked out."""
    amounts: _Told = [(r.source, r.amount) for r in readings if r.amount is not None]
    taxes: _Told = [(r.source, r.tax) for r in readings if r.tax is not None]
    totals: _Told = [(r.source, r.total) for r in readings if r.total is not None]
    totals += [("words", r.words) for r in readings if r.words is not None]
    amount, tax = _elected(amounts), _elected(taxes)
    if amount is not None and tax is not None:
        totals.append(("sum", amount + tax))
    total = _elected(totals)
    for name, told in (("amount", amounts), ("tax", taxes), ("total", totals)):
        if len({value for _, value in told}) > 1:
            bench.differ(name, told)
        if told:
            winner = {"amount": amount, "tax": tax, "total": total}[name]
            bench.sources[name] = next(source for source, value in told if value == winner)
    amount, tax = _worked_out(bench, amount, tax, total)
    if len(totals) == 1 and any("total" in reading.weak for reading in readings):
        bench.warn("total.unconfirmed", f"价税合计 {total} 没有其他来源印证，请核对。")
    _compare_lines(bench, lines, amount, tax)
    return amount, tax, total


def _elected(told: _Told) -> Money | None:
    """Return what most places tell; where they are even, what the first one tells."""
    return Counter(value for _, value in told).most_common(1)[0][0] if told else None


def _worked_out(
    bench: Bench, amount: Money | None, tax: Money | None, total: Money | None
) -> tuple[Money | None, Money | None]:
    if total is None:
        return amount, tax
    if amount is None and tax is not None:
        amount = total - tax
        bench.sources["amount"] = "sum"
        bench.warn("amount.derived", f"没有读到不含税金额，按价税合计减税额得 {amount}，请核对。")
    elif tax is None and amount is not None:
        tax = total - amount
        bench.sources["tax"] = "sum"
        bench.warn("tax.derived", f"没有读到税额，按价税合计减金额得 {tax}，请核对。")
    return amount, tax


def _compare_lines(bench: Bench, lines: Sequence[InvoiceLine], amount: Money | None, tax: Money | None) -> None:
    if not lines:
        return
    told = [line.amount for line in lines if line.amount is not None]
    if len(told) == len(lines) and amount is not None and Money.total(told) != amount:
        bench.warn("lines.differ", f"各行金额之和 {Money.total(told)} 与合计金额 {amount} 不符，请核对。")
    taxes = [line.tax for line in lines if line.tax is not None]
    if len(taxes) == len(lines) and tax is not None and Money.total(taxes) != tax:
        bench.warn("lines.tax-differs", f"各行税额之和 {Money.total(taxes)} 与合计税额 {tax} 不符，请核对。")
