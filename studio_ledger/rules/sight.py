"""What a rule is shown, and what it answers: a case with its reading, and complaints by code."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from studio_ledger.model.money import Money

if TYPE_CHECKING:
    from studio_ledger.model.case import Case
    from studio_ledger.rules.pack import Policy, Standard
    from studio_ledger.rules.understood import LineReading, Reading


@dataclass(frozen=True, slots=True)
class Complaint:
    """One complaint of a rule: the pack's words are filled in later.

    `values` fill the message; `article` overrides the pack's (a dated paper).
    """

    code: str
    line: int | None = None
    values: Mapping[str, object] = field(default_factory=dict)
    article: str = ""


@dataclass(frozen=True, slots=True)
class Sight:
    """A case, the policy in force and how the goods were read."""

    case: Case
    policy: Policy
    reading: Reading

    @property
    def amount(self) -> Money:
        """The sum claimed; zero where it cannot be read (amount.invalid blocks then)."""
        return self.case.expense.amount or Money()

    @property
    def category(self) -> str:
        """The category's id."""
        return self.case.expense.category

    @property
    def evidence(self) -> frozenset[str]:
        """The kinds of evidence in the file."""
        return frozenset(self.case.expense.evidence)

    def standard(self, name: str, key: str = "") -> Standard | None:
        """Return the figure in force on the day of the expense."""
        return self.policy.standard(name, self.case.expense.date, key)

    def lines(self, *tags: str) -> list[LineReading]:
        """Return the lines that bear one of these tags."""
        return [line for line in self.reading.lines if line.has(*tags)]

    def sum_of(self, lines: list[LineReading]) -> Money:
        """Return the total of these lines; an unreadable amount counts as zero."""
        amounts = self.case.expense.lines
        return Money.total(amounts[line.number - 1].amount or Money() for line in lines)

    @property
    def only_goods(self) -> bool:
        """Whether every line is goods, hire or travel, so that nobody is paid for work."""
        lines = self.reading.lines
        goods = [bool(line.bans) or line.has(*_GOODS) for line in lines]
        return bool(lines) and all(goods) and not any(line.has("lecture", "mentor") for line in lines)

    def where(self, line: int | None) -> str:
        """Return the words that say where a complaint points at."""
        words, expense = self.policy.words, self.case.expense
        if line is not None:
            return words["line"].format(n=line, item=_short(expense.lines[line - 1].item))
        return words["purpose"].format(purpose=_short(expense.purpose))


_EATING = ("catering", "food", "water")
_GOODS = ("printing", "venue", "lodging", "fare", "coach", "books", "durable", "consumable", *_EATING)

Judge = Callable[[Sight], Iterator[Complaint]]


@dataclass(frozen=True, slots=True)
class Rule:
    """One small pure function, the codes it may answer with, and when it has anything to look at."""

    codes: tuple[str, ...]
    judge: Judge
    applies: Callable[[Sight], bool] = lambda _sight: True


def cited(sight: Sight, standard: Standard) -> dict[str, object]:
    """Return paper and source of a standard for a message; an unverified source is said so."""
    unverified = standard.status == "unverified"
    return {"paper": standard.paper, "source": sight.policy.words["unverified"] if unverified else ""}


def _short(text: str) -> str:
    return text if len(text) <= 24 else text[:23] + "…"
