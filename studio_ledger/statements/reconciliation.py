"""银行存款余额调节表 as frozen figures: an account on a day, and every item that one side has and the other has not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from studio_ledger.queries.bank import Reconciliation
    from studio_ledger.statements.figures import StatementHeader


@dataclass(frozen=True, slots=True)
class ReconciliationStatement:
    """The reconciliation with the head that every statement bears."""

    header: StatementHeader
    found: Reconciliation
