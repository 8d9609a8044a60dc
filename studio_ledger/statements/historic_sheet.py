"""One expense of the old books for paper: a copy of what was taken over, never a voucher of the program."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import datetime as dt

    from studio_ledger.model.opening import HistoricVoucher
    from studio_ledger.statements.figures import LogHead


@dataclass(frozen=True, slots=True)
class HistoricSheet:
    """The expense with its words; `category` is its name."""

    school: str
    studio: str
    voucher: HistoricVoucher
    category: str
    made_at: dt.datetime
    head: LogHead
