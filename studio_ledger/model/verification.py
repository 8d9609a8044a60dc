"""What `verify` answers."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Defect:
    """Something `verify` found: a code, where (act or voucher), and a sentence."""

    code: str
    where: str
    message: str


@dataclass(frozen=True, slots=True)
class Verification:
    """The result of replaying the log. `pinned`: an outside head or fingerprint was compared."""

    ok: bool
    acts: int
    vouchers: int
    head_seq: int
    head_hash: str
    defects: tuple[Defect, ...]
    pinned: bool
    unlogged: tuple[str, ...]
