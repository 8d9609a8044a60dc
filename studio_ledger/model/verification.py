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
    """The result of replaying the log. `pinned`: an outside head or fingerprint was compared.

    `clock` names acts dated before the one that they follow: no defect, for clocks are wrong at times, but to be asked.
    """

    ok: bool
    acts: int
    vouchers: int
    head_seq: int
    head_hash: str
    defects: tuple[Defect, ...]
    pinned: bool
    unlogged: tuple[str, ...]
    clock: tuple[Defect, ...] = ()
