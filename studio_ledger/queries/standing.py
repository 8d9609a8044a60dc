"""What is said of an original in a list: what is claimed of it, what is like it, whether it is held back."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from studio_ledger.model.money import Money
from studio_ledger.model.original import BureauCheck, CheckResult, Stop

if TYPE_CHECKING:
    import datetime as dt

    from studio_ledger.model.invoice import Invoice


class Likeness(StrEnum):
    """Why two originals are thought one: the first two are facts, the third is a hint."""

    IDENTITY = "identity"
    FILE = "file"
    LOOKS = "looks"


@dataclass(frozen=True, slots=True)
class Twin:
    """An earlier voucher, or another file of the inbox, with the same invoice or one that looks like it.

    `voucher` or `item` is its id; `name` the voucher's number (empty before posting) or the file's name.
    """

    why: Likeness
    voucher: str = ""
    item: str = ""
    name: str = ""
    studio: str = ""
    number: str = ""
    seller: str = ""
    total: Money = field(default_factory=Money)
    issued_on: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """Where one invoice stands in the books of all studios and years.

    `claimed` counts vouchers under way and posted, not those void or reversed. `rest` is what may still be
    claimed, None where the total was not read.
    """

    claimed: Money = field(default_factory=Money)
    rest: Money | None = None
    twins: tuple[Twin, ...] = ()
    check: BureauCheck | None = None
    stop: Stop | None = None

    @property
    def claimed_by(self) -> Twin | None:
        """The first voucher that claims this very invoice."""
        return next((twin for twin in self.twins if twin.voucher and twin.why is not Likeness.LOOKS), None)

    @property
    def is_part(self) -> bool:
        """Whether something is claimed and something is left."""
        return bool(self.claimed) and self.rest is not None and self.rest > Money()

    @property
    def is_spent(self) -> bool:
        """Whether nothing is left."""
        return self.claimed_by is not None and not self.is_part

    @property
    def is_held(self) -> bool:
        """Whether it may not be claimed: held back, or not confirmed by the bureau's page."""
        return self.stop is not None or (self.check is not None and self.check.result is not CheckResult.SAME)


@dataclass(frozen=True, slots=True)
class Seen:
    """An invoice of a file: the inbox item (empty outside of it), the file's hash and name, and what was read."""

    item: str
    file: str
    name: str
    invoice: Invoice
