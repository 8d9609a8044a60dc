"""Judges an expense: a frozen Case goes in, findings come out; words and numbers live in the rule pack."""

from studio_ledger.rules.engine import RULES, CheckMade, check, checks_made, judged
from studio_ledger.rules.errors import CaseFormError, PolicyError
from studio_ledger.rules.policy import Policy, load_pack, load_policy
from studio_ledger.rules.reading import answer, answer_lines, read_case

__all__ = [
    "RULES",
    "CaseFormError",
    "CheckMade",
    "Policy",
    "PolicyError",
    "answer",
    "answer_lines",
    "check",
    "checks_made",
    "judged",
    "load_pack",
    "load_policy",
    "read_case",
]
