"""The rules as they are looked up: what was made from which article, which figures hold, and a sentence tried out."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from studio_ledger.model.case import Books, Case, Details, Expense, ExpenseLine, StudioFacts
from studio_ledger.model.money import Money
from studio_ledger.model.voucher import Payee
from studio_ledger.rules.engine import RULES, check

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable

    from studio_ledger.model.finding import Finding, Severity
    from studio_ledger.model.paper import CityPaper, Figure
    from studio_ledger.rules.pack import Policy, Standard
    from studio_ledger.rules.standard_kinds import StandardKind

_PLENTY = Money.yuan(100_000_000)


@dataclass(frozen=True, slots=True)
class RuleRow:
    """One code of a rule: what it is called, how grave, on which article, what it says, what figures it needs."""

    code: str
    title: str
    severity: Severity
    article: str
    message: str
    kinds: tuple[StandardKind, ...]

    def has(self, word: str) -> bool:
        """Whether a word stands anywhere in the row, case and white space aside."""
        told = "".join((self.code, self.title, self.article, self.message)).casefold()
        return word.strip().casefold() in told


@dataclass(frozen=True, slots=True)
class Question:
    """A sentence and what is known besides it, to be tried out against the rules."""

    sentence: str
    category: str
    amount: Money | None
    date: dt.date
    seller: str = ""
    payee_kind: str = "organisation"
    payment: str = "transfer"


def rule_rows(policy: Policy) -> tuple[RuleRow, ...]:
    """Return every code in the order in which findings are shown."""
    rows = []
    for code in (code for rule in RULES for code in rule.codes):
        text = policy.codes[code]
        kinds = tuple(kind for kind in policy.standard_kinds.values() if code in kind.codes)
        rows.append(RuleRow(code, text.title, text.severity, text.article, text.message, kinds))
    return tuple(rows)


def figures_on(policy: Policy, day: dt.date) -> tuple[Standard, ...]:
    """Return the figures in force on a day, one for each kind, key and season, in the order of the kinds."""
    return _in_force(policy, policy.standards, day)


def figure_before(policy: Policy, paper: CityPaper, figure: Figure) -> Standard | None:
    """Return the figure that a paper's figure takes the place of, on the paper's first day; None where there is none.

    A city that the table does not name had the figure for all others, a new season the year's.
    """
    rest = [one for one in policy.standards if one.id == figure.standard and one.paper != paper.number]
    held = _in_force(policy, rest, paper.valid_from)
    for key in dict.fromkeys((figure.key, "")):
        for months in dict.fromkeys((frozenset(figure.months), frozenset[int]())):
            same = [one for one in held if one.key == key and one.months == months]
            if same:
                return same[0]
    return None


def _in_force(policy: Policy, standards: Iterable[Standard], day: dt.date) -> tuple[Standard, ...]:
    found: dict[tuple[str, str, frozenset[int]], Standard] = {}
    for one in standards:
        place = one.id, one.key, one.months
        in_force = one.valid_from <= day and (one.valid_to is None or day <= one.valid_to)
        # Of two of the same day the first stands: the city's papers come before the pack's own figures.
        if in_force and (place not in found or one.valid_from > found[place].valid_from):
            found[place] = one
    order = list(policy.standard_kinds)
    return tuple(sorted(found.values(), key=lambda one: (order.index(one.id), one.key, sorted(one.months))))


def try_out(policy: Policy, question: Question) -> tuple[Finding, ...]:
    """Return what the rules say of a sentence, as if its papers, its budget and its money were there."""
    return check(_case(policy, question), policy)


def _case(policy: Policy, question: Question) -> Case:
    category = policy.category(question.category)
    papers = (
        tuple(dict.fromkeys([*category.required_evidence[0], *category.expected_evidence, "asset_acceptance"]))
        if category
        else ("invoice",)
    )
    day = question.date
    return Case(
        studio=StudioFacts(
            affiliation="city", school="", tax_id="", cycle_start=day, cycle_end=day,
            host="主持人", legal_representative="签字人", mentor=question.seller, members=(),
        ),
        expense=Expense(
            date=day,
            category=question.category,
            purpose=question.sentence,
            payee=Payee(question.seller, question.payee_kind),
            payment=question.payment,
            amount=question.amount,
            lines=(ExpenseLine(question.sentence, Decimal(1), question.amount),),
            evidence=papers,
            details=Details(),
        ),
        books=Books(budget={question.category: _PLENTY}, available=_PLENTY),
    )  # fmt: skip
