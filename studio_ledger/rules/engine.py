"""The one list of rules, and how their complaints become findings."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from studio_ledger.model.finding import Finding
from studio_ledger.rules import bans, money, papers, standards
from studio_ledger.rules.goods import read_expense
from studio_ledger.rules.policy import Policy, load_policy
from studio_ledger.rules.sight import Complaint, Sight

if TYPE_CHECKING:
    from studio_ledger.model.case import Case

RULES = (*bans.RULES, *standards.RULES, *papers.RULES, *money.RULES)
"""Every rule, in the order in which findings are shown."""


@dataclass(frozen=True, slots=True)
class CheckMade:
    """One check of an expense for the list of what was looked at; `passed` is None where there was nothing to judge."""

    title_zh: str
    article: str
    codes: tuple[str, ...]
    passed: bool | None


def check(case: Case, policy: Policy | None = None) -> tuple[Finding, ...]:
    """Return every finding about an expense, the rules' order kept; none means pass.

    Source: domain rules of the measures, Art. 1 to 6, and the papers that Art. 3 refers to.
    """
    return judged(case, policy)[0]


def checks_made(case: Case, policy: Policy | None = None) -> tuple[CheckMade, ...]:
    """Return one row a rule: what was checked, on which article, and how it came out (Art. 4)."""
    return judged(case, policy)[1]


def judged(case: Case, policy: Policy | None = None) -> tuple[tuple[Finding, ...], tuple[CheckMade, ...]]:
    """Return findings and checks made of one reading: typing asks for both at every key."""
    sight = _see(case, policy)
    findings: list[Finding] = []
    rows = []
    for rule in RULES:
        found = [_finding(sight, complaint) for complaint in rule.judge(sight)]
        findings += found
        text = sight.policy.codes[rule.codes[0]]
        rows.append(CheckMade(text.title, text.article, rule.codes, not found if rule.applies(sight) else None))
    return tuple(findings), tuple(rows)


def _see(case: Case, policy: Policy | None) -> Sight:
    policy = policy or load_policy()
    return Sight(case, policy, read_expense(case, policy.goods))


def _finding(sight: Sight, complaint: Complaint) -> Finding:
    text = sight.policy.codes[complaint.code]
    values = {"where": sight.where(complaint.line)} | dict(complaint.values)
    return Finding(
        code=complaint.code,
        severity=text.severity,
        article=complaint.article or text.article,
        message=text.message.format(**values),
        line=complaint.line,
        limit=str(complaint.values.get("limit", "")),
        actual=str(complaint.values.get("actual", "")),
    )
