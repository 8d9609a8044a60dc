"""What stands on the sheet that lies in the safe and opens the payees' private data again (恢复单)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import datetime as dt

    from studio_ledger.statements.figures import LogHead


@dataclass(frozen=True, slots=True)
class RecoverySheet:
    """`code` is shown once and kept nowhere else; groups of four, joined by dashes."""

    school: str
    ledger: str
    code: str
    made_by: str
    made_at: dt.datetime
    head: LogHead

    @property
    def groups(self) -> tuple[str, ...]:
        """The code's groups in their order."""
        return tuple(self.code.split("-"))
