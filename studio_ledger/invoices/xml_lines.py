"""Lines told as elements: read by the names of their schema, and each line's own figures compared."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from studio_ledger.invoices import values
from studio_ledger.invoices.refusal import HOSTILE, RefusedError
from studio_ledger.invoices.xml_tree import told
from studio_ledger.model.invoice import InvoiceLine

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from lxml import etree

    from studio_ledger.invoices.xml_tree import Facts

_MOST_LINES = 3_000
_CENT = Decimal("0.02")
_RATE = re.compile(r"\d{1,2}(?:\.\d+)?%|\*{1,3}|(?:免|不征|零)税(?:率)?|(?:出口|普通)?零税率|-+|/")
_TAX_OFF = Decimal("0.07")
"""What the tax bureau lets a line's tax be off, and a cent for rounding."""


@dataclass(frozen=True)
class LineNames:
    """The local names of a line's parts in one schema; an empty one is not told there."""

    item: str
    amount: str
    specification: str = ""
    unit: str = ""
    quantity: str = ""
    unit_price: str = ""
    rate: str = ""
    tax: str = ""
    with_tax: str = ""


def lines_of(facts: Facts, elements: Sequence[etree._Element], names: LineNames) -> list[InvoiceLine]:
    """Return the lines; what is no figure, or does not fit the line's other figures, is a doubt.

    Raises: RefusedError where no invoice has so many.
    """
    if len(elements) > _MOST_LINES:
        raise RefusedError(HOSTILE)
    lines: list[InvoiceLine] = []
    for element in elements:
        parts = _parts(element)
        if parts.get(names.item) or parts.get(names.amount):
            lines.append(_line(facts, len(lines) + 1, parts, names))
    return lines


def _parts(element: etree._Element) -> dict[str, str]:
    parts: dict[str, str] = {}
    for child in element.iterdescendants("*"):
        name = str(child.tag).rpartition("}")[2]
        if not parts.get(name):
            parts[name] = told(child)
    return parts


def _line(facts: Facts, index: int, parts: dict[str, str], names: LineNames) -> InvoiceLine:
    line = InvoiceLine(
        item=parts.get(names.item, ""),
        specification=parts.get(names.specification, ""),
        unit=parts.get(names.unit, ""),
        quantity=values.number(parts.get(names.quantity)),
        unit_price=values.number(parts.get(names.unit_price)),
        amount=values.money(parts.get(names.amount)),
        rate=values.rate(parts.get(names.rate)),
        tax=values.exempt_or_money(parts.get(names.tax)),
    )
    for label, name, value in (
        ("数量", names.quantity, line.quantity),
        ("单价", names.unit_price, line.unit_price),
        ("金额", names.amount, line.amount),
        ("税额", names.tax, line.tax),
    ):
        printed = parts.get(name, "")
        if printed and value is None and printed not in values.EXEMPT:
            facts.doubt("line.form", f"第 {index} 行的{label}“{printed[:40]}”不是数字，没有采用。")
    if line.rate and not _RATE.fullmatch(line.rate):
        facts.doubt("line.form", f"第 {index} 行的税率“{line.rate[:40]}”读不懂，请核对。")
    with_tax = values.money(parts.get(names.with_tax))
    if with_tax is not None and line.with_tax is not None and with_tax != line.with_tax:
        facts.doubt("line.sum", f"第 {index} 行价税合计 {with_tax}，金额与税额之和却为 {line.with_tax}，请核对。")
    compare(facts.doubt, index, line)
    return line


def compare(doubt: Callable[[str, str], None], index: int, line: InvoiceLine) -> None:
    """Doubt a line whose quantity and price do not make its amount, or whose rate does not make its tax."""
    if line.amount is None:
        return
    amount = line.amount.decimal
    if line.quantity and line.unit_price:
        product = line.quantity * line.unit_price
        # Quantity and price are rounded as they are printed, and some print the price with tax.
        rough = abs(line.quantity) * _half_unit(line.unit_price) + abs(line.unit_price) * _half_unit(line.quantity)
        sums = {amount, line.with_tax.decimal if line.with_tax is not None else amount}
        if all(abs(product - told_sum) > _CENT + rough for told_sum in sums):
            doubt(
                "line.product",
                f"第 {index} 行数量 {line.quantity:f} 乘单价 {line.unit_price:f} 得 {product:.2f}，"
                f"金额却为 {line.amount}，请核对。",
            )
    percent = values.number(line.rate.removesuffix("%")) if line.rate.endswith("%") else None
    if percent is not None and line.tax is not None:
        due = amount * percent / 100
        if abs(due - line.tax.decimal) > max(_TAX_OFF, abs(amount) / 1_000):
            doubt("line.rate", f"第 {index} 行按税率 {line.rate} 应为 {due:.2f}，税额却为 {line.tax}，请核对。")


def _half_unit(value: Decimal) -> Decimal:
    """Half of the last printed decimal; a whole number is what it is."""
    exponent = int(value.as_tuple().exponent)
    return Decimal(5).scaleb(exponent - 1) if exponent < 0 else Decimal()
