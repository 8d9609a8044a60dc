"""What the office decides about an original: refused, returned, checked at the tax bureau (会计法 art. 14)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from enum import StrEnum

from studio_ledger.model.money import Money

BUREAU_PAGE = "https://inv-veri.chinatax.gov.cn/"
"""The tax bureau's public page for checking an invoice. The program never goes there; people do."""


class StopKind(StrEnum):
    """Two different acts: an untrue original is refused, an inaccurate one goes back to be mended (会计法 art. 14)."""

    REFUSED = "refused"
    RETURNED = "returned"


STOP_NAMES = {StopKind.REFUSED: "拒收", StopKind.RETURNED: "退回补正"}


class StopState(StrEnum):
    """Whether the original is still held back."""

    OPEN = "open"
    MENDED = "mended"
    LIFTED = "lifted"


STOP_STATE_NAMES = {StopState.OPEN: "未了", StopState.MENDED: "已补正", StopState.LIFTED: "已撤销"}


class CheckResult(StrEnum):
    """What the tax bureau's page said."""

    SAME = "same"
    DIFFERENT = "different"
    UNKNOWN = "unknown"
    VOIDED = "voided"
    RED = "red"


CHECK_NAMES = {
    CheckResult.SAME: "一致",
    CheckResult.DIFFERENT: "不一致",
    CheckResult.UNKNOWN: "查无此票",
    CheckResult.VOIDED: "已作废",
    CheckResult.RED: "已红冲",
}


@dataclass(frozen=True, slots=True)
class Original:
    """An original as a register names it; `file` is the SHA-256 of its bytes, empty for paper without a scan."""

    number: str
    code: str = ""
    file: str = ""
    name: str = ""
    seller: str = ""
    total: Money = field(default_factory=Money)


@dataclass(frozen=True, slots=True)
class Stop:
    """An original that is held back, and how that ended.

    `told` is who it was reported to (the unit's head) for a refusal, who got it back for a return.
    """

    id: str
    kind: StopKind
    state: StopState
    original: Original
    reason: str
    told: str
    told_on: dt.date
    by: str
    mended: Original | None = None
    lifted_because: str = ""

    @property
    def holds(self) -> bool:
        """Whether the original may not be claimed; one that was mended stays held, its successor is free."""
        return self.state is not StopState.LIFTED


@dataclass(frozen=True, slots=True)
class BureauCheck:
    """One look at the tax bureau's page, recorded by hand; the newest one counts."""

    number: str
    code: str
    result: CheckResult
    checked_on: dt.date
    checker: str
    note: str = ""

    @property
    def words(self) -> str:
        """Result and day, as a list shows them."""
        return f"{CHECK_NAMES[self.result]} {self.checked_on:%Y-%m-%d}"
