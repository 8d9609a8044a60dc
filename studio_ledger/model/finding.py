"""What a check says of an expense: a code, how grave it is, the article it rests on, and what to do."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum


class Severity(IntEnum):
    """How grave a finding is; the verdict of an expense is its worst."""

    PASS = 0
    WARN = 1
    BLOCK = 2

    @property
    def word(self) -> str:
        """The word used in JSON: pass, warn or block."""
        return self.name.lower()


@dataclass(frozen=True, slots=True)
class Finding:
    """One complaint of one check.

    `line` counts the voucher's lines from 1, and is None where the finding is about the
    whole voucher. `limit` and `actual` are the compared figures as text, empty where
    nothing was compared. `message` is a Chinese sentence: what is wrong and what to do.
    """

    code: str
    severity: Severity
    article: str
    message: str
    line: int | None = None
    limit: str = ""
    actual: str = ""

    def as_json(self) -> dict[str, object]:
        """The finding in the form of the contract."""
        return {
            "code": self.code,
            "severity": self.severity.word,
            "article": self.article,
            "line": self.line,
            "message": self.message,
            "limit": self.limit,
            "actual": self.actual,
        }


def verdict(findings: Iterable[Finding]) -> Severity:
    """Return the worst severity; PASS of no findings."""
    return max((finding.severity for finding in findings), default=Severity.PASS)
