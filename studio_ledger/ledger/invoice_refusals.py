"""What the books refuse about originals: held back, found wanting at the bureau, claimed above their total."""

from __future__ import annotations

from studio_ledger.errors import LedgerError


class HeldOriginalError(LedgerError):
    """The original was refused or sent back to be mended: it cannot be claimed (会计法 art. 14)."""

    code = "original.held"


class FailedCheckError(LedgerError):
    """The tax bureau's page did not confirm the invoice: it cannot be claimed until a newer check does."""

    code = "original.failed_check"


class OverClaimError(LedgerError):
    """All claims of an invoice together would be more than its total."""

    code = "original.over_claim"


class ClaimedOriginalError(LedgerError):
    """A voucher under way or posted claims the original: it goes back or is reversed first."""

    code = "original.claimed"


class BadOriginalError(LedgerError):
    """What was written of an original is incomplete or cannot be; `reason` says which."""

    code = "original.invalid"


class UnknownStopError(LedgerError):
    """There is no such entry in the register, or it has ended already."""

    code = "original.unknown_stop"
