"""Refusals of the rules: a rule pack or a case that cannot be read."""

from __future__ import annotations

from studio_ledger.errors import LedgerError


class PolicyError(LedgerError):
    """The rule pack is not whole: which file, which key, and why."""

    code = "policy.invalid"

    def __init__(self, file: str, key: str, reason: str) -> None:
        super().__init__(file=file, key=key, reason=reason)


class CaseFormError(LedgerError):
    """The case is not of the agreed form: which key, and why."""

    code = "case.form"

    def __init__(self, key: str, reason: str) -> None:
        super().__init__(key=key, reason=reason)
