"""What one source says about an invoice, before it is compared with the other sources of the same file."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from studio_ledger.model.invoice import FieldBox, InvoiceLine, InvoiceWarning, Trip

if TYPE_CHECKING:
    import datetime as dt

    from studio_ledger.model.money import Money


@dataclass(slots=True)
class Reading:
    """The values of one source; empty or None where it says nothing.

    `words`: the total in capitals. `exempt`: the tax column shows ``***`` or 免税, so `tax` is zero.
    `weak`: fields that were found by their form alone, without a label beside them.
    """

    source: str
    kind: str = ""
    number: str = ""
    code: str = ""
    issued_on: dt.date | None = None
    check_code: str = ""
    buyer_name: str = ""
    buyer_id: str = ""
    seller_name: str = ""
    seller_id: str = ""
    amount: Money | None = None
    tax: Money | None = None
    total: Money | None = None
    words: Money | None = None
    exempt: bool = False
    lines: list[InvoiceLine] = field(default_factory=list)
    remark: str = ""
    red_of: str = ""
    trip: Trip | None = None
    weak: set[str] = field(default_factory=set)
    warnings: list[InvoiceWarning] = field(default_factory=list)
    boxes: list[FieldBox] = field(default_factory=list)

    def warn(self, code: str, message: str) -> None:
        """Note a doubt."""
        self.warnings.append(InvoiceWarning(code, message))

    @property
    def says_anything(self) -> bool:
        """Whether there is a number, or a total, to build an invoice on."""
        return bool(self.number) or self.total is not None
