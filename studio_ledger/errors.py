"""Refusals: what the ledger would not do, as a code and parameters that text.py words for people.

A Finding is about the user's data and is returned. A LedgerError is a refusal and is raised.
Anything else is a bug of ours and rises to the crash dialog.
"""

from __future__ import annotations

from typing import ClassVar


class LedgerError(Exception):
    """A refusal with a stable code; ``text.sentence(error)`` says in Chinese or English what to do."""

    code: ClassVar[str] = "refused"

    def __init__(self, **parameters: object) -> None:
        self.parameters = {name: str(value) for name, value in parameters.items()}
        super().__init__(f"{self.code} {self.parameters}" if self.parameters else self.code)


class InexactMoneyError(LedgerError):
    """The text is not an amount in yuan with at most two decimals."""

    code = "money.inexact"

    def __init__(self, amount: str) -> None:
        super().__init__(amount=amount)
